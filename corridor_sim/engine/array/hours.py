"""Opening hours as a change of clock: seconds of the day become open seconds so far, and back.

In open seconds a station never closes, so one queue law serves both. Who comes while it is closed,
and who comes at the opening second, come at the same open second and compete there (law L4).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.plan import Calendar

Seconds = NDArray[np.int64]


class OpenSeconds:
    """The clock of one calendar."""

    def __init__(self, calendar: Calendar, stop: int) -> None:
        self._opens, self._closes = calendar.opens, calendar.closes
        lengths = self._closes - self._opens
        self._before = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        whole = len(self._opens) == 1 and self._opens[0] <= 0 and self._closes[0] >= stop
        self.always = bool(whole) and int(self._opens[0]) == 0

    def passed(self, times: Seconds) -> Seconds:
        """Open seconds before each instant."""
        here = np.searchsorted(self._closes, times, side="right")
        opens = np.append(self._opens, NEVER)[here]
        found: Seconds = self._before[here] + np.maximum(times - opens, 0)
        return found

    def start(self, passed: Seconds) -> Seconds:
        """The open second that has so many open seconds before it; NEVER if there is none."""
        here = np.searchsorted(self._before[1:], passed, side="right")
        return self._at(here, passed)

    def end(self, passed: Seconds) -> Seconds:
        """The first instant by which so many open seconds have passed; NEVER if they never do."""
        here = np.searchsorted(self._before[1:], passed, side="left")
        return self._at(here, passed)

    def _at(self, here: Seconds, passed: Seconds) -> Seconds:
        known = here < len(self._opens)
        found = np.append(self._opens, 0)[here] + passed - self._before[here]
        return np.where(known, found, NEVER)
