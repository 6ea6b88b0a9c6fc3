"""Engines: which of the two runs a study, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from corridor_sim.plan import Plan
    from corridor_sim.trace import Trace
    from corridor_sim.workload import Workload

EngineName = Literal["event", "array"]
Asked = Literal["auto", "event", "array"]
Engine = Callable[["Plan", "Workload"], "Trace"]

#: Shipment-stage visits that a block may hold at once. The event engine's blocks are small, so that
#: an interrupted run keeps more; the array engine's are as large as a few hundred megabytes allow,
#: since every block costs it the same calls.
VISITS_AT_ONCE: dict[EngineName, int] = {"event": 4_000_000, "array": 20_000_000}
#: Replications that a block may hold at most.
LARGEST_BLOCK: dict[EngineName, int] = {"event": 5, "array": 1_000}
#: Visits of a run from which processes of their own pay: each takes a second or two to start.
WORTH_SHARING: dict[EngineName, int] = {"event": 4_000_000, "array": 25_000_000}
#: Blocks that each of several processes takes at least, so that none is idle at the end.
TURNS: dict[EngineName, int] = {"event": 4, "array": 1}


def choose(asked: Asked) -> EngineName:
    """The engine that runs what a planner asks for.

    Left to itself, the array engine: it refuses nothing, gives the event engine's answer to the
    second, and was faster on every plan that it was measured on, large and small.
    """
    return "array" if asked == "auto" else asked


def engine(name: EngineName) -> Engine:
    """The engine itself; what it needs is loaded now."""
    if name == "event":
        from corridor_sim.engine.event import run as run_events

        return run_events
    from corridor_sim.engine.array import run as run_arrays

    return run_arrays
