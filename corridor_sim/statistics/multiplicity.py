"""Multiplicity: intervals that hold all together."""

from __future__ import annotations


def simultaneous_level(level: float, comparisons: int) -> float:
    """The confidence of each of several intervals so that all hold together at `level`.

    By Bonferroni's inequality: whatever their dependence, the chances of missing add up at most.

    raises   ValueError where there is nothing to compare
    """
    if comparisons < 1:
        raise ValueError("at least one comparison")
    return 1.0 - (1.0 - level) / comparisons
