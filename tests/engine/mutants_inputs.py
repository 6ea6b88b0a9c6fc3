"""Mutants by their inputs: one engine sees a plan or a workload from which a rule was taken.

They need to know nothing of how an engine works, so they hold for either engine and outlive a
rewrite of both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.plan import END, Anchor, Calendar, Kind, Plan, Service, Stage, Station
from corridor_sim.planning.components import components
from corridor_sim.trace import FlowTrace, Trace
from corridor_sim.workload import FlowWork, Trips, Workload
from tests.engine.mutants import Engine

Seconds = NDArray[np.int64]
Seen = tuple[Plan, Workload]


@dataclass(frozen=True, slots=True)
class InputMutant:
    """What an engine is shown instead, and how its answer is read back."""

    name: str
    shown: Callable[[Plan, Workload], Seen]
    read: Callable[[Plan, Trace], Trace] = lambda plan, trace: trace

    def run(self, engine: Engine, plan: Plan, workload: Workload) -> Trace:
        """The trace of an engine that was shown something else."""
        return self.read(plan, engine(*self.shown(plan, workload)))


def works(change: Callable[[FlowWork], FlowWork]) -> Callable[[Plan, Workload], Seen]:
    return lambda plan, work: (plan, replace(work, flows=tuple(change(one) for one in work.flows)))


def trips(change: Callable[[Service, Trips], Trips]) -> Callable[[Plan, Workload], Seen]:
    def shown(plan: Plan, work: Workload) -> Seen:
        pairs = zip(plan.services, work.trips, strict=True)
        return plan, replace(work, trips=tuple(change(*pair) for pair in pairs))

    return shown


def parts(name: str, change: Callable[[Any], Any]) -> Callable[[Plan, Workload], Seen]:
    """Every record of one column of the plan: stations, services, places, ..."""

    def shown(plan: Plan, work: Workload) -> Seen:
        changed = tuple(change(one) for one in getattr(plan, name))
        return replace(plan, **{name: changed}), work  # type: ignore[arg-type]  # same records

    return shown


def stages(change: Callable[[Plan, Stage], Stage]) -> Callable[[Plan, Workload], Seen]:
    def shown(plan: Plan, work: Workload) -> Seen:
        flows = tuple(
            replace(flow, stages=tuple(change(plan, stage) for stage in flow.stages))
            for flow in plan.flows
        )
        return replace(plan, flows=flows, components=components(flows)), work

    return shown


def _longer(calendar: Calendar) -> Calendar:
    """Each closing a second later, where that leaves a closure."""
    following = np.append(calendar.opens[1:], NEVER)
    later = np.where(calendar.closes + 1 < following, calendar.closes + 1, calendar.closes)
    return replace(calendar, closes=later)


def _shorter(calendar: Calendar) -> Calendar:
    """Each opening a second later, where that leaves it open."""
    later = np.where(calendar.opens + 1 < calendar.closes, calendar.opens + 1, calendar.opens)
    return replace(calendar, opens=later)


def _always(calendar: Calendar) -> Calendar:
    return replace(calendar, opens=np.array([0]), closes=np.array([NEVER]))


def _one_more(station: Station) -> Station:
    """A server more, of the last shift."""
    shifts = station.shifts
    if shifts:
        shifts = (*shifts[:-1], (shifts[-1][0] + 1, shifts[-1][1]))
    return replace(station, servers=station.servers + 1, shifts=shifts)


def _as_the_first(station: Station) -> Station:
    """All servers keep the hours of the first shift."""
    return replace(station, shifts=tuple((n, station.shifts[0][1]) for n, _ in station.shifts))


def _boards_earlier(service: Service) -> Service:
    return replace(service, cut_off=service.cut_off - 1)


def _roomier(service: Service, one: Trips) -> Trips:
    more = np.where(one.capacity < NEVER, one.capacity + 1, one.capacity)
    return replace(one, capacity=more)


def _as_planned(service: Service, one: Trips) -> Trips:
    return replace(one, capacity=np.broadcast_to(service.capacity, one.capacity.shape))


def _punctual(service: Service, one: Trips) -> Trips:
    return replace(one, start=np.broadcast_to(service.scheduled, one.start.shape))


def _slower(service: Service, one: Trips) -> Trips:
    calls = one.calls.copy()
    calls[..., 1:] += 1
    return replace(one, calls=calls)


def _unskipped(kind: Kind) -> Callable[[Plan, Workload], Seen]:
    """Who skips a stage of this kind passes it after all."""

    def shown(plan: Plan, work: Workload) -> Seen:
        flows = []
        for flow, one in zip(plan.flows, work.flows, strict=True):
            pairs = zip(flow.stages, one.skip, strict=True)
            skip = tuple(None if stage.kind is kind else flags for stage, flags in pairs)
            flows.append(replace(one, skip=skip))
        return plan, replace(work, flows=tuple(flows))

    return shown


def _single(plan: Plan, stage: Stage) -> Stage:
    return replace(stage, after=stage.after[-1:])


def _ends_only(plan: Plan, stage: Stage) -> Stage:
    return replace(stage, after=tuple(dict.fromkeys(Anchor(one.stage) for one in stage.after)))


def _arrival_later(plan: Plan, stage: Stage) -> Stage:
    return replace(stage, alight=END)


def _flows_reversed(plan: Plan, work: Workload) -> Seen:
    last = len(plan.flows) - 1
    flows = plan.flows[::-1]
    boxes = tuple(replace(one, feeds=last - one.feeds) for one in plan.consolidations)
    other = replace(plan, flows=flows, consolidations=boxes, components=components(flows))
    return other, replace(work, flows=work.flows[::-1])


def _read_flows(plan: Plan, trace: Trace) -> Trace:
    return replace(trace, flows=trace.flows[::-1])


def _numbers_reversed(plan: Plan, work: Workload) -> Seen:
    """Shipments of flows that no box feeds, in the opposite order of numbers."""
    pairs = zip(plan.flows, work.flows, strict=True)
    return plan, replace(work, flows=tuple(_turned(f.fed_by, one) for f, one in pairs))


def _read_numbers(plan: Plan, trace: Trace) -> Trace:
    pairs = zip(plan.flows, trace.flows, strict=True)
    return replace(trace, flows=tuple(_turned_back(f.fed_by, one) for f, one in pairs))


def _turned(fed_by: int, one: FlowWork) -> FlowWork:
    if fed_by >= 0:
        return one
    return FlowWork(
        one.arrive[:, ::-1],
        one.refused[:, ::-1],
        one.priority[:, ::-1],
        one.size[:, ::-1],
        one.value[:, ::-1],
        tuple(None if flags is None else flags[:, ::-1] for flags in one.skip),
        tuple(None if work is None else work[:, ::-1] for work in one.work),
    )


def _turned_back(fed_by: int, one: FlowTrace) -> FlowTrace:
    if fed_by >= 0:
        return one
    return FlowTrace(
        one.arrive[:, ::-1],
        one.size[:, ::-1],
        one.value[:, ::-1],
        tuple(column[:, ::-1] for column in one.ready),
        tuple(column[:, ::-1] for column in one.start),
        tuple(column[:, ::-1] for column in one.end),
        tuple(None if column is None else column[:, ::-1] for column in one.slot),
    )


MUTANTS = [
    InputMutant("no priorities", works(lambda one: replace(one, priority=one.priority * 0))),
    InputMutant("priorities upside down", works(lambda one: replace(one, priority=-one.priority))),
    InputMutant("flows in the opposite order", _flows_reversed, _read_flows),
    InputMutant("numbers in the opposite order", _numbers_reversed, _read_numbers),
    InputMutant("always open", parts("calendars", _always)),
    InputMutant("closes a second later", parts("calendars", _longer)),
    InputMutant("opens a second later", parts("calendars", _shorter)),
    InputMutant("one more server", parts("stations", _one_more)),
    InputMutant("all in the hours of the first shift", parts("stations", _as_the_first)),
    InputMutant(
        "shifts in the opposite order",
        parts("stations", lambda s: replace(s, shifts=s.shifts[::-1])),
    ),
    InputMutant("one more place", parts("places", lambda p: replace(p, places=p.places + 1))),
    InputMutant("a cut-off a second earlier", parts("services", _boards_earlier)),
    InputMutant("one more of each unit in a train", trips(_roomier)),
    InputMutant("the capacity of the timetable", trips(_as_planned)),
    InputMutant("no lateness", trips(_punctual)),
    InputMutant("a second more to each call", trips(_slower)),
    InputMutant(
        "nothing cancelled",
        trips(lambda service, one: replace(one, cancelled=np.zeros_like(one.cancelled))),
    ),
    InputMutant("no minimum", parts("services", lambda s: replace(s, minimum=s.minimum * 0))),
    InputMutant(
        "one more as minimum", parts("services", lambda s: replace(s, minimum=s.minimum + 1))
    ),
    InputMutant("no patience", parts("services", lambda s: replace(s, patience=0))),
    InputMutant("endless patience", parts("services", lambda s: replace(s, patience=NEVER))),
    InputMutant(
        "another second of patience",
        parts("services", lambda s: replace(s, patience=s.patience + 1)),
    ),
    InputMutant(
        "a box waits a second longer",
        parts("consolidations", lambda c: replace(c, wait=c.wait + 1)),
    ),
    InputMutant(
        "no box closes by age", parts("consolidations", lambda c: replace(c, wait=1 << 40))
    ),
    InputMutant(
        "one more of each unit in a box",
        parts("consolidations", lambda c: replace(c, capacity=c.capacity + (c.capacity > 0))),
    ),
    InputMutant("the last anchor only", stages(_single)),
    InputMutant("calls taken for ends", stages(_ends_only)),
    InputMutant("all get off at the end", stages(_arrival_later)),
    InputMutant(
        "the stop a second later", lambda plan, work: (replace(plan, stop=plan.stop + 1), work)
    ),
    InputMutant(
        "the stop a second earlier", lambda plan, work: (replace(plan, stop=plan.stop - 1), work)
    ),
    *(InputMutant(f"no {kind.name.lower()} is skipped", _unskipped(kind)) for kind in Kind),
]
