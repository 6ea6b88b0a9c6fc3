"""Check a trace against the laws: every breach is named, none is mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.anchors import anchor_time
from corridor_sim.clock import NEVER
from corridor_sim.engine.invariants import boxes, departures, places, stations
from corridor_sim.engine.invariants.visits import visits
from corridor_sim.plan import Kind, Plan
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

    Reads the plan, the workload and the trace, and runs no engine.
    """
    broken = [*_times(plan, workload, trace)]
    for row, replication in enumerate(trace.replications.tolist()):
        broken += [
            Broken(law, where, replication, count)
            for law, where, count in _resources(plan, workload, trace, row)
            if count
        ]
    return broken


def _times(plan: Plan, workload: Workload, trace: Trace) -> Iterator[Broken]:
    for flow, one in enumerate(plan.flows):
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
                yield from _count(
                    "a skipped stage takes no time", where, skip & passed & still, trace
                )
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
    plan: Plan, workload: Workload, trace: Trace, row: int
) -> Iterator[tuple[str, str, int]]:
    for number, station in enumerate(plan.stations):
        seen = visits(plan, workload, trace, row, Kind.STATION, number)
        for law, count in stations.breaches(plan, station, seen):
            yield law, station.name, count
    for number, service in enumerate(plan.services):
        seen = visits(plan, workload, trace, row, Kind.DEPARTURES, number)
        for law, count in departures.breaches(plan, service, workload.trips[number], row, seen):
            yield law, service.name, count
    for number, place in enumerate(plan.places):
        seen = visits(plan, workload, trace, row, Kind.HOLD, number)
        for law, count in places.breaches(plan, trace, row, place, seen):
            yield law, place.name, count
    for number, box in enumerate(plan.consolidations):
        seen = visits(plan, workload, trace, row, Kind.CONSOLIDATION, number)
        for law, count in boxes.breaches(plan, box, trace, row, seen):
            yield law, box.name, count
