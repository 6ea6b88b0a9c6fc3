"""Preview: what a plan asks of its stations and services, before any run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from corridor_sim.chance.laws import quantile
from corridor_sim.clock import NEVER
from corridor_sim.kpis import STRETCH
from corridor_sim.plan import UNITS, Choice, Flow, Kind, Plan, Service, Stage
from corridor_sim.planning.findings import Findings
from corridor_sim.planning.loads import (
    Floats,
    Load,
    asked_by,
    day_edges,
    service_load,
    station_load,
)
from corridor_sim.shifts import shifts_of

#: From here on a load is called too much.
_FULL = 1.0
#: The smallest uniform there is, nearly: what a law gives at the least.
_LUCKIEST = 1e-9


@dataclass(frozen=True, slots=True)
class Preview:
    """Expected shipments per replication, and the loads of stations and services."""

    shipments: float
    stations: tuple[Load, ...]
    services: tuple[Load, ...]


def preview(plan: Plan, *, given_only: bool = False) -> Preview:
    """Loads by expected values: no luck is drawn and no queue is run.

    Boxes that a consolidation will close are not known beforehand and are left out.

    given_only   also leave out who chooses by simulated times: a queue makes them choose otherwise
    """
    by_day = [asked_by(flow.demand, day_edges(plan.end)) for flow in plan.flows]
    users = _Users(plan, given_only)
    return Preview(
        sum(expected_shipments(flow) for flow in plan.flows),
        tuple(_station(users, number, by_day) for number in range(len(plan.stations))),
        tuple(_service(users, number) for number in range(len(plan.services))),
    )


def warn(plan: Plan, found: Findings) -> None:
    """Findings on what cannot work or will not keep up.

    A load is too much where the busiest stretch asks for more than can be done in it: a queue that
    grows for four weeks. A shorter peak recovers within them.
    """
    for flow in plan.flows:
        if _outside(flow, plan.end):
            found.warning("demand_outside", "flows", flow.name, "demand", flow=flow.name)
    seen = preview(plan, given_only=True)
    for kind, loads in (("station", seen.stations), ("service", seen.services)):
        for load in loads:
            if load.busiest >= _FULL:
                share = f"{100.0 * load.busiest:.0f}" if isfinite(load.busiest) else "∞"
                since = plan.clock.moment(load.since).date().isoformat()
                values: dict[str, str | int] = {kind: load.name, "load": share}
                values |= {"since": since, "days": STRETCH}
                found.warning(f"{kind}_overloaded", f"{kind}s", load.name, **values)
    for flow in plan.flows:
        for stage in flow.stages:
            if stage.kind is Kind.DEPARTURES and not stage.when:
                _fits(plan.services[stage.resource], flow, found)


def expected_shipments(flow: Flow) -> float:
    """How many shipments of a flow are expected in one replication; 0 for a fed flow."""
    demand = flow.demand
    if demand.process in ("poisson", "booked"):
        return float(demand.expected[-1])
    return float(len(demand.arrive))


def _outside(flow: Flow, end: int) -> bool:
    """Whether a demand that is not zero lies wholly outside the simulated time."""
    demand = flow.demand
    if demand.process in ("poisson", "booked"):
        past = int(demand.times[-1]) <= 0 or int(demand.times[0]) >= end
        return past and float(demand.expected[-1]) > 0.0
    late = (demand.arrive < 0) | (demand.arrive >= end)
    return bool(len(demand.arrive)) and bool(late.all())


def pass_share(flow: Flow, stage: Stage) -> float:
    """The share of shipments that do not skip a stage."""
    share = 1.0
    for choice, option in stage.when:
        edges = (0.0, *_edges(flow, flow.choices[choice]))
        share *= edges[option + 1] - edges[option]
    return share


def _edges(flow: Flow, choice: Choice) -> tuple[float, ...]:
    """Upper ends of the options' shares; of a choice of the calendar, by when shipments come."""
    if not choice.since:
        return choice.cumulative
    demand = flow.demand
    if demand.process in ("poisson", "booked"):
        total = max(float(demand.expected[-1]), 1e-12)
        before = np.interp(choice.since, demand.times, demand.expected) / total
    else:
        before = np.searchsorted(np.sort(demand.arrive), choice.since) / max(len(demand.arrive), 1)
    return (*(float(one) for one in before), 1.0)


def _station(users: _Users, number: int, by_day: Sequence[Floats]) -> Load:
    plan = users.plan
    station = plan.stations[number]
    asked = np.zeros(len(day_edges(plan.end)))
    for k, stage in users.of(Kind.STATION, number):
        work = stage.work.mean if stage.work else 0.0
        asked += by_day[k] * pass_share(plan.flows[k], stage) * work
    return station_load(station.name, asked, shifts_of(plan, station), plan.end)


def _service(users: _Users, number: int) -> Load:
    plan = users.plan
    service, end = plan.services[number], plan.end
    unit, cut_off = service.first_unit, service.cut_off
    times = np.concatenate([[0], np.clip(cut_off, 0, end), [end]])
    asked = np.zeros(len(times))
    for k, stage in users.of(Kind.DEPARTURES, number):
        flow = plan.flows[k]
        size = _mean_size(flow, unit)
        asked += asked_by(flow.demand, times) * pass_share(flow, stage) * size
    room = np.minimum(service.capacity[:, unit], 1 << 40) * (1.0 - service.cancelled)
    return service_load(service.name, asked, cut_off, room, end)


@dataclass(frozen=True, slots=True)
class _Users:
    """Who uses what; `given_only` leaves out those whose way is settled by simulation."""

    plan: Plan
    given_only: bool

    def of(self, kind: Kind, number: int) -> Iterator[tuple[int, Stage]]:
        """The stages that a station or a service serves, with the positions of their flows."""
        for k, flow in enumerate(self.plan.flows):
            split = flow.split
            chooses = split.choice if split and split.iterate and self.given_only else None
            for stage in flow.stages:
                if stage.kind is not kind or stage.resource != number:
                    continue
                if chooses is None or all(choice != chooses for choice, _ in stage.when):
                    yield k, stage


def _mean_size(flow: Flow, unit: int) -> float:
    sizes = flow.demand.sizes
    whole = [(one.box, one.milli_teu, one.weight.mean, one.litre)[unit] for one in sizes]
    return sum(one.share * size for one, size in zip(sizes, whole, strict=True))


def _fits(service: Service, flow: Flow, found: Findings) -> None:
    """Every size class must fit an empty departure, in each unit that is known beforehand."""
    if not len(service.capacity):
        return
    limits = service.capacity.max(axis=0)
    for one in flow.demand.sizes:
        lightest = int(quantile(one.weight, np.full(1, _LUCKIEST))[0])
        known = {0: one.box, 1: one.milli_teu, 2: lightest, 3: one.litre}
        for unit, size in known.items():
            if limits[unit] < NEVER and size > limits[unit]:
                found.error(
                    "capacity_too_small",
                    "services",
                    service.name,
                    "capacity",
                    service=service.name,
                    flow=flow.name,
                    unit=UNITS[unit],
                    size=size,
                    limit=int(limits[unit]),
                )
                return
