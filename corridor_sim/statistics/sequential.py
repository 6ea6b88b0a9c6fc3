"""Sequential stopping: replications until differences are known, with intervals that stay valid."""

from __future__ import annotations

import math
from dataclasses import dataclass

from corridor_sim.statistics.intervals import Interval, t_quantile
from corridor_sim.statistics.multiplicity import simultaneous_level


@dataclass(frozen=True, slots=True)
class Looks:
    """After how many replications one looks: `first`, then every `step`, at last `most`.

    Whoever stops when the figures please sees intervals that miss too often. Here every possible
    look has its share of the chance of missing: by Bonferroni's inequality the intervals of all
    looks hold together at `level`, so that at whichever look one stops holds too, however the looks
    depend on one another and whatever made one stop. `price` says what that costs in width.

    raises   ValueError where they are not in order
    """

    first: int
    step: int
    most: int
    level: float = 0.95

    def __post_init__(self) -> None:
        if self.first < 1 or self.step < 1 or self.most < 1:
            raise ValueError("looks need positive numbers of replications")

    def ends(self) -> list[int]:
        """The number of replications at each look."""
        first = min(self.first, self.most)
        return [*range(first, self.most, self.step), self.most]

    def level_at_a_look(self) -> float:
        """The confidence at which each look is taken."""
        return simultaneous_level(self.level, len(self.ends()))

    def price(self) -> float:
        """How many times as wide the interval at the last look is as if it had been the only one.

        raises   ValueError where one replication is all there is
        """
        if self.most < 2:  # noqa: PLR2004 - one value has no interval
            raise ValueError("no interval below two replications")
        freedom = self.most - 1
        return t_quantile(freedom, self.level_at_a_look()) / t_quantile(freedom, self.level)


def close_enough(half_width: float, wanted: float) -> bool:
    """Whether a half-width is what was wanted; an absent one is not."""
    return math.isfinite(half_width) and half_width <= wanted


def enough(interval: Interval, *, absolute: float = 0.0, relative: float = 0.0) -> bool:
    """Whether an interval is narrow enough to stop at.

    absolute   half-width wanted of a difference, whose mean may well be nought; in its unit
    relative   half-width wanted of a level, as a share of its mean; the wider of the two will do
    """
    return close_enough(interval.half_width, max(absolute, relative * abs(interval.mean)))


def forecast(count: int, half_width: float, wanted: float) -> int:
    """About how many replications would give a half-width: a forecast, no promise.

    Half-widths fall with the square root of the number; the variance so far stands for the rest.

    raises   ValueError where there is no half-width to go by
    """
    if not math.isfinite(half_width) or wanted <= 0.0:
        raise ValueError("nothing to forecast from")
    return max(count, math.ceil(count * (half_width / wanted) ** 2))
