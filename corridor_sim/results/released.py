"""Released: the value of the goods that customs released, by flow and formality.

Cartons are released into a zone and, as a box, out of it: each release is counted where it is made,
so formalities do not add up to what left.
"""

from __future__ import annotations

import numpy as np

from corridor_sim.events import ARRIVAL, ClockDefinition
from corridor_sim.plan import Plan
from corridor_sim.results.block import Block
from corridor_sim.results.events import within
from corridor_sim.results.measures import Key, Measure, Window, measure


def released_measures(block: Block, window: Window) -> list[Measure]:
    """USD released in the window; `count` is the number of declarations.

    The key's `stage` is the formality's name in the scenario. Routes of one flow that meet the same
    formality are added up.
    """
    plan = block.plan
    stops: dict[Key, dict[int, None]] = {}
    for clock in plan.clocks:
        if clock.formality and clock.stop.stage != ARRIVAL and _is_release(plan, clock):
            stops.setdefault(_key(plan, clock), {})[clock.stop.stage] = None
    numbers = {flow.name: k for k, flow in enumerate(plan.flows)}
    found = []
    for key, stages in stops.items():
        flow = numbers[key.flow]
        value, count = np.zeros((2, block.rows), dtype=np.int64)
        for stage in stages:
            out = within(block.trace.flows[flow].end[stage], window)
            skip = block.workload.flows[flow].skip[stage]
            out = out if skip is None else out & ~skip
            value += np.einsum("rn,rn->r", out.astype(np.int64), block.trace.flows[flow].value)
            count += np.count_nonzero(out, axis=1)
        found.append(measure(key, value.astype(np.float64), count))
    return found


def _is_release(plan: Plan, clock: ClockDefinition) -> bool:
    """Whether the clock stops at the release of its own formality, not at a gate after it."""
    return plan.flows[clock.flow].stages[clock.stop.stage].name.endswith("/release")


def _key(plan: Plan, clock: ClockDefinition) -> Key:
    flow = plan.flows[clock.flow]
    name = flow.stages[clock.stop.stage].name.removesuffix("/release").rpartition("/")[2]
    return Key(
        "released_usd",
        flow=flow.name,
        stat="total",
        corridor=flow.corridor,
        direction=flow.direction,
        partner=flow.partner,
        stage=name.partition("#")[0],
        place=clock.place,
        formality=clock.formality,
    )
