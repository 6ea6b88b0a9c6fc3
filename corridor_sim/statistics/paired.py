"""Paired differences: the same replication in two arms, on the same luck."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.statistics.intervals import Interval, t_interval

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Paired:
    """An arm beside the base.

    difference       of arm minus base
    correlation      of the two over replications; NaN where one does not vary
    variance_ratio   variance of the difference on separate luck over that on shared luck, that is
                     how many times fewer replications the pairing needs; NaN where it is 0 / 0
    """

    difference: Interval
    correlation: float
    variance_ratio: float


def paired(base: Floats, arm: Floats, level: float = 0.95) -> Paired:
    """What the arm changes, replication by replication.

    base, arm   float64 [n] in the order of the replications; a replication counts if both are known

    raises   ValueError where there are not as many replications in both
    """
    if base.shape != arm.shape:
        raise ValueError("arm and base need the same replications")
    both = ~np.isnan(base) & ~np.isnan(arm)
    before, after = base[both], arm[both]
    if np.isinf(before).any() or np.isinf(after).any():
        return Paired(Interval(math.nan, math.nan, math.nan, level), math.nan, math.nan)
    difference = t_interval(after - before, level)
    if len(before) < 2:  # noqa: PLR2004 - one value has no variance
        return Paired(difference, math.nan, math.nan)
    apart = float(np.var(before, ddof=1) + np.var(after, ddof=1))
    together = float(np.var(after - before, ddof=1))
    ratio = math.nan if together == apart == 0.0 else math.inf
    if together > 0.0:
        ratio = apart / together
    product = math.sqrt(float(np.var(before)) * float(np.var(after)))
    covariance = float(np.mean((before - before.mean()) * (after - after.mean())))
    return Paired(difference, covariance / product if product > 0.0 else math.nan, ratio)
