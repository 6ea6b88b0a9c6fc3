from __future__ import annotations

import math
import statistics as exact

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_sim.clock import NEVER
from corridor_sim.results.figures import percentile
from corridor_sim.results.measures import Key
from corridor_sim.results.samples import statistics
from corridor_sim.results.spells import Spells

STOP = 10**9
lengths = st.lists(st.integers(0, 10**8), min_size=1, max_size=60)


def _measured(lasted: list[int], unfinished: int, stat: str) -> tuple[float, float]:
    """In seconds; the unfinished began 5 s before the stop."""
    begun = [0] * len(lasted) + [STOP - 5] * unfinished + [NEVER]
    ended = lasted + [NEVER] * (unfinished + 1)
    spells = Spells(np.array([begun], np.int64), np.array([ended], np.int64))
    (one,) = statistics(Key("wait_h"), spells, STOP, [stat])
    return float(one.values[0]) * 3600, float(one.above[0]) * 3600


@given(lasted=lengths, per_mille=st.integers(1, 1000))
def test_a_percentile_is_the_smallest_with_that_share_at_or_below(
    lasted: list[int], per_mille: int
) -> None:
    ordered = sorted(lasted)
    found = percentile(np.array([ordered]), np.array([len(ordered)]), per_mille)[0]
    enough = [x for x in ordered if 1000 * sum(y <= x for y in ordered) >= per_mille * len(ordered)]
    assert found == min(enough)


def test_percentiles_by_hand() -> None:
    ten = list(range(10, 110, 10))
    assert _measured(ten, 0, "p50")[0] == pytest.approx(50)
    assert _measured(ten, 0, "p90")[0] == pytest.approx(90)
    assert _measured(ten, 0, "p95")[0] == pytest.approx(100)


def test_a_percentile_that_falls_on_the_unfinished_is_infinite_and_bounded() -> None:
    nine = list(range(10, 100, 10))
    assert _measured(nine, 1, "p90")[0] == pytest.approx(90)
    value, above = _measured(nine, 1, "p95")
    # The unfinished had lasted 5 s; the longest that did end is the best bound there is.
    assert value == math.inf
    assert above == pytest.approx(90)


@given(lasted=lengths)
def test_mean_and_deviation_are_exact(lasted: list[int]) -> None:
    mean, _ = _measured(lasted, 3, "mean")
    deviation, _ = _measured(lasted, 3, "sd")
    assert mean == pytest.approx(exact.fmean(lasted), rel=1e-15, abs=1e-9)
    if len(lasted) > 1:
        assert deviation == pytest.approx(exact.stdev(lasted), rel=1e-14)
    else:
        assert math.isnan(deviation)


def test_deviation_of_long_spells_does_not_overflow() -> None:
    lasted = np.concatenate([np.zeros((1, 100_000), np.int64), np.full((1, 100_000), 2**31)], 1)
    spells = Spells(np.zeros_like(lasted), lasted)
    (one,) = statistics(Key("wait_h"), spells, STOP, ["sd"])
    assert one.values[0] * 3600 == pytest.approx(2**30 * math.sqrt(200_000 / 199_999), rel=1e-14)


def test_nothing_observed_is_undefined() -> None:
    nobody = np.empty((2, 0), np.int64)
    for one in statistics(Key("clock_h"), Spells(nobody, nobody), STOP, ["mean", "p50", "sd"]):
        assert np.isnan(one.values).all()
        assert one.count.tolist() == [0, 0]


def test_only_the_unfinished_have_no_mean() -> None:
    none = Spells(np.array([[0]]), np.array([[NEVER]]))
    mean, half, share = statistics(Key("clock_h"), none, STOP, ["mean", "p50", "within_24h"])
    assert math.isnan(mean.values[0])
    assert (half.values[0], share.values[0]) == (math.inf, 0.0)
    assert mean.unfinished.tolist() == mean.count.tolist() == [1]
