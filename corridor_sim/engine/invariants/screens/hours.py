"""Opening hours of a calendar, asked for many instants at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.edges import Edges
from corridor_sim.plan import Calendar

Seconds = NDArray[np.int64]


class Hours:
    """What the exact check asks of a calendar; of instants in which it is open alone, `finish`."""

    def __init__(self, calendar: Calendar, stop: int) -> None:
        self._opens = np.append(calendar.opens, NEVER)
        self._before = np.concatenate([[0], np.cumsum(calendar.closes - calendar.opens)])
        self._closes, self._worked = Edges(calendar.closes), Edges(self._before[1:])
        one = len(calendar.opens) == 1
        self._always = one and int(calendar.opens[0]) <= 0 and int(calendar.closes[0]) >= stop

    def next_open(self, times: Seconds) -> Seconds:
        """The first open second from each given one; at or beyond the stop where none follows."""
        if self._always:
            return times
        found: Seconds = np.maximum(times, self._opens.take(self._closes.passed(times)))
        return found

    def finish(self, start: Seconds, work: Seconds) -> Seconds:
        """When `work` open seconds after `start` are over; beyond the stop where they never are."""
        if self._always:
            return start + work
        here = self._closes.passed(start)
        target = start - self._opens.take(here) + self._before.take(here) + work
        last = self._worked.passed(target - 1)
        found: Seconds = self._opens.take(last) + (target - self._before.take(last))
        return found
