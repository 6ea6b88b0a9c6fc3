"""The screen of a flow's times.

Every stage is ready at its latest anchor, so once each end is known to lie within the run or
nowhere, so are all the beginnings; and a delay that begins when ready and ends when its work is
done needs no further look.
"""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from corridor_sim.anchors import anchor_time
from corridor_sim.clock import NEVER
from corridor_sim.plan import Kind, Plan
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


def suspect_times(plan: Plan, workload: Workload, trace: Trace, flow: int) -> bool:
    """Whether a law of the times of a flow may be broken."""
    one, seen, work = plan.flows[flow], trace.flows[flow], workload.flows[flow]
    if one.fed_by < 0 and not _same(seen.arrive, work.arrive):
        return True
    if not _within(seen.arrive, plan.stop):
        return True
    for stage, step in enumerate(one.stages):
        ready, skip, drawn = seen.ready[stage], work.skip[stage], work.work[stage]
        anchors = (anchor_time(plan, workload, trace, flow, at) for at in step.after)
        if not _same(ready, reduce(np.maximum, anchors)):
            return True
        columns = ready, seen.start[stage], seen.end[stage]
        if step.kind is Kind.DELAY and drawn is not None:
            wrong = _delay(columns, skip, drawn, plan.stop)
        else:
            wrong = _other(columns, skip, plan.stop)
        if wrong:
            return True
    return False


def _delay(
    columns: tuple[Seconds, Seconds, Seconds], skip: Flags | None, drawn: Seconds, stop: int
) -> bool:
    ready, start, end = columns
    if not _same(start, ready):
        return True
    due = ready + drawn
    late = due >= stop
    if late.any():
        due = np.where(late, NEVER, due)
    if skip is not None:
        due = np.where(skip, ready, due)
    if not _same(end, due):
        return True
    if not drawn.size or int(drawn.min()) >= 1:
        return False
    short = (drawn < 1) & (ready < NEVER)
    return bool((short if skip is None else short & ~skip).any())


def _other(columns: tuple[Seconds, Seconds, Seconds], skip: Flags | None, stop: int) -> bool:
    ready, start, end = columns
    if bool((start < ready).any()):
        return True
    short = (end <= start) & (start < NEVER)
    if skip is not None:
        still = (start == ready) & (end == ready)
        short = np.where(skip, ~still, short)
    return bool(short.any()) or not _within(start, stop) or not _within(end, stop)


def _same(one: Seconds, other: Seconds) -> bool:
    return one is other or (one.shape == other.shape and bool((one == other).all()))


def _within(times: Seconds, stop: int) -> bool:
    """Whether every instant is before the stop or never."""
    return bool(np.count_nonzero(times >= stop) == np.count_nonzero(times == NEVER))
