"""Intervals contain the truth as often as they say, or the docs say how much less often."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corridor_sim.statistics.intervals import t_interval, widened_interval
from corridor_sim.statistics.sequential import Looks
from tests.statistics.coverage import (
    EXPERIMENTS,
    LEVEL,
    LOOKS,
    ONE_SIDE,
    SIZES,
    SMALLEST,
    bounds,
    fewest,
    fixed,
    most,
    stopped,
    stopped_level,
    tables,
    together,
)
from tests.statistics.laws import LAWS, Law, drawn, pool

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "statistics.md"
LEVELS = [law for law in LAWS if law.level]
DIFFERENCES = [law for law in LAWS if not law.level]
NULL = [law for law in LAWS if law.null]

by_law = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
by_size = pytest.mark.parametrize("n", SIZES)


@by_law
def test_many_intervals_at_once_are_those_of_the_package(law: Law) -> None:
    for n in SIZES:
        values = drawn(law, (EXPERIMENTS, n))[:20]
        for widened, interval in ((False, t_interval), (True, widened_interval)):
            found = np.array([(one.low, one.high) for one in map(interval, values)])
            assert np.allclose(bounds(values, LEVEL, widened=widened), found.T, rtol=1e-9)


def test_the_page_shows_what_is_measured() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for table in tables():
        assert "\n".join(table) in page


@pytest.mark.parametrize("law", NULL, ids=lambda law: law.name)
@by_size
def test_differences_of_arms_of_equal_law_cover_what_they_say(law: Law, n: int) -> None:
    assert pool(law).std() > 0.0
    assert fixed(law, n, widened=False)[0] >= fewest(LEVEL)


@by_law
@by_size
def test_a_widened_interval_covers_what_it_says_but_for_one_case(law: Law, n: int) -> None:
    """Ten replications of ten long-tailed shipments each show too little of the tail."""
    covered = fixed(law, n, widened=True)[0]
    assert covered >= fixed(law, n, widened=False)[0]
    short = (law.name, n) == ("skewed mean, 10 shipments", 10)
    assert covered >= (0.93 if short else fewest(LEVEL))


def test_the_t_interval_of_a_skewed_level_falls_short() -> None:
    """What the widened one is for; if this fails, the page warns of nothing."""
    for law in LEVELS:
        assert fixed(law, 10, widened=False)[0] < fewest(LEVEL)


@by_law
@pytest.mark.parametrize("smallest", SMALLEST)
def test_after_sequential_stopping_they_still_cover(law: Law, smallest: float) -> None:
    if law.level:
        for widened in (False, True):
            assert stopped_level(law, LOOKS, widened=widened)[0] >= fewest(LEVEL)
    else:
        assert stopped(law, LOOKS, smallest).has >= fewest(LEVEL)


def test_the_study_of_stopping_stops_early_and_late() -> None:
    used = [stopped(law, LOOKS, smallest).replications for law in NULL for smallest in SMALLEST]
    used += [stopped_level(law, LOOKS, widened=False)[1] for law in LEVELS]
    assert min(used) < 30
    assert max(used) > 90
    assert any(30 < n < 90 for n in used)


def test_looking_without_paying_for_it_misses_too_often() -> None:
    """What the levels per look are for: the same rule with one level for all looks."""

    class Greedy(Looks):
        def level_at_a_look(self) -> float:
            return self.level

    for law in NULL:
        assert stopped(law, Greedy(20, 2, 100), 0.02).has < fewest(LEVEL)
        assert stopped(law, Looks(20, 2, 100), 0.02).has >= fewest(LEVEL)


@pytest.mark.parametrize("law", NULL, ids=lambda law: law.name)
@pytest.mark.parametrize("looks", [LOOKS, *(Looks(n, 1, n) for n in SIZES)], ids=str)
def test_false_verdicts_are_not_above_their_level(law: Law, looks: Looks) -> None:
    """Better where nothing differs; then with the truth just where better and same begin."""
    for smallest in (0.02, *SMALLEST):
        assert stopped(law, looks, smallest).better <= most(ONE_SIDE)
        edge = stopped(law, looks, smallest, -smallest)
        assert edge.better <= most(ONE_SIDE)
        assert edge.same <= most(ONE_SIDE)


@pytest.mark.parametrize("looks", [LOOKS, *(Looks(n, 1, n) for n in SIZES)], ids=str)
def test_skewed_gains_are_not_called_better_too_often(looks: Looks) -> None:
    """They are called `same` too often, which the page says."""
    for law in DIFFERENCES:
        for smallest in SMALLEST:
            assert stopped(law, looks, smallest, -smallest).better <= most(ONE_SIDE)
            assert stopped(law, looks, smallest, -smallest).same <= 0.06


@pytest.mark.parametrize("law", LEVELS, ids=lambda law: law.name)
@by_size
def test_intervals_of_several_arms_and_flows_hold_together(law: Law, n: int) -> None:
    has, better = together(law, n)
    assert has >= fewest(LEVEL)
    assert better <= most(ONE_SIDE)
