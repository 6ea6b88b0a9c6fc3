"""Services in a compiled sweep (see `timetable.py`)."""

from __future__ import annotations

from corridor_sim.engine.array.compiled.heaps import pop, push
from corridor_sim.engine.array.compiled.hearing import later, rides, whose
from corridor_sim.engine.array.compiled.jit import inner
from corridor_sim.engine.array.compiled.tables import (
    BEGIN,
    CUT_OFF,
    FIRST,
    GOODS,
    HERE,
    LAST,
    MINIMUM,
    READY,
    SLOT,
    UNIT,
    WAIT,
    WAITING,
    Rules,
    Standing,
    Told,
)


@inner
def await_list(r: Rules, s: Standing, k: int) -> None:
    """Wakes a service when its next loading list closes."""
    if s.now[k, HERE] < r.rule[k, LAST]:
        later(s, r.trip[s.now[k, HERE], CUT_OFF], s.total + 2 * k)


@inner
def wake_service(v: Told, r: Rules, s: Standing, k: int, now: int) -> None:
    """Loading lists close at this second."""
    last = r.rule[k, LAST]
    while s.now[k, HERE] < last and r.trip[s.now[k, HERE], CUT_OFF] == now:
        trip = s.now[k, HERE]
        if s.now[k, WAITING] and r.leaves[s.row, trip] >= 0:
            board(v, r, s, k, trip)
        s.now[k, HERE] += 1
    await_list(r, s, k)


@inner
def board(v: Told, r: Rules, s: Standing, k: int, trip: int) -> None:
    """Whoever waits boards until one does not fit; nobody where it would be too few."""
    begin, waiting = s.now[k, BEGIN], s.now[k, WAITING]
    room, unit = r.room[s.row, trip], r.rule[k, UNIT]
    first = v.visit[whose(s, s.line[begin]), READY]
    left0, left1, left2, left3, load, left = room[0], room[1], room[2], room[3], 0, waiting
    while left:
        size = r.goods[s.row, v.visit[whose(s, s.line[begin]), GOODS]]
        if size[0] > left0 or size[1] > left1 or size[2] > left2 or size[3] > left3:
            break
        left0, left1, left2, left3 = (
            left0 - size[0],
            left1 - size[1],
            left2 - size[2],
            left3 - size[3],
        )
        load += size[unit]
        pop(s.line, begin, left)
        left -= 1
    # Those aboard stand behind the heap that is left.
    if load < r.trip[trip, MINIMUM] and r.trip[trip, CUT_OFF] - first < r.rule[k, WAIT]:
        while left < waiting:
            push(s.line, begin, left, s.line[begin + left])
            left += 1
        return
    s.now[k, WAITING] = left
    for cell in range(begin + left, begin + waiting):
        visit = whose(s, s.line[cell])
        v.visit[visit, SLOT] = trip - r.rule[k, FIRST]
        rides(v, r, s, visit, trip)
