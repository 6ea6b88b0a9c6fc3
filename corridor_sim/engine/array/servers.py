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
        self._ends = self.before[1:]
        # Seconds of the day less open seconds, interval by interval.
        pairs = zip(self.opens, self.before, strict=False)
        self._since: list[int] = [*(opens - before for opens, before in pairs), NEVER]
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
        """The open second that has so many before it; NEVER or later if there is none."""
        return self._since[bisect_right(self._ends, passed)] + passed

    def end(self, passed: int) -> int:
        """The first instant by which so many have passed; NEVER or later if there is none."""
        return self._since[bisect_left(self._ends, passed)] + passed


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
        if now < self.woken:
            self._call(now)

    def wake(self, now: int) -> None:
        if now == self.woken:
            self.woken = NEVER
        waiting, work, passes = self.waiting, self.row.work, self.row.passes
        for crew in self.crews:
            passed, free = crew.hours.passed(now), crew.free
            if not waiting or free[0] > passed or crew.hours.start(passed) > now:
                continue
            while waiting and free[0] <= passed:
                _, _, visit = heappop(waiting)
                done = passed + work[visit]
                heapreplace(free, done)
                passes(visit, now, crew.hours.end(done))
        if waiting:
            self._call(now)

    def _call(self, now: int) -> None:
        second = self.woken
        for crew in self.crews:
            second = min(second, crew.takes_at(now))
        if second < self.woken:
            self.woken = second
            self.row.at(second, self.code)
