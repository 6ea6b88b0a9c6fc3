"""Opening hours of a calendar, asked for many instants at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.plan import Calendar

Seconds = NDArray[np.int64]

#: The most boxes that a table of edges has.
_BOXES = 1 << 16


class _Edges:
    """How many of some rising edges lie at or before an instant.

    Time is cut into boxes so short that each has one edge at most: a look into the table and one
    comparison tell. Where edges lie too close for that, they are searched.
    """

    def __init__(self, edges: Seconds) -> None:
        self._edges = edges
        self._next = np.append(edges, 2 * NEVER)
        gaps = np.diff(edges)
        shortest = int(gaps.min(initial=NEVER))
        reach = int(edges[-1]) if len(edges) else 0
        self._shift = max(min(shortest, NEVER).bit_length() - 1, 0)
        boxes = (reach >> self._shift) + 2
        self._table = None
        if boxes <= _BOXES and shortest > 0:
            self._table = np.searchsorted(edges, np.arange(boxes) << self._shift, side="right")

    def passed(self, times: Seconds) -> Seconds:
        if self._table is None:
            return np.searchsorted(self._edges, times, side="right")
        found = self._table.take(times >> self._shift, mode="clip")
        found += self._next.take(found) <= times
        return found


class Hours:
    """What the exact check asks of a calendar; of instants in which it is open alone, `finish`."""

    def __init__(self, calendar: Calendar, stop: int) -> None:
        self._opens = np.append(calendar.opens, NEVER)
        self._before = np.concatenate([[0], np.cumsum(calendar.closes - calendar.opens)])
        self._closes, self._worked = _Edges(calendar.closes), _Edges(self._before[1:])
        one = len(calendar.opens) == 1
        self._always = one and int(calendar.opens[0]) <= 0 and int(calendar.closes[0]) >= stop

    def next_open(self, times: Seconds) -> Seconds:
        """The first open second from each given one; at or beyond the stop where none follows."""
        if self._always:
            return times
        return np.maximum(times, self._opens.take(self._closes.passed(times)))

    def finish(self, start: Seconds, work: Seconds) -> Seconds:
        """When `work` open seconds after `start` are over; beyond the stop where they never are."""
        if self._always:
            return start + work
        here = self._closes.passed(start)
        target = start - self._opens.take(here) + self._before.take(here) + work
        last = self._worked.passed(target - 1)
        return self._opens.take(last) + (target - self._before.take(last))
