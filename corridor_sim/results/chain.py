"""The binding chain: what a shipment's delivery really waited for, walked back step by step.

What made a stage ready is the anchor that came last (of equal ones the first in stage order, as in
law L4), so the pieces of a chain join without a gap from arrival to delivery. It is accounting, not
cause: were a step of the chain shorter, what ran beside it might bind in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

import numpy as np

from corridor_sim.anchors import anchor_time
from corridor_sim.plan import ARRIVAL, Anchor, Flow, Kind
from corridor_sim.results.block import Block
from corridor_sim.results.measures import Seconds


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of binding chains: from the second at which a step begins to that at which it is left.

    stage         position in the flow
    waiting       whether a departure is being waited for; else the shipment is aboard, or the
                  stage is of another kind
    begun, left   int64 [R, N] s, of those who count
    number        int64 [R, N]: how many journeys each shipment stands for there; 0: not on the path
    seconds       int64 [R]: left - begun, as often as `number` says
    """

    stage: int
    waiting: bool
    begun: Seconds
    left: Seconds
    number: Seconds
    seconds: Seconds


class _Leaving(NamedTuple):
    """How many leave a stage of their chain for one next stage, when, and the sum of the times."""

    number: Seconds
    when: Seconds
    weight: Seconds


def chain(block: Block, flow: int, number: Seconds) -> Iterator[Piece]:
    """The binding chains of a flow's shipments, from the delivery back to the arrival.

    number   int64 [R, N], as in `Piece`; 0 where not delivered
    """
    stages, times = block.plan.flows[flow].stages, block.trace.flows[flow]
    delivery = block.plan.flows[flow].delivery
    last = times.end[delivery]
    leaves = {delivery: [_Leaving(number, last, weighted(number, last))]}
    for at in range(delivery, -1, -1):
        leaving = leaves.pop(at, [])
        if not leaving:
            continue
        here = reduce(np.add, (one.number for one in leaving))
        came = list(_came_by(block, flow, at, here))
        ready = times.ready[at]
        # Whatever several leave for, they all came by one of the anchors.
        known = reduce(np.add, (one.weight for _, one in came)) if len(leaving) == 1 else None
        for one in leaving:
            weight = weighted(one.number, ready) if known is None else known
            if stages[at].kind is not Kind.DEPARTURES:
                yield Piece(at, False, ready, one.when, one.number, one.weight - weight)
                continue
            begun = np.minimum(times.start[at], one.when)
            boarded = weighted(one.number, begun)
            yield Piece(at, False, begun, one.when, one.number, one.weight - boarded)
            yield Piece(at, True, ready, begun, one.number, boarded - weight)
        for anchor, one in came:
            if anchor != ARRIVAL and one.number.any():
                leaves.setdefault(anchor, []).append(one)


def weighted(number: Seconds, times: Seconds) -> Seconds:
    """int64 [R]: times added up, each as often as its number says."""
    sums: Seconds = np.einsum("rn,rn->r", number, times)
    return sums


def _came_by(block: Block, flow: int, stage: int, here: Seconds) -> list[tuple[int, _Leaving]]:
    """Which stage made a stage ready, for how many; of equal anchors the first in stage order."""
    anchors = sorted(block.plan.flows[flow].stages[stage].after, key=_in_order)
    ready = block.trace.flows[flow].ready[stage]
    if len(anchors) == 1:
        return [(anchors[0].stage, _Leaving(here, ready, weighted(here, ready)))]
    latest = anchor_time(block.plan, block.workload, block.trace, flow, anchors[0])
    shares = [here]
    for anchor in anchors[1:]:
        time = anchor_time(block.plan, block.workload, block.trace, flow, anchor)
        later = time > latest
        moved = [share * later for share in shares]
        shares = [share - gone for share, gone in zip(shares, moved, strict=True)]
        shares.append(reduce(np.add, moved))
        latest = np.maximum(latest, time)
    return [
        (anchor.stage, _Leaving(share, ready, weighted(share, ready)))
        for anchor, share in zip(anchors, shares, strict=True)
    ]


def _in_order(anchor: Anchor) -> tuple[int, int]:
    return anchor.stage, anchor.call


def may_hide(flow: Flow) -> tuple[bool, ...]:
    """Per stage, whether some of its time can pass beside the chain that leads to the delivery.

    Not where every way from the arrival to the delivery goes through the whole of it. A stage that
    does not lead to the delivery hides nothing: its work follows, or nobody waits for it.
    """
    stages = flow.stages
    before = [0] * len(stages)
    after = [0] * len(stages)
    left_early = [False] * len(stages)
    for at, stage in enumerate(stages):
        before[at] = sum(1 if one.stage == ARRIVAL else before[one.stage] for one in stage.after)
    after[flow.delivery] = 1
    for at in range(flow.delivery, -1, -1):
        for one in stages[at].after if after[at] else ():
            if one.stage != ARRIVAL:
                after[one.stage] += after[at]
                left_early[one.stage] |= one.call >= 0
    every = before[flow.delivery]
    return tuple(
        after[at] > 0 and (before[at] * after[at] != every or left_early[at])
        for at in range(len(stages))
    )
