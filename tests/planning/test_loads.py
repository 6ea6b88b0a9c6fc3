"""Loads: what is asked of stations and services, and in which four weeks the most."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_sim.clock import DAY
from corridor_sim.plan import Calendar
from corridor_sim.planning.loads import day_edges, service_load, station_load
from tests.results.world import whole

ALWAYS = Calendar("always", whole([0]), whole([10**9]))


def _asked(by_day: list[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.concatenate([[0.0], np.cumsum(by_day)]) * DAY


def test_months_without_work_hide_no_overload() -> None:
    """Nothing for 200 days, then 1.05 days of work a day for 100: 35 % of the run."""
    load = station_load("dock", _asked([0.0] * 200 + [1.05] * 100), [(1, ALWAYS)], 300 * DAY)
    assert [load.share, load.busiest] == pytest.approx([1.05, 1.05])
    assert load.since >= 200 * DAY


def test_four_weeks_of_too_much_are_seen_in_a_year_of_little() -> None:
    load = station_load(
        "dock", _asked([0.2] * 150 + [1.5] * 28 + [0.2] * 150), [(1, ALWAYS)], 328 * DAY
    )
    assert load.share == pytest.approx((300 * 0.2 + 28 * 1.5) / 328)
    assert [load.busiest, load.since] == pytest.approx([1.5, 150 * DAY])


def test_a_week_of_too_much_recovers() -> None:
    load = station_load(
        "dock", _asked([0.5] * 50 + [2.0] * 7 + [0.5] * 50), [(1, ALWAYS)], 107 * DAY
    )
    assert load.busiest == pytest.approx((7 * 2.0 + 21 * 0.5) / 28)
    assert load.busiest < 1.0


def test_a_short_run_is_one_stretch() -> None:
    load = station_load("dock", _asked([0.5, 2.0, 0.5]), [(2, ALWAYS)], 3 * DAY)
    assert [load.share, load.busiest] == pytest.approx([0.5, 0.5])


def test_what_never_opens_is_asked_for_everything() -> None:
    never = Calendar("never", whole([]), whole([]))
    assert station_load("dock", _asked([1.0]), [(1, never)], DAY).busiest == float("inf")
    assert station_load("dock", _asked([0.0]), [(1, never)], DAY).busiest == 0.0


@given(
    asked=st.lists(st.integers(0, 5), min_size=1, max_size=70),
    closed=st.sets(st.integers(0, 69)),
)
def test_the_busiest_stretch_is_found_among_all(asked: list[int], closed: set[int]) -> None:
    days = len(asked)
    here = [day for day in range(days) if day not in closed]
    hours = Calendar("some", whole(here) * DAY, whole(here) * DAY + DAY)
    load = station_load("dock", _asked([float(one) for one in asked]), [(3, hours)], days * DAY)
    length = min(28, days)
    every = []
    for first in range(days - length + 1):
        room = 3 * sum(day in here for day in range(first, first + length))
        every.append(sum(asked[first : first + length]) / room if room else 0.0)
    some = [day for day, one in enumerate(asked) if one]
    if some and (room := 3 * sum(some[0] <= day <= some[-1] for day in here)):
        every.append(sum(asked) / room)
        assert load.busiest == pytest.approx(max(every))
    else:
        assert load.busiest == (float("inf") if some else 0.0)
    assert len(day_edges(days * DAY)) == days + 1


def test_a_service_is_full_only_over_four_weeks_and_four_departures() -> None:
    """A train of 10 every week; 12 boxes a week for ten weeks after half a year of one."""
    cut_off = whole([7 * DAY * (k + 1) for k in range(36)])
    by_week = [1.0] * 26 + [12.0] * 10
    asked = np.concatenate([[0.0], np.cumsum(by_week), [sum(by_week)]])
    load = service_load("train", asked, cut_off, np.full(36, 10.0), 252 * DAY)
    assert load.share == pytest.approx(146 / 360)
    assert [load.busiest, load.since] == pytest.approx([1.2, 26 * 7 * DAY])


def test_a_rare_departure_is_no_overload() -> None:
    """Boxes wait for two months for a train that takes them all."""
    cut_off = whole([60 * DAY, 120 * DAY])
    load = service_load("train", np.array([0.0, 9.0, 18.0, 18.0]), cut_off, np.full(2, 10.0), 10**8)
    assert load.busiest == load.share == pytest.approx(0.9)


def test_a_full_month_of_a_monthly_train_is_no_overload() -> None:
    """14 boxes for the first train of 10, two for each of the next three."""
    cut_off = whole([30 * DAY, 60 * DAY, 90 * DAY, 120 * DAY])
    asked = np.array([0.0, 14.0, 16.0, 18.0, 20.0, 20.0])
    load = service_load("train", asked, cut_off, np.full(4, 10.0), 130 * DAY)
    assert load.busiest == pytest.approx(20 / 40)


def test_departures_before_the_demand_take_nothing() -> None:
    """Ten departures of 10; 25 boxes come after the eighth cut-off."""
    cut_off = whole([DAY * (k + 1) for k in range(10)])
    asked = np.array([0.0] * 9 + [20.0, 25.0, 25.0])
    assert all(a <= b for a, b in pairwise(asked))
    load = service_load("train", asked, cut_off, np.full(10, 10.0), 11 * DAY)
    assert load.busiest == pytest.approx(25 / 20)


def test_without_departures_everything_is_left_over() -> None:
    load = service_load("train", np.array([0.0, 5.0]), whole([]), np.empty(0), DAY)
    assert load.busiest == float("inf")
    assert service_load("train", np.zeros(2), whole([]), np.empty(0), DAY).busiest == 0.0
