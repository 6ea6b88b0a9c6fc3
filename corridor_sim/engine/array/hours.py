"""Opening hours as a change of clock: seconds of the day become open seconds so far, and back.

In open seconds a station never closes, so one queue law serves both. Who comes while it is closed,
and who comes at the opening second, come at the same open second and compete there (law L4).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.plan import Calendar

Seconds = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class OpenSeconds:
    """The clock of one calendar.

    opens, closes   int64 [n] s
    before          int64 [n + 1], open seconds before each interval, and in all
    always          open from second 0 to the stop without a break
    """

    opens: Seconds
    closes: Seconds
    before: Seconds
    always: bool

    def passed(self, times: Seconds) -> Seconds:
        """Open seconds before each instant; NEVER where the instant is NEVER."""
        here = np.searchsorted(self.closes, times, side="right")
        opens = np.append(self.opens, NEVER)[here]
        since: Seconds = times - opens
        np.maximum(since, 0, out=since)
        since += self.before[here]
        np.copyto(since, NEVER, where=times == NEVER)
        return since

    def start(self, passed: Seconds) -> Seconds:
        """The open second that has so many open seconds before it; NEVER if there is none."""
        return self._at(np.searchsorted(self.before[1:], passed, side="right"), passed)

    def end(self, passed: Seconds) -> Seconds:
        """The first instant by which so many open seconds have passed; NEVER if they never do."""
        return self._at(np.searchsorted(self.before[1:], passed, side="left"), passed)

    def _at(self, here: Seconds, passed: Seconds) -> Seconds:
        shift = np.append(self.opens - self.before[:-1], 0)
        found: Seconds = shift[here]
        found += passed
        np.copyto(found, NEVER, where=here == len(self.opens))
        return found


def open_seconds(calendar: Calendar, stop: int) -> OpenSeconds:
    """The clock of a calendar, as far as a run that ends at `stop` asks."""
    before = np.zeros(len(calendar.opens) + 1, dtype=np.int64)
    np.cumsum(calendar.closes - calendar.opens, out=before[1:])
    whole = len(calendar.opens) == 1 and calendar.closes[0] >= stop
    always = bool(whole and calendar.opens[0] == 0)
    return OpenSeconds(calendar.opens, calendar.closes, before, always)
