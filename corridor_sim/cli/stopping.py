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
    return TERMINATED if isinstance(stop, Terminated) else STOPPED


def _terminated(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated
