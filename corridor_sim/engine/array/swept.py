"""What a sweep meets: stations, services, consolidations and places, as they stand at a second."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from heapq import heapify, heappop, heappush, heapreplace
from typing import Protocol

from corridor_sim.clock import NEVER
from corridor_sim.plan import Calendar, Consolidation, Service
from corridor_sim.workload import Trips


class Sweeping(Protocol):
    """What a resource needs of the sweep that it is part of."""

    work: list[int]
    priority: list[int]
    slot: list[int]

    def at(self, second: int, code: int) -> None: ...
    def passes(self, visit: int, start: int, end: int) -> None: ...
    def rides(self, visit: int, leaves: int, calls: list[int]) -> None: ...
    def size(self, visit: int, row: int) -> list[int]: ...
    def value(self, visit: int, row: int) -> int: ...
    def box(self, number: int, row: int, box: int, second: int, load: tuple[int, int]) -> None: ...


class Resource:
    """Is asked by visits in the order of law L4, and woken when there may be work to do."""

    def __init__(self, sweep: Sweeping, code: int) -> None:
        self.sweep, self.code = sweep, code

    def ask(self, now: int, visit: int) -> None:
        """A visit asks; all who ask at this second do so before any resource is woken at it."""
        raise NotImplementedError

    def wake(self, now: int) -> None:
        """What was asked for a second has come."""

    def returned(self, now: int) -> None:
        """A place is free again."""


class Hours:
    """A calendar's opening hours as open seconds, and back (see `hours.py`)."""

    def __init__(self, calendar: Calendar) -> None:
        self.opens: list[int] = calendar.opens.tolist()
        self.closes: list[int] = calendar.closes.tolist()
        self.before = [0]
        for opens, closes in zip(self.opens, self.closes, strict=True):
            self.before.append(self.before[-1] + closes - opens)
        self.ends = self.before[1:]

    def passed(self, second: int) -> int:
        """Open seconds before a second."""
        here = bisect_right(self.closes, second)
        if here == len(self.opens):
            return self.before[here]
        since: int = second - self.opens[here]
        return self.before[here] + max(since, 0)

    def start(self, passed: int) -> int:
        """The open second that has so many before it."""
        return self._at(bisect_right(self.ends, passed), passed)

    def end(self, passed: int) -> int:
        """The first instant by which so many open seconds have passed."""
        return self._at(bisect_left(self.ends, passed), passed)

    def _at(self, here: int, passed: int) -> int:
        if here == len(self.opens):
            return NEVER
        return self.opens[here] + passed - self.before[here]


class Servers(Resource):
    """Parallel servers, first come first served: who asks learns at once when it begins."""

    def __init__(self, sweep: Sweeping, code: int, servers: int, calendar: Calendar) -> None:
        super().__init__(sweep, code)
        self.hours, self.free = Hours(calendar), [0] * servers
        self.work = sweep.work

    def ask(self, now: int, visit: int) -> None:
        begun = max(self.free[0], self.hours.passed(now))
        done = begun + self.work[visit]
        heapreplace(self.free, done)
        self.sweep.passes(visit, self.hours.start(begun), self.hours.end(done))


class UrgentServers(Servers):
    """Parallel servers who take the smallest priority first of those who wait."""

    def __init__(self, sweep: Sweeping, code: int, servers: int, calendar: Calendar) -> None:
        super().__init__(sweep, code, servers, calendar)
        self.waiting: list[tuple[int, int, int]] = []
        self.woken = NEVER

    def ask(self, now: int, visit: int) -> None:
        heappush(self.waiting, (self.sweep.priority[visit], now, visit))
        self._call(self.hours.start(max(self.free[0], self.hours.passed(now))))

    def wake(self, now: int) -> None:
        if now == self.woken:
            self.woken = NEVER
        passed = self.hours.passed(now)
        while self.waiting and self.free[0] <= passed:
            _, _, visit = heappop(self.waiting)
            done = passed + self.work[visit]
            heapreplace(self.free, done)
            self.sweep.passes(visit, now, self.hours.end(done))
        if self.waiting:
            self._call(self.hours.start(self.free[0]))

    def _call(self, second: int) -> None:
        if second < self.woken:
            self.woken = second
            self.sweep.at(second, self.code)


class Places(Resource):
    """A pool of places; entry takes a second, and a return and an entry may share one."""

    def __init__(self, sweep: Sweeping, code: int, places: int, urgent: bool) -> None:
        super().__init__(sweep, code)
        self.free, self.urgent = places, urgent
        self.waiting: list[tuple[int, int, int]] = []
        self.line: deque[int] = deque()

    def ask(self, now: int, visit: int) -> None:
        if self.urgent:
            heappush(self.waiting, (self.sweep.priority[visit], now, visit))
            self.sweep.at(now, self.code)
        elif self.free:
            self.free -= 1
            self.sweep.passes(visit, now, now + 1)
        else:
            self.line.append(visit)

    def returned(self, now: int) -> None:
        self.free += 1
        self.wake(now)

    def wake(self, now: int) -> None:
        while self.free and (self.waiting or self.line):
            self.free -= 1
            visit = heappop(self.waiting)[2] if self.waiting else self.line.popleft()
            self.sweep.passes(visit, now, now + 1)


class Timetable(Resource):
    """Departures: whoever has asked by the cut-off boards, until the next does not fit."""

    def __init__(
        self, sweep: Sweeping, code: int, service: Service, trips: Trips, row: int
    ) -> None:
        super().__init__(sweep, code)
        self.row, self.service = row, service
        self.cut_off, self.minimum = service.cut_off.tolist(), service.minimum.tolist()
        self.leaves, self.calls = trips.start[row].tolist(), trips.calls[row].tolist()
        self.room, self.cancelled = trips.capacity[row].tolist(), trips.cancelled[row].tolist()
        self.waiting: list[tuple[int, int, int]] = []
        self.coming = bisect_left(self.cut_off, 0)
        self._await()

    def _await(self) -> None:
        if self.coming < len(self.cut_off):
            self.sweep.at(self.cut_off[self.coming], self.code)

    def ask(self, now: int, visit: int) -> None:
        heappush(self.waiting, (self.sweep.priority[visit], now, visit))

    def wake(self, now: int) -> None:
        while self.coming < len(self.cut_off) and self.cut_off[self.coming] == now:
            if self.waiting and not self.cancelled[self.coming]:
                self._board(now, self.coming)
            self.coming += 1
        self._await()

    def _board(self, now: int, trip: int) -> None:
        first, left, load = self.waiting[0][1], self.room[trip], 0
        aboard = []
        while self.waiting:
            size = self.sweep.size(self.waiting[0][2], self.row)
            if any(a > b for a, b in zip(size, left, strict=True)):
                break
            left = [b - a for a, b in zip(size, left, strict=True)]
            load += size[self.service.first_unit]
            aboard.append(heappop(self.waiting))
        if load < self.minimum[trip] and now - first < self.service.patience:
            self.waiting += aboard
            heapify(self.waiting)
            return
        for _, _, visit in aboard:
            self.sweep.slot[visit] = trip
            self.sweep.rides(visit, self.leaves[trip], self.calls[trip])


class Boxes(Resource):
    """Consolidation: one box is open at a time, until it is full, overfilled or old."""

    def __init__(
        self, sweep: Sweeping, code: int, boxes: tuple[int, Consolidation], row: int
    ) -> None:
        super().__init__(sweep, code)
        self.number, rule = boxes
        self.row, self.wait = row, rule.wait
        self.limits = [(unit, limit) for unit, limit in enumerate(rule.capacity.tolist()) if limit]
        self.asking: list[tuple[int, int]] = []
        self.box: list[int] = []
        self.load, self.value = [0, 0, 0, 0], 0
        self.due, self.closed = NEVER, 0

    def ask(self, now: int, visit: int) -> None:
        if not self.asking:
            self.sweep.at(now, self.code)
        self.asking.append((self.sweep.priority[visit], visit))

    def wake(self, now: int) -> None:
        for _, visit in sorted(self.asking):
            self._join(now, visit)
        self.asking.clear()
        if self.box and self.due <= now:
            self._close(now)

    def _join(self, now: int, visit: int) -> None:
        size = self.sweep.size(visit, self.row)
        if self.box and any(self.load[unit] + size[unit] > limit for unit, limit in self.limits):
            self._close(now)
        if not self.box:
            self.due = now + self.wait
            if self.wait:
                self.sweep.at(self.due, self.code)
        self.box.append(visit)
        self.load = [a + b for a, b in zip(self.load, size, strict=True)]
        self.value += self.sweep.value(visit, self.row)
        if any(self.load[unit] == limit for unit, limit in self.limits):
            self._close(now)

    def _close(self, now: int) -> None:
        members, load = self.box, (self.load[2], self.value)
        self.box, self.load, self.value = [], [0, 0, 0, 0], 0
        for visit in members:
            self.sweep.slot[visit] = self.closed
            self.sweep.passes(visit, now, now + 1)
        self.sweep.box(self.number, self.row, self.closed, now + 1, load)
        self.closed += 1
