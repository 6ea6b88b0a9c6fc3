"""Owners: who answers for the hours of a journey.

Walked back from the delivery: a stage's whole time (from ready to the event that the next stage
waited for) is its owner's, and what made it ready is the anchor that came last. So the owners'
hours of a shipment add up to its door-to-door time; work beside the critical path counts nothing.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor_sim.anchors import anchor_time, pick
from corridor_sim.clock import NEVER
from corridor_sim.plan import ARRIVAL, Kind
from corridor_sim.results.block import Block
from corridor_sim.results.counts import flow_key
from corridor_sim.results.events import box_flow, slots
from corridor_sim.results.measures import SECONDS_PER, Measure, Seconds, measure, ratio

#: Stands for stages that name no owner.
UNNAMED = "unnamed"
#: Ends the name of the step in which a departure is waited for.
WAITING = " (wait)"

#: Hours at a stage, by its name and owner; waiting for a departure is apart from being aboard.
Steps = dict[tuple[str, str], Seconds]


def critical_seconds(block: Block, flow: int) -> Steps:
    """Per step int64 [R, N] s on each delivered shipment's critical path; 0 if not delivered.

    The members of a box go on with the critical path of their box.
    """
    steps = _own_path(block, flow)
    fed = box_flow(block.plan, flow)
    if fed < 0:
        return steps
    box = slots(block.trace, flow, block.plan.flows[flow].delivery)
    for (name, owner), seconds in critical_seconds(block, fed).items():
        rest = np.where(block.delivered[flow] != NEVER, pick(seconds, box, 0), 0)
        steps[f"{block.plan.flows[fed].name}: {name}", owner] = rest
    return steps


def owner_measures(block: Block) -> list[Measure]:
    """Mean hours per delivered shipment, per flow: by step, and by owner with its share."""
    found: list[Measure] = []
    for k, flow in enumerate(block.plan.flows):
        members = block.timed(k) & (block.delivered[k] != NEVER)
        number = members.sum(axis=1)
        steps = critical_seconds(block, k)
        for (name, owner), seconds in steps.items():
            total: Seconds = np.where(members, seconds, 0).sum(axis=1)
            key = replace(flow_key(flow, "step_h"), stage=name, owner=owner, stat="mean")
            found.append(measure(key, ratio(total, number * SECONDS_PER["h"]), number))
        owned = {
            owner: np.where(members, seconds, 0).sum(axis=1)
            for owner, seconds in by_owner(steps).items()
        }
        whole: Seconds = np.stack(list(owned.values())).sum(axis=0)
        for owner, total in owned.items():
            key = replace(flow_key(flow, "owner_h"), owner=owner)
            mean = ratio(total, number * SECONDS_PER["h"])
            found.append(measure(replace(key, stat="mean"), mean, number))
            found.append(measure(replace(key, stat="ratio"), ratio(total, whole), number))
    return found


def by_owner(steps: Steps) -> dict[str, Seconds]:
    """The same seconds by owner, in the order in which owners first appear."""
    owned: dict[str, Seconds] = {}
    for (_, owner), seconds in steps.items():
        owned[owner] = owned[owner] + seconds if owner in owned else seconds
    return owned


def _own_path(block: Block, flow: int) -> Steps:
    """Every stage of the flow has an entry, so that blocks agree on what there is."""
    stages, times = block.plan.flows[flow].stages, block.trace.flows[flow]
    delivery = block.plan.flows[flow].delivery
    steps: Steps = {}
    for stage in stages:
        if stage.kind is Kind.DEPARTURES:
            steps[f"{stage.name}{WAITING}", stage.owner or UNNAMED] = np.zeros_like(times.arrive)
        steps[stage.name, stage.owner or UNNAMED] = np.zeros_like(times.arrive)
    # When the path leaves a stage; stages not yet reached, walking back, have no entry.
    leaves = {delivery: np.where(block.delivered[flow] != NEVER, times.end[delivery], NEVER)}
    for number in range(delivery, -1, -1):
        left = leaves.pop(number, None)
        if left is None:
            continue
        here, ready = left != NEVER, times.ready[number]
        name, owner = stages[number].name, stages[number].owner or UNNAMED
        begun = ready
        if stages[number].kind is Kind.DEPARTURES:
            begun = np.minimum(times.start[number], left)
            steps[f"{name}{WAITING}", owner] += np.where(here, begun - ready, 0)
        steps[name, owner] += np.where(here, left - begun, 0)
        anchors = stages[number].after
        last = _last_anchor(block, flow, number)
        for position, anchor in enumerate(anchors):
            if anchor.stage == ARRIVAL:
                continue
            back = np.where(here & (last == position), ready, NEVER)
            known = leaves.get(anchor.stage)
            leaves[anchor.stage] = back if known is None else np.minimum(known, back)
    return steps


def _last_anchor(block: Block, flow: int, stage: int) -> Seconds:
    """int64 [R, N]: which anchor made the stage ready; of equal ones the one named first."""
    anchors = block.plan.flows[flow].stages[stage].after
    times = [anchor_time(block.plan, block.workload, block.trace, flow, a) for a in anchors]
    last: Seconds = np.argmax(np.stack(times), axis=0)
    return last
