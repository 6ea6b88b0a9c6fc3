"""Owners: who answers for the hours of a journey.

Walked back from the delivery: a stage's whole time (from ready to the event that the next stage
waited for) is its owner's, and what made it ready is the anchor that came last. So the owners'
hours of a shipment add up to its door-to-door time; work beside the critical path counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from corridor_sim.anchors import anchor_time, pick
from corridor_sim.clock import NEVER
from corridor_sim.plan import ARRIVAL, Kind
from corridor_sim.results.block import Block
from corridor_sim.results.counts import flow_key
from corridor_sim.results.events import box_flow, slots
from corridor_sim.results.measures import SECONDS_PER, Key, Measure, Seconds, measure, ratio

#: Stands for stages that name no owner.
UNNAMED = "unnamed"
#: Ends the name of the step in which a departure is waited for.
WAITING = " (wait)"

#: Seconds at a stage, by its name and owner; waiting for a departure is apart from being aboard.
Steps = dict[tuple[str, str], Seconds]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of critical paths: from the second at which a step begins to that at which it is left.

    begun, left   int64 [R, N] s, of those who count
    number        int64 [R, N]: how many journeys each shipment stands for there; 0: not on the path
    """

    step: tuple[str, str]
    begun: Seconds
    left: Seconds
    number: Seconds


def critical_seconds(block: Block, flow: int) -> Steps:
    """Per step int64 [R, N] s on each delivered shipment's critical path; 0 if not delivered.

    The members of a box go on with the critical path of their box.
    """
    delivered = block.delivered[flow] != NEVER
    nothing = np.zeros_like(block.delivered[flow])
    steps: Steps = dict.fromkeys(_steps(block, flow), nothing)
    for one in _path(block, flow, delivered.astype(np.int64)):
        steps[one.step] = steps[one.step] + one.number * (one.left - one.begun)
    fed = box_flow(block.plan, flow)
    if fed < 0:
        return steps
    box = slots(block.trace, flow, block.plan.flows[flow].delivery)
    for (name, owner), seconds in critical_seconds(block, fed).items():
        rest = np.where(delivered, pick(seconds, box, 0), 0)
        steps[f"{block.plan.flows[fed].name}: {name}", owner] = rest
    return steps


def owner_measures(block: Block) -> list[Measure]:
    """Mean hours per delivered shipment, per flow: by step, and by owner with its share."""
    found: list[Measure] = []
    for k, flow in enumerate(block.plan.flows):
        members = ~block.untimed[k] & (block.delivered[k] != NEVER)
        number = np.count_nonzero(members, axis=1)
        steps = _totals(block, k, members.astype(np.int64))
        for (name, owner), total in steps.items():
            mean = ratio(total, number * SECONDS_PER["h"])
            one = Key(
                "step_h",
                flow=flow.name,
                stat="mean",
                corridor=flow.corridor,
                direction=flow.direction,
                partner=flow.partner,
                stage=name,
                owner=owner,
            )
            found.append(measure(one, mean, number))
        owned = by_owner(steps)
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


def _totals(block: Block, flow: int, number: Seconds) -> Steps:
    """Per step int64 [R] s, over all shipments, each as often as its number says."""
    totals: Steps = {step: np.zeros(block.rows, dtype=np.int64) for step in _steps(block, flow)}
    for one in _path(block, flow, number):
        totals[one.step] += np.einsum("rn,rn->r", one.number, one.left - one.begun)
    fed = box_flow(block.plan, flow)
    if fed < 0:
        return totals
    boxes = block.trace.flows[fed].arrive.shape
    box = slots(block.trace, flow, block.plan.flows[flow].delivery)
    at = np.where(box >= 0, box, 0) + np.arange(block.rows)[:, None] * boxes[1]
    counts = np.zeros(boxes, dtype=np.int64)
    np.add.at(counts.ravel(), at.ravel(), np.where(box >= 0, number, 0).ravel())
    for (name, owner), total in _totals(block, fed, counts).items():
        totals[f"{block.plan.flows[fed].name}: {name}", owner] = total
    return totals


def _steps(block: Block, flow: int) -> list[tuple[str, str]]:
    """Every stage of the flow has an entry, so that blocks agree on what there is."""
    steps: dict[tuple[str, str], None] = {}
    for stage in block.plan.flows[flow].stages:
        if stage.kind is Kind.DEPARTURES:
            steps[f"{stage.name}{WAITING}", stage.owner or UNNAMED] = None
        steps[stage.name, stage.owner or UNNAMED] = None
    return list(steps)


def _path(block: Block, flow: int, number: Seconds) -> Iterator[Piece]:
    """The critical paths of shipments, walked back from the delivery.

    number   int64 [R, N], as in `Piece`; 0 where not delivered
    """
    stages, times = block.plan.flows[flow].stages, block.trace.flows[flow]
    delivery = block.plan.flows[flow].delivery
    # How many leave a stage, and when; each leaves a stage of its path for one next stage.
    leaves: dict[int, list[tuple[Seconds, Seconds]]] = {delivery: [(number, times.end[delivery])]}
    for at in range(delivery, -1, -1):
        leaving = leaves.pop(at, [])
        if not leaving:
            continue
        ready, owner = times.ready[at], stages[at].owner or UNNAMED
        for many, left in leaving:
            begun = ready
            if stages[at].kind is Kind.DEPARTURES:
                begun = np.minimum(times.start[at], left)
                yield Piece((f"{stages[at].name}{WAITING}", owner), ready, begun, many)
            yield Piece((stages[at].name, owner), begun, left, many)
        here = reduce(np.add, (many for many, _ in leaving))
        for anchor, many in _came_by(block, flow, at, here):
            leaves.setdefault(anchor, []).append((many, ready))


def _came_by(block: Block, flow: int, stage: int, here: Seconds) -> Iterator[tuple[int, Seconds]]:
    """Which stage made a stage ready, for how many; of equal anchors the one named first."""
    anchors = block.plan.flows[flow].stages[stage].after
    if len(anchors) == 1:
        shares = [here]
    else:
        times = [anchor_time(block.plan, block.workload, block.trace, flow, a) for a in anchors]
        latest, shares = times[0], [here]
        for time in times[1:]:
            later = time > latest
            moved = [share * later for share in shares]
            shares = [share - gone for share, gone in zip(shares, moved, strict=True)]
            shares.append(reduce(np.add, moved))
            latest = np.maximum(latest, time)
    for anchor, many in zip(anchors, shares, strict=True):
        if anchor.stage != ARRIVAL and many.any():
            yield anchor.stage, many
