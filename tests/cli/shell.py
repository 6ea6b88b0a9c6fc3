"""Calls the command line as a shell would, in this process or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from contextvars import copy_context
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from corridor_sim.cli.main import _guarded, main

ROOT = Path(__file__).parents[2]

#: Boxes go through one desk and leave by one train; everything a slip can hit stands in it.
SOUND = """\
corridor_sim: 1
name: small
time: {start: 2021-01-04, end: 2021-01-17, drain: 30 d, zone: UTC}
study: {replications: 2, seed: 1}
calendars:
  office: {open: "Mon-Fri 08:00-18:00"}
stations:
  desk: {servers: 2, calendar: office, work: 30 min}
services:
  train:
    timetable: {slots: [Mon 20:00]}
    capacity: 50 box
    travel: 3 d
flows:
  export:
    demand: {process: poisson, total: 40 box}
    stages:
      - {name: truck, delay: 2 h}
      - {station: desk}
      - {departures: train}
      - {name: pick_up, delay: 1 d}
"""


@dataclass(frozen=True)
class Answer:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


def call(*args: str | Path) -> Answer:
    """The command in this process, through the same door as `corridor-sim`."""
    out, err = StringIO(), StringIO()
    words = [str(arg) for arg in args]

    def guarded() -> int:
        with redirect_stdout(out), redirect_stderr(err):
            return _guarded(
                lambda: main.main(words, prog_name="corridor-sim", standalone_mode=False)
            )

    code = copy_context().run(guarded)
    answer = Answer(code, out.getvalue(), err.getvalue())
    assert "Traceback" not in answer.said
    return answer


def environment(**more: str) -> dict[str, str]:
    """This process's variables without those that choose a language, and `more`."""
    ours = ("LANG", "LC_ALL", "CORRIDOR_SIM_LANG", "CORRIDOR_SIM_DEBUG", "PYTHONIOENCODING")
    kept = {key: value for key, value in os.environ.items() if key not in ours}
    return {**kept, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **more}


def command(*args: str | Path) -> list[str]:
    """The words that start the command in a process of its own."""
    return [sys.executable, "-m", "corridor_sim", *map(str, args)]


def process(*args: str | Path, folder: Path, encoding: str = "utf-8", **more: str) -> Answer:
    """The command in a process of its own, in a folder, with further variables."""
    ran = subprocess.run(
        command(*args),
        cwd=folder,
        env=environment(**more),
        capture_output=True,
        timeout=60,
        check=False,
    )
    answer = Answer(ran.returncode, ran.stdout.decode(encoding), ran.stderr.decode(encoding))
    assert "Traceback" not in answer.said
    return answer


def changed(*changes: tuple[str, str], text: str = SOUND) -> str:
    """A scenario with some passages exchanged."""
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def written(folder: Path, text: str | bytes, name: str = "s.yaml") -> Path:
    """A file of this content."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def lines(answer: Answer) -> Sequence[str]:
    """What was said on stderr, line by line."""
    return answer.err.splitlines()
