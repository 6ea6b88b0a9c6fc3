"""Lines before stations and services, walked by machine code (see `queues.py`, `departures.py`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corridor_sim.engine.array.compiled.heaps import pop, push, sink
from corridor_sim.engine.array.compiled.jit import inner, outer, sources
from corridor_sim.engine.array.compiled.tables import Whole


class Served(NamedTuple):
    """Lines before a station.

    ready, rank, work   int64 [R, M]; rank: priority, from 0
    asking              int64 [R], requests of each line
    free                int64 [servers]
    waiting             int64 [M], of which nothing is read
    start               int64 [R, M] s, what is found
    """

    ready: Whole
    rank: Whole
    work: Whole
    asking: Whole
    free: Whole
    waiting: Whole
    start: Whole


class Boarding(NamedTuple):
    """Lines before a service, as `Served`, and its K departures.

    size       int64 [R, M, U], in the units that count
    room       int64 [R, K, U], used up
    runs       bool [R, K]
    list       int64 [K, 2]: cut-off and minimum
    patience   s
    weighs     which of the units the minimum is in; -1: there is none
    found      int64 [R, M], the departure of each request that takes one
    """

    ready: Whole
    rank: Whole
    asking: Whole
    size: Whole
    room: Whole
    runs: NDArray[np.bool_]
    list: Whole
    patience: int
    weighs: int
    waiting: Whole
    found: Whole


@inner
def in_turn(q: Served, row: int) -> None:
    """First come first served."""
    servers = len(q.free)
    for one in range(q.asking[row]):
        begun = max(q.ready[row, one], q.free[0])
        q.start[row, one] = begun
        sink(q.free, 0, servers, begun + q.work[row, one])


@inner
def urgent_first(q: Served, row: int) -> None:
    """Of those who wait when a server is free the smallest priority goes first."""
    asking, servers = q.asking[row], len(q.free)
    came = waiting = now = 0
    while came < asking or waiting:
        now = max(q.free[0], now if waiting else q.ready[row, came])
        while came < asking and q.ready[row, came] <= now:
            push(q.waiting, 0, waiting, q.rank[row, came] * asking + came)
            waiting += 1
            came += 1
        one = pop(q.waiting, 0, waiting) % asking
        waiting -= 1
        q.start[row, one] = now
        sink(q.free, 0, servers, now + q.work[row, one])


@inner
def fits(b: Boarding, row: int, trip: int, one: int) -> bool:
    """Whether a request fits into what room there is left."""
    room = True
    for unit in range(b.room.shape[2]):
        room &= b.size[row, one, unit] <= b.room[row, trip, unit]
    return room


@inner
def takes(b: Boarding, row: int, trip: int, one: int) -> int:
    """Takes the room of a request, and says what it counts towards the minimum."""
    for unit in range(b.room.shape[2]):
        b.room[row, trip, unit] -= b.size[row, one, unit]
    return int(b.size[row, one, b.weighs]) if b.weighs >= 0 else 0


@inner
def departs(b: Boarding, row: int, trip: int, waiting: int) -> int:
    """Who waits boards a departure until one does not fit; how many are left."""
    asking, left, load = b.asking[row], waiting, 0
    first = b.ready[row, b.waiting[0] % asking]
    while left and fits(b, row, trip, b.waiting[0] % asking):
        load += takes(b, row, trip, pop(b.waiting, 0, left) % asking)
        left -= 1
    # Those aboard stand behind the heap that is left.
    if load < b.list[trip, 1] and b.list[trip, 0] - first < b.patience:
        while left < waiting:
            push(b.waiting, 0, left, b.waiting[left])
            left += 1
    for aboard in range(left, waiting):
        b.found[row, b.waiting[aboard] % asking] = trip
    return left


@inner
def boards(b: Boarding, row: int) -> None:
    """One replication's line, departure by departure."""
    came = waiting = 0
    for trip in range(len(b.list)):
        while came < b.asking[row] and b.ready[row, came] <= b.list[trip, 0]:
            push(b.waiting, 0, waiting, b.rank[row, came] * b.asking[row] + came)
            waiting += 1
            came += 1
        if waiting and b.runs[row, trip]:
            waiting = departs(b, row, trip, waiting)


def _serve_of(text: int) -> Callable[[Served, bool], int]:
    def serve(q: Served, urgent: bool) -> int:
        """Serves all lines, and says which text it is."""
        for row in range(len(q.asking)):
            for server in range(len(q.free)):
                q.free[server] = 0
            if urgent:
                urgent_first(q, row)
            else:
                in_turn(q, row)
        return text

    return outer(serve)


def _embark_of(text: int) -> Callable[[Boarding], int]:
    def embark(b: Boarding) -> int:
        """Lets all lines board, and says which text it is."""
        for row in range(len(b.asking)):
            boards(b, row)
        return text

    return outer(embark)


serve = _serve_of(sources())
embark = _embark_of(sources())
