"""What a node handled: what left it and what came to it, by the clock; and parcels on lists."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.plan import Kind
from corridor_sim.results.block import Block
from corridor_sim.results.counts import amounts, flow_groups, with_kpi
from corridor_sim.results.events import departure_stages, within
from corridor_sim.results.measures import Flags, Measure, Seconds, Window, measure


def handled(block: Block, node: str, flows: Iterable[int], window: Window) -> Seconds:
    """How much left or came at a node in a window, each shipment once.

    A shipment leaves when a service that begins there departs with it, and comes when one of its
    services gets there; where no service does, it leaves when it arises and comes when delivered.
    A flow whose goods go on in a box counts as the box.

    returns   int64 [R, 5]: boxes, milli-TEU, kg, litres, USD
    """
    total = np.zeros((block.rows, 5), dtype=np.int64)
    for flow in flows:
        total += amounts(block, flow, within(_moved(block, node, flow), window))
    return total


def _moved(block: Block, node: str, flow: int) -> Seconds:
    """int64 [R, N]: when a shipment left or came at the node, NEVER if it did not."""
    plan, one = block.plan, block.plan.flows[flow]
    moved = np.full(block.trace.flows[flow].arrive.shape, NEVER, dtype=np.int64)
    touched = False
    for number in departure_stages(plan, flow):
        stage = one.stages[number]
        calls = plan.services[stage.resource].calls
        left = block.boardings[flow][number]
        if calls and calls[0] == node:
            moved, touched = np.minimum(moved, left), True
        if calls and calls[stage.alight] == node:
            ended = np.where(left == NEVER, NEVER, block.trace.flows[flow].end[number])
            moved, touched = np.minimum(moved, ended), True
    if touched or _gathered(block, flow):
        return moved
    if one.destination == node:
        return block.delivered[flow]
    return block.trace.flows[flow].arrive if one.origin == node else moved


def _gathered(block: Block, flow: int) -> bool:
    return any(stage.kind is Kind.CONSOLIDATION for stage in block.plan.flows[flow].stages)


def parcel_measures(block: Block, window: Window) -> list[Measure]:
    """Parcels on released lists, for all, by direction and partner, by corridor and by flow."""
    plan = block.plan
    lists = {
        k for k, flow in enumerate(plan.flows) if any(one.parcels for one in flow.demand.sizes)
    }
    number = {k: parcels(block, [k], window) for k in sorted(lists)}
    found = []
    for key, flows in flow_groups(plan):
        mine = [number[k] for k in flows if k in lists]
        if mine:
            total: Seconds = reduce(np.add, mine)
            found.append(measure(with_kpi(key, "parcels"), total.astype(np.float64), total))
    return found


def parcels(block: Block, flows: Iterable[int], window: Window) -> Seconds:
    """int64 [R]: parcels on lists that were delivered in a window."""
    total = np.zeros(block.rows, dtype=np.int64)
    for flow in flows:
        declared = block.workload.flows[flow].parcels
        if declared is not None:
            done: Flags = within(block.delivered[flow], window)
            total += np.where(done, declared, 0).sum(axis=1)
    return total
