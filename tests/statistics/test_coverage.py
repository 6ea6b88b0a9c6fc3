"""Intervals contain the truth as often as they say, or the docs say how much less often."""

from __future__ import annotations

from pathlib import Path

import pytest
from scipy.stats import binom

from corridor_sim.statistics.sequential import Looks
from tests.statistics.coverage import (
    CASES,
    EXPERIMENTS,
    LEVEL,
    SIZES,
    Case,
    fixed,
    stopped,
    table,
    together,
)

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "statistics.md"
DIFFERENCES = [case for case in CASES if case.truth in (0.0, 24.0)]
LEVELS = [case for case in CASES if case not in DIFFERENCES]


def fewest(share: float) -> float:
    """A share of experiments that is not significantly below `share`: exact binomial, 1 %."""
    return float(binom.ppf(0.01, EXPERIMENTS, share)) / EXPERIMENTS


def most(share: float) -> float:
    """A share that is not significantly above."""
    return float(binom.ppf(0.99, EXPERIMENTS, share)) / EXPERIMENTS


@pytest.mark.parametrize("case", DIFFERENCES, ids=lambda case: case.name)
@pytest.mark.parametrize("n", SIZES)
def test_intervals_of_differences_cover_what_they_say(case: Case, n: int) -> None:
    assert fixed(case, n) >= fewest(LEVEL)


def test_where_levels_of_skewed_figures_fall_short_the_page_says_so() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for line in table():
        assert line in page
    short = [(case.name, n) for case in LEVELS for n in SIZES if fixed(case, n) < fewest(LEVEL)]
    assert short  # otherwise the page warns of nothing
    assert all(n < 100 for _, n in short)
    assert all(fixed(case, n) > 0.93 for case in LEVELS for n in SIZES)


@pytest.mark.parametrize("smallest", [0.1, 0.3, 1.0])
def test_after_stopping_at_a_verdict_they_still_cover(smallest: float) -> None:
    for case in DIFFERENCES[:3]:
        scale = 0.05 if "share" in case.name else 1.0
        has, better, _ = stopped(case, Looks(20, 10, 100), scale * smallest)
        assert has >= fewest(LEVEL)
        assert better <= most((1.0 - LEVEL) / 2.0)


def test_looking_without_paying_for_it_misses_too_often() -> None:
    """What the levels per look are for: the same rule with one level for all looks."""

    class Greedy(Looks):
        def level_at_a_look(self) -> float:
            return self.level

    has, _, used = stopped(CASES[2], Greedy(20, 2, 100), 0.02)
    assert used <= 100
    assert has < stopped(CASES[2], Looks(20, 2, 100), 0.02)[0]


@pytest.mark.parametrize("comparisons", [2, 12, 40])
def test_intervals_of_several_arms_and_flows_hold_together(comparisons: int) -> None:
    for case in DIFFERENCES[:3]:
        has, better = together(case, 30, comparisons)
        assert has >= fewest(LEVEL)
        assert better <= most((1.0 - LEVEL) / 2.0)  # false `better`: one of the two sides
