"""Every example in README and docs does what the page says."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from contextvars import copy_context
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import click
import pytest

from corridor_sim.cli.main import COMMANDS, entry, main
from corridor_sim.planning.compile import compile_plan
from corridor_sim.scenario.arms import arm_file
from corridor_sim.scenario.limits import DEFAULT
from corridor_sim.scenario.read import read
from docs.examples import (
    SLOW,
    Block,
    Command,
    Ended,
    blocks,
    commands,
    missing_lines,
    page_files,
    workshop,
)
from tests.architecture.tree import ROOT

NAMES = [path.relative_to(ROOT).as_posix() for path in page_files(ROOT)]
ELSEWHERE = {"make", "cd", "py", "run.cmd", "git", "python", "python3", "pip"}


@dataclass
class Worked:
    """A page that was worked through: the folder it left, and what went wrong."""

    folder: Path
    wrong: list[str] = field(default_factory=list)


def _blocks(name: str) -> list[Block]:
    return list(blocks((ROOT / name).read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Worked]:
    """Every page, worked through from top to bottom."""
    made = {name: Worked(tmp_path_factory.mktemp("page")) for name in NAMES}
    for name, page in made.items():
        _work_through(name, page)
    return made


def _work_through(name: str, page: Worked) -> None:
    found = _blocks(name)
    if not any(one.file or one.kind in ("console", "python") for one in found):
        return
    workshop(ROOT, page.folder)
    for block in found:
        if block.file:
            (page.folder / block.file).write_text(block.text, encoding="utf-8")
        elif block.kind == "console":
            for command in commands(block):
                if command.words[:1] == ["corridor-sim"]:
                    page.wrong += _run(command, page.folder)
        elif block.kind == "python":
            page.wrong += _python(block, page.folder)


def _run(command: Command, folder: Path) -> list[str]:
    words = command.words
    slow = any(SLOW in word for word in words)
    if slow and words[1] == "run":
        words += ["--replications", "1", "--quiet"]
    ended = _inside(words, folder)
    wrong = []
    if ended.exit_code != command.exit_code:
        wrong.append(f"{command.line}: exit code {ended.exit_code}\n{ended.stderr}")
    if not slow:
        lines = missing_lines(command, ended)
        if lines:
            printed = f"{ended.stdout}{ended.stderr}"
            wrong.append(f"{command.line} does not print:\n" + "\n".join([*lines, "but", printed]))
    return wrong


def _inside(words: list[str], folder: Path) -> Ended:
    """Runs a command in this process, which spares starting Python anew for each."""
    out, err, code = StringIO(), StringIO(), 0
    before = signal.getsignal(signal.SIGTERM)
    with pytest.MonkeyPatch.context() as patch, chdir(folder):
        patch.setattr(sys, "argv", words)
        patch.setenv("CORRIDOR_SIM_LANG", "en")
        with redirect_stdout(out), redirect_stderr(err):
            try:
                copy_context().run(entry)
            except SystemExit as done:
                code = done.code if isinstance(done.code, int) else 1
    signal.signal(signal.SIGTERM, before)
    return Ended(code, out.getvalue(), err.getvalue())


def _python(block: Block, folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block.text],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return [done.stderr] if done.returncode else []


@pytest.mark.parametrize("name", NAMES)
def test_commands_and_python_do_what_the_page_says(name: str, worked: dict[str, Worked]) -> None:
    assert worked[name].wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_whole_scenarios_are_sound(name: str, worked: dict[str, Worked], tmp_path: Path) -> None:
    for number, block in enumerate(_blocks(name)):
        if block.kind == "yaml" and "corridor_sim: 1" in block.text:
            folder = worked[name].folder if block.file else tmp_path
            path = folder / (block.file or f"block-{number}.yaml")
            path.write_text(block.text, encoding="utf-8")
            if arm_file(path, DEFAULT) is None:
                compile_plan(read(path))


@pytest.mark.parametrize("name", NAMES)
def test_commands_and_options_exist(name: str) -> None:
    context = click.Context(main)
    for block in _blocks(name):
        for command in commands(block) if block.kind == "console" else ():
            words = command.words
            assert words[0] in ELSEWHERE | {"corridor-sim"}, command.line
            if words[0] != "corridor-sim" or words[1].startswith("-"):
                continue
            assert words[1] in COMMANDS, command.line
            known = main.get_command(context, words[1])
            assert known is not None
            options = {flag for one in known.params for flag in one.opts} | {"--help"}
            used = {word.partition("=")[0] for word in words[2:] if word.startswith("--")}
            assert used <= options, command.line
