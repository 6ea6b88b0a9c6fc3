"""Comparison: what differs between an arm and the base, and whether that can be told.

A difference is taken replication by replication on shared luck; its interval resamples
replications, never shipments, which share trains. One figure per flow is primary, named before the
run: its verdict is read off intervals that hold for all arms and flows together (Bonferroni). Every
other figure is exploratory: its interval holds for itself alone and carries no verdict.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import DAY, HOUR
from corridor_sim.plan import Plan
from corridor_sim.results.busy import open_seconds
from corridor_sim.results.measures import Floats, Key, Measure
from corridor_sim.results.rows import ComparisonRow
from corridor_sim.shifts import shifts_of
from corridor_sim.statistics.intervals import Interval, widened_interval
from corridor_sim.statistics.multiplicity import simultaneous_level
from corridor_sim.statistics.paired import paired
from corridor_sim.statistics.percentiles import rank, too_few_departures
from corridor_sim.statistics.verdicts import smallest_difference as by_default
from corridor_sim.statistics.verdicts import verdict

#: KPIs whose percentiles are those of journeys that share departures.
_JOURNEYS = frozenset({"transit_time_d", "trip_time_d", "wait_departure_h"})
_PERCENTILES = frozenset({"p10", "p50", "p90", "p95", "p95_over_p50"})
#: Percentiles that are also taken of all replications' journeys as one pool, per mille.
_POOLED = {"p50": 500, "p90": 900, "p95": 950}
_SECONDS = {"h": float(HOUR), "d": float(DAY)}


@dataclass(frozen=True, slots=True)
class Judged:
    """A flow and the figure by which its arms are judged.

    door       the mean of its door to door time
    smallest   s, the smallest difference that matters; None: by the default rule
    """

    flow: str
    key: Key
    door: Key
    smallest: float | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What one arm left: its measures and gains by key."""

    name: str
    measures: Mapping[Key, Measure]
    gains: Mapping[Key, Measure]
    lasted: Mapping[str, NDArray[np.int32]]

    def pooled(self, key: Key) -> float:
        """A percentile of all replications' journeys together, d; NaN for any other figure."""
        journeys = self.lasted.get(key.flow)
        if key.kpi != "transit_time_d" or key.stat not in _POOLED or journeys is None:
            return math.nan
        if not len(journeys):
            return math.nan
        at = rank(len(journeys), _POOLED[key.stat])
        return float(np.partition(journeys, at)[at]) / DAY


def figures_of(
    name: str,
    measures: Sequence[Measure],
    gains: Sequence[Measure],
    lasted: Mapping[str, NDArray[np.int32]],
) -> Figures:
    """The figures of an arm.

    lasted   per flow the door to door times of all replications, int32 s
    """
    return Figures(name, {m.key: m for m in measures}, {m.key: m for m in gains}, lasted)


def smallest_difference(one: Judged, door_to_door_s: float) -> float:
    """The smallest difference that matters, in the unit of the flow's figure.

    door_to_door_s   mean of the flow's door to door time in the base; NaN: unknown
    """
    least = by_default(door_to_door_s) if one.smallest is None else one.smallest
    return least / _SECONDS[one.key.unit]


def comparison_rows(
    base: Figures,
    arms: Sequence[Figures],
    judged: Sequence[Judged],
    level: float,
    look_level: float,
) -> tuple[ComparisonRow, ...]:
    """Every figure of every arm beside the base's: primary ones first, then gains, then the rest.

    level        confidence of an exploratory interval
    look_level   confidence of all primary intervals together, at the look at which it was stopped
    """
    together = simultaneous_level(look_level, max(len(arms) * len(judged), 1))
    rows = [
        _primary(base, arm, one, together)
        for arm in arms
        for one in judged
        if one.key in base.measures
    ]
    main = {one.key for one in judged}
    for arm in arms:
        rows += [_gain(arm, one, level) for one in arm.gains.values()]
    for arm in arms:
        rows += [
            _beside(base, arm, key, level)
            for key in base.measures
            if key in arm.measures and key not in main
        ]
    return tuple(rows)


def _primary(base: Figures, arm: Figures, one: Judged, level: float) -> ComparisonRow:
    row = _row(base, arm, one.key, "primary", level)
    least = smallest_difference(one, door_to_door_s(base.measures[one.door].values))
    said = ""
    if row.reason == "identical":
        said = "same"
    elif not row.reason:
        said = verdict(Interval(row.difference, row.low, row.high, level), least, "smaller")
    return replace(row, smallest=least, verdict=said)


def _beside(base: Figures, arm: Figures, key: Key, level: float) -> ComparisonRow:
    return _row(base, arm, key, "exploratory", level)


def _row(base: Figures, arm: Figures, key: Key, role: str, level: float) -> ComparisonRow:
    """A figure of the arm beside the base's, without a verdict."""
    before, after = base.measures[key].values, arm.measures[key].values
    pair = paired(before, after, level)
    reason = _few(base, arm, key)
    if not reason and np.array_equal(before, after, equal_nan=True):
        reason = "identical"
    elif not reason and not np.isfinite(pair.difference.mean):
        reason = "endless" if np.isinf(before).any() or np.isinf(after).any() else "undefined"
    elif not reason and not np.isfinite(pair.difference.low):
        reason = "few_replications"
    known = ~np.isnan(before) & ~np.isnan(after)
    return ComparisonRow(
        arm=arm.name,
        role=role,
        base=_mean(before[known]),
        value=_mean(after[known]),
        difference=pair.difference.mean,
        low=pair.difference.low,
        high=pair.difference.high,
        level=level,
        unit=key.unit,
        n=int(np.count_nonzero(known)),
        smallest=math.nan,
        verdict="",
        reason=reason,
        correlation=pair.correlation,
        variance_ratio=pair.variance_ratio,
        base_pooled=base.pooled(key),
        value_pooled=arm.pooled(key),
        **asdict(key),
    )


def _gain(arm: Figures, one: Measure, level: float) -> ComparisonRow:
    """What the same shipments gain: a figure of the pair itself."""
    known = one.values[~np.isnan(one.values)]
    found = widened_interval(known, level)
    return ComparisonRow(
        arm=arm.name,
        role="gain",
        base=math.nan,
        value=found.mean,
        difference=found.mean,
        low=found.low,
        high=found.high,
        level=level,
        unit=one.key.unit,
        n=len(known),
        smallest=math.nan,
        verdict="",
        reason="" if len(known) else "undefined",
        correlation=math.nan,
        variance_ratio=math.nan,
        base_pooled=math.nan,
        value_pooled=math.nan,
        **asdict(one.key),
    )


def _mean(values: Floats) -> float:
    return math.fsum(values) / len(values) if len(values) else math.nan


def _few(base: Figures, arm: Figures, key: Key) -> str:
    """Why a percentile says little: its journeys share few departures."""
    if key.stat not in _PERCENTILES or not key.flow or key.kpi not in _JOURNEYS:
        return ""
    used = Key("departures_used", flow=key.flow, stat="total", corridor=key.corridor)
    used = replace(used, direction=key.direction, partner=key.partner)
    for one in (base, arm):
        if used in one.measures and too_few_departures(one.measures[used].values):
            return "few_departures"
    return ""


def door_to_door_s(days: Floats) -> float:
    """Mean over replications of a door to door time, s; NaN where nobody was delivered.

    days   float64 [n]
    """
    return _mean(days[np.isfinite(days)]) * DAY


def staffed_hours(plan: Plan) -> dict[str, float]:
    """Per station the server-hours that are open in the demand period: what a policy costs."""
    return {
        station.name: sum(
            servers * int(open_seconds(calendar, np.array([plan.end]), plan.end)[0])
            for servers, calendar in shifts_of(plan, station)
        )
        / HOUR
        for station in plan.stations
    }
