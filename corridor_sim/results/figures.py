"""Figures: the statistics of samples of lengths, many samples of one shape at once.

All sums are whole numbers, so no figure depends on the order, the tile or the padding of arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import DAY
from corridor_sim.results.lengths import Lengths, Whole, unended
from corridor_sim.results.measures import ratio
from corridor_sim.statistics.percentiles import rank

Seconds = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Statistics of a waiting or working time, of a journey, of a clock.
BRIEF = ("mean", "p50", "p90", "p95", "sd")
FULL = (*BRIEF, "p95_over_p50")
CLOCK = (*FULL, "within_24h", "within_48h")
#: Of a chain of services: how far apart its quick and its slow days are.
CHAIN = ("mean", "p10", "p50", "p90", "p90_less_p10")

_PER_MILLE = {"p10": 100, "p50": 500, "p90": 900, "p95": 950}
#: Which percentiles a statistic needs.
_TOPS = {"p95_over_p50": ("p50", "p95"), "p90_less_p10": ("p10", "p90")}
_LIMIT = {"within_24h": DAY, "within_48h": 2 * DAY}
#: Numbers that are added up at once: as many as a processor keeps near.
_NEAR = 1 << 15
#: Squares of less than this are whole numbers that a float holds, and that 64 bits hold.
_FLOAT, _LONG = 9e7, 3e9


@dataclass(frozen=True, slots=True)
class Figures:
    """Statistics of S samples in R replications.

    count      int64 [S, R], spells that began
    open       int64 [S, R], how many of them did not end
    values     per statistic float64 [S, R]: NaN where undefined, inf where the unfinished reach
    above      likewise, where the value is inf: a bound it certainly exceeds; else NaN
    """

    count: Seconds
    open: Seconds
    values: dict[str, Floats]
    above: dict[str, Floats]


def figures(parts: Sequence[Lengths], stats: Sequence[str], per: int) -> Figures:
    """The statistics of samples of as many replications, times in units of `per` seconds."""
    shape = len(parts), len(parts[0].count)
    count = np.stack([one.count for one in parts])
    late = np.zeros(shape, dtype=np.int64)
    tardy = [k for k, one in enumerate(parts) if one.late is not None]
    for row, part in zip(late, parts, strict=True):
        if part.late is not None:
            row[:] = part.late
    ordered = _ordered([one.lasted for one in parts])
    one = _sorted(ordered, count.ravel(), (count - late).ravel(), _tops(stats))
    elapsed = [found for k in tardy if (found := parts[k].elapsed) is not None]
    bounds = _Bounds(tardy, _ordered(elapsed), count[tardy].ravel()) if tardy else None
    values: dict[str, Floats] = {}
    above: dict[str, Floats] = {}
    for stat in stats:
        value, bound = _statistic(one, stat, per, bounds)
        values[stat], above[stat] = value.reshape(shape), bound.reshape(shape)
    return Figures(count, late, values, above)


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Rows of lengths in rising order, with what has been counted of each.

    ordered   [n, M > 0]
    total     int64 [n], sum of the finished
    squares   int64 [n], sum of their squares, modulo 2 ** 64
    tops      per percentile int64 [n]: where it falls
    """

    ordered: Whole
    count: Seconds
    finished: Seconds
    total: Seconds
    squares: Seconds
    tops: dict[str, Seconds]


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Samples with unfinished, as if all these had just ended when the clock stopped.

    samples   which of the samples
    ordered   [n, M > 0], their rows in rising order
    count     int64 [n]
    """

    samples: list[int]
    ordered: Whole
    count: Seconds

    def of(self, stat: str, rows: int, samples: int) -> Seconds:
        """int64 [S * R]: where a percentile would fall then; 0 for the other samples."""
        found = np.zeros((samples, rows), dtype=np.int64)
        exact = percentile(self.ordered, self.count, _PER_MILLE[stat])
        found[self.samples] = exact.reshape(-1, rows)
        return found.ravel()


def percentile(ordered: Whole, count: Seconds, per_mille: int) -> Seconds:
    """The smallest observed second with at least that share of `count` at or below it.

    ordered   int [n, M] in rising order, M > 0
    returns   int64 [n]; the first of the row where nothing is counted
    """
    place = np.maximum(rank(count, per_mille), 0)
    place += np.arange(len(ordered)) * ordered.shape[1]
    return ordered.ravel().take(place).astype(np.int64)


def _ordered(parts: Sequence[Whole]) -> Whole:
    """All samples as rows, [S * R, M > 0], each in rising order."""
    rows, width = len(parts[0]), max(1, *(one.shape[1] for one in parts))
    ordered = np.empty((len(parts) * rows, width), dtype=parts[0].dtype)
    for k, one in enumerate(parts):
        mine = ordered[k * rows : (k + 1) * rows]
        mine[:, : one.shape[1]] = one
        mine[:, one.shape[1] :] = unended(one) + 1
    ordered.sort(axis=1)
    return ordered


def _tops(stats: Sequence[str]) -> list[str]:
    """The percentiles that these statistics need."""
    needed = {top for stat in stats for top in _TOPS.get(stat, (stat,))}
    return [top for top in _PER_MILLE if top in needed]


def _sorted(ordered: Whole, count: Seconds, finished: Seconds, tops: Sequence[str]) -> _Sorted:
    step = max(_NEAR // ordered.shape[1], 1)
    total, squares = np.empty((2, len(ordered)), dtype=np.int64)
    for first in range(0, len(ordered), step):
        part = slice(first, first + step)
        lasted = ordered[part].astype(np.int64)
        total[part] = lasted.sum(axis=1)
        squares[part] = np.einsum("ij,ij->i", lasted, lasted)
    # What stands for the absent and the unfinished was added up too, all modulo 2 ** 64.
    for mark, marked in (
        (unended(ordered) + 1, ordered.shape[1] - count),
        (unended(ordered), count - finished),
    ):
        total -= marked * _modulo(mark)
        squares -= marked * _modulo(mark * mark)
    found = {stat: percentile(ordered, count, _PER_MILLE[stat]) for stat in tops}
    return _Sorted(ordered, count, finished, total, squares, found)


def _modulo(number: int) -> np.int64:
    """The number modulo 2 ** 64, as a signed one."""
    return np.int64((number + (1 << 63)) % (1 << 64) - (1 << 63))


def _statistic(one: _Sorted, stat: str, per: int, bounds: _Bounds | None) -> tuple[Floats, Floats]:
    if stat == "mean":
        values = ratio(one.total, one.finished * per)
    elif stat == "sd":
        values = np.sqrt(_variance(one)) / per
    elif stat in _LIMIT:
        inside = np.count_nonzero(one.ordered <= _LIMIT[stat], axis=1)
        values = ratio(inside, one.count)
    elif stat == "p95_over_p50":
        return _spread(one, bounds)
    elif stat == "p90_less_p10":
        return _width(one, per, bounds)
    else:
        return _quantile(one, stat, per, bounds)
    return values, np.full(values.shape, np.nan)


def _quantile(one: _Sorted, stat: str, per: int, bounds: _Bounds | None) -> tuple[Floats, Floats]:
    exact = one.tops[stat]
    values, above = exact / per, np.full(exact.shape, np.nan)
    if bounds is not None:
        open_ended = exact >= unended(one.ordered)
        rows = len(bounds.count) // len(bounds.samples)
        bound = bounds.of(stat, rows, len(exact) // rows)
        values[open_ended] = np.inf
        above[open_ended] = bound[open_ended] / per
    nothing = one.count == 0
    values[nothing], above[nothing] = np.nan, np.nan
    return values, above


def _spread(one: _Sorted, bounds: _Bounds | None) -> tuple[Floats, Floats]:
    """P95 / P50; undefined where the median is none or itself unfinished."""
    median, _ = _quantile(one, "p50", 1, bounds)
    tail, bound = _quantile(one, "p95", 1, bounds)
    known = np.isfinite(median) & (median > 0)
    divisor = np.where(known, median, 1.0)
    return np.where(known, tail / divisor, np.nan), np.where(known, bound / divisor, np.nan)


def _width(one: _Sorted, per: int, bounds: _Bounds | None) -> tuple[Floats, Floats]:
    """P90 - P10; undefined where P10 is itself unfinished."""
    low, _ = _quantile(one, "p10", per, bounds)
    high, bound = _quantile(one, "p90", per, bounds)
    known = np.isfinite(low)
    start = np.where(known, low, 0.0)
    return np.where(known, high - start, np.nan), np.where(known, bound - start, np.nan)


def _variance(one: _Sorted) -> Floats:
    """Of the finished, from exact sums, rounded once; NaN below two of them."""
    count, values = one.finished, np.full(len(one.finished), np.nan)
    last = np.arange(len(count)) * one.ordered.shape[1] + np.maximum(count - 1, 0)
    reach = count * one.ordered.ravel().take(last).astype(np.float64)
    some = count > 1
    # n * squares and total ** 2 are at most reach ** 2, which decides how they must be divided.
    for rows, exactly in (
        (some & (reach < _FLOAT), False),
        (some & (reach >= _FLOAT) & (reach < _LONG), True),
    ):
        n, total = count[rows], one.total[rows]
        above, below = n * one.squares[rows] - total * total, n * (n - 1)
        if exactly:  # whole numbers of Python divide with one rounding, however long
            above, below = above.astype(object), below.astype(object)
        values[rows] = (above / below).astype(np.float64)
    for row in np.flatnonzero(some & (reach >= _LONG)).tolist():
        n, total = int(count[row]), int(one.total[row])
        values[row] = (n * _squares(one, row) - total**2) / (n * (n - 1))
    return values


def _squares(one: _Sorted, row: int) -> int:
    """The sum of squares of the finished, however large."""
    many = int(one.finished[row])
    longest = int(one.ordered[row, many - 1])
    if many * longest**2 < 1 << 63:
        return int(one.squares[row])
    known = one.ordered[row, :many].astype(np.int64)
    high, low = known >> 16, known & 0xFFFF  # halves, so that no sum of squares overflows
    parts = (int((a * b).sum()) for a, b in ((high, high), (high, low), (low, low)))
    return sum(part << shift for part, shift in zip(parts, (32, 17, 0), strict=True))
