"""Consolidations: what they feed, and that nothing feeds itself."""

from __future__ import annotations

from corridor_sim.scenario.flow_references import STANDARD_SIZES
from corridor_sim.scenario.flows import Fed
from corridor_sim.scenario.naming import Naming
from corridor_sim.scenario.nodes import Step
from corridor_sim.scenario.service_references import check_capacity
from corridor_sim.scenario.stage_references import check_handling, first_cycle


def check_feeding(naming: Naming) -> None:
    """Each consolidation feeds a fed flow, each fed flow has one consolidation, in no circle."""
    scenario = naming.scenario
    feeders: dict[str, list[str]] = {}
    for name, one in scenario.consolidations.items():
        here: tuple[Step, ...] = ("consolidations", name)
        naming.node(one.node, *here, "node")
        if one.receive is not None:
            check_handling(naming, one.receive, (*here, "receive"))
        check_capacity(naming, one.capacity, (*here, "capacity"))
        if one.box not in STANDARD_SIZES:
            known = ", ".join(STANDARD_SIZES)
            naming.report("not_one_of", *here, "box", value=one.box, known=known)
        if naming.check("flow", one.feeds, *here, "feeds"):
            feeders.setdefault(one.feeds, []).append(name)
            fed = scenario.flows.get(one.feeds)
            if fed is not None and not isinstance(fed.demand, Fed):
                naming.report("feeds_not_fed", *here, "feeds", flow=one.feeds)
    for name, flow in scenario.flows.items():
        if isinstance(flow.demand, Fed) and len(feeders.get(name, ())) != 1:
            names = ", ".join(feeders.get(name, ()))
            code = "fed_by_several" if names else "fed_by_nothing"
            naming.report(code, "flows", name, "demand", flow=name, names=names)
    _circle(naming)


def _circle(naming: Naming) -> None:
    scenario = naming.scenario
    follows: dict[str, list[str]] = {name: [] for name in scenario.flows}
    for name, flow in scenario.flows.items():
        gathered = [flow.consolidation, *(stage.consolidation for stage in flow.stages)]
        for gathering in gathered:
            one = scenario.consolidations.get(gathering or "")
            if one is not None and one.feeds in follows:
                follows[name].append(one.feeds)
    cycle = first_cycle(follows)
    if cycle:
        naming.report("feeding_circle", "flows", cycle[0], chain=" -> ".join(cycle))
