"""Percentiles averaged and pooled, on samples small enough to count on fingers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from corridor_sim.statistics.intervals import t_interval
from corridor_sim.statistics.percentiles import percentile, rank, too_few_departures


def test_averaged_and_pooled_are_two_figures() -> None:
    """A good year of ten, a bad one of two: averaged 9 and 200, pooled the 11th of 12."""
    good, bad = np.arange(1.0, 11.0), np.array([100.0, 200.0])
    found = percentile([good, bad], 900)
    assert found.averaged == t_interval(np.array([9.0, 200.0]))
    assert found.pooled == 100.0


def test_who_had_no_shipments_counts_in_neither() -> None:
    found = percentile([np.array([3.0]), np.empty(0), np.array([5.0])], 500)
    assert (found.averaged.mean, found.pooled) == (4.0, 3.0)
    nothing = percentile([], 500)
    assert math.isnan(nothing.averaged.mean)
    assert math.isnan(nothing.pooled)


@pytest.mark.parametrize(
    ("count", "per_mille", "before"),
    [
        (20, 950, 18),
        (21, 950, 19),
        (10, 900, 8),
        (1, 25, 0),
        (40, 25, 0),
        (41, 25, 1),
        (0, 900, -1),
    ],
)
def test_a_percentile_is_the_smallest_with_that_share_at_or_below(
    count: int, per_mille: int, before: int
) -> None:
    assert rank(count, per_mille) == before
    assert rank(np.array([count]), per_mille).tolist() == [before]


@pytest.mark.parametrize("per_mille", [0, 1001, -5])
def test_a_percentile_has_its_bounds(per_mille: int) -> None:
    with pytest.raises(ValueError, match="per mille"):
        percentile([np.ones(3)], per_mille)


def test_below_ten_departures_a_percentile_is_not_printed() -> None:
    assert too_few_departures(np.array([9.0, 10.0]))
    assert not too_few_departures(np.array([10.0, 10.0]))
    assert not too_few_departures(np.array([9.0, 11.0]))
    assert too_few_departures(np.empty(0))
    assert too_few_departures(np.array([30.0, math.nan]))
