"""Times: door to door, aboard, waiting for a departure, and at every stage."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.plan import Kind
from corridor_sim.results.block import Block
from corridor_sim.results.counts import flow_key
from corridor_sim.results.events import boarded, departure_stages, passed, within
from corridor_sim.results.measures import Key, Measure, Window
from corridor_sim.results.spells import BRIEF, FULL, Spells, among, statistics, together

#: Which kinds of stage have a wait, and which have work; departures have their own KPIs for both.
_WAITS = (Kind.STATION, Kind.CONSOLIDATION, Kind.HOLD)
_WORKS = (Kind.DELAY, Kind.STATION)


def transit(block: Block, flow: int, window: Window) -> Spells:
    """Door to door (arrival to delivery) of those who came in the window."""
    arrive = block.trace.flows[flow].arrive
    return among(arrive, block.delivered[flow], block.timed(flow) & within(arrive, window))


def trip(block: Block, flow: int, stage: int, window: Window) -> Spells:
    """Actual departure to getting off, of those who departed in the window."""
    left = boarded(block.trace, flow, stage)
    members = block.timed(flow) & within(left, window)
    return among(left, block.trace.flows[flow].end[stage], members)


def chain(block: Block, flow: int, first: int, last: int, window: Window) -> Spells:
    """Actual departure by one service to getting off another, of those who left in the window."""
    trace, plan = block.trace.flows[flow], block.plan
    left, ended = (np.full(trace.arrive.shape, NEVER, dtype=np.int64) for _ in range(2))
    for stage in departure_stages(plan, flow):
        aboard = boarded(block.trace, flow, stage)
        if plan.flows[flow].stages[stage].resource == first:
            left = np.minimum(left, aboard)
        if plan.flows[flow].stages[stage].resource == last:
            ended = np.minimum(ended, np.where(aboard == NEVER, NEVER, trace.end[stage]))
    return among(left, ended, block.timed(flow) & within(left, window))


def wait(block: Block, flow: int, stage: int) -> Spells:
    """Ready to start, of those who do not skip the stage."""
    trace = block.trace.flows[flow]
    members = block.timed(flow) & passed(block.workload, block.trace, flow, stage)
    return among(trace.ready[stage], trace.start[stage], members)


def work(block: Block, flow: int, stage: int) -> Spells:
    """Start to end, of those who do not skip the stage; closing hours in between included."""
    trace = block.trace.flows[flow]
    members = block.timed(flow) & passed(block.workload, block.trace, flow, stage)
    return among(trace.start[stage], trace.end[stage], members)


def transit_measures(block: Block) -> list[Measure]:
    """Door to door per corridor and per flow."""
    plan, found = block.plan, []
    corridors: dict[str, list[int]] = {}
    for k, flow in enumerate(plan.flows):
        if flow.corridor and flow.fed_by < 0:
            corridors.setdefault(flow.corridor, []).append(k)
    for corridor, flows in corridors.items():
        spells = together((transit(block, k, block.whole) for k in flows), block.rows)
        found += statistics(Key("transit_time_d", corridor=corridor), spells, plan.stop, FULL)
    for k, flow in enumerate(plan.flows):
        key = flow_key(flow, "transit_time_d")
        found += statistics(key, transit(block, k, block.whole), plan.stop, FULL)
    return found


def trip_measures(block: Block) -> list[Measure]:
    """Aboard, per service and per flow and stage."""
    return _by_service(block, "trip_time_d", FULL)


def departure_wait_measures(block: Block) -> list[Measure]:
    """Waiting for a departure, per service and per flow and stage."""
    return _by_service(block, "wait_departure_h", BRIEF)


def stage_measures(block: Block) -> list[Measure]:
    """Waiting and working time at every other stage, in the order of the journey."""
    plan, found = block.plan, []
    for k, flow in enumerate(plan.flows):
        for number, stage in enumerate(flow.stages):
            station = plan.stations[stage.resource].name if stage.kind is Kind.STATION else ""
            key = replace(
                flow_key(flow),
                station=station,
                stage=stage.name,
                place=stage.place,
                owner=stage.owner,
            )
            if stage.kind in _WAITS:
                spells = wait(block, k, number)
                found += statistics(replace(key, kpi="wait_h"), spells, plan.stop, BRIEF)
            if stage.kind in _WORKS:
                spells = work(block, k, number)
                found += statistics(replace(key, kpi="work_h"), spells, plan.stop, BRIEF)
    return found


def _by_service(block: Block, kpi: str, stats: tuple[str, ...]) -> list[Measure]:
    plan, found = block.plan, []
    single: list[tuple[Key, Spells]] = []
    pooled: list[list[Spells]] = [[] for _ in plan.services]
    for k, flow in enumerate(plan.flows):
        for number in departure_stages(plan, k):
            stage = flow.stages[number]
            if kpi == "trip_time_d":
                spells = trip(block, k, number, block.whole)
            else:
                spells = wait(block, k, number)
            service = plan.services[stage.resource]
            key = flow_key(flow, kpi)
            key = replace(key, service=service.name, mode=service.mode, stage=stage.name)
            single.append((key, spells))
            pooled[stage.resource].append(spells)
    for service, parts in zip(plan.services, pooled, strict=True):
        key = Key(kpi, service=service.name, mode=service.mode)
        found += statistics(key, together(parts, block.rows), plan.stop, stats)
    for key, spells in single:
        found += statistics(key, spells, plan.stop, stats)
    return found
