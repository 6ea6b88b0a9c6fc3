"""Percentiles over replications: per replication and averaged, or of all replications as one pool.

They answer two questions. The averaged one says what a slow shipment of one period takes, and has
an interval, since it is one number per replication. The pooled one says what a slow shipment takes
of all that ever travelled; bad periods weigh in it by their shipments, and it has no interval here,
because shipments of one replication share trains and queues.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corridor_sim.statistics.intervals import Interval, t_interval

Floats = NDArray[np.float64]
Count = TypeVar("Count", int, NDArray[np.int64])

#: Departures per replication below which a percentile of journeys is not printed.
FEWEST_DEPARTURES = 10


@dataclass(frozen=True, slots=True)
class Percentile:
    """One percentile in both readings.

    averaged   mean over replications of the percentile of each
    pooled     percentile of all replications' shipments together; NaN where there is none
    """

    averaged: Interval
    pooled: float


def percentile(samples: Sequence[Floats], per_mille: int, level: float = 0.95) -> Percentile:
    """A percentile over replications, averaged and pooled, each under its name.

    samples     per replication float64 [m], one number per shipment; an empty one counts in neither
    per_mille   900: P90, the smallest value with at least 90 % of the sample at or below it
    level       confidence of the averaged one's interval

    raises   ValueError where `per_mille` is not in 1 .. 1000
    """
    if not 0 < per_mille <= 1000:  # noqa: PLR2004
        raise ValueError("a percentile is given per mille, from 1 to 1000")
    each = np.array([_percentile(one, per_mille) for one in samples], dtype=np.float64)
    pool = np.concatenate(samples) if len(samples) else np.empty(0)
    return Percentile(t_interval(each, level), _percentile(pool, per_mille))


def rank(count: Count, per_mille: int) -> Count:
    """How many values stand before a percentile among `count` in rising order; may be -1 for none.

    In whole numbers, since 0.95 times 20 is not 19 in binary fractions.
    """
    return (count * per_mille + 999) // 1000 - 1


def too_few_departures(used: Floats) -> bool:
    """Whether a percentile of journeys rests on too few departures to be printed.

    used   float64 [n], departures that took the journeys along, per replication; NaN: unknown

    Boxes of one train arrive together, so a percentile of five hundred boxes on four trains is one
    of four numbers. The rule is about the mean over replications; what is not known is too few.
    """
    mean = float(np.mean(used)) if len(used) else math.nan
    return not mean >= FEWEST_DEPARTURES


def _percentile(values: Floats, per_mille: int) -> float:
    if not len(values):
        return math.nan
    return float(np.sort(values)[rank(len(values), per_mille)])
