"""Consolidations in a compiled sweep (see `boxes.py` of the sweep in plain Python)."""

from __future__ import annotations

from corridor_sim.engine.array.compiled.hearing import hears, later, next_of, passes
from corridor_sim.engine.array.compiled.jit import inner
from corridor_sim.engine.array.compiled.tables import (
    ARRIVES,
    BEGIN,
    BOX,
    CLOSED,
    DUE,
    FIRST,
    GOODS,
    JOINED,
    LAST,
    LIMIT,
    LOAD,
    MEASURES,
    MEMBER,
    OFFSET,
    OPENED,
    SLOT,
    TARGET,
    VALUE,
    WAIT,
    WAITING,
    WORTH,
    Rules,
    Standing,
    Told,
)


@inner
def wake_boxes(v: Told, r: Rules, s: Standing, k: int, now: int) -> None:
    """Those who came at this second join, and a box that is old enough closes."""
    while s.now[k, WAITING]:
        join(v, r, s, k, now)
    if s.now[k, JOINED] > s.now[k, OPENED] and s.now[k, DUE] <= now:
        close(v, r, s, k, now)


@inner
def join(v: Told, r: Rules, s: Standing, k: int, now: int) -> None:
    """The first in line joins the open box, or opens one."""
    visit, state = next_of(s, k), s.now[k]
    size, limit = r.goods[s.row, v.visit[visit, GOODS]], r.rule[k, LIMIT : LIMIT + 4]
    over = full = False
    for unit in range(4):
        over |= limit[unit] > 0 and state[LOAD + unit] + size[unit] > limit[unit]
    if over and state[JOINED] > state[OPENED]:
        close(v, r, s, k, now)
    if state[JOINED] == state[OPENED]:
        state[DUE] = now + r.rule[k, WAIT]
        if r.rule[k, WAIT]:
            later(s, state[DUE], s.total + 2 * k)
    s.cells[MEMBER, state[BEGIN] + state[JOINED]] = visit
    state[JOINED] += 1
    state[WORTH] += size[VALUE]
    for unit in range(4):
        state[LOAD + unit] += size[unit]
        full |= limit[unit] > 0 and state[LOAD + unit] == limit[unit]
    if full:
        close(v, r, s, k, now)


@inner
def close(v: Told, r: Rules, s: Standing, k: int, now: int) -> None:
    """The open box closes."""
    state = s.now[k]
    box, opened, kg, worth = state[CLOSED], state[OPENED], state[LOAD + 2], state[WORTH]
    state[OPENED] = state[JOINED]
    state[CLOSED] += 1
    state[WORTH] = 0
    for unit in range(4):
        state[LOAD + unit] = 0
    for cell in range(state[BEGIN] + opened, state[BEGIN] + state[JOINED]):
        v.visit[s.cells[MEMBER, cell], SLOT] = box
        passes(v, s, s.cells[MEMBER, cell], now, now + 1)
    if now + 1 >= s.stop:
        return
    first, boxes = r.rule[k, FIRST], r.rule[k, LAST] - r.rule[k, FIRST]
    if box >= boxes:
        raise IndexError("more boxes than the flow they feed has shipments")
    made = r.goods[s.row, first + box]
    for unit in range(4):
        made[unit] = r.rule[k, MEASURES + unit]
    made[2], made[VALUE], made[ARRIVES] = kg, worth, now + 1
    if r.rule[k, BOX] >= 0:
        source = r.rule[k, BOX] + s.row * boxes + box
        for edge in range(v.boxes[source], v.boxes[source + 1]):
            hears(v, s, v.edge[edge, TARGET] - s.first, now + 1 + v.edge[edge, OFFSET])
