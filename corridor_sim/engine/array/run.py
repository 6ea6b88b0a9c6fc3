"""Run a workload through a plan with arrays: all replications of the block at once.

Resources are decided group by group, upstream groups first, each for the whole of the time. Groups
whose resources wait for one another in a circle are swept once in the order of time.
"""

from __future__ import annotations

from collections import defaultdict

from corridor_sim.engine.array.circle import KINDS, circle
from corridor_sim.engine.array.consolidation import gather
from corridor_sim.engine.array.line import At
from corridor_sim.engine.array.resources import embark, serve
from corridor_sim.engine.array.state import State
from corridor_sim.engine.array.sweep import sweep_circle
from corridor_sim.plan import Kind, Plan
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload


def run(plan: Plan, workload: Workload) -> Trace:
    """When every shipment passes every stage, to the second.

    workload   a block of R replications
    returns    the trace of the same R replications; times at or after `plan.stop` are NEVER
    """
    state = State(plan, workload)
    asked = _asked(plan)
    for component in plan.components:
        if component.loop:
            sweep_circle(state, circle(plan, component))
            continue
        for name, number in component.resources:
            kind = KINDS[name]
            stages = asked[kind, number]
            if kind is Kind.STATION:
                serve(state, number, stages)
            elif kind is Kind.DEPARTURES:
                embark(state, number, stages)
            else:
                gather(state, number, stages)
    return state.trace()


def _asked(plan: Plan) -> dict[tuple[Kind, int], list[At]]:
    """The stages that ask each resource, in the order of flows and stages."""
    found: dict[tuple[Kind, int], list[At]] = defaultdict(list)
    for flow, one in enumerate(plan.flows):
        for position, stage in enumerate(one.stages):
            found[stage.kind, stage.resource].append((flow, position))
    return found
