"""The reference page of the commands, from what click knows of them."""

from __future__ import annotations

from collections.abc import Iterator

import click

from corridor_sim.cli.main import COMMANDS, main


def commands() -> Iterator[str]:
    """The lines of the page."""
    context = click.Context(main, info_name="corridor-sim")
    yield "# Commands"
    yield ""
    yield "Results go to stdout, messages to stderr. `corridor-sim COMMAND --help` prints the same."
    yield "`python -m corridor_sim` is the same program. For what a command leaves behind when it"
    yield "ends, see [exit codes](exit-codes.md)."
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        yield ""
        yield f"## corridor-sim {name}"
        yield ""
        yield one_line(command.help)
        yield ""
        arguments = [one for one in command.params if isinstance(one, click.Argument)]
        words = [one.metavar or (one.name or "").upper() for one in arguments]
        yield "```text"
        yield " ".join(["corridor-sim", name, "[OPTIONS]", *words])
        yield "```"
        options = [one for one in command.params if isinstance(one, click.Option)]
        if options:
            yield ""
            yield "| option | takes | meaning |"
            yield "|---|---|---|"
            for option in options:
                flags = ", ".join(f"`{flag}`" for flag in option.opts)
                yield f"| {flags} | {_argument(option)} | {one_line(option.help)} |"


def _argument(option: object) -> str:
    assert isinstance(option, click.Option)
    kind = option.type
    if option.is_flag:
        told = ""
    elif isinstance(kind, click.IntRange):
        upper = f" to {kind.max:,}" if kind.max is not None else " or more"
        told = f"number, {kind.min:,}{upper}"
    elif isinstance(kind, click.Choice):
        told = ", ".join(f"`{one}`" for one in kind.choices)
    elif option.metavar:
        told = f"`{option.metavar}`"
    else:
        told = kind.name
    return told + ("; may be repeated" if option.multiple else "")


def one_line(text: object) -> str:
    """A text in one line that a table cell can hold."""
    return " ".join(str(text or "").split()).replace("|", "\\|")
