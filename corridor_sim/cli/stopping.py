"""How a command is stopped from outside, and the exit codes of that."""

from __future__ import annotations

import signal
from types import FrameType

STOPPED, TERMINATED = 130, 143


class Terminated(KeyboardInterrupt):
    """Stopped by SIGTERM."""


def listen() -> None:
    """From here on SIGTERM stops a command as Ctrl-C does: what is finished is kept."""
    signal.signal(signal.SIGTERM, _terminated)


def exit_code(stop: BaseException | None) -> int:
    """130 for Ctrl-C, 143 for SIGTERM."""
    # A Ctrl-C that falls into source text being executed (a dataclass in the middle of an import)
    # is remembered by CPython as unhandled even when it was caught, and then kills the process by
    # SIGINT instead of ending it with our code. Executing any other text makes it forget.
    exec("")  # noqa: S102 - a constant
    return TERMINATED if isinstance(stop, Terminated) else STOPPED


def _terminated(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated
