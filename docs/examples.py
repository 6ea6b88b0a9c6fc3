"""The examples in the pages: files, scenarios, commands and Python, read from the Markdown.

A page is worked through from top to bottom in one empty folder that holds copies of `scenarios`
and `data`.

    File `name`:                   the next block is a file of that name
    ```console                     lines after `$ ` are commands, the others what they print;
                                   `# exit code 3` says how a command ends, otherwise it is 0
    <!-- shows: title; title -->   before a console block: which parts of the output it shows
                                   (parts, between empty lines, whose first line holds a title)
    ```python                      runs after what stands above it
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(
    r"(?:^File `(?P<file>[^`\n]+)`[^\n]*:\n\n)?"
    r"(?:^<!-- shows: (?P<shows>[^\n]+?) -->\n+)?"
    r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_EXIT = re.compile(r"#\s*exit code (\d+)")
_TIMED = re.compile(r"engine, [\d.]+ s$")
#: Too long for a test: run with one replication there, and renewed by hand.
SLOW = "hengyang-2021"


@dataclass(frozen=True)
class Block:
    """One fenced block of a page; `start` and `end` are where its text lies in the page."""

    kind: str
    text: str
    start: int
    end: int
    file: str = ""
    shows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Command:
    """A command of a console block, what the page says it prints, and how it ends."""

    line: str
    printed: tuple[str, ...]
    exit_code: int

    @property
    def words(self) -> list[str]:
        """The command's words, without a comment."""
        return shlex.split(self.line, comments=True)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    exit_code: int
    stdout: str
    stderr: str


def page_files(root: Path) -> list[Path]:
    """README and every page of docs."""
    return [root / "README.md", *sorted((root / "docs").rglob("*.md"))]


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for found in _FENCE.finditer(page):
        shows = tuple(one.strip() for one in (found["shows"] or "").split(";") if one.strip())
        start, end = found.span("text")
        yield Block(found["kind"], found["text"], start, end, found["file"] or "", shows)


def commands(block: Block) -> list[Command]:
    """The commands of a console block."""
    made: list[Command] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            ends = _EXIT.search(line)
            made.append(Command(line[2:], (), int(ends[1]) if ends else 0))
        elif made:
            last = made[-1]
            made[-1] = Command(last.line, (*last.printed, line), last.exit_code)
    return made


def workshop(root: Path, folder: Path) -> Path:
    """A folder in which a page's examples can be worked through."""
    for name in ("scenarios", "data"):
        shutil.copytree(root / name, folder / name)
    return folder


def run(words: Sequence[str], root: Path, folder: Path) -> Ended:
    """Runs `corridor-sim ...` in a folder with this tree's code, in English."""
    paths = [str(root), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"CORRIDOR_SIM_LANG": "en", "PYTHONPATH": os.pathsep.join(paths)}
    done = subprocess.run(
        [sys.executable, "-m", "corridor_sim", *words[1:]],
        cwd=folder,
        env=environment | {"PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def missing_lines(command: Command, ended: Ended) -> list[str]:
    """Lines that the page shows and the command does not print; how long it took is left out."""
    printed = {_untimed(line) for line in (ended.stdout + ended.stderr).splitlines()}
    return [
        line
        for line in command.printed
        if line.strip() not in ("", "...") and _untimed(line) not in printed
    ]


def _untimed(line: str) -> str:
    return _TIMED.sub("engine", line.rstrip())


def renew(root: Path) -> list[str]:
    """Runs the commands that say what they show, and writes what they print into their pages."""
    from tempfile import TemporaryDirectory

    renewed = []
    for path in page_files(root):
        page = path.read_text(encoding="utf-8")
        if "<!-- shows:" not in page:
            continue
        with TemporaryDirectory() as name:
            fresh = _renewed(page, root, workshop(root, Path(name)))
        if fresh != page:
            path.write_text(fresh, encoding="utf-8", newline="\n")
            renewed.append(path.relative_to(root).as_posix())
    return renewed


def _renewed(page: str, root: Path, folder: Path) -> str:
    pieces, reached = [], 0
    for block in blocks(page):
        if block.file:
            (folder / block.file).write_text(block.text, encoding="utf-8")
        if block.kind != "console":
            continue
        lines = []
        for command in commands(block):
            lines.append(f"$ {command.line}")
            if command.words[:1] == ["corridor-sim"]:
                ended = run(command.words, root, folder)
                lines += _parts(ended, block.shows)
        if block.shows:
            pieces += [page[reached : block.start], "\n".join(lines) + "\n"]
            reached = block.end
    return "".join([*pieces, page[reached:]])


def _parts(ended: Ended, titles: Sequence[str]) -> list[str]:
    """The parts of an output whose first line holds a title; all of it for `everything`.

    A title that ends in ` (table)` leaves out the indented notes below a table.
    """
    lines: list[str] = []
    last = 0
    for number, part in enumerate((ended.stderr + ended.stdout).strip("\n").split("\n\n")):
        first = part.partition("\n")[0]
        for title in titles:
            name = title.removesuffix(" (table)")
            if name == "everything" or name in first:
                bare = name != title
                shown = [one for one in part.splitlines() if not (bare and one.startswith("  "))]
                lines += ["..."] if lines and number > last + 1 else [""] if lines else []
                lines += [one.rstrip() for one in shown]
                last = number
                break
    return lines
