"""Weekly regimes: the level of a place, by calendar week, whatever the run."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from corridor_sim.clock import DAY, Clock
from corridor_sim.plan import Plan, Regime
from corridor_sim.planning.draw import draw
from corridor_sim.planning.trips import weekly_level

WEEKS = 500
REPLICATIONS = 400


def _levels(
    regime: Regime, start: date, days: int, replications: int = REPLICATIONS
) -> NDArray[np.float64]:
    stop = days * DAY
    plan = Plan("regime", Clock(start, "UTC"), stop, stop, 0, (), regimes=(regime,))
    return weekly_level(plan, regime, draw(plan, 5, range(replications)))


@pytest.mark.parametrize("persistence", [0.0, 0.5, 0.8, 0.95])
def test_unit_variance_and_the_stated_correlation(persistence: float) -> None:
    found = _levels(Regime("border", persistence, 1.0), date(2021, 1, 4), WEEKS * 7)[:, :WEEKS]
    # A mean over R rows and W weeks of a correlated square has deviation below
    # sqrt(2 / (R W) (1 + p^2) / (1 - p^2)); 3.9 of them: 1 in 10,000.
    spread = np.sqrt(2.0 / found.size * (1 + persistence**2) / (1 - persistence**2))
    assert abs(float((found**2).mean()) - 1.0) < 3.9 * spread
    assert abs(float((found[:, 1:] * found[:, :-1]).mean()) - persistence) < 3.9 * spread
    lag = float((found[:, 4:] * found[:, :-4]).mean())
    assert abs(lag - persistence**4) < 3.9 * spread


def test_a_week_has_its_level_whatever_the_first_day() -> None:
    regime = Regime("border", 0.8, 1.0)
    monday = _levels(regime, date(2021, 1, 4), 700, 3)
    later = _levels(regime, date(2021, 3, 10), 300, 3)  # a Wednesday, nine weeks on
    shared = 20
    assert np.array_equal(monday[:, 9 : 9 + shared], later[:, :shared])
    assert not np.array_equal(monday[:, :shared], later[:, :shared])


def test_a_longer_run_changes_no_week() -> None:
    regime = Regime("border", 0.8, 1.0)
    short = _levels(regime, date(2021, 1, 4), 70, 3)
    longer = _levels(regime, date(2021, 1, 4), 700, 3)
    assert np.array_equal(short, longer[:, : short.shape[1]])


def test_one_regime_is_not_another() -> None:
    one = _levels(Regime("border", 0.8, 1.0), date(2021, 1, 4), 700, 3)
    other = _levels(Regime("river", 0.8, 1.0), date(2021, 1, 4), 700, 3)
    assert not np.isin(one, other).any()
