"""The screen of a service.

Where nobody has a better claim than who was ready before, those who wait stand in one line, and
each departure takes a run of it. So sums along the line say what every departure carried, and
whether the next in line would have fitted (`invariants.departures` names the laws).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.edges import Edges
from corridor_sim.engine.invariants.screens.lines import Line, slots
from corridor_sim.plan import END, Plan, Service
from corridor_sim.trace import Trace
from corridor_sim.workload import Trips

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


def departures(plan: Plan, trips: Trips, trace: Trace, number: int, asking: Line) -> Flags:
    """bool [R]: where a law of the departures may be broken."""
    service, flows, count = plan.services[number], trace.flows, len(plan.services[number].scheduled)
    if not count:
        return np.ones(asking.rows, dtype=np.bool_)
    start = asking.column(lambda flow, stage: flows[flow].start[stage], NEVER)
    slot = asking.column(lambda flow, stage: slots(trace, flow, stage), -1)
    aboard, known = start < NEVER, _known(trips, plan.stop)
    trip = np.clip(slot, 0, count - 1)
    at = trip + np.arange(asking.rows)[:, None] * count
    leaves: Seconds = np.where(trips.cancelled, -1, trips.start).ravel().take(at)
    unlike: Flags = np.asarray(start != leaves, dtype=np.bool_)
    unlike |= asking.ready > service.cut_off.take(trip)
    end = asking.column(lambda flow, stage: flows[flow].end[stage], NEVER)
    unlike |= end != _due(plan, trips, trace, (number, asking, at))
    # Who is aboard no departure, or one behind an unseen one, is looked at law by law.
    unlike |= (slot < 0) | (slot >= known[:, None])
    gone = np.where(aboard, trip, known[:, None])
    if asking.present is not None:
        gone = np.where(asking.present, gone, count)
    unlike &= aboard
    overtaken = gone[:, 1:] < gone[:, :-1]
    wrong = _unfair(service, trips, trace, _Runs(asking, gone, known))
    wrong |= unlike.any(axis=1)
    wrong |= overtaken.any(axis=1)
    return wrong


def _known(trips: Trips, stop: int) -> Seconds:
    """int64 [R]: how many departures are seen before the first that leaves after the stop."""
    late = trips.start >= stop
    first: Seconds = np.where(late.any(axis=1), late.argmax(axis=1), late.shape[1])
    return first


def _due(plan: Plan, trips: Trips, trace: Trace, of: tuple[int, Line, Seconds]) -> Seconds:
    """int64 [R, W]: when each gets off the trip that it is aboard."""
    number, asking, at = of
    last = len(plan.services[number].legs)
    calls = {
        (flow, stage): last if (call := plan.flows[flow].stages[stage].alight) == END else call
        for flow, stages in asking.parts
        for stage in stages
    }
    if len(set(calls.values())) == 1:
        due = trips.start + trips.calls[..., next(iter(calls.values()))]
        table: Seconds = np.where(due >= plan.stop, NEVER, due)
        return table.ravel().take(at)
    alights = asking.column(
        lambda flow, stage: np.full_like(trace.flows[flow].arrive, calls[flow, stage]), 0
    )
    reached = trips.start.ravel().take(at)
    reached += trips.calls.ravel().take(at * trips.calls.shape[2] + alights)
    return np.where(reached >= plan.stop, NEVER, reached)


@dataclass(frozen=True, slots=True)
class _Runs:
    """The line, cut into the runs that the departures took.

    gone    int64 [R, W]: the departure that each took, `known` where none that is seen
    known   int64 [R], how many departures are seen
    """

    asking: Line
    gone: Seconds
    known: Seconds

    def upto(self, trip: Seconds, trips: int) -> Seconds:
        """int64 [R, K]: how many of the line belong to each departure or an earlier one."""
        rows = self.asking.rows
        at = trip + np.arange(rows)[:, None] * (trips + 1)
        count = np.bincount(at.ravel(), minlength=rows * (trips + 1))
        return np.cumsum(count.reshape(rows, trips + 1)[:, :trips], axis=1)


def _unfair(service: Service, trips: Trips, trace: Trace, runs: _Runs) -> Flags:
    """bool [R]: where a departure took too many, or too few."""
    asking, count = runs.asking, len(service.scheduled)
    after = runs.upto(runs.gone, count)
    came = runs.upto(Edges(service.cut_off).passed(asking.ready - 1), count)
    seen = np.arange(count) < runs.known[:, None]
    live = seen & (service.cut_off >= 0) & ~trips.cancelled
    took = np.diff(after, axis=1, prepend=0) > 0
    row, trip = np.nonzero(seen & (took | (live & (came > after))))
    base = row * asking.ready.shape[1]
    last, present = base + after[row, trip], base + came[row, trip]
    first = np.where(trip > 0, base + after[row, trip - 1], base)
    left = live[row, trip] & (present > last)
    sums = {u: s for u in range(4) if (s := _sums(service, trips, trace, asking, u)) is not None}
    if any(bool((total[1:] < total[:-1]).any()) for total in sums.values()):
        return np.ones(asking.rows, dtype=np.bool_)  # nobody measures less than nothing
    wrong = np.zeros(len(row), dtype=np.bool_)
    fits, boards = left & (last > first), present.copy()
    for unit, total in sums.items():
        limit = total[first] + trips.capacity[row, trip, unit]
        wrong |= total[last] > limit
        fits &= total[np.minimum(last + 1, len(total) - 1)] <= limit
        boards = np.minimum(boards, np.searchsorted(total, limit, side="right") - 1)
    weighed = sums[service.first_unit]
    waited = service.cut_off[trip] - asking.ready.ravel()[np.minimum(first, asking.ready.size - 1)]
    patient = waited < service.patience
    few = weighed[last] - weighed[first] < service.minimum[trip]
    enough = weighed[boards] - weighed[first] >= service.minimum[trip]
    some = last > first
    wrong |= fits | (left & some & few & patient)
    wrong |= left & ~some & (boards > first) & (enough | ~patient)
    found = np.zeros(asking.rows, dtype=np.bool_)
    found[row[wrong]] = True
    return found


def _sums(service: Service, trips: Trips, trace: Trace, asking: Line, unit: int) -> Seconds | None:
    """int64 [R * W + 1]: sizes along all lines, added up; None where the unit never binds."""
    if unit != service.first_unit and bool((trips.capacity[..., unit] >= NEVER).all()):
        return None
    size = asking.column(lambda flow, _: trace.flows[flow].size[..., unit], 0)
    return np.concatenate([[0], np.cumsum(size)])
