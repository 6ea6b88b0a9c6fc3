"""Intervals of a mean over replications."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and an interval that contains its expectation with the stated confidence.

    low, high   NaN below two values, and where the mean is infinite
    """

    mean: float
    low: float
    high: float
    level: float

    @property
    def half_width(self) -> float:
        """Half of the interval's width."""
        return (self.high - self.low) / 2.0


def t_interval(values: Floats, level: float = 0.95) -> Interval:
    """Student's t interval of the mean; sums are exactly rounded, so the order does not matter.

    values   float64 [n]; NaN: undefined in that replication, left out
    level    confidence, between 0 and 1

    With skewed values and few replications it covers less often than it says; how much less is in
    docs/explanation/statistics.md, from tests/statistics.
    """
    known = [float(value) for value in values if not math.isnan(value)]
    n = len(known)
    if n == 0:
        return Interval(math.nan, math.nan, math.nan, level)
    if any(math.isinf(value) for value in known):
        return Interval(math.inf, math.nan, math.nan, level)
    mean = math.fsum(known) / n
    if n == 1:
        return Interval(mean, math.nan, math.nan, level)
    variance = math.fsum((value - mean) ** 2 for value in known) / (n - 1)
    half = t_quantile(n - 1, level) * math.sqrt(variance / n)
    return Interval(mean, mean - half, mean + half, level)


@lru_cache(maxsize=256)
def t_quantile(freedom: int, level: float = 0.95) -> float:
    """The quantile of Student's t that leaves (1 - level) / 2 above it.

    SciPy is loaded only where an interval is asked for.
    """
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1.0 + level) / 2.0))
