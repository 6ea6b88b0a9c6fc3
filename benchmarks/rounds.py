"""Interleaved rounds: everything is timed in every round, so that a busy machine hits all alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Spread:
    """Median of the rounds, smallest and largest."""

    middle: float
    low: float
    high: float

    def text(self, digits: int = 2) -> str:
        return f"{self.middle:.{digits}f} [{self.low:.{digits}f}-{self.high:.{digits}f}]"


def spread(values: list[float]) -> Spread:
    """The spread of some rounds."""
    return Spread(median(values), min(values), max(values))


def seconds(work: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each piece of work in each round, every second round in reverse order.

    One round before the first is not counted.
    """
    taken: dict[str, list[float]] = {name: [] for name in work}
    for number in range(-1, rounds):
        order = list(work) if number % 2 else list(work)[::-1]
        for name in order:
            gc.collect()
            before = time.perf_counter()
            work[name]()
            after = time.perf_counter()
            if number >= 0:
                taken[name].append(after - before)
    return taken
