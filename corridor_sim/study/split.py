"""Route shares from simulated times: what shippers expect is what the corridor then gives them.

Rounds of a pilot: simulate with the shares in hand, read off each route's times door to door, set
the shares anew. Shares move by successive averages (Sheffi 1985, chapter 12): the n-th round counts
1/n, so that they settle although the times of each round are luck.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.plan import Flow, Plan, RouteShare
from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from corridor_sim.planning.split import shares, with_shares
from corridor_sim.results.block import Block, open_block
from corridor_sim.results.events import taking
from corridor_sim.study.engines import EngineName, engine

#: Replications of a round, whose luck is its own: averaging over rounds then averages the luck.
_PILOT = 1
#: Shipments below which a route's times are too few to go by.
_FEW = 5


def settled(plan: Plan, seed: int, by: EngineName = "array") -> Plan:
    """The plan with the shares of its flows settled on simulated times.

    Flows that do not ask for it keep the shares that they have; so does a plan without any.
    """
    timetable = plan.flows
    rounds = max((flow.split.iterate for flow in plan.flows if flow.split), default=0)
    for number in range(1, rounds + 1):
        workload = realise(plan, draw(plan, seed, range((number - 1) * _PILOT, number * _PILOT)))
        block = open_block(plan, workload, engine(by)(plan, workload))
        flows = [
            _moved(block, k, number, timetable[k])
            if flow.split and number <= flow.split.iterate
            else flow
            for k, flow in enumerate(plan.flows)
        ]
        plan = replace(plan, flows=tuple(flows))
    return plan


def _moved(block: Block, number: int, round_: int, timetable: Flow) -> Flow:
    """The flow with the times of this round, and its shares one step on."""
    flow = block.plan.flows[number]
    if flow.split is None or timetable.split is None:
        return flow
    routes = tuple(
        _timed(block, number, k, known) for k, known in enumerate(timetable.split.routes)
    )
    split = replace(flow.split, routes=routes)
    wanted = shares(split)
    step = 1.0 / round_
    mixed = tuple(
        replace(route, share=route.share + step * (share - route.share))
        for route, share in zip(routes, wanted, strict=True)
    )
    return with_shares(flow, replace(split, routes=mixed), [route.share for route in mixed])


def _timed(block: Block, number: int, route: int, timetable: RouteShare) -> RouteShare:
    """The route with its simulated times; those of the timetable where too few took it.

    Not those of an earlier round: the queue that kept shippers off is gone when they have left it.
    Who has not been delivered when the clock stops counts with the time so far: leaving the slow
    ones out would make a route look fast.
    """
    flow, trace = block.plan.flows[number], block.trace.flows[number]
    split = flow.split
    if split is None:
        raise ValueError(f"flow {flow.name} has one way only")
    known = split.routes[route]
    took = taking(flow, block.workload.flows[number].skip, route) & (trace.arrive != NEVER)
    if int(took.sum()) < _FEW:
        return replace(timetable, share=known.share)
    ended = np.minimum(block.delivered[number], block.plan.stop)
    times = (ended - trace.arrive)[took].astype(np.float64)
    return replace(known, mean_s=float(times.mean()), sd_s=float(times.std()), basis="simulated")
