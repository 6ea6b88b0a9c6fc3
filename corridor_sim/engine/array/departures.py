"""Departures: who boards which, in the space of departures rather than of shipments.

Those who wait stand in one line, so a departure takes the next few of it, and all that has to be
found is how far down the line each departure gets. Where sizes are equal and nothing has a minimum
that is a closed form; else a line is walked in plain Python, replication by replication.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array import compiled
from corridor_sim.plan import UNITS, Service
from corridor_sim.trace import NOWHERE
from corridor_sim.workload import Trips

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: What a request takes that is walked in plain Python, ns, as far as machine code is weighed
#: against it.
_ABOARD = 500


@dataclass(frozen=True, slots=True)
class Queue:
    """A line before a service.

    ready      int64 [R, M] s, rising, NEVER behind the last
    size       int64 [R, M] by the units that count here, the service's first among them
    priority   int64 [R, M], or None where all are alike
    """

    ready: Seconds
    size: dict[int, Seconds]
    priority: Seconds | None


def units(service: Service, trips: Trips) -> list[int]:
    """The units in which a departure's room, or its minimum, may bind."""
    limited = [u for u in range(len(UNITS)) if bool((trips.capacity[:, :, u] < NEVER).any())]
    minimum = bool(service.minimum.any()) and service.first_unit not in limited
    return [*limited, service.first_unit] if minimum else limited


@dataclass(frozen=True, slots=True)
class Boarded:
    """What becomes of a line before a service, [R, M]; NOWHERE and NEVER: not before the stop.

    slot    which departure
    start   s, its actual departure
    ends    s, when it reaches each of the calls that were asked for
    """

    slot: Seconds
    start: Seconds
    ends: list[Seconds]


def board(service: Service, trips: Trips, stop: int, queue: Queue, calls: list[int]) -> Boarded:
    """Which departure each request takes.

    calls   at which those aboard get off
    """
    live = (service.cut_off >= 0) & (service.cut_off < stop) & ~trips.cancelled
    there = [
        np.concatenate([table, np.full((len(table), 1), missing)], axis=1)
        for table, missing in (
            (np.broadcast_to(np.arange(live.shape[1]), live.shape), NOWHERE),
            (trips.start, NEVER),
            *((trips.start + trips.calls[:, :, call], NEVER) for call in calls),
        )
    ]
    there[0][there[1] >= stop] = NOWHERE
    for times in there[1:]:
        times[times >= stop] = NEVER
    if queue.priority is None:
        taken = _in_turn(service, trips, live, queue)
        found = _spread(there, taken, queue.ready.shape[1])
    else:
        trip = _urgent_first(service, trips, live, queue)
        found = [np.take_along_axis(table, trip, axis=1) for table in there]
    return Boarded(found[0], found[1], found[2:])


def _in_turn(service: Service, trips: Trips, live: Flags, queue: Queue) -> Seconds:
    """How far down the line each departure gets, [R, K]."""
    present = np.stack(
        [np.searchsorted(row, service.cut_off, side="right") for row in queue.ready]
    ).reshape(live.shape)
    taken = np.maximum.accumulate(np.where(live, present, 0), axis=1)
    bad = np.flatnonzero(_refuses(service, trips, queue, taken))
    if len(bad):
        alike = None if service.minimum.any() else _alike(queue)
        if alike is not None:
            taken[bad] = _closed_form(trips.capacity[bad], live[bad], present[bad], alike)
            return taken
        if compiled.pays("queues", _ABOARD * len(bad) * queue.ready.shape[1]):
            asks = (queue.ready[bad], {unit: one[bad] for unit, one in queue.size.items()}, None)
            trip = compiled.boarded(service, trips.capacity[bad], live[bad], asks)
            taken[bad] = [np.searchsorted(row, np.arange(live.shape[1]), "right") for row in trip]
            return taken
        for row in bad.tolist():
            taken[row] = _walked(service, trips.capacity[row], live[row], queue, row)
    return taken


def _refuses(service: Service, trips: Trips, queue: Queue, taken: Seconds) -> Flags:
    """The replications in which not every departure can take all who are there for it.

    taken     int64 [R, K], how far down the line each departure would get
    returns   bool [R]
    """
    bad = np.zeros(len(taken), dtype=np.bool_)
    if not taken.shape[1] or not queue.ready.shape[1]:
        return bad
    before = np.concatenate([np.zeros((len(taken), 1), dtype=np.int64), taken[:, :-1]], axis=1)
    boards = taken > before
    for unit, size in queue.size.items():
        sums = np.zeros((len(size), size.shape[1] + 1), dtype=np.int64)
        np.cumsum(size, axis=1, out=sums[:, 1:])
        load = np.take_along_axis(sums, taken, axis=1) - np.take_along_axis(sums, before, axis=1)
        bad |= (load > trips.capacity[:, :, unit]).any(axis=1)
        if unit == service.first_unit and service.minimum.any():
            front = np.minimum(before, queue.ready.shape[1] - 1)
            first = np.take_along_axis(queue.ready, front, axis=1)
            patient = service.cut_off - first < service.patience
            bad |= (boards & patient & (load < service.minimum)).any(axis=1)
    return bad


def _alike(queue: Queue) -> dict[int, int] | None:
    """The size by unit that all requests share; None where they differ."""
    found = {}
    for unit, size in queue.size.items():
        least, most = int(size.min()), int(size.max())
        if least != most:
            return None
        found[unit] = least
    return found


def _closed_form(capacity: Seconds, live: Flags, present: Seconds, size: dict[int, int]) -> Seconds:
    """How far down the line departures get, who take what fits of requests alike.

    L(k) = min(present(k), L(k - 1) + room(k)) is a running minimum once the rooms are summed.
    """
    most = int(present.max(initial=0))
    room = np.full(live.shape, most, dtype=np.int64)
    for unit, each in size.items():
        if each:
            np.minimum(room, capacity[:, :, unit] // each, out=room)
    room[~live] = 0
    np.cumsum(room, axis=1, out=room)
    spare = np.minimum.accumulate(present - room, axis=1)
    found: Seconds = room + np.minimum(spare, 0)
    return found


def _spread(tables: list[Seconds], taken: Seconds, longest: int) -> list[Seconds]:
    """What tables of departures say of each place in line; behind their last is what none says.

    tables   each [R, K + 1]
    taken    int64 [R, K]
    """
    rows, departures = taken.shape
    counts = np.empty((rows, departures + 1), dtype=np.int64)
    counts[:, :departures] = np.diff(taken, axis=1, prepend=0)
    counts[:, departures] = longest - taken[:, -1] if departures else longest
    times = counts.reshape(-1)
    return [np.repeat(table.reshape(-1), times).reshape(rows, longest) for table in tables]


def _walked(service: Service, capacity: Seconds, live: Flags, queue: Queue, row: int) -> list[int]:
    """How far down one replication's line departures get, taken one after another."""
    asking = int((queue.ready[row] < NEVER).sum())
    ready = queue.ready[row, :asking]
    sums = {unit: [0, *np.cumsum(size[row, :asking]).tolist()] for unit, size in queue.size.items()}
    weigh = sums.get(service.first_unit)
    came, room, minimum = ready.tolist(), capacity.tolist(), service.minimum.tolist()
    present = np.searchsorted(ready, service.cut_off, side="right").tolist()
    cut_off, front, taken = service.cut_off.tolist(), 0, []
    for trip, runs in enumerate(live.tolist()):
        last = present[trip]
        if runs and last > front:
            for unit, reached in sums.items():
                limit = reached[front] + room[trip][unit]
                if reached[last] > limit:
                    last = bisect_right(reached, limit, front, last) - 1
            load = weigh[last] - weigh[front] if weigh else 0
            patient = cut_off[trip] - came[front] < service.patience
            if load >= minimum[trip] or not patient:
                front = last
        taken.append(front)
    return taken


def _urgent_first(service: Service, trips: Trips, live: Flags, queue: Queue) -> Seconds:
    """Which departure each place in line takes where priorities differ, [R, M]; K: none."""
    if compiled.pays("queues", _ABOARD * queue.ready.size, queue.priority):
        asks = (queue.ready, queue.size, queue.priority)
        return compiled.boarded(service, trips.capacity, live, asks)
    found = np.full(queue.ready.shape, live.shape[1], dtype=np.int64)
    for row in range(len(live)):
        asking = int((queue.ready[row] < NEVER).sum())
        line = _Line(
            queue.ready[row, :asking].tolist(),
            [] if queue.priority is None else queue.priority[row, :asking].tolist(),
            {unit: size[row, :asking].tolist() for unit, size in queue.size.items()},
        )
        for trip in np.flatnonzero(live[row]).tolist():
            aboard = line.board(service, trip, trips.capacity[row, trip].tolist())
            found[row, aboard] = trip
    return found


class _Line:
    """One replication's line where the smallest priority boards first."""

    def __init__(self, ready: list[int], priority: list[int], size: dict[int, list[int]]) -> None:
        self.ready, self.priority, self.size = ready, priority, size
        self.waiting: list[tuple[int, int]] = []
        self.came = 0

    def board(self, service: Service, trip: int, room: list[int]) -> list[int]:
        """Those who board a departure, until one does not fit."""
        cut_off = int(service.cut_off[trip])
        while self.came < len(self.ready) and self.ready[self.came] <= cut_off:
            heappush(self.waiting, (self.priority[self.came], self.came))
            self.came += 1
        if not self.waiting:
            return []
        patient = cut_off - self.ready[self.waiting[0][1]] < service.patience
        left, aboard = {unit: room[unit] for unit in self.size}, []
        while self.waiting and all(
            size[self.waiting[0][1]] <= left[unit] for unit, size in self.size.items()
        ):
            one = heappop(self.waiting)
            left = {unit: space - self.size[unit][one[1]] for unit, space in left.items()}
            aboard.append(one)
        weigh = self.size.get(service.first_unit)
        load = sum(weigh[number] for _, number in aboard) if weigh else 0
        if load < service.minimum[trip] and patient:
            self.waiting += aboard
            heapify(self.waiting)
            return []
        return [number for _, number in aboard]
