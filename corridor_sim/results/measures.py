"""Measures: one number per replication, with what it counts and whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import DAY, HOUR
from corridor_sim.kpis import KPIS, STATS

Seconds = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: [from, to) in seconds of the run.
Window = tuple[int, int]

#: How many seconds one unit of a time KPI has.
SECONDS_PER = {"h": HOUR, "d": DAY, "s": 1}


@dataclass(frozen=True, slots=True)
class Key:
    """Which number: the KPI, whom it concerns and the statistic. An empty text means "all".

    Keys follow from the plan alone, never from what happened, so that every block of replications
    has the same ones in the same order.
    """

    kpi: str
    flow: str = ""
    station: str = ""
    service: str = ""
    clock: str = ""
    stat: str = ""
    corridor: str = ""
    direction: str = ""
    partner: str = ""
    mode: str = ""
    stage: str = ""
    place: str = ""
    formality: str = ""
    owner: str = ""

    @property
    def unit(self) -> str:
        """The statistic's unit, or else the KPI's."""
        return STATS[self.stat].unit or KPIS[self.kpi].unit


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of every replication of a block.

    values       float64 [R] in the key's unit; NaN: undefined there; inf: unfinished reach into it
    count        int64 [R], how many shipments, departures or visits stand behind it
    unfinished   int64 [R], how many of them had not ended when the clock stopped
    above        float64 [R], where the value is inf: a bound it certainly exceeds; else NaN
    """

    key: Key
    values: Floats
    count: Seconds
    unfinished: Seconds
    above: Floats


def with_stat(key: Key, stat: str) -> Key:
    """The same key with another statistic; many times faster than `replace`."""
    return Key(
        key.kpi,
        key.flow,
        key.station,
        key.service,
        key.clock,
        stat,
        key.corridor,
        key.direction,
        key.partner,
        key.mode,
        key.stage,
        key.place,
        key.formality,
        key.owner,
    )


def measure(
    key: Key,
    values: Floats,
    count: Seconds,
    unfinished: Seconds | None = None,
    above: Floats | None = None,
) -> Measure:
    """A measure of which nothing is unfinished unless said so."""
    return Measure(
        key,
        values,
        count,
        np.zeros_like(count) if unfinished is None else unfinished,
        np.full(values.shape, np.nan) if above is None else above,
    )


def ratio(above: Seconds, below: Seconds) -> Floats:
    """above / below, NaN where nothing stands below."""
    known = below != 0
    return np.where(known, above / np.where(known, below, 1), np.nan)


def joined(parts: Sequence[Measure]) -> Measure:
    """The same measure over consecutive blocks of replications."""
    if len({part.key for part in parts}) != 1:
        raise ValueError("only blocks of one measure can be joined")
    return Measure(
        parts[0].key,
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.count for part in parts]),
        np.concatenate([part.unfinished for part in parts]),
        np.concatenate([part.above for part in parts]),
    )
