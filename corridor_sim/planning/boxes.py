"""Boxes: how many a consolidation can close at most, so that each has a place in the arrays."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.plan import Consolidation, Kind, Plan
from corridor_sim.workload import FlowWork

Seconds = NDArray[np.int64]


def most_boxes(plan: Plan, consolidation: int, flows: Mapping[int, FlowWork]) -> int:
    """A number of boxes that no replication of a block can exceed.

    A box has a member. One that closes by age has the consolidation to itself as long as it waits.
    One that closes full holds a whole capacity, and one that closes because the next member does
    not fit holds more than that together with the box after it: by the sum over units of load over
    capacity, all of these are at most twice what all members amount to.

    flows   what is realised so far: all that feed this consolidation
    """
    rule = plan.consolidations[consolidation]
    count: Seconds | int = 0
    full: NDArray[np.float64] | float = 0.0
    for number, flow in enumerate(plan.flows):
        for position, stage in enumerate(flow.stages):
            if (stage.kind, stage.resource) == (Kind.CONSOLIDATION, consolidation):
                work = flows[number]
                joins = _joins(work, position, flow.fed_by >= 0)
                count = count + joins.sum(axis=1)
                # What boxes of boxes weigh is not known before they are closed.
                amount = _capacities(rule, work, joins) if flow.fed_by < 0 else np.inf
                full = full + amount
    if rule.wait:
        by_age = plan.stop // rule.wait + 1
        count = np.minimum(count, np.floor(2.0 * full * (1.0 + 1e-9)) + by_age)
    return int(np.max(count, initial=0))


def _joins(work: FlowWork, position: int, boxes: bool) -> NDArray[np.bool_]:
    there = np.ones(work.arrive.shape, dtype=np.bool_) if boxes else work.arrive < NEVER
    skip = work.skip[position]
    return there if skip is None else there & ~skip


def _capacities(
    rule: Consolidation, work: FlowWork, joins: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """How many whole capacities the members amount to, added over units, float64 [R]."""
    found = np.zeros(len(joins))
    for unit, limit in enumerate(rule.capacity.tolist()):
        if limit:
            found += np.where(joins, work.size[:, :, unit], 0).sum(axis=1) / limit
    return found
