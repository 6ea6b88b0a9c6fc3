"""Progress: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

import click

from corridor_sim.cli.findings import words
from corridor_sim.cli.language import Language

_EVERY = 10.0  # seconds between plain lines


def silent(_done: int, _of: int) -> None:
    """Say nothing."""


@contextmanager
def progress_bar(lang: Language, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """What a run tells how many replications are done."""
    if quiet:
        yield silent
    elif sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        yield from _bar()
    else:
        yield _plain_lines(lang)


def _bar() -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True, no_color="NO_COLOR" in os.environ)
    with Progress(
        BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _plain_lines(lang: Language) -> Callable[[int, int], None]:
    last = perf_counter()

    def say(done: int, of: int) -> None:
        nonlocal last
        if perf_counter() - last >= _EVERY and done < of:
            last = perf_counter()
            click.echo(words("progress", lang, done=done, all=of), err=True)

    return say
