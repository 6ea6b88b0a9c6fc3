"""Which resources wait for one another: strongly connected groups, upstream groups first.

Import and export meet the same crane in opposite order, so resources form loops. The order is
computed once, when the plan is compiled. (Tarjan's components by NetworkX.)
"""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx

from corridor_sim.plan import ARRIVAL, Component, Flow, Kind

#: A resource ("station", 3), or a delay ("stage 2 of flow 0", ...) that only hands on.
Item = tuple[str, int]
_NAMES = {
    Kind.STATION: "station",
    Kind.DEPARTURES: "service",
    Kind.CONSOLIDATION: "consolidation",
    Kind.HOLD: "place",
}


def components(flows: Sequence[Flow]) -> tuple[Component, ...]:
    """Groups of resources in an order in which every group comes after those it waits for."""
    graph = _graph(flows)
    condensed = nx.condensation(graph)
    found = []
    for group in nx.topological_sort(condensed):
        members = sorted(condensed.nodes[group]["members"])
        resources = tuple(item for item in members if item[0] in _NAMES.values())
        loop = len(members) > 1 or any(graph.has_edge(item, item) for item in members)
        if resources:
            found.append(Component(resources, loop))
    return tuple(found)


def _graph(flows: Sequence[Flow]) -> nx.DiGraph[Item]:
    graph: nx.DiGraph[Item] = nx.DiGraph()
    for number, flow in enumerate(flows):
        for position, stage in enumerate(flow.stages):
            here = _item(flows, number, position)
            graph.add_node(here)
            for anchor in stage.after:
                if anchor.stage != ARRIVAL:
                    graph.add_edge(_item(flows, number, anchor.stage), here)
                elif flow.fed_by >= 0:
                    graph.add_edge(("consolidation", flow.fed_by), here)
            if stage.kind is Kind.HOLD:
                graph.add_edge(_item(flows, number, stage.until), here)
    return graph


def _item(flows: Sequence[Flow], flow: int, position: int) -> Item:
    stage = flows[flow].stages[position]
    if stage.kind is Kind.DELAY:
        return (f"stage of {flow}", position)
    return (_NAMES[stage.kind], stage.resource)
