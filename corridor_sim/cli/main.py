"""The commands of corridor-sim and how each may end.

Exit codes: 0 done; 1 done, but something stuck or a promise failed; 2 the command line or the
scenario is wrong; 3 refused by a limit; 4 files; 70 our own fault; 130, 143 stopped by a signal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module
from traceback import print_exception

import click

from corridor_sim import __version__
from corridor_sim.cli.findings import show_findings
from corridor_sim.cli.language import SPOKEN, Language, language
from corridor_sim.cli.stopping import exit_code, listen
from corridor_sim.errors import (
    EXIT_FAULT,
    EXIT_FILES,
    EXIT_LIMIT,
    EXIT_WRONG,
    CorridorError,
    Finding,
)

COMMANDS = ("check", "plan", "run", "explain", "compare", "calibrate", "schema", "new")


class Commands(click.Group):
    """Loads a command's module when it is asked for: help stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"corridor_sim.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        near = get_close_matches(args[0], COMMANDS, n=1)
        if args[0] not in COMMANDS and near:
            ctx.fail(f"No such command '{args[0]}'. Did you mean '{near[0]}'?")
        return super().resolve_command(ctx, args)


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="First steps: corridor-sim new demo, then corridor-sim run demo/corridor.yaml",
)
@click.version_option(__version__, prog_name="corridor-sim")
def main() -> None:
    """Simulate logistics corridors: trains, ships, yards and customs clearance.

    物流通道仿真：班列、船舶、场站与通关。
    """


def entry() -> None:
    """Run the command line and leave with its exit code."""
    _readable_output()
    listen()
    sys.exit(_guarded(lambda: main.main(standalone_mode=False)))


def _guarded(call: Callable[[], object]) -> int:
    """Turn every way a command can end into an exit code, and never into a traceback."""
    try:
        done = call()
    except Exception as error:  # noqa: BLE001 - the one door by which every command leaves
        return _ended(error)
    except KeyboardInterrupt as stop:
        _say("interrupted_nothing")
        return exit_code(stop)
    return done if isinstance(done, int) else 0


def _ended(error: Exception) -> int:
    """Say why a command ended; its exit code."""
    match error:
        case CorridorError():
            show_findings(error.findings, _lang())
            code = error.exit_code
        case click.exceptions.Exit():
            code = error.exit_code
        case click.ClickException():
            error.show()
            code = EXIT_WRONG
        case click.Abort():  # what click makes of a KeyboardInterrupt
            _say("interrupted_nothing")
            code = exit_code(error.__cause__)
        case BrokenPipeError():
            # Whoever read our output has gone; the rest of it has nowhere to go.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        case MemoryError():
            _say("out_of_memory")
            code = EXIT_LIMIT
        case OSError():
            reason = error.strerror or str(error)
            _say("file_trouble", path=str(error.filename or ""), reason=reason)
            code = EXIT_FILES
        case _:
            if os.environ.get("CORRIDOR_SIM_DEBUG"):
                print_exception(error)
            _say("our_fault", kind=type(error).__name__, detail=str(error))
            code = EXIT_FAULT
    return code


def _say(code: str, **values: str) -> None:
    show_findings([Finding(code, values)], _lang())


def _lang() -> Language:
    return SPOKEN.get() or language(None)


def _readable_output() -> None:
    """Chinese text must not fail on a console with another encoding."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
