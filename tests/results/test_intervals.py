from __future__ import annotations

import math

import numpy as np
import pytest

from corridor_sim.results.intervals import over_replications


def test_by_hand() -> None:
    found = over_replications(np.array([1.0, 2.0, 3.0, 4.0]))
    assert (found.mean, found.n) == (2.5, 4)
    assert found.error == pytest.approx(math.sqrt(5 / 3 / 4))
    assert found.high - found.mean == pytest.approx(3.182446305284263 * found.error)
    assert (found.p2_5, found.p97_5) == (1.0, 4.0)


def test_one_realisation_of_many() -> None:
    found = over_replications(np.arange(1.0, 81.0))
    assert (found.p2_5, found.p97_5) == (2.0, 78.0)


def test_one_replication_has_no_interval() -> None:
    found = over_replications(np.array([7.0]))
    assert (found.mean, found.n) == (7.0, 1)
    assert all(map(math.isnan, (found.low, found.high, found.error, found.p2_5, found.p97_5)))


def test_undefined_replications_are_left_out() -> None:
    found = over_replications(np.array([1.0, math.nan, 3.0]))
    assert (found.mean, found.n) == (2.0, 2)
    nothing = over_replications(np.array([math.nan]))
    assert nothing.n == 0
    assert math.isnan(nothing.mean)


def test_infinity_stays_and_takes_the_interval_with_it() -> None:
    found = over_replications(np.array([1.0, math.inf, 3.0]))
    assert (found.mean, found.p2_5, found.p97_5) == (math.inf, 1.0, math.inf)
    assert math.isnan(found.low)


def test_sums_are_exactly_rounded() -> None:
    assert over_replications(np.array([1e16, 1.0, -1e16, 1.0])).mean == 0.5
