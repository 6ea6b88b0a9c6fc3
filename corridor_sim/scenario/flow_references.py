"""Flows: their demand, choices and way fit together."""

from __future__ import annotations

import math

from corridor_sim.scenario.flows import Booked, BoxSize, Deterministic, Fed, Flow, Poisson
from corridor_sim.scenario.naming import Naming
from corridor_sim.scenario.nodes import Step
from corridor_sim.scenario.route_references import check_ends, check_routes, check_via
from corridor_sim.scenario.stage_references import check_stages

#: Box sizes that need no description of their own.
STANDARD_SIZES = ("20ft", "40ft", "40hc", "45ft", "pmc")

_TOLERANCE = 1e-9
#: What only a flow through the network has.
_NETWORK_KEYS = (
    "first_mile",
    "pick_up",
    "clearance",
    "routes",
    "readiness",
    "consolidation",
    "store",
    "handling",
)


def check_flow(naming: Naming, name: str, flow: Flow) -> None:
    """Notes what does not fit in one flow."""
    here: tuple[Step, ...] = ("flows", name)
    _demand(naming, flow, (*here, "demand"))
    for choice, options in flow.choices.items():
        _sum(naming, list(options.values()), (*here, "choices", choice))
    _clearance(naming, name, flow)
    _keys(naming, flow, here)
    naming.node(flow.hub, *here, "hub")
    _customs_mode(naming, flow, here)
    if flow.routes and not flow.stages:
        check_routes(naming, name, flow)
    elif flow.stages and not (flow.via or flow.route):
        naming.node(flow.origin, *here, "from")
        naming.node(flow.destination, *here, "to")
        check_stages(naming, name, flow)
    elif flow.stages:
        naming.report("journey_twice", *here, "stages")
    else:
        _way(naming, flow, here)


def _customs_mode(naming: Naming, flow: Flow, here: tuple[Step, ...]) -> None:
    """A supervision mode is known, and in force when the first shipment may arise."""
    if not flow.customs_mode or naming.tables is None:
        return
    name, known = flow.customs_mode, naming.tables.customs_modes
    mode = known.get(name)
    if mode is None:
        listed = ", ".join(known) or "-"
        naming.report("customs_mode_unknown", *here, "customs_mode", name=name, known=listed)
        return
    between = getattr(flow.demand, "between", None)
    first = between[0] if between else naming.scenario.time.start
    if mode.begins is not None and first < mode.begins:
        days = {"from_day": mode.begins.isoformat(), "first": first.isoformat()}
        naming.report("customs_mode_early", *here, "customs_mode", name=name, **days)


def _clearance(naming: Naming, name: str, flow: Flow) -> None:
    for number, key in enumerate(flow.clearance or ()):
        path: tuple[Step, ...] = ("flows", name, "clearance", number)
        known = naming.check("clearance", key, *path)
        one = naming.scenario.clearance.get(key)
        if known and one is not None and one.flows is not None and name not in one.flows:
            flows = ", ".join(one.flows) or "-"
            naming.report("clearance_of_others", *path, name=key, flow=name, flows=flows)


def _keys(naming: Naming, flow: Flow, here: tuple[Step, ...]) -> None:
    """Keys that only the other kind of flow has: they would be read and do nothing."""
    if flow.stages:
        for key in _NETWORK_KEYS:
            if getattr(flow, key) not in (None, {}):
                naming.report_key("key_needs_network", *here, key, key=key)
    elif flow.origin and flow.destination:
        for key, given in (("delivery", flow.delivery), ("choices", flow.choices)):
            if given:
                naming.report_key("key_needs_stages", *here, key, key=key)


def _way(naming: Naming, flow: Flow, here: tuple[Step, ...]) -> None:
    if not flow.origin or not flow.destination:
        naming.report("journey_missing", *here)
        return
    if naming.tables is None:
        naming.report("network_missing", *here, "from")
    naming.node(flow.origin, *here, "from")
    naming.node(flow.destination, *here, "to")
    if flow.via and flow.route:
        naming.report("via_and_route", *here, "route")
    check_via(naming, flow.via, here)
    check_ends(naming, flow, here)


def _demand(naming: Naming, flow: Flow, here: tuple[Step, ...]) -> None:
    demand = flow.demand
    if isinstance(demand, Fed):
        return
    if demand.sizes:
        values = list(demand.sizes.values())
        _sum(naming, [v.share if isinstance(v, BoxSize) else v for v in values], (*here, "sizes"))
        for size, value in demand.sizes.items():
            if not isinstance(value, BoxSize):
                _standard(naming, size, (*here, "sizes", size))
    if isinstance(demand, Deterministic) and demand.every == 0:
        naming.report("interval_zero", *here, "every")
    if isinstance(demand, (Poisson, Booked)):
        _counted(naming, demand, here)
    if isinstance(demand, Booked):
        naming.check("service", demand.service, *here, "service")


def _standard(naming: Naming, size: str, path: tuple[Step, ...]) -> None:
    if size not in STANDARD_SIZES:
        naming.report_key("size_unknown", *path, size=size, known=", ".join(STANDARD_SIZES))


def _counted(naming: Naming, demand: Poisson | Booked, here: tuple[Step, ...]) -> None:
    if (demand.total is None) == (demand.rate is None):
        naming.report("total_or_rate", *here)
    if demand.between and demand.between[1] < demand.between[0]:
        start, end = (day.isoformat() for day in demand.between)
        naming.report("end_before_start", *here, "between", 1, start=start, end=end)
    if demand.season and (min(demand.season) < 0 or sum(demand.season) <= 0):
        naming.report("season_wrong", *here, "season")


def _sum(naming: Naming, shares: list[float], path: tuple[Step, ...]) -> None:
    total = math.fsum(shares)
    if abs(total - 1.0) > _TOLERANCE:
        naming.report("shares_not_one", *path, total=f"{total:.6g}")
