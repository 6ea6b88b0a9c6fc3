"""One replication: the resources, the journeys, and the clock that drives them."""

from __future__ import annotations

from collections.abc import Generator
from typing import cast

import numpy as np
from simpy import Event

from corridor_sim.clock import NEVER
from corridor_sim.engine.event.consolidation import Consolidation
from corridor_sim.engine.event.departures import Boarding, Departures, Timetable
from corridor_sim.engine.event.journey import Begin, Journey, Step
from corridor_sim.engine.event.places import Places
from corridor_sim.engine.event.settle import Size, Timeline, Visit
from corridor_sim.engine.event.station import Hours, Shift, Station
from corridor_sim.plan import END, Kind, Plan, Stage
from corridor_sim.shifts import shifts_of
from corridor_sim.trace import NOWHERE, FlowTrace
from corridor_sim.workload import Workload

_WITH_SLOT = (Kind.DEPARTURES, Kind.CONSOLIDATION)


class Replication:
    """Builds the model for one row of a workload and runs it to the stop."""

    def __init__(self, plan: Plan, workload: Workload, row: int) -> None:
        self.plan = plan
        self.env = Timeline()
        self.work = workload
        self.row = row
        self.arrive = [flow.arrive[row].tolist() for flow in workload.flows]
        self.size = [
            cast("list[Size]", [tuple(size) for size in flow.size[row].tolist()])
            for flow in workload.flows
        ]
        self.value = [flow.value[row].tolist() for flow in workload.flows]
        self.stations = [self._station(index) for index in range(len(plan.stations))]
        self.places = [Places(self.env, place.places) for place in plan.places]
        self.departures = [self._departures(index) for index in range(len(plan.services))]
        self.consolidations = [self._consolidation(k) for k in range(len(plan.consolidations))]
        self.journeys = [self._journey(index) for index in range(len(plan.flows))]

    def run(self) -> list[FlowTrace]:
        """The columns of every flow; times beyond the stop may still be in them."""
        for index, flow in enumerate(self.plan.flows):
            if flow.fed_by < 0:
                self.env.process(self._arrivals(index))
        self.env.run(until=self.plan.stop)
        return [self._columns(index) for index in range(len(self.plan.flows))]

    def _arrivals(self, flow: int) -> Generator[Event, object, None]:
        journey, env = self.journeys[flow], self.env
        arrive = self.work.flows[flow].arrive[self.row]
        order = np.argsort(arrive, kind="stable")
        for number in order[arrive[order] < NEVER].tolist():
            wait = self.arrive[flow][number] - env.second
            if wait:
                yield env.timeout(wait)
            journey.set_out(number)

    def _journey(self, index: int) -> Journey:
        flow, work = self.plan.flows[index], self.work.flows[index]
        shipments = work.arrive.shape[1]
        steps = []
        for stage, skip in zip(flow.stages, work.skip, strict=True):
            step = Step(shipments, None if skip is None else skip[self.row].tolist())
            if stage.kind in _WITH_SLOT:
                step.slot = [NOWHERE] * shipments
            steps.append(step)
        journey = Journey(self.env, flow, steps)
        for position, stage in enumerate(flow.stages):
            steps[position].begin = self._begin(index, position, journey)
            if stage.kind is Kind.HOLD:
                pool = self.places[stage.resource]
                steps[stage.until].gives_back.append((steps[position], pool.give_back))
        return journey

    def _begin(self, flow: int, position: int, journey: Journey) -> Begin:
        stage, step = self.plan.flows[flow].stages[position], journey.steps[position]
        work = self.work.flows[flow]
        drawn = work.work[position]
        durations = [] if drawn is None else drawn[self.row].tolist()
        priority = work.priority[self.row].tolist()
        if stage.kind is Kind.DELAY:
            return _delay(self.env, step, durations)
        if stage.kind is Kind.STATION:
            return _station(
                self.stations[stage.resource], step, priority, (flow, position), durations
            )
        if stage.kind is Kind.HOLD:
            return _hold(self.places[stage.resource], step, priority, (flow, position))
        if stage.kind is Kind.DEPARTURES:
            return self._boards(flow, position, journey, priority)
        return self._joins(flow, position, step, priority)

    def _boards(self, flow: int, position: int, journey: Journey, priority: list[int]) -> Begin:
        stage, step = self.plan.flows[flow].stages[position], journey.steps[position]
        departures, size = self.departures[stage.resource], self.size[flow]
        boarding = Boarding(
            step.start, step.slot or [], _last_call(self.plan, stage), tuple(step.calls)
        )

        def begin(number: int, now: int) -> Event:
            key = (priority[number], now, flow, number, position)
            return departures.join(key, size[number], boarding)

        return begin

    def _joins(self, flow: int, position: int, step: Step, priority: list[int]) -> Begin:
        boxes = self.consolidations[self.plan.flows[flow].stages[position].resource]
        size, value, lists = self.size[flow], self.value[flow], (step.start, step.slot or [])

        def begin(number: int, now: int) -> Event:
            key = (priority[number], now, flow, number, position)
            return boxes.join(key, size[number], value[number], lists)

        return begin

    def _station(self, index: int) -> Station:
        shifts = [
            Shift(servers, Hours(calendar.opens.tolist(), calendar.closes.tolist()))
            for servers, calendar in shifts_of(self.plan, self.plan.stations[index])
        ]
        return Station(self.env, shifts)

    def _departures(self, index: int) -> Departures:
        service, trips, row = self.plan.services[index], self.work.trips[index], self.row
        table = Timetable(
            service.cut_off.tolist(),
            trips.start[row].tolist(),
            trips.calls[row].tolist(),
            trips.capacity[row].tolist(),
            service.minimum.tolist(),
            trips.cancelled[row].tolist(),
            service.patience,
            service.first_unit,
        )
        return Departures(self.env, table)

    def _consolidation(self, index: int) -> Consolidation:
        boxes = self.plan.consolidations[index]
        fed, (pieces, milli_teu, litres) = boxes.feeds, boxes.box

        def ready(number: int, weight: int, value: int) -> None:
            self.arrive[fed][number] = self.env.second
            self.size[fed][number] = (pieces, milli_teu, weight, litres)
            self.value[fed][number] = value
            self.journeys[fed].set_out(number)

        return Consolidation(self.env, boxes.capacity.tolist(), boxes.wait, ready)

    def _columns(self, index: int) -> FlowTrace:
        steps = self.journeys[index].steps
        return FlowTrace(
            np.array(self.arrive[index], dtype=np.int64),
            np.array(self.size[index], dtype=np.int64).reshape(-1, 4),
            np.array(self.value[index], dtype=np.int64),
            tuple(np.array(step.ready, dtype=np.int64) for step in steps),
            tuple(np.array(step.start, dtype=np.int64) for step in steps),
            tuple(np.array(step.end, dtype=np.int64) for step in steps),
            tuple(None if s.slot is None else np.array(s.slot, dtype=np.int64) for s in steps),
        )


def _last_call(plan: Plan, stage: Stage) -> int:
    return len(plan.services[stage.resource].legs) if stage.alight == END else stage.alight


def _delay(env: Timeline, step: Step, work: list[int]) -> Begin:
    start = step.start

    def begin(number: int, now: int) -> Event:
        start[number] = now
        return env.timeout(work[number])

    return begin


def _station(
    station: Station, step: Step, priority: list[int], at: tuple[int, int], work: list[int]
) -> Begin:
    (flow, position), start = at, step.start

    def begin(number: int, now: int) -> Event:
        return station.join((priority[number], now, flow, number, position), work[number], start)

    return begin


def _hold(pool: Places, step: Step, priority: list[int], at: tuple[int, int]) -> Begin:
    (flow, position), start = at, step.start

    def begin(number: int, now: int) -> Visit:
        return pool.join((priority[number], now, flow, number, position), start)

    return begin
