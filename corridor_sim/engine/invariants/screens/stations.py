"""The screen of a station, and of a pool of places: a place is a server that others free.

In the order of law L4 the n-th to be served of c servers begins in the first open second at which
it is ready and the (n - c)-th earliest end is over; whoever begins then, and ends when its work is
done, breaks no law of the station (`invariants.stations` names them). Where shifts keep hours of
their own, each is taken by the first shift that is open and free soonest, turn by turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapreplace

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.invariants.screens.hours import Hours
from corridor_sim.engine.invariants.screens.lines import Line
from corridor_sim.plan import Plan
from corridor_sim.shifts import Shift, shifts_of
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]

_INT32 = 1 << 31


def station(plan: Plan, workload: Workload, trace: Trace, number: int, asking: Line) -> Flags:
    """bool [R]: where a law of the station may be broken."""
    shifts, flows = shifts_of(plan, plan.stations[number]), trace.flows
    start = asking.column(lambda flow, stage: flows[flow].start[stage], NEVER)
    end = asking.column(lambda flow, stage: flows[flow].end[stage], NEVER)
    work = asking.column(lambda flow, stage: _drawn(workload, flow, stage), 1)
    if len(shifts) > 1:
        begins, due = _by_shift(shifts, asking.ready, start, work, plan.stop)
    else:
        servers, hours = shifts[0][0], Hours(shifts[0][1], plan.stop)
        begins = hours.next_open(_turn(asking.ready, end, servers, plan.stop))
        due = hours.finish(start, work)
    return _differs(start, begins, plan.stop) | _differs(end, due, plan.stop)


def _by_shift(
    shifts: Sequence[Shift], ready: Seconds, start: Seconds, work: Seconds, stop: int
) -> tuple[Seconds, Seconds]:
    """When each begins and ends, [R, M], if those in front of it began as they say."""
    hours = [Hours(calendar, stop) for _, calendar in shifts]
    chance = np.array([one.next_open(ready) for one in hours])
    due = np.array([one.finish(start, work) for one in hours])
    again = np.array([one.next_open(ends) for one, ends in zip(hours, due, strict=True)])
    begins, by = np.empty((2, *ready.shape), dtype=np.int64)
    for row in range(len(ready)):
        free = [[0] * servers for servers, _ in shifts]
        told = zip(chance[:, row].T.tolist(), again[:, row].T.tolist(), strict=True)
        turns = [_turn_by_shift(free, *one) for one in told]
        begins[row], by[row] = np.array(turns, dtype=np.int64).reshape(-1, 2).T
    return begins, np.take_along_axis(due, by[None], axis=0)[0]


def _turn_by_shift(free: list[list[int]], chance: list[int], again: list[int]) -> tuple[int, int]:
    """When the next in line begins, and by which shift.

    free     when servers of each shift can take again
    chance   when each shift is open for whoever is next, and `again` when it can take after him
    """
    begins = [max(their[0], second) for their, second in zip(free, chance, strict=True)]
    first = min(begins)
    shift = begins.index(first)
    heapreplace(free[shift], again[shift])
    return first, shift


def place(plan: Plan, trace: Trace, number: int, asking: Line) -> Flags:
    """bool [R]: where a law of the pool of places may be broken."""
    stop, flows = plan.stop, trace.flows
    until = [[stage.until for stage in flow.stages] for flow in plan.flows]
    start = asking.column(lambda flow, stage: flows[flow].start[stage], NEVER)
    end = asking.column(lambda flow, stage: flows[flow].end[stage], NEVER)
    back = asking.column(lambda flow, stage: flows[flow].end[until[flow][stage]], NEVER)
    back = np.where(start < NEVER, back, NEVER)
    begins = _turn(asking.ready, back, plan.places[number].places, stop)
    return _differs(start, begins, stop) | _differs(end, start + 1, stop)


def _turn(ready: Seconds, free: Seconds, servers: int, stop: int) -> Seconds:
    """When each has come and a server is free for it."""
    if servers >= ready.shape[1]:
        return ready
    ordered = np.minimum(free, stop)
    ordered = np.sort(ordered.astype(np.int32) if stop < _INT32 else ordered, axis=1)
    begins = ready.copy()
    np.maximum(ready[:, servers:], ordered[:, :-servers], out=begins[:, servers:])
    return begins


def _differs(times: Seconds, due: Seconds, stop: int) -> Flags:
    """bool [R]: where a time is not the one due, or is there although due beyond the stop."""
    wrong: Flags = (times != np.where(due >= stop, NEVER, due)).any(axis=1)
    return wrong


def _drawn(workload: Workload, flow: int, stage: int) -> Seconds:
    work = workload.flows[flow].work[stage]
    return np.full_like(workload.flows[flow].arrive, -1) if work is None else work
