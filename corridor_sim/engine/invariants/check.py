"""Check a trace against the laws: every breach is named, none is mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.anchors import anchor_time
from corridor_sim.clock import NEVER
from corridor_sim.engine.invariants import boxes, departures, places, stations
from corridor_sim.engine.invariants.screens.resources import Resource, suspect_resources
from corridor_sim.engine.invariants.screens.times import suspect_times
from corridor_sim.engine.invariants.visits import visits
from corridor_sim.plan import Kind, Plan
from corridor_sim.tiles import tiles
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Broken:
    """A law that a trace breaks: which, where, in which replication, how often."""

    law: str
    where: str
    replication: int
    count: int


def check(plan: Plan, workload: Workload, trace: Trace) -> list[Broken]:
    """Every breach of the laws of time, order, capacity and conservation; empty: none.

    Reads the plan, the workload and the trace, and runs no engine. All replications are screened
    at once; what a screen does not pass is counted law by law.
    """
    flows, suspects = _screened(plan, workload, trace)
    broken = [one for flow in flows for one in _times(plan, workload, trace, flow)]
    for row in sorted(suspects):
        replication = int(trace.replications[row])
        broken += [
            Broken(law, where, replication, count)
            for law, where, count in _resources(plan, workload, trace, row, suspects[row])
            if count
        ]
    return broken


def _screened(
    plan: Plan, workload: Workload, trace: Trace
) -> tuple[list[int], dict[int, list[Resource]]]:
    """The flows, and by row the resources, that do not pass."""
    flows: set[int] = set()
    suspects: dict[int, list[Resource]] = {}
    for part, some, seen in tiles(workload, trace):
        unseen = (flow for flow in range(len(plan.flows)) if flow not in flows)
        flows |= {flow for flow in unseen if suspect_times(plan, some, seen, flow)}
        for at, found in suspect_resources(plan, some, seen).items():
            for row in np.flatnonzero(found).tolist():
                suspects.setdefault(part.start + row, []).append(at)
    return sorted(flows), suspects


def _times(plan: Plan, workload: Workload, trace: Trace, flow: int) -> Iterator[Broken]:
    one = plan.flows[flow]
    times, work = trace.flows[flow], workload.flows[flow]
    if one.fed_by < 0:
        yield from _count("arrivals as given", one.name, times.arrive != work.arrive, trace)
    for stage, step in enumerate(one.stages):
        where = f"{one.name}/{step.name}"
        ready, start, end = times.ready[stage], times.start[stage], times.end[stage]
        anchors = [anchor_time(plan, workload, trace, flow, at) for at in step.after]
        latest = np.maximum.reduce(anchors)
        yield from _count("ready is the latest anchor", where, ready != latest, trace)
        yield from _count("time never runs backwards", where, start < ready, trace)
        beyond = _beyond(plan, ready) | _beyond(plan, start) | _beyond(plan, end)
        yield from _count("nothing beyond the stop", where, beyond, trace)
        skip = work.skip[stage]
        passed = ready < NEVER
        if skip is not None:
            still = (start != ready) | (end != ready)
            yield from _count("a skipped stage takes no time", where, skip & passed & still, trace)
            passed = passed & ~skip
        short = passed & (start < NEVER) & (end <= start)
        yield from _count("a stage takes at least a second", where, short, trace)
        drawn = work.work[stage]
        if step.kind is Kind.DELAY and drawn is not None:
            due = ready + drawn
            due = np.where(due >= plan.stop, NEVER, due)
            wrong = passed & ((start != ready) | (end != due))
            yield from _count("a delay takes its time", where, wrong, trace)


def _beyond(plan: Plan, times: Seconds) -> Flags:
    return np.asarray((times >= plan.stop) & (times != NEVER), dtype=np.bool_)


def _count(law: str, where: str, wrong: Flags, trace: Trace) -> Iterator[Broken]:
    if wrong.any():
        for row in np.flatnonzero(wrong.any(axis=1)).tolist():
            yield Broken(law, where, int(trace.replications[row]), int(wrong[row].sum()))


def _resources(
    plan: Plan, workload: Workload, trace: Trace, row: int, suspected: Iterable[Resource]
) -> Iterator[tuple[str, str, int]]:
    for kind, number in suspected:
        seen = visits(plan, workload, trace, row, kind, number)
        if kind is Kind.STATION:
            station = plan.stations[number]
            where, laws = station.name, stations.breaches(plan, station, seen)
        elif kind is Kind.DEPARTURES:
            service, trips = plan.services[number], workload.trips[number]
            where, laws = service.name, departures.breaches(plan, service, trips, row, seen)
        elif kind is Kind.HOLD:
            place = plan.places[number]
            where, laws = place.name, places.breaches(plan, trace, row, place, seen)
        else:
            box = plan.consolidations[number]
            where, laws = box.name, boxes.breaches(plan, box, trace, row, seen)
        for law, count in laws:
            yield law, where, count
