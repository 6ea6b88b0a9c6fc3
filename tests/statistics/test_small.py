"""Small cases by hand, and what a method promises."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from corridor_sim.statistics.intervals import Interval, t_interval
from corridor_sim.statistics.multiplicity import simultaneous_level
from corridor_sim.statistics.paired import paired
from corridor_sim.statistics.selection import allocate, select
from corridor_sim.statistics.sequential import Looks, close_enough, enough, forecast
from corridor_sim.statistics.verdicts import verdict


def test_t_interval_by_hand_and_by_scipy() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0, math.nan])
    found = t_interval(values, 0.95)
    low, high = stats.t.interval(0.95, 3, loc=2.5, scale=stats.sem(values[:4]))
    assert (found.mean, found.low, found.high) == pytest.approx((2.5, low, high))
    assert found.half_width == pytest.approx((high - low) / 2.0)


@pytest.mark.parametrize("values", [[], [1.0], [1.0, math.inf], [math.nan]])
def test_where_there_is_no_interval(values: list[float]) -> None:
    assert math.isnan(t_interval(np.array(values)).low)


def test_the_order_of_replications_does_not_matter() -> None:
    values = np.random.default_rng(1).lognormal(0.0, 2.0, 100)
    assert t_interval(values) == t_interval(values[::-1])


def test_a_pair_subtracts_before_it_averages() -> None:
    base = np.array([10.0, 20.0, 30.0, math.nan])
    arm = np.array([9.0, 18.0, 28.0, 5.0])
    found = paired(base, arm)
    assert found.difference == t_interval(np.array([-1.0, -2.0, -2.0]))
    assert found.correlation == pytest.approx(np.corrcoef(base[:3], arm[:3])[0, 1])
    assert found.variance_ratio == pytest.approx((100.0 + np.var([9, 18, 28], ddof=1)) * 3.0)


def test_a_pair_that_does_not_differ() -> None:
    base = np.array([1.0, 2.0, 3.0])
    found = paired(base, base)
    assert found.difference == Interval(0.0, 0.0, 0.0, 0.95)
    assert math.isinf(found.variance_ratio)
    assert math.isnan(paired(np.ones(3), np.ones(3)).variance_ratio)
    assert math.isnan(paired(base, np.array([1.0, math.inf, 2.0])).difference.low)
    with pytest.raises(ValueError, match="same replications"):
        paired(base, base[:2])


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-5.0, -2.0, "better"),
        (-5.0, -1.9, "unknown"),
        (2.0, 3.0, "worse"),
        (-1.9, 1.9, "same"),
        (-2.0, 1.0, "unknown"),
        (-5.0, 5.0, "unknown"),
        (math.nan, math.nan, "unknown"),
    ],
)
def test_verdicts_are_read_off_the_interval(low: float, high: float, said: str) -> None:
    interval = Interval((low + high) / 2.0, low, high, 0.95)
    assert verdict(interval, 2.0) == said
    turned = {"better": "worse", "worse": "better"}.get(said, said)
    assert verdict(interval, 2.0, "larger") == turned


def test_no_difference_is_never_better_by_nothing() -> None:
    assert verdict(Interval(0.0, 0.0, 0.0, 0.95), 0.0) == "unknown"
    with pytest.raises(ValueError, match="not negative"):
        verdict(Interval(0.0, 0.0, 0.0, 0.95), -1.0)


def test_levels_of_several_comparisons_and_looks() -> None:
    assert simultaneous_level(0.95, 10) == pytest.approx(0.995)
    looks = Looks(20, 10, 55)
    assert looks.ends() == [20, 30, 40, 50, 55]
    assert looks.level_at_a_look() == pytest.approx(0.99)
    assert Looks(20, 10, 20).ends() == [20]
    assert Looks(20, 10, 12).ends() == [12]
    with pytest.raises(ValueError, match="positive"):
        Looks(0, 1, 1)
    with pytest.raises(ValueError, match="at least one"):
        simultaneous_level(0.95, 0)


def test_a_forecast_goes_by_the_square_root() -> None:
    assert forecast(20, 2.0, 1.0) == 80
    assert forecast(20, 0.5, 1.0) == 20
    assert close_enough(1.0, 1.0)
    assert not close_enough(math.nan, 1.0)
    with pytest.raises(ValueError, match="forecast"):
        forecast(20, math.nan, 1.0)


def test_selection_keeps_the_best_as_often_as_it_says() -> None:
    """Five arms on shared luck, the best by exactly what matters: kept in 95 of 100 at least."""
    generator, right, tried = np.random.default_rng(2021), 0, 400
    means = np.array([0.0, 1.0, 1.0, 1.0, 1.0])
    for _ in range(tried):
        shared = 3.0 * generator.standard_normal((400, 1))
        values = shared + means + 1.5 * generator.standard_normal((400, 5))
        found = select(values, 1.0, 0.95, 20)
        assert found.decided
        right += found.best == (0,)
    assert right >= stats.binom.ppf(0.01, tried, 0.95)


def test_selection_says_who_cannot_be_told_from_the_best() -> None:
    generator = np.random.default_rng(3)
    values = generator.standard_normal((30, 3)) + np.array([0.0, 0.05, 9.0])
    found = select(values, 0.1, 0.95, 20)
    assert set(found.best) == {0, 1}
    assert found.dropped[2] == 20
    assert not found.decided
    assert found.needed > 30
    with pytest.raises(ValueError, match="too few"):
        select(values[:, :1], 0.1)


def test_shared_luck_lets_selection_end_sooner() -> None:
    generator = np.random.default_rng(4)
    luck, means = generator.standard_normal((2000, 3)), np.array([0.0, 0.3, 0.6])
    shared = select(5.0 * luck[:, :1] + 0.5 * luck + means, 0.3)
    apart = select(5.0 * luck + means, 0.3)
    assert shared.needed < apart.needed


def test_allocation_goes_to_the_close_and_the_noisy() -> None:
    given = allocate(np.array([1.0, 2.0, 5.0]), np.array([1.0, 1.0, 1.0]), 100)
    assert given.sum() == 100
    assert given[1] > 10 * given[2]  # a gap four times as wide needs a sixteenth
    assert given[0] == pytest.approx(given[1], abs=2)
    with pytest.raises(ValueError, match="best"):
        allocate(np.array([1.0, 1.0]), np.array([1.0, 1.0]), 10)


def test_differences_stop_at_hours_and_levels_at_a_share() -> None:
    found = Interval(10.0, 9.0, 11.0, 0.95)
    assert enough(found, absolute=1.0)
    assert not enough(found, absolute=0.99)
    assert enough(found, relative=0.1)
    assert not enough(found, relative=0.099)
    assert not enough(Interval(0.0, -1.0, 1.0, 0.95), relative=0.5)
    assert not enough(Interval(1.0, math.nan, math.nan, 0.95), absolute=9.0)
