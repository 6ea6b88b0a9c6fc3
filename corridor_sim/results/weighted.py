"""Weighted figures: statistics of times in which some shipments count for more than others.

All sums are whole numbers, so no figure depends on the order, the tile or the padding of arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corridor_sim.clock import DAY, NEVER
from corridor_sim.kpis import KPIS
from corridor_sim.results.measures import (
    SECONDS_PER,
    Floats,
    Key,
    Measure,
    Seconds,
    measure,
    ratio,
    with_stat,
)
from corridor_sim.results.spells import Spells, together

_PER_MILLE = {"p50": 500, "p90": 900, "p95": 950}
_LIMIT = {"within_24h": DAY, "within_48h": 2 * DAY}
#: Sorts behind the unfinished, which are NEVER long.
_ABSENT = NEVER + 1
#: Lengths are added up in halves, so that no sum of weights times lengths overflows.
_HALF = 16


@dataclass(frozen=True, slots=True)
class Weighted:
    """Spells and what each counts for.

    weights   int64 [R, M], none negative
    """

    spells: Spells
    weights: Seconds


def weighted_measures(key: Key, parts: Sequence[Weighted], stop: int) -> list[Measure]:
    """Mean, percentiles and shares within a day and two of one sample, by weight.

    A percentile is the smallest length at which that share of the weight is reached; the unfinished
    stay in the sample (law L6) and means are of the finished. `count` is shipments, not weight. A
    standard deviation by weight has more than one reading and is not given.
    """
    found = weighted(parts, stop, SECONDS_PER[KPIS[key.kpi].unit])
    measures = []
    for stat, (values, above) in found.values.items():
        measures.append(measure(with_stat(key, stat), values, found.count, found.open, above))
    return measures


@dataclass(frozen=True, slots=True)
class WeightedFigures:
    """Statistics of one sample in R replications.

    count, open   int64 [R], shipments that began, and how many of them did not end
    values        per statistic float64 [R], and where that is inf a bound it certainly exceeds
    """

    count: Seconds
    open: Seconds
    values: dict[str, tuple[Floats, Floats]]


def weighted(parts: Sequence[Weighted], stop: int, per: int) -> WeightedFigures:
    """The statistics of one sample, times in units of `per` seconds."""
    spells = together([one.spells for one in parts], len(parts[0].weights))
    counts = spells.begun != NEVER
    late = counts & (spells.ended == NEVER)
    weights = np.concatenate([one.weights for one in parts], axis=1) * counts
    lasted = np.where(late, NEVER, np.maximum(spells.ended - spells.begun, 0))
    lasted[~counts] = _ABSENT
    so_far = np.where(late, stop - spells.begun, lasted)
    total, done = weights.sum(axis=1), (weights * ~late).sum(axis=1)
    nothing = np.full(len(total), np.nan)
    finished = np.where(counts & ~late, lasted, 0)
    values = {"mean": (_mean(finished, weights, done * per), nothing)}
    for stat, per_mille in _PER_MILLE.items():
        exact, bound = (_percentile(times, weights, per_mille) for times in (lasted, so_far))
        open_ended = (exact == NEVER) & (total > 0)
        value = np.where(open_ended, np.inf, exact / per)
        value[total == 0] = np.nan
        values[stat] = value, np.where(open_ended, bound / per, np.nan)
    for stat, limit in _LIMIT.items():
        values[stat] = ratio((weights * (lasted <= limit)).sum(axis=1), total), nothing
    return WeightedFigures(counts.sum(axis=1), late.sum(axis=1), values)


def _mean(lasted: Seconds, weights: Seconds, below: Seconds) -> Floats:
    high, low = lasted >> _HALF, lasted & ((1 << _HALF) - 1)
    sums = ((weights * half).sum(axis=1).tolist() for half in (high, low))
    rows = zip(*sums, below.tolist(), strict=True)
    # Whole numbers of Python divide with one rounding, however long.
    return np.array([((a << _HALF) + b) / n if n else np.nan for a, b, n in rows])


def _percentile(lasted: Seconds, weights: Seconds, per_mille: int) -> Seconds:
    """int64 [R]: the smallest length with at least that share of the weight at or below it."""
    order = np.argsort(lasted, axis=1, kind="stable")
    reached = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    if reached.shape[1] == 0:
        return np.zeros(len(lasted), dtype=np.int64)
    place = np.count_nonzero(1000 * reached < per_mille * reached[:, -1:], axis=1)
    rows = np.arange(len(lasted))
    found: Seconds = lasted[rows, order[rows, place]]
    return found
