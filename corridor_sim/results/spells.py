"""Spells: a sample of times from one event to another, and the statistics of it.

The unfinished stay in the sample as +infinity (law L6): a percentile that falls on them is inf,
with a bound that it certainly exceeds beside it; means are of the finished. All sums are whole
numbers, so no figure depends on the order, the tile or the padding of the arrays.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import DAY, NEVER
from corridor_sim.columns import KPIS
from corridor_sim.results.measures import SECONDS_PER, Key, Measure, measure, ratio

Seconds = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Statistics of a waiting or working time, of a journey, of a clock.
BRIEF = ("mean", "p50", "p90", "p95", "sd")
FULL = (*BRIEF, "p95_over_p50")
CLOCK = (*FULL, "within_24h", "within_48h")

_PER_MILLE = {"p50": 500, "p90": 900, "p95": 950}
_LIMIT = {"within_24h": DAY, "within_48h": 2 * DAY}


@dataclass(frozen=True, slots=True)
class Spells:
    """From one event to another, per shipment or visit.

    begun   int64 [R, M] s, NEVER: does not count
    ended   int64 [R, M] s, NEVER: not before the clock stopped
    """

    begun: Seconds
    ended: Seconds


def among(begun: Seconds, ended: Seconds, members: Flags) -> Spells:
    """The spells of the members only."""
    return Spells(np.where(members, begun, NEVER), ended)


def together(parts: Iterable[Spells], rows: int) -> Spells:
    """One sample out of several, replication by replication."""
    every = list(parts)
    empty = np.empty((rows, 0), dtype=np.int64)
    return Spells(
        np.concatenate([empty, *(one.begun for one in every)], axis=1),
        np.concatenate([empty, *(one.ended for one in every)], axis=1),
    )


@dataclass(frozen=True, slots=True)
class Sample:
    """Lengths of spells in rising order.

    ordered    int64 [R, M] s; the unfinished, then the absent, are NEVER at the end
    elapsed    the same with the unfinished at the time they had lasted when the clock stopped
    count      int64 [R], spells that began
    finished   int64 [R], spells that also ended
    """

    ordered: Seconds
    elapsed: Seconds
    count: Seconds
    finished: Seconds


def sample(spells: Spells, stop: int) -> Sample:
    """Lengths of the spells; an end before the beginning counts as no time."""
    begun = spells.begun != NEVER
    done = begun & (spells.ended != NEVER)
    lasted = np.where(done, np.maximum(spells.ended - spells.begun, 0), NEVER)
    ordered = np.sort(lasted, axis=1)
    elapsed = ordered
    if not np.array_equal(begun, done):
        elapsed = np.sort(np.where(begun & ~done, stop - spells.begun, lasted), axis=1)
    return Sample(ordered, elapsed, begun.sum(axis=1), done.sum(axis=1))


def percentile(ordered: Seconds, count: Seconds, per_mille: int) -> Seconds:
    """The smallest observed second with at least that share of `count` at or below it.

    ordered   int64 [R, M] in rising order
    returns   int64 [R], NEVER where nothing was observed
    """
    if ordered.shape[1] == 0:
        return np.full(count.shape, NEVER, dtype=np.int64)
    rank = np.maximum((count * per_mille + 999) // 1000 - 1, 0)
    return np.take_along_axis(ordered, rank[:, None], axis=1)[:, 0]


def mean_of(one: Sample, per: int) -> Floats:
    """float64 [R]: mean of the finished, in units of `per` seconds; NaN where there are none."""
    return ratio(_sum(one), one.finished * per)


def quantile_of(one: Sample, per_mille: int, per: int) -> Floats:
    """float64 [R]: a percentile of all; inf where it falls on the unfinished, NaN on none."""
    return _quantile(one, per_mille, per)[0]


def statistics(key: Key, spells: Spells, stop: int, stats: Sequence[str]) -> list[Measure]:
    """One measure per statistic, in the unit of the key's KPI."""
    one = sample(spells, stop)
    per = SECONDS_PER[KPIS[key.kpi].unit]
    return [_statistic(replace(key, stat=stat), one, per) for stat in stats]


def _statistic(key: Key, one: Sample, per: int) -> Measure:
    above: Floats | None = None
    if key.stat == "mean":
        values = mean_of(one, per)
    elif key.stat == "sd":
        values = _deviation(one, per)
    elif key.stat in _LIMIT:
        values = ratio((one.ordered <= _LIMIT[key.stat]).sum(axis=1), one.count)
    elif key.stat == "p95_over_p50":
        values, above = _spread(one)
    else:
        values, above = _quantile(one, _PER_MILLE[key.stat], per)
    return measure(key, values, one.count, one.count - one.finished, above)


def _quantile(one: Sample, per_mille: int, per: int) -> tuple[Floats, Floats]:
    exact = percentile(one.ordered, one.count, per_mille)
    bound = percentile(one.elapsed, one.count, per_mille)
    open_ended = exact == NEVER
    values = np.where(open_ended, np.inf, exact / per)
    above = np.where(open_ended, bound / per, np.nan)
    nothing = one.count == 0
    return np.where(nothing, np.nan, values), np.where(nothing, np.nan, above)


def _spread(one: Sample) -> tuple[Floats, Floats]:
    """P95 / P50; undefined where the median is none or itself unfinished."""
    median, _ = _quantile(one, _PER_MILLE["p50"], 1)
    tail, bound = _quantile(one, _PER_MILLE["p95"], 1)
    known = np.isfinite(median) & (median > 0)
    divisor = np.where(known, median, 1.0)
    return np.where(known, tail / divisor, np.nan), np.where(known, bound / divisor, np.nan)


def _known(one: Sample) -> Seconds:
    """The finished lengths, 0 in the place of the others."""
    places = np.arange(one.ordered.shape[1])[None, :]
    return np.where(places < one.finished[:, None], one.ordered, 0)


def _sum(one: Sample) -> Seconds:
    return np.asarray(_known(one).sum(axis=1), dtype=np.int64)


def _deviation(one: Sample, per: int) -> Floats:
    """Standard deviation of the finished, from exact sums; NaN below two of them."""
    known, totals = _known(one), _sum(one)
    high, low = known >> 16, known & 0xFFFF  # halves, so that no sum of squares overflows
    parts = ((high * high).sum(axis=1), (high * low).sum(axis=1), (low * low).sum(axis=1))
    values = np.full(len(totals), np.nan)
    for row, n in enumerate(one.finished.tolist()):
        if n > 1:
            a, b, c = (int(part[row]) for part in parts)
            squares = (a << 32) + (b << 17) + c
            variance = (n * squares - int(totals[row]) ** 2) / (n * (n - 1))
            values[row] = math.sqrt(variance) / per
    return values
