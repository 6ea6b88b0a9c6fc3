"""Selection: which of several arms is best, and which cannot be told from it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Selection:
    """What is left after screening.

    best        positions of the arms that may be the best: one if it was found, else the ties
    dropped     int64 [k]: after how many replications each was dropped; 0: it was not
    decided     whether the procedure has come to its end
    needed      replications after which it ends at the latest, by the variances of the first ones
    """

    best: tuple[int, ...]
    dropped: Counts
    decided: bool
    needed: int


def select(values: Floats, smallest: float, level: float = 0.95, first: int = 20) -> Selection:
    """The arm with the smallest expectation, by the procedure KN of Kim and Nelson (2001).

    Fully sequential: after `first` replications, which give the variances of all paired
    differences, every further one may drop arms. Where the best is better than every other by
    `smallest`, it is the one kept with probability `level` at least, if figures are normal; arms
    may be on shared luck. Of arms nearer to one another than that any may be kept: they are ties.

    values   float64 [n, k], the same replications of every arm, all finite

    raises   ValueError below two arms, below two first replications, without a difference that
             matters, where a value is not finite or the level not between 0 and 1
    """
    count, arms = values.shape
    if arms < 2 or first < 2 or count < first or smallest <= 0.0:  # noqa: PLR2004
        raise ValueError("too few arms or replications, or no difference that matters")
    if not np.isfinite(values).all() or not 0.0 < level < 1.0:
        raise ValueError("values are finite and a level lies between 0 and 1")
    eta = ((2.0 * (1.0 - level) / (arms - 1)) ** (-2.0 / (first - 1)) - 1.0) / 2.0
    start = values[:first]
    variance = np.var(start[:, :, None] - start[:, None, :], axis=0, ddof=1)
    # Kim and Nelson's h^2 S^2 / delta^2: the continuation region of a pair ends there.
    ends = 2.0 * eta * (first - 1) * variance / smallest**2
    needed = max(math.floor(float(ends.max())) + 1, first)
    dropped = _screened(values[: min(count, needed)], first, ends, smallest)
    best = np.flatnonzero(dropped == 0)
    decided = len(best) == 1 or count >= needed
    return Selection(tuple(int(arm) for arm in best), dropped, decided, needed)


def _screened(values: Floats, first: int, ends: Floats, smallest: float) -> Counts:
    """int64 [k]: the number of replications at which each arm falls behind a surviving one."""
    number = np.arange(first, len(values) + 1)
    mean = np.cumsum(values - values[0], axis=0)[first - 1 :] / number[:, None]
    mean += values[0]
    slack = np.maximum(0.0, ends - number[:, None, None]) * smallest / (2.0 * number[:, None, None])
    behind = mean[:, :, None] - mean[:, None, :] > slack
    dropped = np.zeros(values.shape[1], dtype=np.int64)
    while True:
        kept = dropped == 0
        now = (behind & kept[:, None] & kept).any(axis=2)
        hit = now.any(axis=1)
        if not hit.any():
            return dropped
        at = int(np.argmax(hit))
        dropped[now[at]] = number[at]


def allocate(means: Floats, variances: Floats, budget: int) -> Counts:
    """How many replications of `budget` each of several INDEPENDENT arms should get.

    By optimal computing budget allocation (Chen, Lin, Yücesan, Chick 2000), smallest mean best. Not
    for arms on shared luck, which take the same replications.

    means, variances   float64 [k], estimates so far

    returns   int64 [k] that add up to the budget

    raises   ValueError below two arms, where two arms tie for the best, or without variance
    """
    arms = len(means)
    best = int(np.argmin(means))
    gap = means - means[best]
    others = np.arange(arms) != best
    if arms < 2 or np.any(gap[others] <= 0.0):  # noqa: PLR2004
        raise ValueError("two arms at least, and one of them best")
    if np.any(variances <= 0.0):
        raise ValueError("an arm that does not vary needs no allocation")
    share = np.zeros(arms)
    share[others] = variances[others] / gap[others] ** 2
    share[best] = math.sqrt(variances[best] * float(np.sum(share[others] ** 2 / variances[others])))
    exact = budget * share / share.sum()
    whole: Counts = np.floor(exact).astype(np.int64)
    left = np.argsort(whole - exact, kind="stable")[: budget - int(whole.sum())]
    whole[left] += 1
    return whole
