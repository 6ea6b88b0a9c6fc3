"""salabim: a component per customer or box, its `Resource` for stations, generators (`yield`).

A train passivates its boxes and activates them by number when it is there, so the order of law L4
is kept and every column can be compared to the second.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import Any

from benchmarks.works.corridor import COLUMNS, CRANES, DESKS, INSPECTORS, Corridor
from benchmarks.works.queue import Queue
from corridor_sim.clock import NEVER

Columns = dict[str, list[int]]


def queue(given: Queue) -> Columns:
    """M/M/c."""
    import salabim as sim

    sim.yieldless(False)
    env = sim.Environment(trace=False, random_seed=None)
    server = sim.Resource("server", capacity=given.servers, monitor=False)
    start, departure = [NEVER] * len(given.arrive), [NEVER] * len(given.arrive)

    class Customer(sim.Component):  # type: ignore[misc]  # salabim is optional and untyped here
        def setup(self, number: int) -> None:
            self.number = number

        def process(self) -> Iterator[Any]:
            yield self.request(server)
            start[self.number] = int(env.now())
            yield self.hold(given.work[self.number])
            self.release(server)
            departure[self.number] = int(env.now())

    class Arrivals(sim.Component):  # type: ignore[misc]  # as above
        def process(self) -> Iterator[Any]:
            for number, second in enumerate(given.arrive):
                yield self.hold(till=second)
                Customer(number=number)

    Arrivals()
    env.run()
    return {"arrival": given.arrive, "start": start, "departure": departure}


def corridor(given: Corridor) -> Columns:
    """W3."""
    import salabim as sim

    sim.yieldless(False)
    env = sim.Environment(trace=False, random_seed=None)
    documents = sim.Resource("documents", capacity=DESKS, monitor=False)
    inspection = sim.Resource("inspection", capacity=INSPECTORS, monitor=False)
    gauge = sim.Resource("gauge", capacity=CRANES, monitor=False)
    waiting: tuple[list[Any], list[Any]] = ([], [])
    found = {name: [NEVER] * len(given.arrive) for name in COLUMNS}

    class Box(sim.Component):  # type: ignore[misc]  # as above
        def setup(self, number: int) -> None:
            self.number = number

        def note(self, name: str) -> None:
            found[name][self.number] = int(env.now())

        def process(self) -> Iterator[Any]:
            number = self.number
            self.note("arrival")
            yield self.request(documents)
            self.note("documents_start")
            yield self.hold(given.documents[number])
            self.release(documents)
            self.note("documents_end")
            if given.inspected[number]:
                yield self.request(inspection)
                yield self.hold(given.inspection[number])
                self.release(inspection)
            self.note("cleared")
            heappush(waiting[0], (int(env.now()), number, self))
            yield self.passivate()
            self.note("border")
            yield self.request(gauge)
            self.note("gauge_start")
            yield self.hold(given.gauge[number])
            self.release(gauge)
            self.note("gauge_end")
            heappush(waiting[1], (int(env.now()), number, self))
            yield self.passivate()
            yield self.hold(given.last_mile[number])
            self.note("delivery")

    class Trip(sim.Component):  # type: ignore[misc]  # as above
        def setup(self, aboard: list[Any], travel: int) -> None:
            self.aboard, self.travel = aboard, travel

        def process(self) -> Iterator[Any]:
            yield self.hold(self.travel)
            for _, box in self.aboard:
                box.activate()

    class Train(sim.Component):  # type: ignore[misc]  # as above
        def setup(self, service: int) -> None:
            self.service = service

        def process(self) -> Iterator[Any]:
            queue, slot = waiting[self.service], found[("first_slot", "second_slot")[self.service]]
            for trip, leaves in enumerate(given.leaves[self.service]):
                yield self.hold(till=leaves)
                aboard = []
                while queue and len(aboard) < given.capacity:
                    _, number, box = heappop(queue)
                    slot[number] = trip
                    aboard.append((number, box))
                if aboard:
                    aboard.sort()
                    Trip(aboard=aboard, travel=given.travel[self.service][trip])

    class Arrivals(sim.Component):  # type: ignore[misc]  # as above
        def process(self) -> Iterator[Any]:
            for number, second in enumerate(given.arrive):
                yield self.hold(till=second)
                Box(number=number)

    Arrivals()
    Train(service=0)
    Train(service=1)
    env.run(till=given.stop)
    return found
