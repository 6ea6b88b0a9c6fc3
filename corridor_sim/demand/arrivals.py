"""Cumulative demand: how many shipments are expected by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import DAY, Clock

Seconds = NDArray[np.int64]
_YEAR = 365.25 * DAY
Floats = NDArray[np.float64]


def cumulative(
    clock: Clock,
    first: date,
    last: date,
    season: Sequence[float] | None,
    growth: float = 0.0,
) -> tuple[Seconds, Floats]:
    """The share of the demand that is expected by a second, piecewise linear.

    first, last   days, both whole
    season        twelve monthly weights, January first; None: even
    growth        of the rate in a year (0.2: a fifth more), compounded month by month
    returns       times int64 [m+1] s rising, share float64 [m+1] from 0 to 1
    """
    edges = [first, *_month_starts(first, last), last + timedelta(days=1)]
    times = np.array([clock.midnight(day) for day in edges], dtype=np.int64)
    weights = np.ones(len(edges) - 1)
    if season is not None:
        weights = np.array([season[day.month - 1] for day in edges[:-1]], dtype=np.float64)
    middle = (times[:-1] + times[1:]) / 2.0
    weights *= (1.0 + growth) ** ((middle - times[0]) / _YEAR)
    mass = np.concatenate([[0.0], np.cumsum(np.diff(times) * weights)])
    return times, mass / mass[-1]


def _month_starts(first: date, last: date) -> list[date]:
    starts: list[date] = []
    day = first.replace(day=1)
    while day <= last:
        if day > first:
            starts.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return starts
