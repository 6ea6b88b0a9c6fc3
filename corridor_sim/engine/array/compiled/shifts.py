"""Lines before stations whose shifts keep hours of their own, walked by machine code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.compiled import tables
from corridor_sim.engine.array.compiled.crews import Crews
from corridor_sim.engine.array.compiled.heaps import pop, push
from corridor_sim.engine.array.compiled.jit import call, inner, outer, sources
from corridor_sim.engine.array.compiled.stations import soonest, take, takes_at
from corridor_sim.engine.array.compiled.tables import FIRST, HERE, Rules, Standing, Whole
from corridor_sim.shifts import Shift

Seconds = NDArray[np.int64]


class Taken(NamedTuple):
    """Lines before a station.

    ready, rank, work   int64 [R, M]; rank: priority, from 0
    asking              int64 [R], requests of each line
    waiting             int64 [M], of which nothing is read
    start, end          int64 [R, M] s, what is found
    """

    ready: Whole
    rank: Whole
    work: Whole
    asking: Whole
    waiting: Whole
    start: Whole
    end: Whole


@inner
def rested(r: Rules, s: Standing) -> None:
    """All servers as they are when a replication begins."""
    for server in range(len(s.free)):
        s.free[server] = 0
    for k in range(len(s.now)):
        s.now[k, HERE] = r.rule[k, FIRST]


@inner
def walk_line(q: Taken, r: Rules, s: Standing, row: int) -> None:
    """Whoever is first in line is taken by the shift that can do so at the earliest second."""
    asking = q.asking[row]
    came = waiting = now = 0
    while came < asking or waiting:
        begins = now if waiting else max(now, q.ready[row, came])
        shift = soonest(r, s, 0, begins)
        now = takes_at(r, s, shift, begins)
        if now >= s.stop:
            break
        while came < asking and q.ready[row, came] <= now:
            push(q.waiting, 0, waiting, q.rank[row, came] * asking + came)
            waiting += 1
            came += 1
        one = pop(q.waiting, 0, waiting) % asking
        waiting -= 1
        q.start[row, one] = now
        q.end[row, one] = take(r, s, shift, now, q.work[row, one])


def _line_of(text: int) -> Callable[[Taken, Rules, Standing], int]:
    def line(q: Taken, r: Rules, s: Standing) -> int:
        """Serves all lines, and says which text it is."""
        for row in range(len(q.asking)):
            rested(r, s)
            walk_line(q, r, s, row)
        return text

    return outer(line)


line = _line_of(sources())


def taken(
    shifts: Sequence[Shift], ready: Seconds, priority: Seconds | None, work: Seconds, stop: int
) -> tuple[Seconds, Seconds]:
    """As `one_by_one` of `array.shifts`."""
    start, end = np.full((2, *ready.shape), NEVER, dtype=np.int64)
    came, needs = (np.require(one, requirements=["C", "W"]) for one in (ready, work))
    alike = np.zeros_like(came)
    rank = alike if priority is None else np.ascontiguousarray(priority - priority.min())
    asking, waiting = (ready < NEVER).sum(axis=1), np.empty(ready.shape[1], dtype=np.int64)
    crews = Crews(1, {0: shifts}, stop)
    call(line, Taken(came, rank, needs, asking, waiting, start, end), *_standing(crews, stop))
    return start, end


def _standing(crews: Crews, stop: int) -> tuple[Rules, Standing]:
    """A station alone, as a sweep would see it."""
    none, flat, deep = (np.empty((0,) * axes, dtype=np.int64) for axes in (1, 2, 3))
    rules = Rules(crews.rule, np.concatenate(crews.hours), flat, flat, deep, flat, deep)
    free = np.empty(crews.servers, dtype=np.int64)
    now = np.empty((len(crews.rule), tables.STATES), dtype=np.int64)
    return rules, Standing(0, 0, 0, stop, 0, none, none, flat, free, now, none)
