"""The baseline: what one would write by hand in SimPy for this one corridor and nothing else.

One process per box, `simpy.Resource` for the three stations, one process per train service. All
values are drawn beforehand and are plain lists. Ten columns are recorded. Boxes wait in the order
(ready, number) and a train unloads by number, which is the order of law L4 for a single flow.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from heapq import heappop, heappush

from simpy import Environment, Event, Resource
from simpy.events import NORMAL, EventPriority

from corridor_sim.clock import NEVER
from corridor_sim.plan import Plan
from corridor_sim.workload import Workload

Process = Generator[Event, object, None]
_COLUMNS = (
    "arrival",
    "documents_start",
    "documents_end",
    "cleared",
    "first_slot",
    "border",
    "gauge_start",
    "gauge_end",
    "second_slot",
    "delivery",
)


@dataclass(frozen=True)
class Values:
    """Everything drawn: per box, and per train of each service."""

    arrive: list[int]
    documents: list[int]
    inspected: list[bool]
    inspection: list[int]
    gauge: list[int]
    last_mile: list[int]
    leaves: tuple[list[int], list[int]]
    travel: tuple[list[int], list[int]]
    capacity: int
    stop: int


def values(plan: Plan, workload: Workload) -> Values:
    """The values of the first replication as plain lists."""
    flow = workload.flows[0]
    work = [[] if one is None else one[0].tolist() for one in flow.work]
    skip = flow.skip[1]
    assert skip is not None
    present = flow.arrive[0] < NEVER
    assert present.all()
    leaves = [trips.start[0].tolist() for trips in workload.trips]
    travel = [trips.calls[0, :, -1].tolist() for trips in workload.trips]
    return Values(
        flow.arrive[0].tolist(),
        work[0],
        (~skip[0]).tolist(),
        work[1],
        work[3],
        work[5],
        (leaves[0], leaves[1]),
        (travel[0], travel[1]),
        int(plan.services[0].capacity[0, 0]),
        plan.stop,
    )


class Corridor:
    """The model: three resources, two trains, one process per box."""

    def __init__(self, given: Values, env: Environment) -> None:
        self.given, self.env = given, env
        self.documents, self.inspection = Resource(env, 3), Resource(env, 2)
        self.gauge = Resource(env, 4)
        self.waiting: tuple[list[tuple[int, int, Event]], ...] = ([], [])
        count = len(given.arrive)
        self.columns = {name: [NEVER] * count for name in _COLUMNS}

    def run(self) -> dict[str, list[int]]:
        """The ten columns."""
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


class Counting(Environment):
    """Counts what is scheduled; used in an untimed run only."""

    scheduled = 0

    def schedule(self, event: Event, priority: EventPriority = NORMAL, delay: float = 0) -> None:
        self.scheduled += 1
        super().schedule(event, priority, delay)


def events_per_box(given: Values) -> float:
    """Scheduled events of the baseline, per box."""
    env = Counting()
    Corridor(given, env).run()
    return env.scheduled / len(given.arrive)
