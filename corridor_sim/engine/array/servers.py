"""Stations in a sweep: parallel servers with opening hours."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from heapq import heappop, heappush, heapreplace

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.row import Resource, Row
from corridor_sim.plan import Calendar
from corridor_sim.shifts import Shift


class Hours:
    """A calendar's opening hours as open seconds, and back (see `hours.py`), one at a time."""

    def __init__(self, calendar: Calendar) -> None:
        self.opens: list[int] = calendar.opens.tolist()
        self.closes: list[int] = calendar.closes.tolist()
        self.before = [0]
        for opens, closes in zip(self.opens, self.closes, strict=True):
            self.before.append(self.before[-1] + closes - opens)
        self.ends = self.before[1:]
        self.here = 0

    def passed(self, second: int) -> int:
        """Open seconds before a second; seconds are asked in rising order."""
        here = self.here
        while here < len(self.closes) and self.closes[here] <= second:
            here += 1
        self.here = here
        if here == len(self.closes):
            return self.before[here]
        return self.before[here] + max(second - self.opens[here], 0)

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

    def __init__(self, row: Row, code: int, servers: int, calendar: Calendar) -> None:
        super().__init__(row, code)
        self.hours, self.free = Hours(calendar), [0] * servers
        self.work, self.passes = row.work, row.passes
        self.always = self.hours.opens[:1] == [0] and self.hours.closes[0] >= row.stop

    def ask(self, now: int, visit: int) -> None:
        if self.always:
            begun = max(self.free[0], now)
            done = begun + self.work[visit]
            heapreplace(self.free, done)
            self.passes(visit, begun, done)
            return
        begun = max(self.free[0], self.hours.passed(now))
        done = begun + self.work[visit]
        heapreplace(self.free, done)
        self.passes(visit, self.hours.start(begun), self.hours.end(done))


class Crew:
    """Servers who keep the same hours, and when they are free by the clock of their calendar."""

    def __init__(self, servers: int, calendar: Calendar) -> None:
        self.hours, self.free = Hours(calendar), [0] * servers

    def takes_at(self, now: int) -> int:
        """The first second from `now` on in which one of them can take a shipment."""
        return self.hours.start(max(self.free[0], self.hours.passed(now)))

    def take(self, now: int, work: int) -> int:
        """Takes a shipment in the open second `now`; returns the open seconds before its end."""
        done = self.hours.passed(now) + work
        heapreplace(self.free, done)
        return done


class UrgentServers(Resource):
    """Servers, by shift, who take the smallest priority first of those who wait."""

    def __init__(self, row: Row, code: int, shifts: Iterable[Shift]) -> None:
        super().__init__(row, code)
        self.crews = [Crew(*shift) for shift in shifts]
        self.waiting: list[tuple[int, int, int]] = []
        self.woken = NEVER

    def ask(self, now: int, visit: int) -> None:
        heappush(self.waiting, (self.row.priority[visit], now, visit))
        self._call(now)

    def wake(self, now: int) -> None:
        if now == self.woken:
            self.woken = NEVER
        work, passes = self.row.work, self.row.passes
        for crew in self.crews:
            while self.waiting and crew.takes_at(now) == now:
                _, _, visit = heappop(self.waiting)
                passes(visit, now, crew.hours.end(crew.take(now, work[visit])))
        if self.waiting:
            self._call(now)

    def _call(self, now: int) -> None:
        second = min([crew.takes_at(now) for crew in self.crews])
        if second < self.woken:
            self.woken = second
            self.row.at(second, self.code)
