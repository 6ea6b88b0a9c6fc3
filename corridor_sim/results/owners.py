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
from corridor_sim.plan import ARRIVAL
from corridor_sim.results.block import Block
from corridor_sim.results.counts import flow_key
from corridor_sim.results.events import box_flow, slots
from corridor_sim.results.measures import SECONDS_PER, Measure, Seconds, measure, ratio

#: Stands for stages that name no owner.
UNNAMED = "unnamed"

Hours = dict[str, Seconds]


def critical_seconds(block: Block, flow: int) -> Hours:
    """Per owner int64 [R, N] s on each delivered shipment's critical path; 0 if not delivered.

    The members of a box go on with the critical path of their box.
    """
    owned = _own_path(block, flow)
    fed = box_flow(block.plan, flow)
    if fed < 0:
        return owned
    box = slots(block.trace, flow, block.plan.flows[flow].delivery)
    for owner, seconds in critical_seconds(block, fed).items():
        rest = np.where(block.delivered[flow] != NEVER, pick(seconds, box, 0), 0)
        owned[owner] = owned[owner] + rest if owner in owned else rest
    return owned


def owner_measures(block: Block) -> list[Measure]:
    """Mean hours per delivered shipment and share of the door-to-door time, per flow and owner."""
    found: list[Measure] = []
    for k, flow in enumerate(block.plan.flows):
        members = block.timed(k) & (block.delivered[k] != NEVER)
        number = members.sum(axis=1)
        sums = {
            owner: np.where(members, seconds, 0).sum(axis=1)
            for owner, seconds in critical_seconds(block, k).items()
        }
        whole: Seconds = np.stack(list(sums.values())).sum(axis=0)
        for owner, total in sums.items():
            key = replace(flow_key(flow, "owner_h"), owner=owner)
            mean = ratio(total, number * SECONDS_PER["h"])
            found.append(measure(replace(key, stat="mean"), mean, number))
            found.append(measure(replace(key, stat="ratio"), ratio(total, whole), number))
    return found


def _own_path(block: Block, flow: int) -> Hours:
    """Every owner named in the flow has an entry, so that blocks agree on who there is."""
    stages, times = block.plan.flows[flow].stages, block.trace.flows[flow]
    delivery = block.plan.flows[flow].delivery
    owned: Hours = {
        stage.owner or UNNAMED: np.zeros(times.arrive.shape, dtype=np.int64) for stage in stages
    }
    # When the path leaves a stage; stages not yet reached, walking back, have no entry.
    leaves = {delivery: np.where(block.delivered[flow] != NEVER, times.end[delivery], NEVER)}
    for number in range(delivery, -1, -1):
        left = leaves.pop(number, None)
        if left is None:
            continue
        here, ready = left != NEVER, times.ready[number]
        owner = stages[number].owner or UNNAMED
        owned[owner] += np.where(here, left - ready, 0)
        anchors = stages[number].after
        last = _last_anchor(block, flow, number)
        for position, anchor in enumerate(anchors):
            if anchor.stage == ARRIVAL:
                continue
            back = np.where(here & (last == position), ready, NEVER)
            known = leaves.get(anchor.stage)
            leaves[anchor.stage] = back if known is None else np.minimum(known, back)
    return owned


def _last_anchor(block: Block, flow: int, stage: int) -> Seconds:
    """int64 [R, N]: which anchor made the stage ready; of equal ones the one named first."""
    anchors = block.plan.flows[flow].stages[stage].after
    times = [anchor_time(block.plan, block.workload, block.trace, flow, a) for a in anchors]
    last: Seconds = np.argmax(np.stack(times), axis=0)
    return last
