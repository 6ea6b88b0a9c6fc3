"""Cimba's Python package: processes compiled by numba to run on Cimba's engine in C.

A model is compiled once, before anything is timed. Its results are figures, not columns: a timed
run adds up the departures and records nothing else, which is kind to this peer. For equality a run
of its own records every event as one number, (second x columns + column) x shipments + shipment.

A train's boxes are sorted by number before they are unloaded, so the order of law L4 is kept.
"""

# mypy: disable-error-code="name-defined, misc, valid-type, untyped-decorator"
# Cimba declares a model by annotations that only it can resolve; it need not be installed here.

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from benchmarks.works.corridor import COLUMNS as CORRIDOR
from benchmarks.works.corridor import Corridor
from benchmarks.works.queue import COLUMNS as QUEUE
from benchmarks.works.queue import Queue
from corridor_sim.clock import NEVER

Columns = dict[str, list[int]]
cb: Any = import_module("cimba")


class Waiting(cb.Model):
    """M/M/c for c up to four: a store of waiting customers and a process per server."""

    arrive: cb.Array[int]
    work: cb.Array[int]
    waiting: cb.Store[int]
    notes: cb.Dataset = cb.Dataset()
    opened: cb.Array[int] = cb.Array(1)
    servers: cb.Param[int]
    recording: cb.Param[int]
    total: cb.Output[float]

    @cb.on_start
    def begin(self) -> None:
        self.total = 0.0

    @cb.process
    def arrivals(self) -> None:
        for number in range(len(self.arrive)):
            cb.hold(self.arrive[number] - cb.now())
            self.note(0, number)
            self.waiting.put(number)

    @cb.process(copies=4)
    def serve(self) -> None:
        desk = self.opened[0]
        self.opened[0] += 1
        while desk < self.servers:
            number = self.waiting.get()
            self.note(1, number)
            cb.hold(self.work[number])
            self.note(2, number)
            self.total += cb.now()

    @cb.function
    def note(self, column: int, number: int) -> None:
        if self.recording == 1:
            self.notes.record((cb.now() * 3 + column) * len(self.arrive) + number)


class Tandem(cb.Model):
    """W3: desks, inspectors and cranes are processes that take the next box from a store."""

    arrive: cb.Array[int]
    documents: cb.Array[int]
    inspected: cb.Array[int]
    inspection: cb.Array[int]
    gauge: cb.Array[int]
    last_mile: cb.Array[int]
    leaves_first: cb.Array[int]
    leaves_second: cb.Array[int]
    travel_first: cb.Array[int]
    travel_second: cb.Array[int]
    seats: cb.Param[int]
    recording: cb.Param[int]
    total: cb.Output[float]
    at_desks: cb.Store[int]
    to_inspect: cb.Store[int]
    at_gauge: cb.Store[int]
    under_way_first: cb.Store[int]
    under_way_second: cb.Store[int]
    line_first: cb.Array[int]
    line_second: cb.Array[int]
    ready: cb.Array[int] = cb.Array(2)
    notes: cb.Dataset = cb.Dataset()

    @cb.on_start
    def begin(self) -> None:
        self.total = 0.0

    @cb.function
    def note(self, column: int, number: int, value: float) -> None:
        if self.recording == 1:
            self.notes.record((value * 10 + column) * len(self.arrive) + number)

    @cb.process
    def arrivals(self) -> None:
        for number in range(len(self.arrive)):
            cb.hold(self.arrive[number] - cb.now())
            self.note(0, number, cb.now())
            self.at_desks.put(number)

    @cb.process(copies=3)
    def desk(self) -> None:
        while True:
            number = self.at_desks.get()
            self.note(1, number, cb.now())
            cb.hold(self.documents[number])
            self.note(2, number, cb.now())
            if self.inspected[number] == 1:
                self.to_inspect.put(number)
            else:
                self.note(3, number, cb.now())
                self.line_first[self.ready[0]] = number
                self.ready[0] += 1

    @cb.process(copies=2)
    def inspector(self) -> None:
        while True:
            number = self.to_inspect.get()
            cb.hold(self.inspection[number])
            self.note(3, number, cb.now())
            self.line_first[self.ready[0]] = number
            self.ready[0] += 1

    @cb.process
    def first_train(self) -> None:
        boarded = 0
        for trip in range(len(self.leaves_first)):
            if boarded < len(self.arrive):
                cb.hold(self.leaves_first[trip] - cb.now())
                count = min(self.ready[0] - boarded, self.seats)
                for place in range(boarded, boarded + count):
                    self.note(4, self.line_first[place], trip)
                boarded += count
                if count > 0:
                    self.under_way_first.put((trip * 64 + count) * 4194304 + boarded)

    @cb.process(copies=8)
    def first_haul(self) -> None:
        while True:
            code = self.under_way_first.get()
            last = code % 4194304
            count = (code // 4194304) % 64
            cb.hold(self.travel_first[code // 268435456])
            for place in range(last - count + 1, last):
                number = self.line_first[place]
                hole = place
                while hole > last - count and self.line_first[hole - 1] > number:
                    self.line_first[hole] = self.line_first[hole - 1]
                    hole -= 1
                self.line_first[hole] = number
            for place in range(last - count, last):
                self.note(5, self.line_first[place], cb.now())
                self.at_gauge.put(self.line_first[place])

    @cb.process(copies=4)
    def crane(self) -> None:
        while True:
            number = self.at_gauge.get()
            self.note(6, number, cb.now())
            cb.hold(self.gauge[number])
            self.note(7, number, cb.now())
            self.line_second[self.ready[1]] = number
            self.ready[1] += 1

    @cb.process
    def second_train(self) -> None:
        boarded = 0
        for trip in range(len(self.leaves_second)):
            if boarded < len(self.arrive):
                cb.hold(self.leaves_second[trip] - cb.now())
                count = min(self.ready[1] - boarded, self.seats)
                for place in range(boarded, boarded + count):
                    self.note(8, self.line_second[place], trip)
                boarded += count
                if count > 0:
                    self.under_way_second.put((trip * 64 + count) * 4194304 + boarded)

    @cb.event
    def deliver(self) -> None:
        self.total += cb.now()

    @cb.process(copies=8)
    def second_haul(self) -> None:
        while True:
            code = self.under_way_second.get()
            last = code % 4194304
            count = (code // 4194304) % 64
            cb.hold(self.travel_second[code // 268435456])
            for place in range(last - count, last):
                number = self.line_second[place]
                self.note(9, number, cb.now() + self.last_mile[number])
                cb.schedule(self.deliver, self.last_mile[number])


def queue(given: Queue) -> Columns:
    """M/M/c, with every time."""
    return ready_queue(given, recording=True)()


def corridor(given: Corridor) -> Columns:
    """W3, with every time."""
    return ready_corridor(given, recording=True)()


def ready_queue(given: Queue, *, recording: bool = False) -> Callable[[], Columns]:
    """M/M/c, ready to be run."""
    model = Waiting()
    model.arrive, model.work = cb.Array(given.arrive), cb.Array(given.work)
    model.servers = given.servers
    return _ready(model, len(given.arrive), QUEUE, recording=recording)


def ready_corridor(given: Corridor, *, recording: bool = False) -> Callable[[], Columns]:
    """W3, ready to be run."""
    model, count = Tandem(), len(given.arrive)
    for name in ("arrive", "documents", "inspection", "gauge", "last_mile"):
        setattr(model, name, cb.Array(getattr(given, name)))
    model.inspected = cb.Array([int(one) for one in given.inspected])
    for number, name in enumerate(("first", "second")):
        setattr(model, f"leaves_{name}", cb.Array(given.leaves[number]))
        setattr(model, f"travel_{name}", cb.Array(given.travel[number]))
        setattr(model, f"line_{name}", cb.Array(count))
    model.seats = given.capacity
    return _ready(model, count, CORRIDOR, recording=recording)


def _ready(
    model: Any, count: int, names: tuple[str, ...], *, recording: bool
) -> Callable[[], Columns]:
    model.recording = int(recording)
    if recording:
        model.notes.capture()
    experiment = cb.Experiment(model, window=cb.Window.until_idle())

    def run() -> Columns:
        results = experiment.run(workers=1, on_failure="raise")
        return _read(results[model].notes, count, names) if recording else {}

    return run


def _read(notes: Any, count: int, names: tuple[str, ...]) -> Columns:
    codes = np.rint(notes.trial(0, 0)[1]).astype(np.int64)
    rest, number = np.divmod(codes, count)
    value, column = np.divmod(rest, len(names))
    found = np.full((len(names), count), NEVER, dtype=np.int64)
    found[column, number] = value
    return {name: found[k].tolist() for k, name in enumerate(names)}
