"""Edges: how many of some rising instants have passed, asked for many times at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER

Seconds = NDArray[np.int64]

#: The most boxes that a table of edges has.
_BOXES = 1 << 16


class Edges:
    """Rising instants, int64 [n] s.

    Time is cut into boxes so short that each has one edge at most: a look into the table and one
    comparison tell. Where edges lie too close for that, they are searched.
    """

    def __init__(self, edges: Seconds) -> None:
        self._edges = edges
        self._next = np.append(edges, np.iinfo(np.int64).max)
        shortest = int(np.diff(edges).min(initial=NEVER))
        # The first box begins where no edge has passed, so that whatever comes before it is right.
        self._base = int(edges[0]) - 1 if len(edges) else 0
        reach = int(edges[-1]) - self._base if len(edges) else 0
        self._shift = max(shortest.bit_length() - 1, 0)
        boxes = (reach >> self._shift) + 2
        self._table: Seconds | None = None
        if boxes <= _BOXES and shortest > 0:
            self._table = np.searchsorted(
                edges, (np.arange(boxes) << self._shift) + self._base, side="right"
            )

    def passed(self, times: Seconds) -> Seconds:
        """How many lie at or before each instant, int64 of the same shape."""
        if self._table is None:
            return np.searchsorted(self._edges, times, side="right")
        found: Seconds = self._table.take((times - self._base) >> self._shift, mode="clip")
        found += self._next.take(found) <= times
        return found
