"""Ways through the network: their services, ends and shares fit together."""

from __future__ import annotations

import math
from collections.abc import Sequence

from corridor_sim.scenario.flows import Flow, Route
from corridor_sim.scenario.naming import Naming
from corridor_sim.scenario.nodes import Step

_TOLERANCE = 1e-9
_ENDS = 2  # a way has two ends


def check_routes(naming: Naming, name: str, flow: Flow) -> None:
    """Notes what does not fit in a flow of several ways."""
    here: tuple[Step, ...] = ("flows", name)
    if not flow.origin or not flow.destination:
        naming.report("journey_missing", *here)
        return
    if naming.tables is None:
        naming.report("network_missing", *here, "from")
    naming.node(flow.origin, *here, "from")
    naming.node(flow.destination, *here, "to")
    for key, given in (("via", flow.via), ("route", flow.route)):
        if given:
            naming.report_key("routes_and_way", *here, key, key=key)
    for key, one in flow.routes.items():
        _route(naming, one, (*here, "routes", key))
    if flow.split == "shares":
        _shares(naming, flow, here)
    check_ends(naming, flow, here)


def _route(naming: Naming, route: Route, path: tuple[Step, ...]) -> None:
    if route.origin:
        naming.node(route.origin, *path, "from")
    check_via(naming, route.via, path)
    for number, formality in enumerate(route.clearance or ()):
        naming.check("clearance", formality, *path, "clearance", number)


def _shares(naming: Naming, flow: Flow, here: tuple[Step, ...]) -> None:
    for key, one in flow.routes.items():
        if one.share is None:
            naming.report("route_share_missing", *here, "routes", key, name=key)
    shares = [one.share for one in flow.routes.values() if one.share is not None]
    total = math.fsum(shares)
    if len(shares) == len(flow.routes) and abs(total - 1.0) > _TOLERANCE:
        naming.report("shares_not_one", *here, "routes", total=f"{total:.6g}")


def check_via(naming: Naming, via: Sequence[str], here: tuple[Step, ...]) -> None:
    """Services to take exist and have a path."""
    for number, service in enumerate(via):
        known = naming.check("service", service, *here, "via", number)
        one = naming.scenario.services.get(service)
        if known and one is not None and len(one.path) < _ENDS:
            naming.report("via_without_path", *here, "via", number, service=service)


def check_ends(naming: Naming, flow: Flow, here: tuple[Step, ...]) -> None:
    """What happens where the way ends: storage, gathering, picking up."""
    naming.check("consolidation", flow.consolidation, *here, "consolidation")
    if flow.consolidation is not None and flow.pick_up is not None:
        naming.report_key("consolidation_and_pick_up", *here, "pick_up")
    if flow.store is not None:
        naming.check("place", flow.store.place, *here, "store", "place")
