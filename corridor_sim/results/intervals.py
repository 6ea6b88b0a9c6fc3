"""Intervals over replications: what the mean may be, and what one realisation may be.

Replications are combined in the order of their numbers; sums are exactly rounded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.statistics.intervals import mean_and_error, t_quantile
from corridor_sim.statistics.percentiles import rank

Floats = NDArray[np.float64]

NAN = math.nan


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure over the replications in which it is defined; NaN where something is absent.

    mean           inf where it is inf in some replication
    low, high      95 % t interval of the mean; absent below two replications and for inf
    error          Monte Carlo standard error of the mean, likewise
    p2_5, p97_5    percentiles of one realisation, likewise absent below two replications
    n              replications in which it is defined
    """

    mean: float
    low: float
    high: float
    error: float
    p2_5: float
    p97_5: float
    n: int


def over_replications(values: Floats) -> Interval:
    """Mean, its t interval and error, and the spread of one realisation.

    values   float64 [R] in the order of the replications; NaN: undefined there, left out
    """
    known = [float(value) for value in values if not math.isnan(value)]
    n = len(known)
    if n == 0:
        return Interval(NAN, NAN, NAN, NAN, NAN, NAN, 0)
    if n == 1:
        return Interval(known[0], NAN, NAN, NAN, NAN, NAN, 1)
    low, high = realisation(known, 25), realisation(known, 975)
    if any(math.isinf(value) for value in known):
        return Interval(math.inf, NAN, NAN, NAN, low, high, n)
    mean, error = mean_and_error(known)
    half = t_quantile(n - 1) * error
    return Interval(mean, mean - half, mean + half, error, low, high, n)


def realisation(values: list[float], per_mille: int) -> float:
    """The smallest value of one replication with at least that share at or below it."""
    ordered = sorted(values)
    return ordered[max(rank(len(ordered), per_mille), 0)]
