"""The commands of corridor-sim and how each may end.

Exit codes: 0 done; 1 done, but something stuck or a promise failed; 2 the command line or the
scenario is wrong; 3 refused by a limit; 4 files; 70 our own fault; 130, 143 stopped by a signal.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from types import FrameType

import click

from corridor_sim import __version__
from corridor_sim.cli.findings import show_findings
from corridor_sim.cli.language import SPOKEN, Language, language
from corridor_sim.errors import EXIT_FAULT, EXIT_FILES, EXIT_LIMIT, EXIT_WRONG, CorridorError, Finding

COMMANDS = ("check", "plan", "run", "schema", "new")
STOPPED, TERMINATED = 130, 143


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
    signal.signal(signal.SIGTERM, _terminated)
    sys.exit(_guarded(lambda: main.main(standalone_mode=False)))


def _guarded(call: Callable[[], object]) -> int:
    """Turn every way a command can end into an exit code, and never into a traceback."""
    try:
        return int(call() or 0)  # type: ignore[call-overload, no-any-return]
    except CorridorError as error:
        show_findings(error.findings, _lang())
        return error.exit_code
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return EXIT_WRONG
    except (KeyboardInterrupt, click.Abort) as stop:
        _say("interrupted_nothing")
        return TERMINATED if isinstance(stop, Terminated) else STOPPED
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for exit
        return 0
    except MemoryError:
        _say("out_of_memory")
        return EXIT_LIMIT
    except OSError as error:
        _say("file_trouble", path=str(error.filename or ""), reason=error.strerror or str(error))
        return EXIT_FILES
    except Exception as error:
        if os.environ.get("CORRIDOR_SIM_DEBUG"):
            raise
        _say("our_fault", kind=type(error).__name__, detail=str(error))
        return EXIT_FAULT


class Terminated(KeyboardInterrupt):
    """Stopped by SIGTERM."""


def _terminated(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated


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
