"""Intervals, pairs, verdicts and stopping: small cases by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from corridor_sim.statistics.intervals import Interval, t_interval, widened_interval
from corridor_sim.statistics.multiplicity import simultaneous_level
from corridor_sim.statistics.paired import paired
from corridor_sim.statistics.sequential import Looks, close_enough, enough, forecast
from corridor_sim.statistics.verdicts import smallest_difference, verdict


def test_t_interval_by_hand_and_by_scipy() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0, math.nan])
    found = t_interval(values, 0.95)
    low, high = stats.t.interval(0.95, 3, loc=2.5, scale=stats.sem(values[:4]))
    assert (found.mean, found.low, found.high) == pytest.approx((2.5, low, high))
    assert found.half_width == pytest.approx((high - low) / 2.0)


@pytest.mark.parametrize("values", [[], [1.0], [1.0, math.inf], [math.nan]])
def test_where_there_is_no_interval(values: list[float]) -> None:
    assert math.isnan(t_interval(np.array(values)).low)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_a_level_is_a_share(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        t_interval(np.array([1.0, 2.0]), level)


def test_the_mean_of_what_never_ends_is_infinite() -> None:
    assert t_interval(np.array([1.0, math.inf])).mean == math.inf


def test_a_widened_interval_reaches_into_the_tail_by_hand() -> None:
    """0, 0, 0, 4: mean 1, variance 4, third moment 4 / (3 * 2) * (27 - 3) = 16."""
    values = np.array([0.0, 0.0, 0.0, 4.0])
    plain, found = t_interval(values), widened_interval(values)
    t = float(stats.t.ppf(0.975, 3))
    assert found.low == plain.low
    assert found.high - plain.high == pytest.approx(16.0 / 4.0 * (1.0 + 2.0 * t * t) / 24.0)
    turned = widened_interval(-values)
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))


@pytest.mark.parametrize("values", [[1.0], [1.0, 3.0], [2.0, 2.0, 2.0], [1.0, 2.0, math.inf]])
def test_where_there_is_no_skewness_nothing_is_widened(values: list[float]) -> None:
    some = np.array(values)
    assert repr(widened_interval(some)) == repr(t_interval(some))


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


def test_what_matters_is_two_hours_or_a_hundredth_of_the_journey() -> None:
    hour = 3600.0
    assert smallest_difference(100.0 * hour) == 2.0 * hour
    assert smallest_difference(300.0 * hour) == pytest.approx(3.0 * hour)
    assert smallest_difference(math.nan) == smallest_difference(math.inf) == 2.0 * hour


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


def test_differences_stop_at_hours_and_levels_at_a_share() -> None:
    found = Interval(10.0, 9.0, 11.0, 0.95)
    assert enough(found, absolute=1.0)
    assert not enough(found, absolute=0.99)
    assert enough(found, relative=0.1)
    assert not enough(found, relative=0.099)
    assert not enough(Interval(0.0, -1.0, 1.0, 0.95), relative=0.5)
    assert not enough(Interval(1.0, math.nan, math.nan, 0.95), absolute=9.0)


def test_looking_often_costs_width() -> None:
    looks = Looks(20, 10, 100)
    assert len(looks.ends()) == 9
    wide, narrow = (float(stats.t.ppf(1.0 - a / 2.0, 99)) for a in (0.05 / 9.0, 0.05))
    assert looks.price() == pytest.approx(wide / narrow)
    assert Looks(50, 1, 50).price() == 1.0
    with pytest.raises(ValueError, match="two replications"):
        Looks(1, 1, 1).price()
