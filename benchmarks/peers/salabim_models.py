"""salabim: a component per customer or box, its `Resource` for stations, generators (`yield`).

A train passivates its boxes and activates them by number when it is there, so the order of law L4
is kept and every column can be compared to the second.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from importlib import import_module
from typing import Any

from benchmarks.works.corridor import COLUMNS, CRANES, DESKS, INSPECTORS, Corridor
from benchmarks.works.queue import Queue
from corridor_sim.clock import NEVER

Columns = dict[str, list[int]]
sim: Any = import_module("salabim")


def queue(given: Queue) -> Columns:
    """M/M/c."""
    env = _environment()
    place = _Counter(given)
    _Coming(arrive=given.arrive, kind=_Customer, place=place)
    env.run()
    return {"arrival": given.arrive, "start": place.start, "departure": place.departure}


def corridor(given: Corridor) -> Columns:
    """W3."""
    env = _environment()
    place = _Hub(given)
    _Coming(arrive=given.arrive, kind=_Box, place=place)
    for service in range(2):
        _Train(place=place, service=service)
    env.run(till=given.stop)
    return place.found


def _environment() -> Any:
    sim.yieldless(False)
    return sim.Environment(trace=False, random_seed=None)


class _Counter:
    def __init__(self, given: Queue) -> None:
        self.work = given.work
        self.server = sim.Resource("server", capacity=given.servers, monitor=False)
        self.start = [NEVER] * len(given.arrive)
        self.departure = [NEVER] * len(given.arrive)


class _Hub:
    def __init__(self, given: Corridor) -> None:
        self.given = given
        self.documents = sim.Resource("documents", capacity=DESKS, monitor=False)
        self.inspection = sim.Resource("inspection", capacity=INSPECTORS, monitor=False)
        self.gauge = sim.Resource("gauge", capacity=CRANES, monitor=False)
        self.waiting: tuple[list[Any], list[Any]] = ([], [])
        self.found = {name: [NEVER] * len(given.arrive) for name in COLUMNS}


class _Coming(sim.Component):  # type: ignore[misc]  # salabim is not there when types are checked
    def setup(self, arrive: list[int], kind: Any, place: Any) -> None:
        self.arrive, self.kind, self.place = arrive, kind, place

    def process(self) -> Iterator[Any]:
        for number, second in enumerate(self.arrive):
            yield self.hold(till=second)
            self.kind(number=number, place=self.place)


class _Customer(sim.Component):  # type: ignore[misc]  # as above
    def setup(self, number: int, place: _Counter) -> None:
        self.number, self.place = number, place

    def process(self) -> Iterator[Any]:
        number, place = self.number, self.place
        yield self.request(place.server)
        place.start[number] = int(self.env.now())
        yield self.hold(place.work[number])
        self.release(place.server)
        place.departure[number] = int(self.env.now())


class _Box(sim.Component):  # type: ignore[misc]  # as above
    def setup(self, number: int, place: _Hub) -> None:
        self.number, self.place = number, place

    def note(self, name: str) -> None:
        self.place.found[name][self.number] = int(self.env.now())

    def wait(self, service: int) -> None:
        heappush(self.place.waiting[service], (int(self.env.now()), self.number, self))

    def process(self) -> Iterator[Any]:
        number, place = self.number, self.place
        given = place.given
        self.note("arrival")
        yield self.request(place.documents)
        self.note("documents_start")
        yield self.hold(given.documents[number])
        self.release(place.documents)
        self.note("documents_end")
        if given.inspected[number]:
            yield self.request(place.inspection)
            yield self.hold(given.inspection[number])
            self.release(place.inspection)
        self.note("cleared")
        self.wait(0)
        yield self.passivate()
        self.note("border")
        yield self.request(place.gauge)
        self.note("gauge_start")
        yield self.hold(given.gauge[number])
        self.release(place.gauge)
        self.note("gauge_end")
        self.wait(1)
        yield self.passivate()
        yield self.hold(given.last_mile[number])
        self.note("delivery")


class _Trip(sim.Component):  # type: ignore[misc]  # as above
    def setup(self, aboard: list[tuple[int, Any]], travel: int) -> None:
        self.aboard, self.travel = aboard, travel

    def process(self) -> Iterator[Any]:
        yield self.hold(self.travel)
        for _, box in self.aboard:
            box.activate()


class _Train(sim.Component):  # type: ignore[misc]  # as above
    def setup(self, place: _Hub, service: int) -> None:
        self.place, self.service = place, service

    def process(self) -> Iterator[Any]:
        given, waiting = self.place.given, self.place.waiting[self.service]
        slot = self.place.found[("first_slot", "second_slot")[self.service]]
        for trip, leaves in enumerate(given.leaves[self.service]):
            yield self.hold(till=leaves)
            aboard: list[tuple[int, Any]] = []
            while waiting and len(aboard) < given.capacity:
                _, number, box = heappop(waiting)
                slot[number] = trip
                aboard.append((number, box))
            if aboard:
                aboard.sort()
                _Trip(aboard=aboard, travel=given.travel[self.service][trip])
