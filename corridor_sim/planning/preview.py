"""Preview: what a plan asks of its stations and services, before any run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor_sim.chance.laws import quantile
from corridor_sim.clock import NEVER
from corridor_sim.plan import UNITS, Flow, Kind, Plan, Service, Stage
from corridor_sim.planning.findings import Findings
from corridor_sim.shifts import shifts_of

#: From here on a load is called too much.
_FULL = 1.0
#: The smallest uniform there is, nearly: what a law gives at the least.
_LUCKIEST = 1e-9


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked of a resource, as a share of what it can do until the demand ends."""

    name: str
    asked: float
    able: float

    @property
    def share(self) -> float:
        """Asked over able; 0 where nothing is asked."""
        return self.asked / self.able if self.able else (float("inf") if self.asked else 0.0)


@dataclass(frozen=True, slots=True)
class Preview:
    """Expected shipments per replication, and the loads of stations and services."""

    shipments: float
    stations: tuple[Load, ...]
    services: tuple[Load, ...]


def preview(plan: Plan) -> Preview:
    """Loads by expected values: no luck is drawn and no queue is run.

    Boxes that a consolidation will close are not known beforehand and are left out.
    """
    expected = [expected_shipments(flow) for flow in plan.flows]
    return Preview(
        sum(expected),
        tuple(_station(plan, number, expected) for number in range(len(plan.stations))),
        tuple(_service(plan, number, expected) for number in range(len(plan.services))),
    )


def warn(plan: Plan, found: Findings) -> None:
    """Findings on what cannot work or will not keep up."""
    for flow in plan.flows:
        if _outside(flow, plan.end):
            found.warning("demand_outside", "flows", flow.name, "demand", flow=flow.name)
    seen = preview(plan)
    for kind, loads in (("station", seen.stations), ("service", seen.services)):
        for load in loads:
            if load.share >= _FULL:
                share = f"{100.0 * load.share:.0f}" if load.able else "∞"
                values = {kind: load.name, "load": share}
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
        edges = (0.0, *flow.choices[choice].cumulative)
        share *= edges[option + 1] - edges[option]
    return share


def _station(plan: Plan, number: int, expected: list[float]) -> Load:
    station = plan.stations[number]
    asked = sum(
        count * pass_share(flow, stage) * (stage.work.mean if stage.work else 0.0)
        for flow, count in zip(plan.flows, expected, strict=True)
        for stage in flow.stages
        if stage.kind is Kind.STATION and stage.resource == number
    )
    able = 0.0
    for servers, calendar in shifts_of(plan, station):
        open_seconds = np.minimum(calendar.closes, plan.end) - np.minimum(calendar.opens, plan.end)
        able += float(open_seconds.sum()) * servers
    return Load(station.name, asked, able)


def _service(plan: Plan, number: int, expected: list[float]) -> Load:
    service = plan.services[number]
    unit = service.first_unit
    asked = sum(
        count * pass_share(flow, stage) * _mean_size(flow, unit)
        for flow, count in zip(plan.flows, expected, strict=True)
        for stage in flow.stages
        if stage.kind is Kind.DEPARTURES and stage.resource == number
    )
    runs = 1.0 - service.cancelled
    able = float((np.minimum(service.capacity[:, unit], 1 << 40) * runs).sum())
    return Load(service.name, asked, able)


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
