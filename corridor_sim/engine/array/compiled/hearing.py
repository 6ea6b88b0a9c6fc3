"""What visits tell one another, compiled (see `row.py`)."""

from __future__ import annotations

from corridor_sim.engine.array.compiled.heaps import pop, push
from corridor_sim.engine.array.compiled.jit import inner
from corridor_sim.engine.array.compiled.tables import (
    ASKED,
    ASKER,
    AWAITS,
    BEGIN,
    CALL,
    CALLS,
    COMING,
    EDGE,
    EDGES,
    END,
    GIVE,
    GIVES,
    HANDED,
    LAST_CALL,
    OFFSET,
    RANK,
    READIED,
    READY,
    RESOURCE,
    START,
    TARGET,
    WAITING,
    Rules,
    Standing,
    Told,
)


@inner
def later(s: Standing, second: int, code: int) -> None:
    """Lets a visit ask, or a resource decide, at that second."""
    if second < s.stop:
        push(s.heap, 0, s.counts[COMING], second << s.bits | code)
        s.counts[COMING] += 1


@inner
def hears(v: Told, s: Standing, visit: int, second: int) -> None:
    """Something that a visit waits for happens at that second."""
    second = max(second, v.visit[visit, READY])
    v.visit[visit, READY] = second
    v.visit[visit, AWAITS] -= 1
    if v.visit[visit, AWAITS] == 0 and second < s.stop:
        if v.visit[visit, RESOURCE] < 0:
            s.cells[READIED, s.counts[HANDED]] = visit
            s.counts[HANDED] += 1
        else:
            later(s, second, visit)


@inner
def returns(v: Told, s: Standing, visit: int, end: int) -> None:
    """The places that are kept until this visit ends."""
    for given in range(v.visit[visit, GIVE], v.visit[visit, GIVES]):
        later(s, end, s.total + 2 * v.place[given] + 1)


@inner
def passes(v: Told, s: Standing, visit: int, start: int, end: int) -> None:
    """A visit begins, and so its end is known."""
    v.visit[visit, START] = start
    v.visit[visit, END] = end
    if end < s.stop:
        returns(v, s, visit, end)
        for edge in range(v.visit[visit, EDGE], v.visit[visit, EDGES]):
            hears(v, s, v.edge[edge, TARGET] - s.first, end + v.edge[edge, OFFSET])


@inner
def rides(v: Told, r: Rules, s: Standing, visit: int, trip: int) -> None:
    """A shipment has boarded, and so all calls of its trip are known."""
    calls, leaves = r.trip[trip, CALLS], r.leaves[s.row, trip]
    end = leaves + r.calls[s.row, calls + v.visit[visit, LAST_CALL]]
    v.visit[visit, START] = leaves
    v.visit[visit, END] = end
    returns(v, s, visit, end)
    for edge in range(v.visit[visit, EDGE], v.visit[visit, EDGES]):
        call = v.edge[edge, CALL]
        there = end if call < 0 else leaves + r.calls[s.row, calls + call]
        hears(v, s, v.edge[edge, TARGET] - s.first, there + v.edge[edge, OFFSET])


@inner
def waits(v: Told, s: Standing, k: int, visit: int) -> None:
    """A visit joins those who wait at a resource."""
    turn = s.counts[ASKED]
    s.counts[ASKED] += 1
    s.cells[ASKER, turn] = visit
    push(s.line, s.now[k, BEGIN], s.now[k, WAITING], v.visit[visit, RANK] << s.bits | turn)
    s.now[k, WAITING] += 1


@inner
def whose(s: Standing, key: int) -> int:
    """The visit of a key of those who wait."""
    return int(s.cells[ASKER, key & ((1 << s.bits) - 1)])


@inner
def next_of(s: Standing, k: int) -> int:
    """The visit that is first in line leaves it."""
    key = pop(s.line, s.now[k, BEGIN], s.now[k, WAITING])
    s.now[k, WAITING] -= 1
    return whose(s, key)
