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
from corridor_sim.engine.array.circle import Circle, Path, Stop
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


class _Way:
    """One flow's columns, stop by stop, [R, N]."""

    def __init__(self, state: State, path: Path) -> None:
        self.path, self.shape = path, state.arrive[path.flow].shape
        self.skip = [state.skip(stop.at) for stop in path.stops]
        self.work = [state.workload.flows[path.flow].work[stop.at[1]] for stop in path.stops]
        self.ready: list[Seconds] = []
        self.awaits: list[Seconds] = []
        self.known: list[Flags] = []
        self.ends: list[Seconds] = []
        for stop in path.stops:
            self._forward(state, stop)
        there = state.arrive[path.flow] < NEVER
        turns = range(len(path.stops))
        self.passive = [self._passive(turn) for turn in turns]
        # Of a box that the circle closes nobody knows yet whether it comes.
        self.walked = [
            ~self.known[turn]
            & ~self.passive[turn]
            & (self.ready[turn] < state.stop)
            & (path.fed | there)
            for turn in turns
        ]

    def hands_on(self, turn: int) -> Flags | bool:
        """Whether a stop asks no resource."""
        skip = self.skip[turn]
        if self.path.stops[turn].resource < 0:
            return True
        return False if skip is None else skip

    def lasts(self, turn: int) -> Seconds | int:
        """How long a stop that asks no resource lasts."""
        work, skip = self.work[turn], self.skip[turn]
        if work is None or self.path.stops[turn].resource >= 0:
            return 0
        return work if skip is None else np.where(skip, 0, work)

    def _forward(self, state: State, stop: Stop) -> None:
        """What is known of a stop before anything in the circle is decided."""
        ready = np.zeros(self.shape, dtype=np.int64)
        awaits = np.zeros(self.shape, dtype=np.int64)
        stage = state.plan.flows[self.path.flow].stages[stop.at[1]]
        for number in stop.outer:
            happened = state.happened(self.path.flow, stage.after[number])
            np.maximum(ready, happened, out=ready)
        for turn, _ in stop.inner:
            if turn < 0:
                awaits += 1
                continue
            np.maximum(ready, self.ends[turn], out=ready)
            awaits += ~self.known[turn]
        turn = len(self.ready)
        known = (awaits == 0) & self.hands_on(turn)
        end = np.where(known, ready + self.lasts(turn), 0)
        np.copyto(end, NEVER, where=end >= state.stop)
        self.ready.append(ready)
        self.awaits.append(awaits)
        self.known.append(known)
        self.ends.append(end)

    def _passive(self, turn: int) -> Flags:
        """Who only hands on what a single other visit brings."""
        alone = (self.awaits[turn] == 1) & self.hands_on(turn)
        return alone if not self.path.stops[turn].holds else np.zeros_like(alone)

    def leads(
        self, turn: int, cells: Seconds, offset: Seconds, least: Seconds
    ) -> Iterator[tuple[Seconds, int, Seconds, Seconds]]:
        """Who waits for what leads to stop `turn`: which of `cells`, stop, `offset` and `least`.

        cells    int64 [m], row times N plus shipment
        offset   int64 [m] s that pass on the way
        least    int64 [m] s before which it is not there, whatever is decided
        """
        todo = [(turn, np.arange(len(cells)), offset, least)]
        while todo:
            turn, which, offset, least = todo.pop()
            handed = self.passive[turn].reshape(-1)[cells[which]]
            direct = ~handed
            if direct.any():
                yield which[direct], turn, offset[direct], least[direct]
            which, offset, least = which[handed], offset[handed], least[handed]
            if len(which):
                part = cells[which]
                lasts = np.broadcast_to(self.lasts(turn), self.shape).reshape(-1)[part]
                known = np.maximum(least, self.ready[turn].reshape(-1)[part])
                following = self.path.stops[turn].after
                todo += [(after, which, offset + lasts, known + lasts) for after, _ in following]


class Layout:
    """Numbers the visits of a block and gathers what a sweep reads.

    The block is read through `state`, before any of the circle's resources is decided.
    """

    def __init__(self, state: State, circle: Circle) -> None:
        self.state, self.circle = state, circle
        self.ways = [_Way(state, path) for path in circle.paths]
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
        columns = {
            name: np.zeros(total, dtype=np.int64)
            for name in (
                "resource",
                "ready",
                "awaits",
                "work",
                "priority",
                "shipment",
                "flow",
                "last_call",
            )
        }
        edges: list[Edges] = []
        gives: list[tuple[Seconds, int]] = []
        boxes, next_box = {}, total
        for way, numbers in zip(self.ways, self.numbers, strict=True):
            for turn, stop in enumerate(way.path.stops):
                cells = np.flatnonzero(way.walked[turn])
                mine = numbers[:, :, turn].reshape(-1)[cells]
                self._describe(way, turn, cells, mine, columns)
                for after, call in stop.after:
                    edges += _edges(way, numbers, after, (cells, mine), call)
                for hold, resource in stop.holds:
                    gives.append((mine[self._held(way, hold, cells)], resource))
            if way.path.fed:
                rows, count = way.shape
                boxes[way.path.flow] = next_box + np.arange(rows) * count
                box = next_box + np.arange(rows * count)
                next_box += rows * count
                for turn, stop in enumerate(way.path.stops):
                    if any(before < 0 for before, _ in stop.inner):
                        cells = np.arange(rows * count)
                        edges += _edges(way, numbers, turn, (cells, box), END)
        for _, target, _, least, _ in edges:
            # A visit waits for the end of every edge: it is not ready before any of them may be.
            there = np.flatnonzero((target >= 0) & (least > 0))
            np.maximum.at(columns["ready"], target[there], least[there])
        first, target, offset, calls = _by_source(edges, next_box)
        give, place = _places(gives, total)
        return Visits(
            self.rows,
            **columns,
            edges=first,
            target=target,
            offset=offset,
            call=calls,
            gives=give,
            place=place,
            boxes=boxes,
        )

    def _describe(
        self, way: _Way, turn: int, cells: Seconds, mine: Seconds, columns: dict[str, Seconds]
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

    def _held(self, way: _Way, hold: int, cells: Seconds) -> Flags:
        """Whose place it is that returns: not of those who skip the hold."""
        skip = way.skip[hold]
        if skip is None:
            return np.ones(len(cells), dtype=np.bool_)
        return ~skip.reshape(-1)[cells]

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
                start, end = state.blank(stop.at), state.blank(stop.at)
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
    way: _Way, numbers: Seconds, turn: int, sources: tuple[Seconds, Seconds], call: int
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


def _by_source(edges: list[Edges], sources: int) -> tuple[Seconds, Seconds, Seconds, Seconds]:
    """Edges sorted by the visit that they come from, and where each visit's begin."""
    if not edges:
        none = np.empty(0, dtype=np.int64)
        return np.zeros(sources + 1, dtype=np.int64), none, none, none
    source, target, offset = (np.concatenate([edge[part] for edge in edges]) for part in range(3))
    call = np.concatenate([np.full(len(edge[0]), edge[4]) for edge in edges])
    keep = np.flatnonzero(target >= 0)
    keep = keep[np.argsort(source[keep], kind="stable")]
    begin = np.zeros(sources + 1, dtype=np.int64)
    np.cumsum(np.bincount(source[keep], minlength=sources), out=begin[1:])
    return begin, target[keep], offset[keep], call[keep]


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
