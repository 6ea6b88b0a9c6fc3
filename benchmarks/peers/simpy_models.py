"""The baseline: what one would write by hand in SimPy for this one work and nothing else.

One process per customer or box, `simpy.Resource` for the stations, one process per train service.
All values are drawn beforehand and are plain lists. Boxes wait in the order (ready, number) and a
train unloads by number, which is the order of law L4 for a single flow.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from heapq import heappop, heappush

from simpy import Environment, Event, Resource
from simpy.events import NORMAL, EventPriority

from benchmarks.works.corridor import COLUMNS, CRANES, DESKS, INSPECTORS, Corridor
from benchmarks.works.queue import Queue
from corridor_sim.clock import NEVER

Process = Generator[Event, object, None]
Columns = dict[str, list[int]]


def queue(given: Queue) -> Columns:
    """M/M/c."""
    return _Queue(given, Environment()).run()


def corridor(given: Corridor) -> Columns:
    """W3."""
    return _Corridor(given, Environment()).run()


def events_per_box(given: Corridor) -> float:
    """Scheduled events of the corridor, per box: a baseline that schedules too many flatters us."""
    env = _Counting()
    _Corridor(given, env).run()
    return env.scheduled / len(given.arrive)


class _Queue:
    def __init__(self, given: Queue, env: Environment) -> None:
        self.given, self.env = given, env
        self.server = Resource(env, given.servers)
        self.start = [NEVER] * len(given.arrive)
        self.departure = [NEVER] * len(given.arrive)

    def run(self) -> Columns:
        self.env.process(self.arrivals())
        self.env.run()
        return {"arrival": self.given.arrive, "start": self.start, "departure": self.departure}

    def arrivals(self) -> Process:
        env = self.env
        for number, second in enumerate(self.given.arrive):
            yield env.timeout(second - env.now)
            env.process(self.customer(number))

    def customer(self, number: int) -> Process:
        env = self.env
        with self.server.request() as server:
            yield server
            self.start[number] = int(env.now)
            yield env.timeout(self.given.work[number])
        self.departure[number] = int(env.now)


class _Corridor:
    def __init__(self, given: Corridor, env: Environment) -> None:
        self.given, self.env = given, env
        self.documents, self.inspection = Resource(env, DESKS), Resource(env, INSPECTORS)
        self.gauge = Resource(env, CRANES)
        self.waiting: tuple[list[tuple[int, int, Event]], ...] = ([], [])
        count = len(given.arrive)
        self.columns = {name: [NEVER] * count for name in COLUMNS}

    def run(self) -> Columns:
        self.env.process(self.arrivals())
        self.env.process(self.train(0, "first_slot"))
        self.env.process(self.train(1, "second_slot"))
        self.env.run(until=self.given.stop)
        return self.columns

    def arrivals(self) -> Process:
        env = self.env
        for number, second in enumerate(self.given.arrive):
            yield env.timeout(second - env.now)
            env.process(self.box(number))

    def box(self, number: int) -> Process:
        env, given, columns = self.env, self.given, self.columns
        columns["arrival"][number] = int(env.now)
        with self.documents.request() as desk:
            yield desk
            columns["documents_start"][number] = int(env.now)
            yield env.timeout(given.documents[number])
        columns["documents_end"][number] = int(env.now)
        if given.inspected[number]:
            with self.inspection.request() as desk:
                yield desk
                yield env.timeout(given.inspection[number])
        columns["cleared"][number] = int(env.now)
        yield self.ride(0, number)
        columns["border"][number] = int(env.now)
        with self.gauge.request() as crane:
            yield crane
            columns["gauge_start"][number] = int(env.now)
            yield env.timeout(given.gauge[number])
        columns["gauge_end"][number] = int(env.now)
        yield self.ride(1, number)
        yield env.timeout(given.last_mile[number])
        columns["delivery"][number] = int(env.now)

    def ride(self, service: int, number: int) -> Event:
        arrived = Event(self.env)
        heappush(self.waiting[service], (int(self.env.now), number, arrived))
        return arrived

    def train(self, service: int, column: str) -> Process:
        env, given, slots = self.env, self.given, self.columns[column]
        waiting = self.waiting[service]
        for trip, leaves in enumerate(given.leaves[service]):
            yield env.timeout(leaves - env.now)
            aboard: list[tuple[int, Event]] = []
            while waiting and len(aboard) < given.capacity:
                _, number, arrived = heappop(waiting)
                slots[number] = trip
                aboard.append((number, arrived))
            if aboard:
                there = env.timeout(given.travel[service][trip])
                there.callbacks.append(partial(_unload, sorted(aboard)))


def _unload(aboard: list[tuple[int, Event]], _: Event) -> None:
    for _number, arrived in aboard:
        arrived.succeed()


class _Counting(Environment):
    """Counts what is scheduled; used in an untimed run only."""

    scheduled = 0

    def schedule(self, event: Event, priority: EventPriority = NORMAL, delay: float = 0) -> None:
        self.scheduled += 1
        super().schedule(event, priority, delay)
