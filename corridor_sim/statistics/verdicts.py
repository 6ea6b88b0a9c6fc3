"""Verdicts: what an interval of a difference says about a smallest difference that matters.

They are read off the very intervals that are printed, so that text and figure cannot disagree.
`same` is the two one-sided tests of equivalence (Schuirmann 1987): an interval of confidence
1 - 2a wholly inside the margin rejects both at a. Ours has confidence 1 - a: it is stricter.
"""

from __future__ import annotations

import math
from typing import Literal

from corridor_sim.clock import HOUR
from corridor_sim.statistics.intervals import Interval

Verdict = Literal["better", "worse", "same", "unknown"]

#: The smallest difference that matters where nobody says another: seconds, and share of the base's
#: door to door time.
SMALLEST_S, SMALLEST_SHARE = 2 * HOUR, 0.01


def smallest_difference(door_to_door_s: float) -> float:
    """The smallest difference that matters by default, s: the larger of 2 h and 1 % of the journey.

    door_to_door_s   mean door to door time of the base, s; not finite: unknown, 2 h
    """
    share = SMALLEST_SHARE * door_to_door_s if math.isfinite(door_to_door_s) else 0.0
    return max(float(SMALLEST_S), share)


def verdict(
    difference: Interval, smallest: float, better: Literal["smaller", "larger"] = "smaller"
) -> Verdict:
    """Better or worse by at least what matters, practically the same, or cannot be told.

    difference   arm minus base
    smallest     the smallest difference that matters, not negative, in the same unit
    better       which direction is better

    raises   ValueError where `smallest` is negative
    """
    if smallest < 0.0:
        raise ValueError("the smallest difference that matters is not negative")
    low, high = difference.low, difference.high
    if better == "larger":
        low, high = -high, -low
    if high <= -smallest and high < 0.0:
        return "better"
    if low >= smallest and low > 0.0:
        return "worse"
    if -smallest < low and high < smallest:
        return "same"
    return "unknown"  # also where an end is NaN
