"""Departures: who boards which, replication by replication only where room or minimum binds."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.requests import Requests
from corridor_sim.plan import Service
from corridor_sim.trace import NOWHERE
from corridor_sim.workload import Trips

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Line:
    """One replication's requests in the order in which they became ready, as plain columns."""

    ready: Seconds
    priority: Seconds
    size: Seconds


def boarded(
    service: Service, trips: Trips, stop: int, asking: Requests, priority: Seconds, size: Seconds
) -> Seconds:
    """Which departure each request takes, NOWHERE where none before the stop.

    priority   int64 [n]
    size       int64 [n, 4] in plan.UNITS
    """
    slot = np.full(len(asking), NOWHERE, dtype=np.int64)
    inside = (service.cut_off >= 0) & (service.cut_off < stop)
    for row in range(len(asking.rows) - 1):
        part = slice(int(asking.rows[row]), int(asking.rows[row + 1]))
        line = Line(asking.ready[part], priority[part], size[part])
        live = np.flatnonzero(inside & ~trips.cancelled[row])
        if not len(line.ready) or not len(live):
            continue
        capacity = trips.capacity[row]
        first = np.searchsorted(service.cut_off[live], line.ready)
        taken = np.append(live, NOWHERE)[first]
        if not _all_fit(service, capacity, line, taken):
            alike = bool((line.priority == line.priority[0]).all())
            take = _first_come if alike else _by_priority
            taken = take(service, capacity, live, line)
        slot[part] = taken
    return slot


def _all_fit(service: Service, capacity: Seconds, line: Line, taken: Seconds) -> bool:
    """Whether everybody can take the first departure, which then none has a reason to refuse."""
    going = taken != NOWHERE
    used, first = np.unique(taken[going], return_index=True)
    if not len(used):
        return True
    for unit in range(4):
        room = capacity[used, unit]
        if unit != service.first_unit and bool((room >= NEVER).all()):
            continue
        load = np.add.reduceat(line.size[going, unit], first)
        if bool((load > room).any()):
            return False
        if unit == service.first_unit and bool((load < service.minimum[used]).any()):
            return False
    return True


def _first_come(service: Service, capacity: Seconds, live: Seconds, line: Line) -> Seconds:
    """Those who wait stand in one line: a departure takes as many from its front as fit."""
    units = [unit for unit in range(4) if bool((capacity[live, unit] < NEVER).any())]
    sums = {
        unit: [0, *np.cumsum(line.size[:, unit]).tolist()] for unit in {*units, service.first_unit}
    }
    ready = line.ready.tolist()
    present = np.searchsorted(line.ready, service.cut_off[live], side="right").tolist()
    room, weigh = capacity.tolist(), sums[service.first_unit]
    minimum, cut_off = service.minimum.tolist(), service.cut_off.tolist()
    taken, front = np.full(len(ready), NOWHERE, dtype=np.int64), 0
    for trip, here in zip(live.tolist(), present, strict=True):
        if here == front:
            continue
        last = here
        for unit in units:
            limit = sums[unit][front] + room[trip][unit]
            if sums[unit][last] > limit:
                last = bisect_right(sums[unit], limit, front, last) - 1
        patient = cut_off[trip] - ready[front] < service.patience
        if weigh[last] - weigh[front] < minimum[trip] and patient:
            continue
        taken[front:last] = trip
        front = last
    return taken


def _by_priority(service: Service, capacity: Seconds, live: Seconds, line: Line) -> Seconds:
    """The line is kept in the order of priority; else as `_first_come`."""
    ready, priority, size = line.ready.tolist(), line.priority.tolist(), line.size.tolist()
    room, minimum = capacity.tolist(), service.minimum.tolist()
    taken, came = np.full(len(ready), NOWHERE, dtype=np.int64), 0
    waiting: list[tuple[int, int]] = []
    for trip in live.tolist():
        cut_off = int(service.cut_off[trip])
        while came < len(ready) and ready[came] <= cut_off:
            heappush(waiting, (priority[came], came))
            came += 1
        if not waiting:
            continue
        left, aboard = room[trip], []
        patient = cut_off - ready[waiting[0][1]] < service.patience
        while waiting and all(a <= b for a, b in zip(size[waiting[0][1]], left, strict=True)):
            one = heappop(waiting)
            left = [b - a for a, b in zip(size[one[1]], left, strict=True)]
            aboard.append(one)
        load = sum(size[number][service.first_unit] for _, number in aboard)
        if load < minimum[trip] and patient:
            waiting += aboard
            heapify(waiting)
            continue
        taken[[number for _, number in aboard]] = trip
    return taken
