"""Pools of places in a compiled sweep (see `places.py` of the sweep in plain Python)."""

from __future__ import annotations

from corridor_sim.engine.array.compiled.hearing import later, next_of, passes, waits
from corridor_sim.engine.array.compiled.jit import inner
from corridor_sim.engine.array.compiled.tables import (
    IDLE,
    RESOURCE,
    URGENT,
    WAITING,
    Standing,
    Told,
)


@inner
def ask_places(v: Told, s: Standing, now: int, visit: int) -> None:
    """Entry takes a second; where all are alike, whoever finds a place free need not wait."""
    k = v.visit[visit, RESOURCE]
    if s.now[k, IDLE] and not s.now[k, URGENT]:
        s.now[k, IDLE] -= 1
        passes(v, s, visit, now, now + 1)
        return
    waits(v, s, k, visit)
    if s.now[k, IDLE]:
        later(s, now, s.total + 2 * k)


@inner
def wake_places(v: Told, s: Standing, k: int, now: int) -> None:
    """Those who wait enter as long as places are free."""
    while s.now[k, IDLE] and s.now[k, WAITING]:
        s.now[k, IDLE] -= 1
        passes(v, s, next_of(s, k), now, now + 1)
