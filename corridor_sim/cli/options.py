"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from corridor_sim.cli.language import SPOKEN, Language, language

if TYPE_CHECKING:
    from corridor_sim.scenario.limits import Limits
    from corridor_sim.scenario.read import Loaded

Function = TypeVar("Function", bound=Callable[..., object])

#: option -> what it bounds; the fields of scenario.limits.Limits
LIMITS = {
    "file_bytes": "bytes of one file",
    "nodes": "values of one scenario file",
    "depth": "nesting of one scenario file",
    "years": "simulated years",
    "shipments": "shipments per replication",
    "rows": "rows of one table",
    "departures": "departures of one service",
}


def reading(command: Function) -> Function:
    """Options of every command that reads a scenario."""
    options = [
        click.option(
            "--set",
            "sets",
            multiple=True,
            metavar="KEY=VALUE",
            help="Change one value: study.seed=7",
        ),
        click.option(
            "--lang", type=click.Choice(["en", "zh"]), help="Language; default from the locale."
        ),
        click.option("--json", "as_json", is_flag=True, help="Print the result as JSON."),
    ]
    for name, what in LIMITS.items():
        flag = f"--max-{name.replace('_', '-')}"
        help_text = f"Raise the limit: {what}."
        options.append(click.option(flag, f"max_{name}", type=click.IntRange(1), help=help_text))
    for option in reversed(options):
        command = option(command)
    return command


def load(
    path: Path, sets: tuple[str, ...], raised: Mapping[str, int | None]
) -> tuple[Loaded, Limits]:
    """Read a scenario within the limits; `raised`: what options raise, by option name."""
    from corridor_sim.scenario.limits import DEFAULT
    from corridor_sim.scenario.read import read

    given = {name: raised.get(f"max_{name}") for name in LIMITS}
    limits = replace(DEFAULT, **{name: value for name, value in given.items() if value is not None})
    return read(path, sets, limits), limits


def speaking(lang: str | None) -> Language:
    """The language of this command, from here on also for what ends it."""
    chosen = language(lang)
    SPOKEN.set(chosen)
    return chosen
