"""The shifts of stations as flat arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.compiled import tables
from corridor_sim.plan import Calendar
from corridor_sim.shifts import Shift

Whole = NDArray[np.int64]


class Crews:
    """The shifts of stations laid one behind another: `Rules.rule` and the parts of `Rules.hours`.

    servers   of all stations
    """

    def __init__(self, resources: int, shifts: Mapping[int, Sequence[Shift]], stop: int) -> None:
        further = sum(len(one) - 1 for one in shifts.values())
        self.rule = np.zeros((resources + further, tables.COLUMNS), dtype=np.int64)
        self.hours: list[Whole] = []
        self.servers = self._opened = 0
        self._stop, self._next = stop, resources
        for k, some in shifts.items():
            self._station(k, some)

    def _station(self, k: int, shifts: Sequence[Shift]) -> None:
        self._lay(k, *shifts[0])
        for shift in shifts[1:]:
            self.rule[k, tables.MORE] = self._next
            k = self._next
            self._next += 1
            self._lay(k, *shift)

    def _lay(self, k: int, servers: int, calendar: Calendar) -> None:
        opens, closes = calendar.opens, calendar.closes
        always = len(opens) > 0 and opens[0] == 0 and closes[0] >= self._stop
        row = self.rule[k]
        row[tables.COUNT], row[tables.ALWAYS] = servers, always
        row[tables.FREE], row[tables.FIRST] = self.servers, self._opened
        row[tables.LAST] = self._opened + len(opens)
        self.servers += servers
        self.hours.append(_hours(calendar))
        self._opened += len(opens) + 1


def _hours(calendar: Calendar) -> Whole:
    """As `Rules.hours`."""
    found = np.full((len(calendar.opens) + 1, 3), NEVER, dtype=np.int64)
    found[:-1, tables.OPENS], found[:-1, tables.CLOSES] = calendar.opens, calendar.closes
    found[0, tables.BEFORE] = 0
    np.cumsum(calendar.closes - calendar.opens, out=found[1:, tables.BEFORE])
    return found
