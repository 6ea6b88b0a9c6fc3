"""Summary: measures and tallies over all replications become the rows of the tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter

import numpy as np

from corridor_sim.clock import HOUR
from corridor_sim.plan import Plan, Service
from corridor_sim.results.departures import Tally
from corridor_sim.results.intervals import NAN, over_replications
from corridor_sim.results.measures import Key, Measure
from corridor_sim.results.rows import DepartureRow, KpiRow, StationRow

_KEY = tuple(field.name for field in fields(Key))
_key = attrgetter(*_KEY)  # `asdict` takes as long as all the rest of a row


def kpi_row(arm: str, one: Measure) -> KpiRow:
    """A measure over all its replications, with intervals."""
    spread = over_replications(one.values)
    count = int(one.count.sum())
    # Where a replication is open-ended, its bound stands in for it: the mean exceeds the result.
    bound = NAN
    if math.isinf(spread.mean):
        bound = over_replications(np.where(np.isinf(one.values), one.above, one.values)).mean
    return KpiRow(
        arm=arm,
        value=spread.mean,
        low=spread.low,
        high=spread.high,
        unit=one.key.unit,
        n=spread.n,
        error=spread.error,
        p2_5=spread.p2_5,
        p97_5=spread.p97_5,
        count=count,
        unfinished=int(one.unfinished.sum()) / count if count else 0.0,
        above=bound,
        **dict(zip(_KEY, _key(one.key), strict=True)),
    )


def station_rows(plan: Plan, kpis: Sequence[KpiRow]) -> tuple[StationRow, ...]:
    """One row per station and per pool of places, out of the KPI rows of nobody's flow."""
    found = {(row.station, row.kpi, row.stat): row for row in kpis if row.station and not row.flow}
    stations = [(one.name, "station", one.node, one.servers) for one in plan.stations]
    pools = [(one.name, "places", one.node, one.places) for one in plan.places]
    rows = []
    for name, kind, node, servers in (*stations, *pools):
        busy = found[name, "utilisation", "ratio"]
        rows.append(
            StationRow(
                arm=busy.arm,
                station=name,
                kind=kind,
                node=node,
                servers=servers,
                utilisation=busy.value,
                utilisation_low=busy.low,
                utilisation_high=busy.high,
                utilisation_busiest=found[name, "utilisation", "busiest"].value,
                served=found[name, "served", "total"].value,
                wait_mean_h=found[name, "wait_h", "mean"].value,
                wait_p95_h=found[name, "wait_h", "p95"].value,
                queue_mean=found[name, "queue", "mean"].value,
                queue_max=found[name, "queue", "max"].value,
                n=found[name, "queue", "mean"].n,
            )
        )
    return tuple(rows)


def departure_rows(plan: Plan, arm: str, totals: Sequence[Tally]) -> tuple[DepartureRow, ...]:
    """One row per departure of every timetable: how often it ran, how full, how late."""
    return tuple(
        _departure(plan, arm, service, tally, number)
        for service, tally in zip(plan.services, totals, strict=True)
        for number in range(len(service.scheduled))
    )


def _departure(plan: Plan, arm: str, service: Service, tally: Tally, number: int) -> DepartureRow:
    scheduled, ran = int(service.scheduled[number]), int(tally.ran[number])
    boxes, milli_teu, kilograms = (int(tally.aboard[number, unit]) for unit in range(3))
    return DepartureRow(
        arm=arm,
        service=service.name,
        mode=service.mode,
        number=number + 1,
        scheduled=plan.clock.moment(scheduled).isoformat(sep=" "),
        scheduled_s=scheduled,
        ran=ran / tally.replications,
        cancelled=int(tally.cancelled[number]) / tally.replications,
        boxes=_over(boxes, ran),
        teu=_over(milli_teu, 1000 * ran),
        weight_t=_over(kilograms, 1000 * ran),
        load_factor=_over(int(tally.aboard[number, service.first_unit]), int(tally.room[number])),
        late_h=_over(int(tally.late[number]), HOUR * ran),
        missed=int(tally.missed[number]) / tally.replications,
        n=tally.replications,
    )


def _over(above: int, below: int) -> float:
    return above / below if below else NAN
