"""Times: door to door, aboard, waiting for a departure, and at every stage."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.plan import Flow, Kind
from corridor_sim.results.block import Block
from corridor_sim.results.counts import flow_key
from corridor_sim.results.events import departure_stages, within
from corridor_sim.results.figures import BRIEF, CHAIN, FULL
from corridor_sim.results.measures import Key, Measure, Window
from corridor_sim.results.samples import Asked, Maker, Samples
from corridor_sim.results.spells import Spells, among

#: Which kinds of stage have a wait, and which have work; departures have their own KPIs for both.
_WAITS = (Kind.STATION, Kind.CONSOLIDATION, Kind.HOLD)
_WORKS = (Kind.DELAY, Kind.STATION)


def transit(block: Block, flow: int, window: Window) -> Spells:
    """Door to door (arrival to delivery) of those who came in the window."""
    arrive, untimed = block.trace.flows[flow].arrive, block.untimed[flow]
    absent = untimed if window == block.whole else untimed | ~within(arrive, window)
    return Spells(arrive, block.delivered[flow], absent)


def trip(block: Block, flow: int, stage: int, window: Window) -> Spells:
    """Actual departure to getting off, of those who departed in the window."""
    left = block.boardings[flow][stage]
    absent = block.untimed[flow] | ~within(left, window)
    return Spells(left, block.trace.flows[flow].end[stage], absent)


def chain(block: Block, flow: int, first: int, last: int, window: Window) -> Spells:
    """Actual departure by one service to getting off another, of those who left in the window."""
    trace, plan = block.trace.flows[flow], block.plan
    left, ended = (np.full(trace.arrive.shape, NEVER, dtype=np.int64) for _ in range(2))
    for stage in departure_stages(plan, flow):
        aboard = block.boardings[flow][stage]
        if plan.flows[flow].stages[stage].resource == first:
            left = np.minimum(left, aboard)
        if plan.flows[flow].stages[stage].resource == last:
            ended = np.minimum(ended, np.where(aboard == NEVER, NEVER, trace.end[stage]))
    return among(left, ended, block.timed(flow) & within(left, window))


def chains(flow: Flow) -> list[tuple[str, int, int]]:
    """Per way of several services: its route (empty where the flow has one way), the first stage
    of departures and the last."""
    ways: dict[str, list[int]] = {}
    routes = flow.split.routes if flow.split else ()
    for number, stage in enumerate(flow.stages):
        if stage.kind is not Kind.DEPARTURES:
            continue
        took = dict(stage.when).get(flow.split.choice, -1) if flow.split else -1
        ways.setdefault(routes[took].name if took >= 0 else "", []).append(number)
    return [(route, stages[0], stages[-1]) for route, stages in ways.items() if len(stages) > 1]


def chain_measures(samples: Samples) -> list[Measure]:
    """From the departure by the first of several services to getting off the last."""
    asked: list[tuple[Key, list[Asked]]] = []
    for k, flow in enumerate(samples.block.plan.flows):
        for number, (route, _, _) in enumerate(chains(flow)):
            key = replace(flow_key(flow, "chain_time_d"), stage=route)
            asked.append((key, [(_chain, k, number)]))
    return samples.measures(asked, CHAIN)


def _chain(block: Block, flow: int, number: int) -> Spells:
    """Of those who pass both ends."""
    _, first, last = chains(block.plan.flows[flow])[number]
    left, ended = block.boardings[flow][first], block.trace.flows[flow].end[last]
    absent = block.apart(flow, last) | ~within(left, block.whole)
    return Spells(left, ended, absent)


def wait(block: Block, flow: int, stage: int) -> Spells:
    """Ready to start, of those who do not skip the stage."""
    trace = block.trace.flows[flow]
    return Spells(trace.ready[stage], trace.start[stage], block.apart(flow, stage))


def work(block: Block, flow: int, stage: int) -> Spells:
    """Start to end, of those who do not skip the stage; closing hours in between included."""
    trace = block.trace.flows[flow]
    return Spells(trace.start[stage], trace.end[stage], block.apart(flow, stage))


def transit_measures(samples: Samples) -> list[Measure]:
    """Door to door per corridor and per flow."""
    plan = samples.block.plan
    corridors: dict[str, list[Asked]] = {}
    for k, flow in enumerate(plan.flows):
        if flow.corridor and flow.fed_by < 0:
            corridors.setdefault(flow.corridor, []).append((_transit, k, 0))
    single = [
        (flow_key(flow, "transit_time_d"), [(_transit, k, 0)]) for k, flow in enumerate(plan.flows)
    ]
    pools = [(Key("transit_time_d", corridor=one), parts) for one, parts in corridors.items()]
    return [*samples.measures(pools, FULL), *samples.measures(single, FULL)]


def trip_measures(samples: Samples) -> list[Measure]:
    """Aboard, per service and per flow and stage."""
    return _by_service(samples, "trip_time_d", _trip, FULL)


def departure_wait_measures(samples: Samples) -> list[Measure]:
    """Waiting for a departure, per service and per flow and stage."""
    return _by_service(samples, "wait_departure_h", wait, BRIEF)


def stage_measures(samples: Samples) -> list[Measure]:
    """Waiting and working time at every other stage, in the order of the journey."""
    plan = samples.block.plan
    asked: list[tuple[Key, list[Asked]]] = []
    for k, flow in enumerate(plan.flows):
        for number, stage in enumerate(flow.stages):
            station = plan.stations[stage.resource].name if stage.kind is Kind.STATION else ""
            for kpi, make, kinds in (("wait_h", wait, _WAITS), ("work_h", work, _WORKS)):
                if stage.kind in kinds:
                    key = Key(
                        kpi,
                        flow=flow.name,
                        station=station,
                        corridor=flow.corridor,
                        direction=flow.direction,
                        partner=flow.partner,
                        stage=stage.name,
                        place=stage.place,
                        owner=stage.owner,
                    )
                    asked.append((key, [(make, k, number)]))
    return samples.measures(asked, BRIEF)


def _transit(block: Block, flow: int, _: int) -> Spells:
    return transit(block, flow, block.whole)


def _trip(block: Block, flow: int, stage: int) -> Spells:
    return trip(block, flow, stage, block.whole)


def _by_service(samples: Samples, kpi: str, make: Maker, stats: tuple[str, ...]) -> list[Measure]:
    plan = samples.block.plan
    single: list[tuple[Key, list[Asked]]] = []
    pooled: list[list[Asked]] = [[] for _ in plan.services]
    for k, flow in enumerate(plan.flows):
        for number in departure_stages(plan, k):
            stage = flow.stages[number]
            service = plan.services[stage.resource]
            key = Key(
                kpi,
                flow=flow.name,
                service=service.name,
                corridor=flow.corridor,
                direction=flow.direction,
                partner=flow.partner,
                mode=service.mode,
                stage=stage.name,
            )
            single.append((key, [(make, k, number)]))
            pooled[stage.resource].append((make, k, number))
    pools = [
        (Key(kpi, service=service.name, mode=service.mode), parts)
        for service, parts in zip(plan.services, pooled, strict=True)
    ]
    apart = samples.measures(single, stats)  # first: a pool of one is the same sample
    return [*samples.measures(pools, stats), *apart]
