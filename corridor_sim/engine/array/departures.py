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
from corridor_sim.plan import UNITS, Service
from corridor_sim.trace import NOWHERE
from corridor_sim.workload import Trips

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


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


def boarded(service: Service, trips: Trips, stop: int, queue: Queue) -> Seconds:
    """Which departure each request takes.

    returns   int64 [R, M], NOWHERE where none before the stop
    """
    inside = (service.cut_off >= 0) & (service.cut_off < stop)
    live = inside & ~trips.cancelled
    present = np.stack(
        [np.searchsorted(row, service.cut_off, side="right") for row in queue.ready]
    ).reshape(live.shape)
    if queue.priority is not None:
        return _rows(service, trips, live, queue, np.arange(len(live)))
    taken = np.maximum.accumulate(np.where(live, present, 0), axis=1)
    bad = _refuses(service, trips, queue, taken)
    if bad.any():
        alike = _alike(queue) if not service.minimum.any() else None
        if alike is not None:
            taken[bad] = _closed_form(trips.capacity[bad], live[bad], present[bad], alike)
            bad[:] = False
    slot = _spread(taken, queue.ready.shape[1])
    if bad.any():
        rows = np.flatnonzero(bad)
        slot[rows] = _rows(service, trips, live, queue, rows)
    return slot


def _refuses(service: Service, trips: Trips, queue: Queue, taken: Seconds) -> Flags:
    """The replications in which not every departure can take all who are there for it.

    taken     int64 [R, K], how far down the line each departure would get
    returns   bool [R]
    """
    bad = np.zeros(len(taken), dtype=np.bool_)
    if not taken.shape[1]:
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


def _spread(taken: Seconds, longest: int) -> Seconds:
    """The departure of each place in line, from how far down departures get."""
    rows, departures = taken.shape
    ends = np.concatenate([np.zeros((rows, 1), dtype=np.int64), taken], axis=1)
    counts = np.empty((rows, departures + 1), dtype=np.int64)
    np.subtract(ends[:, 1:], ends[:, :-1], out=counts[:, :-1])
    counts[:, -1] = longest - ends[:, -1]
    numbers = np.append(np.arange(departures), NOWHERE)
    return np.repeat(np.tile(numbers, rows), counts.reshape(-1)).reshape(rows, longest)


def _rows(service: Service, trips: Trips, live: Flags, queue: Queue, rows: Seconds) -> Seconds:
    """The departure of each place in line, replication by replication."""
    found = np.full((len(rows), queue.ready.shape[1]), NOWHERE, dtype=np.int64)
    for number, row in enumerate(rows.tolist()):
        asking = int((queue.ready[row] < NEVER).sum())
        walk = _Walk(
            service, trips.capacity[row], np.flatnonzero(live[row]).tolist(), found[number]
        )
        sizes = {unit: size[row, :asking] for unit, size in queue.size.items()}
        if queue.priority is None:
            walk.in_turn(queue.ready[row, :asking], sizes)
        else:
            walk.urgent_first(
                queue.ready[row, :asking].tolist(), sizes, queue.priority[row].tolist()
            )
    return found


class _Walk:
    """One replication's departures, in the order of their cut-offs, and where slots go."""

    def __init__(self, service: Service, capacity: Seconds, live: list[int], slot: Seconds) -> None:
        self.service, self.live, self.slot = service, live, slot
        self.room, self.cut_off = capacity.tolist(), service.cut_off.tolist()
        self.minimum = service.minimum.tolist()

    def in_turn(self, ready: Seconds, size: dict[int, Seconds]) -> None:
        """Whoever was ready first boards first."""
        sums = {unit: [0, *np.cumsum(one).tolist()] for unit, one in size.items()}
        weigh = sums.get(self.service.first_unit)
        came = ready.tolist()
        present = np.searchsorted(ready, self.service.cut_off, side="right").tolist()
        front = 0
        for trip in self.live:
            last = present[trip]
            if last == front:
                continue
            for unit, reached in sums.items():
                limit = reached[front] + self.room[trip][unit]
                if reached[last] > limit:
                    last = bisect_right(reached, limit, front, last) - 1
            load = weigh[last] - weigh[front] if weigh else 0
            if load < self.minimum[trip] and self._patient(trip, came[front]):
                continue
            self.slot[front:last] = trip
            front = last

    def urgent_first(self, ready: list[int], size: dict[int, Seconds], priority: list[int]) -> None:
        """Of those who are there the smallest priority boards first, until one does not fit."""
        sizes = {unit: one.tolist() for unit, one in size.items()}
        weigh = sizes.get(self.service.first_unit)
        waiting: list[tuple[int, int]] = []
        came = 0
        for trip in self.live:
            while came < len(ready) and ready[came] <= self.cut_off[trip]:
                heappush(waiting, (priority[came], came))
                came += 1
            if not waiting:
                continue
            patient = self._patient(trip, ready[waiting[0][1]])
            left = {unit: self.room[trip][unit] for unit in sizes}
            aboard = []
            while waiting and all(one[waiting[0][1]] <= left[u] for u, one in sizes.items()):
                one = heappop(waiting)
                left = {unit: room - sizes[unit][one[1]] for unit, room in left.items()}
                aboard.append(one)
            load = sum(weigh[number] for _, number in aboard) if weigh else 0
            if load < self.minimum[trip] and patient:
                waiting += aboard
                heapify(waiting)
                continue
            self.slot[[number for _, number in aboard]] = trip

    def _patient(self, trip: int, first: int) -> bool:
        waited: int = self.cut_off[trip] - first
        return waited < self.service.patience
