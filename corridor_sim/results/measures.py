"""Measures: one number per replication, with what it counts and whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

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
    nothing, nowhere = _defaults(len(values))
    return Measure(
        key,
        values,
        count,
        nothing if unfinished is None else unfinished,
        nowhere if above is None else above,
    )


@cache
def _defaults(rows: int) -> tuple[Seconds, Floats]:
    """Nothing unfinished, no bound: shared by all measures of so many replications."""
    nothing, nowhere = np.zeros(rows, dtype=np.int64), np.full(rows, np.nan)
    nothing.flags.writeable = nowhere.flags.writeable = False
    return nothing, nowhere


def ratio(above: Seconds, below: Seconds) -> Floats:
    """above / below, NaN where nothing stands below."""
    known = below != 0
    return np.where(known, above / np.where(known, below, 1), np.nan)


def joined(blocks: Sequence[Sequence[Measure]]) -> tuple[Measure, ...]:
    """The same measures over consecutive blocks of replications."""
    keys = [[one.key for one in block] for block in blocks]
    if any(other != keys[0] for other in keys[1:]):
        raise ValueError("only blocks of the same measures can be joined")
    if not keys[0]:
        return ()
    # One array per column: thousands of small ones would be joined one by one.
    values, above = (
        np.concatenate(
            [np.array([getattr(one, name) for one in block]) for block in blocks], axis=1
        )
        for name in ("values", "above")
    )
    count, unfinished = (
        np.concatenate(
            [np.array([getattr(one, name) for one in block]) for block in blocks], axis=1
        )
        for name in ("count", "unfinished")
    )
    columns = zip(keys[0], values, count, unfinished, above, strict=True)
    return tuple(Measure(*column) for column in columns)
