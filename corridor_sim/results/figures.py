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

Seconds = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Statistics of a waiting or working time, of a journey, of a clock.
BRIEF = ("mean", "p50", "p90", "p95", "sd")
FULL = (*BRIEF, "p95_over_p50")
CLOCK = (*FULL, "within_24h", "within_48h")

_PER_MILLE = {"p50": 500, "p90": 900, "p95": 950}
_LIMIT = {"within_24h": DAY, "within_48h": 2 * DAY}
#: Numbers that are added up at once: as many as a processor keeps near.
_NEAR = 1 << 15


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
    """The statistics of samples of one shape, times in units of `per` seconds."""
    samples, rows = len(parts), len(parts[0].lasted)
    ordered = _ordered([one.lasted for one in parts])
    never = unended(ordered)
    count = _fewer(ordered, never + 1)
    finished = count if bool((ordered[:, -1] < never).all()) else _fewer(ordered, never)
    one = _Sorted(ordered, count, finished, *_added(ordered))
    late = [k for k, part in enumerate(parts) if part.elapsed is not None]
    bounds = _bounds(parts, late, count.reshape(samples, rows)) if late else {}
    values, above = {}, {}
    for stat in stats:
        found, bound = _statistic(one, stat, per, bounds)
        values[stat] = found.reshape(samples, rows)
        above[stat] = bound.reshape(samples, rows)
    shape = samples, rows
    return Figures(count.reshape(shape), (count - finished).reshape(shape), values, above)


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Rows of lengths in rising order, with what has been counted of each.

    ordered   [n, M]
    total     int64 [n], sum of the finished
    squares   int64 [n], sum of their squares, modulo 2 ** 64
    """

    ordered: Whole
    count: Seconds
    finished: Seconds
    total: Seconds
    squares: Seconds


def percentile(ordered: Whole, count: Seconds, per_mille: int) -> Seconds:
    """The smallest observed second with at least that share of `count` at or below it.

    ordered   int [n, M] in rising order, M > 0
    returns   int64 [n]; the first of the row where nothing is counted
    """
    rank = np.maximum((count * per_mille + 999) // 1000 - 1, 0)
    return ordered[np.arange(len(ordered)), rank].astype(np.int64)


def _ordered(parts: Sequence[Whole]) -> Whole:
    """All samples as rows, [S * R, M > 0], each in rising order."""
    rows, width = parts[0].shape
    if not width:
        absent = unended(parts[0]) + 1
        return np.full((len(parts) * rows, 1), absent, dtype=parts[0].dtype)
    ordered = np.concatenate(parts) if len(parts) > 1 else parts[0].copy()
    ordered.sort(axis=1)
    return ordered


def _fewer(ordered: Whole, limit: int) -> Seconds:
    """int64 [n]: how many of each row lie below."""
    if bool((ordered[:, -1] < limit).all()):
        return np.full(len(ordered), ordered.shape[1], dtype=np.int64)
    return np.asarray(np.count_nonzero(ordered < limit, axis=1), dtype=np.int64)


def _added(ordered: Whole) -> tuple[Seconds, Seconds]:
    """int64 [n]: sum of the finished, and of their squares modulo 2 ** 64."""
    never, step = unended(ordered), max(_NEAR // ordered.shape[1], 1)
    total, squares = np.empty((2, len(ordered)), dtype=np.int64)
    for first in range(0, len(ordered), step):
        part = slice(first, first + step)
        known = _known(ordered[part], never)
        total[part] = known.sum(axis=1)
        squares[part] = np.einsum("ij,ij->i", known, known)
    return total, squares


def _known(ordered: Whole, never: int) -> Seconds:
    """The finished lengths, 0 in the place of the others."""
    known = ordered.astype(np.int64)
    if bool((ordered[:, -1] >= never).any()):
        known *= ordered < never
    return known


def _bounds(parts: Sequence[Lengths], late: Sequence[int], count: Seconds) -> dict[str, Seconds]:
    """Per percentile int64 [S * R]: where it would fall had all the unfinished just ended."""
    elapsed = [found for k in late if (found := parts[k].elapsed) is not None]
    ordered, counted = _ordered(elapsed), count[late].ravel()
    found = {}
    for stat, per_mille in _PER_MILLE.items():
        bound = np.zeros_like(count)
        bound[late] = percentile(ordered, counted, per_mille).reshape(len(late), -1)
        found[stat] = bound.ravel()
    return found


def _statistic(
    one: _Sorted, stat: str, per: int, bounds: dict[str, Seconds]
) -> tuple[Floats, Floats]:
    if stat == "mean":
        values = ratio(one.total, one.finished * per)
    elif stat == "sd":
        values = np.sqrt(_variance(one)) / per
    elif stat in _LIMIT:
        values = ratio(_fewer(one.ordered, _LIMIT[stat] + 1), one.count)
    elif stat == "p95_over_p50":
        return _spread(one, bounds)
    else:
        return _quantile(one, stat, per, bounds)
    return values, np.full(values.shape, np.nan)


def _quantile(
    one: _Sorted, stat: str, per: int, bounds: dict[str, Seconds]
) -> tuple[Floats, Floats]:
    exact = percentile(one.ordered, one.count, _PER_MILLE[stat])
    values, above = exact / per, np.full(exact.shape, np.nan)
    if bounds:
        open_ended = exact >= unended(one.ordered)
        values[open_ended] = np.inf
        above[open_ended] = bounds[stat][open_ended] / per
    nothing = one.count == 0
    values[nothing], above[nothing] = np.nan, np.nan
    return values, above


def _spread(one: _Sorted, bounds: dict[str, Seconds]) -> tuple[Floats, Floats]:
    """P95 / P50; undefined where the median is none or itself unfinished."""
    median, _ = _quantile(one, "p50", 1, bounds)
    tail, bound = _quantile(one, "p95", 1, bounds)
    known = np.isfinite(median) & (median > 0)
    divisor = np.where(known, median, 1.0)
    return np.where(known, tail / divisor, np.nan), np.where(known, bound / divisor, np.nan)


def _variance(one: _Sorted) -> Floats:
    """Of the finished, from exact sums, exactly rounded; NaN below two of them."""
    count, total = one.finished, one.total
    rows = np.arange(len(count))
    longest = one.ordered[rows, np.maximum(count - 1, 0)].astype(np.float64)
    some = count > 1
    # Where no product needs more than the 53 bits of a float, dividing floats rounds once.
    small = some & (count * longest < 9e7)
    n, squares = np.where(small, count, 2), np.where(small, one.squares, 0)
    added = np.where(small, total, 0)
    values = np.where(small, (n * squares - added * added) / (n * (n - 1)), np.nan)
    for large in np.flatnonzero(some & ~small).tolist():
        many, whole = int(count[large]), int(total[large])
        square = int(one.squares[large])
        if many * longest[large] ** 2 > 9e18:
            square = _square(one.ordered[large, :many])
        values[large] = (many * square - whole**2) / (many * (many - 1))
    return values


def _square(lasted: Whole) -> int:
    """The sum of squares of lengths, however large."""
    known = lasted.astype(np.int64)
    high, low = known >> 16, known & 0xFFFF  # halves, so that no sum of squares overflows
    high_low, low_low = int((high * low).sum()), int((low * low).sum())
    return (int((high * high).sum()) << 32) + (high_low << 17) + low_low
