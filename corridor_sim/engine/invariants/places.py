"""The laws of places that are kept."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.invariants.order import overtaken
from corridor_sim.engine.invariants.visits import Visits
from corridor_sim.plan import Place, Plan
from corridor_sim.trace import Trace

Seconds = NDArray[np.int64]


def breaches(
    plan: Plan, trace: Trace, row: int, place: Place, seen: Visits
) -> Iterator[tuple[str, int]]:
    """How often each law of a pool of places is broken."""
    returned = returns(plan, trace, row, seen)
    entered = seen.take(seen.start < NEVER)
    yield "entry takes a second", _entry(plan, entered)
    starts, back = np.sort(entered.start), np.sort(returned[seen.start < NEVER])
    held = np.arange(1, len(starts) + 1) - np.searchsorted(back, starts, side="right")
    yield "no more kept than places", int((held > place.places).sum())
    yield "order of entry", overtaken(seen, seen.start, seen.start)
    yield "nobody waits before a free place", _idle(place, seen, starts, back, plan.stop)


def returns(plan: Plan, trace: Trace, row: int, seen: Visits) -> Seconds:
    """When each visit's place came back: the end of the stage it is kept until."""
    back = np.full(len(seen), NEVER, dtype=np.int64)
    for flow, one in enumerate(plan.flows):
        for stage, step in enumerate(one.stages):
            mine = (seen.flow == flow) & (seen.stage == stage)
            if mine.any():
                back[mine] = trace.flows[flow].end[step.until][row][seen.number[mine]]
    return back


def _entry(plan: Plan, entered: Visits) -> int:
    due = entered.start + 1
    return int((entered.end != np.where(due >= plan.stop, NEVER, due)).sum())


def _idle(place: Place, seen: Visits, starts: Seconds, back: Seconds, stop: int) -> int:
    at = np.unique(np.concatenate([seen.ready, back[back < NEVER]]))
    at = at[at < stop]
    held = np.searchsorted(starts, at, side="right") - np.searchsorted(back, at, side="right")
    waiting = np.searchsorted(np.sort(seen.ready), at, side="right") - np.searchsorted(
        starts, at, side="right"
    )
    return int(((held < place.places) & (waiting > 0)).sum())
