"""Run a workload through a plan with arrays: all replications of the block at once.

Resources are decided group by group, upstream groups first, each for the whole of the time. Where
resources wait for one another in a circle, they are decided in turn until no time changes. Every
time depends on strictly earlier ones only (law L1), so what no longer changes is the one sample
path that the event engine walks (Greenberg, Lubachevsky and Mitrani 1990: "Unboundedly parallel
simulations via recurrence relations").
"""

from __future__ import annotations

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.resources import Resource
from corridor_sim.engine.array.state import Seconds, State
from corridor_sim.plan import Kind, Plan
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload

_KINDS = {
    "station": Kind.STATION,
    "service": Kind.DEPARTURES,
    "consolidation": Kind.CONSOLIDATION,
    "place": Kind.HOLD,
}
#: Rounds of a loop after which what lies beyond the first change is forgotten in each.
_PATIENCE = 20


def run(plan: Plan, workload: Workload) -> Trace:
    """When every shipment passes every stage, to the second.

    workload   a block of R replications
    returns    the trace of the same R replications; times at or after `plan.stop` are NEVER
    """
    state = State(plan, workload)
    for component in plan.components:
        group = [Resource(plan, _KINDS[kind], number) for kind, number in component.resources]
        group = sorted((one for one in group if one.stages), key=_depth)
        if component.loop:
            _settle(state, group)
        else:
            for one in group:
                one.decide(state)
    return state.trace()


def _depth(resource: Resource) -> float:
    """How far down their journeys the resource's stages stand, in the mean."""
    return sum(position for _, position in resource.stages) / len(resource.stages)


def _settle(state: State, group: list[Resource]) -> None:
    """Decide the resources of a loop in turn until no time changes."""
    rounds = 0
    while True:
        first = np.full(state.rows, NEVER, dtype=np.int64)
        for one in group:
            np.minimum(first, one.decide(state), out=first)
        moving = np.flatnonzero(first < NEVER)
        rounds += 1
        if not len(moving):
            return
        if rounds > _PATIENCE:
            _forget(state, group, first)
        if len(moving) <= state.rows // 2:
            part = state.taken(moving)
            _settle(part, group)
            state.give(moving, part)
            for one in group:
                one.again()
            return


def _forget(state: State, group: list[Resource], first: Seconds) -> None:
    """Take back all times later than the first that changed: they rest on what was not so."""
    for one in group:
        for at in one.stages:
            state.forget_after(at, first)
        one.again()
