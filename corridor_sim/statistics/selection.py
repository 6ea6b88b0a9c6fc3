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

    best        positions of the arms that may be the best, one if it was found
    dropped     int64 [k]: after how many replications each was dropped; 0: it was not
    decided     whether one arm is left, or all that are left are tied within what matters
    needed      replications after which the procedure would end at the latest
    """

    best: tuple[int, ...]
    dropped: Counts
    decided: bool
    needed: int


def select(values: Floats, smallest: float, level: float = 0.95, first: int = 20) -> Selection:
    """The arm with the smallest expectation, by the procedure KN of Kim and Nelson (2001).

    Fully sequential: after `first` replications, which give the variances of all paired
    differences, every further one may drop arms. Where the best is better than every other by
    `smallest`, it is the one kept with probability `level`; arms nearer than that are ties.

    values   float64 [n, k], the same replications of every arm

    raises   ValueError below two arms, below two first replications, or without a difference that
             matters
    """
    count, arms = values.shape
    if arms < 2 or first < 2 or count < first or smallest <= 0.0:  # noqa: PLR2004
        raise ValueError("too few arms or replications, or no difference that matters")
    alpha = 1.0 - level
    eta = ((2.0 * alpha / (arms - 1)) ** (-2.0 / (first - 1)) - 1.0) / 2.0
    spread = 2.0 * eta * (first - 1)
    start = values[:first]
    variance = np.var(start[:, :, None] - start[:, None, :], axis=0, ddof=1)
    needed = max(math.floor(spread * float(variance.max()) / smallest**2) + 1, first)
    dropped = np.zeros(arms, dtype=np.int64)
    for number in range(first, min(count, needed) + 1):
        kept = np.flatnonzero(dropped == 0)
        if len(kept) == 1:
            break
        mean = values[:number].mean(axis=0)
        within = spread * variance / smallest**2 - number
        slack = np.maximum(0.0, smallest / (2.0 * number) * within)
        for arm in kept:
            others = kept[kept != arm]
            if np.any(mean[arm] > mean[others] + slack[arm, others]):
                dropped[arm] = number
    best = np.flatnonzero(dropped == 0)
    return Selection(
        tuple(int(arm) for arm in best), dropped, len(best) == 1 or count >= needed, needed
    )


def allocate(means: Floats, variances: Floats, budget: int) -> Counts:
    """How many replications of `budget` each of several INDEPENDENT arms should get.

    By optimal computing budget allocation (Chen, Lin, Yücesan, Chick 2000), smallest mean best. Not
    for arms on shared luck, which take the same replications.

    means, variances   float64 [k], estimates so far

    returns   int64 [k] that add up to the budget

    raises   ValueError below two arms, or where two arms tie for the best
    """
    arms = len(means)
    best = int(np.argmin(means))
    gap = means - means[best]
    others = np.arange(arms) != best
    if arms < 2 or np.any(gap[others] <= 0.0):  # noqa: PLR2004
        raise ValueError("two arms at least, and one of them best")
    share = np.zeros(arms)
    share[others] = variances[others] / gap[others] ** 2
    share[best] = math.sqrt(
        variances[best] * float(np.sum(share[others] ** 2 / np.maximum(variances[others], 1e-300)))
    )
    exact = budget * share / share.sum()
    whole: Counts = np.floor(exact).astype(np.int64)
    left = np.argsort(whole - exact, kind="stable")[: budget - int(whole.sum())]
    whole[left] += 1
    return whole
