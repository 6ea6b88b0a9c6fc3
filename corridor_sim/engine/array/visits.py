"""Visits: what a sweep through a circle has to walk, and nothing else.

Most of what shipments do in a circle needs no clock. What is skipped or lasts a drawn time only
hands on: if it leads to one thing, whoever waits for it hears of the end before at once, so much
later. What hangs on nothing undecided is known. What is left are the visits to resources, and the
few stops where ways meet or part. They are numbered by replication, flow, shipment and stage:
within a replication that is the order of law L4 among those who ask at one second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.circle import Circle
from corridor_sim.engine.array.foreseen import Foreseen
from corridor_sim.engine.array.state import State
from corridor_sim.plan import END, Kind
from corridor_sim.trace import NOWHERE

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits of a block of replications; arrays of visits are int64 [n].

    rows       [R + 1]: replication r has the visits from rows[r] up to rows[r + 1]
    resource   which of the circle's resources it asks; -1: it only lasts `work`
    ready      s, the latest of what is known beforehand
    awaits     how many ends must still come before it is ready
    work       s
    priority   smaller is served first
    shipment   in its flow
    flow       of the plan
    last_call  at which it gets off, where it rides
    edges      [n + boxes + 1]: who waits for visit v: edges[v] up to edges[v + 1]
    target     the visit that waits
    offset     s that pass on the way to it
    call       of the trip that it waits for; END: the end
    gives      [n + 1]: which resources get a place back when v ends
    place      resources that get a place back
    boxes      [flow of the circle that is fed, R]: number of its first box among `edges`
    """

    rows: Seconds
    resource: Seconds
    ready: Seconds
    awaits: Seconds
    work: Seconds
    priority: Seconds
    shipment: Seconds
    flow: Seconds
    last_call: Seconds
    edges: Seconds
    target: Seconds
    offset: Seconds
    call: Seconds
    gives: Seconds
    place: Seconds
    boxes: dict[int, Seconds]


_COLUMNS = (
    "resource",
    "ready",
    "awaits",
    "work",
    "priority",
    "shipment",
    "flow",
    "last_call",
)


class Survey:
    """Numbers the visits of a block and gathers what a sweep reads.

    The block is read through `state`, before any of the circle's resources is decided.
    """

    def __init__(self, state: State, circle: Circle) -> None:
        self.state, self.circle = state, circle
        self.ways = [Foreseen(state, path) for path in circle.paths]
        self.numbers = self._numbered()

    def _numbered(self) -> list[Seconds]:
        """Per flow the number of every visit, [R, N, stops]; -1 for those that nobody walks."""
        masks = [np.stack(way.walked, axis=2) for way in self.ways]
        each = np.array([mask.sum(axis=(1, 2)) for mask in masks])
        self.rows = np.concatenate([[0], np.cumsum(each.sum(axis=0))])
        begins = np.cumsum(each, axis=0) - each + self.rows[:-1]
        numbers: list[Seconds] = []
        for mask, begin in zip(masks, begins, strict=True):
            flat = mask.reshape(len(mask), -1)
            order = np.cumsum(flat, axis=1, dtype=np.int64)
            order += begin[:, None] - 1
            order[~flat] = -1
            numbers.append(order.reshape(len(mask), -1, mask.shape[2]))
        return numbers

    def visits(self) -> Visits:
        """Everything a sweep reads."""
        total = int(self.rows[-1])
        columns = {name: np.zeros(total, dtype=np.int64) for name in _COLUMNS}
        edges: list[Edges] = []
        gives: list[tuple[Seconds, int]] = []
        boxes, sources = {}, total
        for way, numbers in zip(self.ways, self.numbers, strict=True):
            for turn, stop in enumerate(way.path.stops):
                cells = np.flatnonzero(way.walked[turn])
                mine = numbers[:, :, turn].reshape(-1)[cells]
                self._describe(way, turn, cells, mine, columns)
                for after, call in stop.after:
                    edges += _edges(way, numbers, after, (cells, mine), call)
                gives += [(mine[_held(way, hold, cells)], place) for hold, place in stop.holds]
            if way.path.fed:
                rows, count = way.shape
                boxes[way.path.flow] = sources + np.arange(rows) * count
                edges += _from_boxes(way, numbers, sources)
                sources += rows * count
        for _, target, _, least, _ in edges:
            # A visit waits for the end of every edge: it is not ready before any of them may be.
            there = np.flatnonzero((target >= 0) & (least > 0))
            np.maximum.at(columns["ready"], target[there], least[there])
        begin, place = _places(gives, total)
        return Visits(
            self.rows,
            **columns,
            **_by_source(edges, sources),
            gives=begin,
            place=place,
            boxes=boxes,
        )

    def _describe(
        self, way: Foreseen, turn: int, cells: Seconds, mine: Seconds, columns: dict[str, Seconds]
    ) -> None:
        stop, count = way.path.stops[turn], way.shape[1]
        skip, work = way.skip[turn], way.work[turn]
        flow = self.state.workload.flows[way.path.flow]
        resource = np.full(len(cells), stop.resource)
        if skip is not None:
            resource[skip.reshape(-1)[cells]] = -1
        columns["resource"][mine] = resource
        columns["ready"][mine] = way.ready[turn].reshape(-1)[cells]
        columns["awaits"][mine] = way.awaits[turn].reshape(-1)[cells]
        if work is not None:
            columns["work"][mine] = work.reshape(-1)[cells]
            if skip is not None:
                columns["work"][mine[skip.reshape(-1)[cells]]] = 0
        columns["priority"][mine] = flow.priority.reshape(-1)[cells]
        columns["shipment"][mine] = cells % count
        columns["flow"][mine] = way.path.flow
        columns["last_call"][mine] = stop.last_call

    def keep(self, found: tuple[Seconds, Seconds, Seconds]) -> None:
        """Puts what a sweep has found into the state's columns.

        found   start, end and slot of every visit, [n]; from the stop on they may say anything
        """
        state = self.state
        for way, numbers in zip(self.ways, self.numbers, strict=True):
            for turn, stop in enumerate(way.path.stops):
                if stop.resource < 0:
                    continue
                number, skip = numbers[:, :, turn], way.skip[turn]
                walked = way.walked[turn] if skip is None else way.walked[turn] & ~skip
                start, end = np.empty((2, *way.shape), dtype=np.int64)
                start[...] = end[...] = state.passed(stop.at)
                slot = None
                mine = number[walked]
                start[walked], end[walked] = found[0][mine], found[1][mine]
                start, end = state.within(start), state.within(end)
                if self.circle.resources[stop.resource][0] in (Kind.DEPARTURES, Kind.CONSOLIDATION):
                    slot = np.full(way.shape, NOWHERE, dtype=np.int64)
                    slot[walked] = found[2][mine]
                    slot[start == NEVER] = NOWHERE
                state.put(stop.at, start, end, slot)


#: Of some edges: sources, targets, offset, least second, and the call that the targets wait for.
Edges = tuple[Seconds, Seconds, Seconds, Seconds, int]


def _edges(
    way: Foreseen, numbers: Seconds, turn: int, sources: tuple[Seconds, Seconds], call: int
) -> Iterator[Edges]:
    """The edges from visits to those that wait for them at stop `turn`, or beyond it.

    sources   their cells and their numbers
    """
    cells, mine = sources
    none = np.zeros(len(cells), dtype=np.int64)
    stops = len(way.path.stops)
    for which, stop, offset, least in way.leads(turn, cells, none, none):
        target = numbers.reshape(-1)[cells[which] * stops + stop]
        yield mine[which], target, offset, least, call


def _from_boxes(way: Foreseen, numbers: Seconds, first: int) -> Iterator[Edges]:
    """The edges from a flow's boxes, numbered from `first`, to what waits for their arrival."""
    rows, count = way.shape
    cells = np.arange(rows * count)
    for turn, stop in enumerate(way.path.stops):
        if any(before < 0 for before, _ in stop.inner):
            yield from _edges(way, numbers, turn, (cells, first + cells), END)


def _held(way: Foreseen, hold: int, cells: Seconds) -> Flags:
    """Whose place it is that returns: not of those who skip the hold."""
    skip = way.skip[hold]
    if skip is None:
        return np.ones(len(cells), dtype=np.bool_)
    return ~skip.reshape(-1)[cells]


def _by_source(edges: list[Edges], sources: int) -> dict[str, Seconds]:
    """Edges sorted by the visit that they come from, and where each visit's begin."""
    none = np.empty(0, dtype=np.int64)
    source, target, offset = (
        np.concatenate([none, *(edge[part] for edge in edges)]) for part in range(3)
    )
    call = np.concatenate([none, *(np.full(len(edge[0]), edge[4]) for edge in edges)])
    keep = np.flatnonzero(target >= 0)
    keep = keep[np.argsort(source[keep], kind="stable")]
    begin = np.zeros(sources + 1, dtype=np.int64)
    np.cumsum(np.bincount(source[keep], minlength=sources), out=begin[1:])
    return {
        "edges": begin,
        "target": target[keep],
        "offset": offset[keep],
        "call": call[keep],
    }


def _places(gives: list[tuple[Seconds, int]], total: int) -> tuple[Seconds, Seconds]:
    """Which places return at the end of which visit, sorted by visit."""
    begin = np.zeros(total + 1, dtype=np.int64)
    if not gives:
        return begin, np.empty(0, dtype=np.int64)
    visit = np.concatenate([one for one, _ in gives])
    place = np.concatenate([np.full(len(one), resource) for one, resource in gives])
    order = np.argsort(visit, kind="stable")
    np.cumsum(np.bincount(visit, minlength=total), out=begin[1:])
    return begin, place[order]
