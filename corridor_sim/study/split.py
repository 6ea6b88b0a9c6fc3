"""Route shares from simulated times: what shippers expect is what the corridor then gives them.

Rounds of a pilot: simulate with the shares in hand, read off each route's times door to door, set
the shares anew. Shares move by successive averages (Sheffi 1985, chapter 12): the n-th round counts
1/n. Each round lives through a replication of its own, so that what settles is the answer to no
single year's luck, and so that the shares find their place although a full train answers every
change of them with another queue.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.plan import Flow, Plan, RouteShare, Split
from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from corridor_sim.planning.split import shares, with_shares
from corridor_sim.results.block import Block, open_block
from corridor_sim.results.events import taking
from corridor_sim.study.engines import EngineName, engine

#: Shipments below which a route's times are too few to go by.
_FEW = 10


def settled(plan: Plan, seed: int, by: EngineName = "array") -> Plan:
    """The plan with the shares of its flows settled on simulated times.

    Flows that do not ask for it keep the shares that they have; so does a plan without any.
    """
    planned = plan.flows
    rounds = max((flow.split.iterate for flow in planned if flow.split), default=0)
    for number in range(1, rounds + 1):
        workload = realise(plan, draw(plan, seed, range(number - 1, number)))
        block = open_block(plan, workload, engine(by)(plan, workload))
        flows = [
            _moved(block, k, planned[k].split, number) if _asks(flow, number) else flow
            for k, flow in enumerate(plan.flows)
        ]
        plan = replace(plan, flows=tuple(flows))
    return plan


def _asks(flow: Flow, round_: int) -> bool:
    return flow.split is not None and round_ <= flow.split.iterate


def _moved(block: Block, number: int, planned: Split | None, round_: int) -> Flow:
    """The flow with its shares one step on, and the mean of the times of all rounds."""
    flow = block.plan.flows[number]
    if flow.split is None or planned is None:
        return flow
    now = tuple(_timed(block, number, one, k) for k, one in enumerate(planned.routes))
    wanted = shares(replace(flow.split, routes=now))
    mixed = tuple(
        _averaged(before, after, share, 1.0 / round_)
        for before, after, share in zip(flow.split.routes, now, wanted, strict=True)
    )
    split = replace(flow.split, routes=mixed)
    return with_shares(flow, split, [route.share for route in mixed])


def _averaged(before: RouteShare, now: RouteShare, wanted: float, step: float) -> RouteShare:
    """One step from what the rounds before gave towards what this round gives."""
    share = before.share + step * (wanted - before.share)
    if now.basis == "timetable":
        return replace(before, share=share)
    if before.basis == "timetable":
        return replace(now, share=share)
    mean = before.mean_s + step * (now.mean_s - before.mean_s)
    spread = before.sd_s + step * (now.sd_s - before.sd_s)
    return replace(now, share=share, mean_s=mean, sd_s=spread)


def _timed(block: Block, number: int, planned: RouteShare, route: int) -> RouteShare:
    """The route with the times of this round; those of the timetable where too few took it.

    Who has not been delivered when the clock stops counts with the time so far: leaving the slow
    ones out would make a route look fast.
    """
    flow, trace = block.plan.flows[number], block.trace.flows[number]
    took = taking(flow, block.workload.flows[number].skip, route) & (trace.arrive != NEVER)
    if int(took.sum()) < _FEW:
        return planned
    ended = np.minimum(block.delivered[number], block.plan.stop)
    times = (ended - trace.arrive)[took].astype(np.float64)
    return replace(planned, mean_s=float(times.mean()), sd_s=float(times.std()), basis="simulated")
