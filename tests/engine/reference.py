"""The stage table of the design, coded a second time: no events, no generators, no SimPy.

Nothing is preempted and every stage takes at least a second, so the end of a stage is known when
it begins. Ends are handed on at once: as soon as every anchor of a stage is known, the (future)
second at which it becomes ready is filed with its resource. What is left to a clock is the seconds
at which a resource decides, and whatever a decision files lies after it. So the sweep takes the
earliest second at which any resource can decide, lets all who can decide then do so, and goes on.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.plan import ARRIVAL, END, Calendar, Kind, Plan
from corridor_sim.trace import NOWHERE, FlowTrace, Trace
from corridor_sim.workload import Trips, Workload

#: (stage, call): something that happens to a shipment once, as in plan.Anchor
Event = tuple[int, int]


class Request(NamedTuple):
    """Who asks, in the order of law L4."""

    priority: int
    ready: int
    flow: int
    number: int
    stage: int


def sweep(plan: Plan, workload: Workload) -> Trace:
    """The trace of a workload, replication by replication."""
    rows = swept(plan, workload)
    flows = tuple(_gathered(rows, flow) for flow in range(len(plan.flows)))
    return Trace(workload.replications, flows)


def swept(plan: Plan, workload: Workload) -> list[_Sweep]:
    """A sweep for each replication, done."""
    rows = [_Sweep(plan, workload, row) for row in range(len(workload.replications))]
    for one in rows:
        one.run()
    return rows


@dataclass
class Resource:
    """Requests filed with a resource by the second of their readiness, some of it to come."""

    sweep: _Sweep
    requests: list[Request] = field(default_factory=list)

    def file(self, one: Request) -> None:
        insort(self.requests, one, key=lambda other: other.ready)

    def decides(self) -> int:
        """The next second at which something can be decided here."""
        raise NotImplementedError

    def decide(self, now: int) -> None:
        raise NotImplementedError

    def present(self, now: int) -> list[Request]:
        return sorted(takewhile(lambda one: one.ready <= now, self.requests))

    def first(self) -> int:
        return self.requests[0].ready if self.requests else NEVER


@dataclass
class Server:
    """`free` from a second on; `open` is every second that its calendar has."""

    open: NDArray[np.int64]
    free: int = 0

    def takes(self, now: int) -> int:
        chance = int(np.searchsorted(self.open, max(now, self.free)))
        return int(self.open[chance]) if chance < len(self.open) else NEVER

    def end(self, now: int, work: int) -> int:
        last = int(np.searchsorted(self.open, now)) + work - 1
        return int(self.open[last]) + 1 if last < len(self.open) else NEVER


class Station(Resource):
    """Servers in the order in which they take; `by` says who took which request."""

    def __init__(self, sweep: _Sweep, servers: list[Server]) -> None:
        super().__init__(sweep)
        self.servers, self.by = servers, dict[Request, Server]()

    def decides(self) -> int:
        return min(server.takes(self.first()) for server in self.servers)

    def decide(self, now: int) -> None:
        for server, one in zip(self._idle(now), self.present(now), strict=False):
            self.requests.remove(one)
            self.by[one] = server
            server.free = server.end(now, self.sweep.work(one))
            self.sweep.passes(one, now, server.free)

    def _idle(self, now: int) -> list[Server]:
        return [server for server in self.servers if server.takes(now) == now]


class Departures(Resource):
    """The timetable, read from the front."""

    def __init__(self, sweep: _Sweep, service: int) -> None:
        super().__init__(sweep)
        self.service, self.trips = sweep.plan.services[service], sweep.workload.trips[service]
        cut_off = self.service.cut_off.tolist()
        self.coming = sorted(range(len(cut_off)), key=lambda trip: cut_off[trip])

    def decides(self) -> int:
        return int(self.service.cut_off[self.coming[0]]) if self.coming else NEVER

    def decide(self, now: int) -> None:
        trip = self.coming.pop(0)
        row, service = self.sweep.row, self.service
        line = self.present(now)
        if self.trips.cancelled[row, trip] or not line:
            return
        sizes = np.cumsum([self.sweep.size[one.flow][one.number] for one in line], axis=0)
        fits = (sizes <= self.trips.capacity[row, trip]).all(axis=1)
        boards = int(np.argmin(fits)) if not fits.all() else len(line)
        load = int(sizes[boards - 1][service.first_unit]) if boards else 0
        if load < service.minimum[trip] and now - line[0].ready < service.patience:
            return
        leaves = int(self.trips.start[row, trip])
        for one in line[:boards]:
            self.requests.remove(one)
            calls = leaves + self.trips.calls[row, trip]
            stage = self.sweep.plan.flows[one.flow].stages[one.stage]
            self.sweep.slot[one.flow][one.stage][one.number] = trip
            self.sweep.passes(one, leaves, int(calls[stage.alight]), calls.tolist())


class Places(Resource):
    """`free` holds the seconds from which places are free, as far as that is known."""

    def __init__(self, sweep: _Sweep, places: int) -> None:
        super().__init__(sweep)
        self.free = [0] * places

    def decides(self) -> int:
        return max(self.first(), min(self.free, default=NEVER))

    def decide(self, now: int) -> None:
        for one in self.present(now):
            earliest = min(self.free, default=NEVER)
            if earliest > now:
                return
            self.free.remove(earliest)
            self.requests.remove(one)
            self.sweep.passes(one, now, now + 1)


class Consolidation(Resource):
    """One open box, the number of those closed before it."""

    def __init__(self, sweep: _Sweep, number: int) -> None:
        super().__init__(sweep)
        self.rule = sweep.plan.consolidations[number]
        self.box: list[Request] = []
        self.closed = 0

    def decides(self) -> int:
        due = self.box[0].ready + self.rule.wait if self.box else NEVER
        return min(self.first(), due)

    def decide(self, now: int) -> None:
        joining = sorted(self.present(now), key=lambda one: (one.ready, *one))
        for one in joining:
            self.requests.remove(one)
            if self._over(self._load([*self.box, one])):
                self._close(now)
            self.box.append(one)
            if self._full(self._load(self.box)):
                self._close(now)
        if self.box and now >= self.box[0].ready + self.rule.wait:
            self._close(now)

    def _load(self, members: list[Request]) -> list[int]:
        return [sum(self.sweep.size[m.flow][m.number][unit] for m in members) for unit in range(4)]

    def _over(self, load: list[int]) -> bool:
        limits = self.rule.capacity.tolist()
        return bool(self.box) and any(a > b for a, b in zip(load, limits, strict=True) if b)

    def _full(self, load: list[int]) -> bool:
        limits = self.rule.capacity.tolist()
        return any(a == b for a, b in zip(load, limits, strict=True) if b)

    def _close(self, now: int) -> None:
        members, self.box = self.box, []
        pieces, milli_teu, litre = self.rule.box
        weight = self._load(members)[2]
        worth = sum(self.sweep.value[m.flow][m.number] for m in members)
        self.sweep.box_arrives(
            self.rule.feeds, self.closed, now + 1, (pieces, milli_teu, weight, litre), worth
        )
        for one in members:
            self.sweep.slot[one.flow][one.stage][one.number] = self.closed
            self.sweep.passes(one, now, now + 1)
        self.closed += 1


class _Sweep:
    """One replication: `times[flow][stage]` maps a shipment to (ready, start, end)."""

    def __init__(self, plan: Plan, workload: Workload, row: int) -> None:
        self.plan, self.workload, self.row = plan, workload, row
        self.arrive = [[NEVER] * flow.arrive.shape[1] for flow in workload.flows]
        self.size = [[tuple(s) for s in flow.size[row].tolist()] for flow in workload.flows]
        self.value = [flow.value[row].tolist() for flow in workload.flows]
        self.times: list[list[dict[int, tuple[int, int, int]]]] = [
            [{} for _ in flow.stages] for flow in plan.flows
        ]
        self.slot: list[list[dict[int, int]]] = [[{} for _ in flow.stages] for flow in plan.flows]
        self.known: dict[tuple[int, int, Event], int] = {}
        self.after = [
            [[(anchor.stage, anchor.call) for anchor in stage.after] for stage in flow.stages]
            for flow in plan.flows
        ]
        self.resources = {(kind, n): one for kind, n, one in self._resources()}

    def _resources(self) -> Iterator[tuple[Kind, int, Resource]]:
        plan = self.plan
        for n, station in enumerate(plan.stations):
            shifts = station.shifts or ((station.servers, station.calendar),)
            seconds = [(count, _open(plan.calendars[c], plan.stop)) for count, c in shifts]
            servers = [Server(which) for count, which in seconds for _ in range(count)]
            yield Kind.STATION, n, Station(self, servers)
        for n in range(len(plan.services)):
            yield Kind.DEPARTURES, n, Departures(self, n)
        for n, place in enumerate(plan.places):
            yield Kind.HOLD, n, Places(self, place.places)
        for n in range(len(plan.consolidations)):
            yield Kind.CONSOLIDATION, n, Consolidation(self, n)

    def run(self) -> None:
        for flow, work in enumerate(self.workload.flows):
            for number, second in enumerate(work.arrive[self.row].tolist()):
                if self.plan.flows[flow].fed_by < 0 and second < NEVER:
                    self._arrives(flow, number, second)
        while self.resources:
            chances = {key: one.decides() for key, one in self.resources.items()}
            now = min(chances.values())
            if now >= self.plan.stop:
                return
            for key, second in chances.items():
                if second == now:
                    self.resources[key].decide(now)

    def work(self, one: Request) -> int:
        drawn = self.workload.flows[one.flow].work[one.stage]
        assert drawn is not None
        return int(drawn[self.row, one.number])

    def box_arrives(
        self, flow: int, number: int, second: int, size: tuple[int, int, int, int], value: int
    ) -> None:
        if second < self.plan.stop:
            self.size[flow][number], self.value[flow][number] = size, value
            self._arrives(flow, number, second)

    def passes(self, one: Request, start: int, end: int, calls: list[int] | None = None) -> None:
        """A stage that begins now: its times are known, and so is what hangs on them."""
        self.times[one.flow][one.stage][one.number] = (one.ready, start, end)
        flow = self.plan.flows[one.flow]
        for hold, stage in enumerate(flow.stages):
            kept = stage.kind is Kind.HOLD and stage.until == one.stage
            if kept and end < NEVER and not self._skipped(one.flow, hold, one.number):
                pool = self.resources[Kind.HOLD, stage.resource]
                assert isinstance(pool, Places)
                pool.free.append(end)
        events = {(one.stage, call): at for call, at in enumerate(calls or [])}
        events[one.stage, END] = end
        self._happen(one.flow, one.number, events)

    def _arrives(self, flow: int, number: int, second: int) -> None:
        self.arrive[flow][number] = second
        self._happen(flow, number, {(ARRIVAL, END): second})

    def _happen(self, flow: int, number: int, events: dict[Event, int]) -> None:
        for event, second in events.items():
            if second < NEVER:
                self.known[flow, number, event] = second
        for position, after in enumerate(self.after[flow]):
            if events.keys().isdisjoint(after):
                continue
            seconds = [self.known.get((flow, number, event)) for event in after]
            if None not in seconds:
                ready = max(second for second in seconds if second is not None)
                self._becomes_ready(flow, number, position, ready)

    def _becomes_ready(self, flow: int, number: int, position: int, ready: int) -> None:
        stage = self.plan.flows[flow].stages[position]
        priority = int(self.workload.flows[flow].priority[self.row, number])
        one = Request(priority, ready, flow, number, position)
        if number in self.times[flow][position]:
            return
        if self._skipped(flow, position, number):
            trips: Trips | None = None
            if stage.kind is Kind.DEPARTURES:
                trips = self.workload.trips[stage.resource]
            calls = [ready] * trips.calls.shape[2] if trips is not None else None
            self.passes(one, ready, ready, calls)
        elif stage.kind is Kind.DELAY:
            self.passes(one, ready, ready + self.work(one))
        else:
            self.times[flow][position][number] = (ready, NEVER, NEVER)
            self.resources[stage.kind, stage.resource].file(one)

    def _skipped(self, flow: int, stage: int, number: int) -> bool:
        skip = self.workload.flows[flow].skip[stage]
        return skip is not None and bool(skip[self.row, number])


def _open(hours: Calendar, stop: int) -> NDArray[np.int64]:
    spans = zip(hours.opens.tolist(), hours.closes.tolist(), strict=True)
    return np.concatenate([np.arange(min(o, stop), min(c, stop)) for o, c in spans])


def _gathered(rows: list[_Sweep], flow: int) -> FlowTrace:
    plan = rows[0].plan
    stages = range(len(plan.flows[flow].stages))
    shipments = rows[0].workload.flows[flow].arrive.shape[1]

    def column(stage: int, which: int) -> NDArray[np.int64]:
        table = np.full((len(rows), shipments), NEVER, dtype=np.int64)
        for row, one in enumerate(rows):
            for number, times in one.times[flow][stage].items():
                table[row, number] = times[which] if times[which] < plan.stop else NEVER
        return table

    def slots(stage: int) -> NDArray[np.int64] | None:
        if plan.flows[flow].stages[stage].kind not in (Kind.DEPARTURES, Kind.CONSOLIDATION):
            return None
        table = np.full((len(rows), shipments), NOWHERE, dtype=np.int64)
        for row, one in enumerate(rows):
            for number, slot in one.slot[flow][stage].items():
                if one.times[flow][stage][number][1] < plan.stop:
                    table[row, number] = slot
        return table

    arrive = np.array([one.arrive[flow] for one in rows], dtype=np.int64)
    return FlowTrace(
        arrive,
        np.array([one.size[flow] for one in rows], dtype=np.int64).reshape(*arrive.shape, 4),
        np.array([one.value[flow] for one in rows], dtype=np.int64),
        tuple(column(k, 0) for k in stages),
        tuple(column(k, 1) for k in stages),
        tuple(column(k, 2) for k in stages),
        tuple(slots(k) for k in stages),
    )
