"""Circles: resources that wait for one another, and the stages that lie between them.

Import and export meet the same crane in opposite order, so what one resource decides reaches
another and comes back. A circle's resources cannot be decided one after another for the whole of
the time. They are swept together in the order of time, replication by replication; what a sweep
has to walk is laid out beforehand, for many replications at once (`visits`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor_sim.engine.array.line import At
from corridor_sim.engine.array.state import last_call
from corridor_sim.plan import ARRIVAL, END, Component, Flow, Kind, Plan

KINDS = {
    "station": Kind.STATION,
    "service": Kind.DEPARTURES,
    "consolidation": Kind.CONSOLIDATION,
    "place": Kind.HOLD,
}


@dataclass(frozen=True, slots=True)
class Stop:
    """A stage of the circle, or a delay on the way from one to another.

    resource    position in the circle's resources; -1: a delay
    inner       anchors that lie in the circle, as (turn in the flow's stops, call); turn -1 is the
                arrival of a box that the circle itself closes
    outer       positions of the stage's anchors that lie outside
    after       (turn, call) of the stops that wait for this one
    holds       (turn, resource) of the holds whose place returns when this ends
    last_call   departures: the call at which shipments get off
    """

    at: At
    resource: int
    inner: tuple[tuple[int, int], ...]
    outer: tuple[int, ...]
    after: tuple[tuple[int, int], ...]
    holds: tuple[tuple[int, int], ...]
    last_call: int


@dataclass(frozen=True, slots=True)
class Path:
    """The stops of one flow, in the order of its stages.

    fed   the flow's shipments are boxes of the circle
    """

    flow: int
    stops: tuple[Stop, ...]
    fed: bool


@dataclass(frozen=True, slots=True)
class Circle:
    """A component of the plan, as a sweep walks it.

    resources   (kind, position in the plan)
    paths       in the order of flows
    """

    resources: tuple[tuple[Kind, int], ...]
    paths: tuple[Path, ...]


def circle(plan: Plan, component: Component) -> Circle:
    """The circle of a component."""
    resources = tuple((KINDS[name], number) for name, number in component.resources)
    fed = {plan.consolidations[n].feeds for kind, n in resources if kind is Kind.CONSOLIDATION}
    number_of = {resource: number for number, resource in enumerate(resources)}
    paths = []
    for number, flow in enumerate(plan.flows):
        among = _among(flow, number_of, number in fed)
        if among:
            stops = tuple(_stop(plan, (number, k), among, number_of, number in fed) for k in among)
            paths.append(Path(number, stops, number in fed))
    return Circle(resources, tuple(paths))


def _among(flow: Flow, inside: dict[tuple[Kind, int], int], fed: bool) -> list[int]:
    """The stages of the circle, and the delays on the way from one to another."""
    stages = range(len(flow.stages))
    own = {k for k in stages if (flow.stages[k].kind, flow.stages[k].resource) in inside}
    later, earlier = set(own), set(own)
    for k in stages:
        if any(a.stage in later or (fed and a.stage == ARRIVAL) for a in flow.stages[k].after):
            later.add(k)
    earlier |= {flow.stages[k].until for k in own if flow.stages[k].kind is Kind.HOLD}
    for k in reversed(stages):
        if k in earlier:
            earlier.update(a.stage for a in flow.stages[k].after if a.stage != ARRIVAL)
    return sorted(later & earlier)


def _stop(
    plan: Plan, at: At, among: Sequence[int], inside: dict[tuple[Kind, int], int], fed: bool
) -> Stop:
    flow = plan.flows[at[0]]
    stage, turn = flow.stages[at[1]], {k: number for number, k in enumerate(among)}
    if fed:
        turn[ARRIVAL] = -1
    return Stop(
        at,
        inside.get((stage.kind, stage.resource), -1),
        tuple((turn[a.stage], a.call) for a in stage.after if a.stage in turn),
        tuple(number for number, a in enumerate(stage.after) if a.stage not in turn),
        tuple(
            (turn[k], anchor.call)
            for k in among
            for anchor in flow.stages[k].after
            if anchor.stage == at[1]
        ),
        tuple(
            (turn[k], inside[Kind.HOLD, flow.stages[k].resource])
            for k in among
            if flow.stages[k].kind is Kind.HOLD and flow.stages[k].until == at[1]
        ),
        last_call(plan, at) if stage.kind is Kind.DEPARTURES else END,
    )
