"""Stations whose shifts keep hours of their own: one queue before several clocks.

By the clock of its calendar, which stands still while it is closed, a shift is busy without a break
and its servers are free after so many open seconds (see `hours`). Who is next in line is taken by
the shift that can do so at the earliest second, of several the first. In the order of L4 nobody is
taken before who stands in front, so a line without priorities is decided request by request.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.edges import Edges
from corridor_sim.engine.array import compiled
from corridor_sim.engine.array.hours import OpenSeconds, open_seconds
from corridor_sim.engine.array.servers import Crew
from corridor_sim.shifts import Shift

Seconds = NDArray[np.int64]

#: Replications from which one request of each at a time is the fastest walk.
_MANY_ROWS = 40
#: What a request takes in plain Python, ns for each shift, as far as machine code is weighed.
_IN_PYTHON = 1_000


def by_shift(
    shifts: Sequence[Shift], ready: Seconds, priority: Seconds | None, work: Seconds, stop: int
) -> tuple[Seconds, Seconds]:
    """When each request is served, and when that is over.

    ready      int64 [R, M] s, rising in each row, NEVER behind the last request
    priority   int64 [R, M]; None: all are alike
    work       int64 [R, M] s
    returns    int64 [R, M] s; what lies at or after `stop` may say any such second
    """
    if priority is None and len(ready) >= _MANY_ROWS:
        return in_lanes(shifts, ready, work, stop)
    if compiled.pays("shifts", _IN_PYTHON * len(shifts) * ready.size, priority):
        return compiled.taken(shifts, ready, priority, work, stop)
    return one_by_one(shifts, ready, priority, work)


def one_by_one(
    shifts: Sequence[Shift], ready: Seconds, priority: Seconds | None, work: Seconds
) -> tuple[Seconds, Seconds]:
    """As `by_shift`, one replication after another."""
    start, end = np.full((2, *ready.shape), NEVER, dtype=np.int64)
    for row, asking in enumerate((ready < NEVER).sum(axis=1).tolist()):
        came, needs = ready[row, :asking].tolist(), work[row, :asking].tolist()
        rank = [0] * asking if priority is None else priority[row, :asking].tolist()
        crews = [Crew(*shift) for shift in shifts]
        for one, begun, ended in _walk(crews, came, rank, needs):
            start[row, one], end[row, one] = begun, ended
    return start, end


def _walk(
    crews: list[Crew], ready: list[int], priority: list[int], work: list[int]
) -> Iterator[tuple[int, int, int]]:
    """Request, start and end of each who is served."""
    waiting: list[tuple[int, int]] = []
    came = now = 0
    while came < len(ready) or waiting:
        begins = now if waiting else max(now, ready[came])
        takes_at = [crew.takes_at(begins) for crew in crews]
        now = min(takes_at)
        if now >= NEVER:
            return
        # Requests stand in the order of L4 among equals, so their position breaks ties.
        while came < len(ready) and ready[came] <= now:
            heappush(waiting, (priority[came], came))
            came += 1
        _, one = heappop(waiting)
        crew = crews[takes_at.index(now)]
        yield one, now, crew.hours.end(crew.take(now, work[one]))


def in_lanes(
    shifts: Sequence[Shift], ready: Seconds, work: Seconds, stop: int
) -> tuple[Seconds, Seconds]:
    """As `by_shift` without priorities, all replications side by side."""
    rows, longest = ready.shape
    hours = [open_seconds(calendar, stop) for _, calendar in shifts]
    clocks = [_Clock(shift[0], one, ready) for shift, one in zip(shifts, hours, strict=True)]
    needs = np.ascontiguousarray(work.T)
    start, which, done = np.empty((3, longest, rows), dtype=np.int64)
    begun, takes_at = np.empty((2, len(clocks), rows), dtype=np.int64)
    for turn in range(longest):
        for number, clock in enumerate(clocks):
            np.maximum(clock.free[0], clock.comes[turn], out=begun[number])
            takes_at[number] = clock.second(begun[number])
        # Of several that are the earliest it is the first.
        np.argmin(takes_at, axis=0, out=which[turn])
        np.min(takes_at, axis=0, out=start[turn])
        np.add(np.take_along_axis(begun, which[turn][None], axis=0)[0], needs[turn], out=done[turn])
        for number, clock in enumerate(clocks):
            clock.take(done[turn], which[turn] == number)
    end = np.full_like(start, NEVER)
    for number, one in enumerate(hours):
        np.copyto(end, one.end(done), where=(which == number) & (start < stop))
    return start.T, end.T


class _Clock:
    """A shift in all lanes.

    comes   int64 [M, R], open seconds before each request is ready
    free    int64 [servers + 1, R], open seconds before each server is free, sorted, the last never
    """

    def __init__(self, servers: int, hours: OpenSeconds, ready: Seconds) -> None:
        # Whoever comes after the last closing, or not at all, meets nobody.
        comes = np.minimum(hours.passed(ready), hours.before[-1])
        self.comes = np.ascontiguousarray(comes.T)
        self.free = np.zeros((servers + 1, len(ready)), dtype=np.int64)
        self.free[-1] = NEVER
        self._ends = Edges(hours.before[1:])
        self._shift = np.append(hours.opens - hours.before[:-1], NEVER)

    def second(self, passed: Seconds) -> Seconds:
        """The open second that has so many open seconds before it; far beyond the stop if none."""
        found: Seconds = self._shift.take(self._ends.passed(passed))
        found += passed
        return found

    def take(self, done: Seconds, mine: NDArray[np.bool_]) -> None:
        """In some lanes the server who is free first is free again when that much is done."""
        free = np.maximum(self.free[:-1], np.where(mine, done, self.free[0]))
        np.minimum(free, self.free[1:], out=self.free[:-1])
