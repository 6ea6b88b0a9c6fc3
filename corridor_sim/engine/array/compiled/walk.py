"""The walk through the visits of a block, compiled (see `sweep.py`)."""

from __future__ import annotations

from collections.abc import Callable

from corridor_sim.engine.array.compiled.boxes import wake_boxes
from corridor_sim.engine.array.compiled.heaps import pop
from corridor_sim.engine.array.compiled.hearing import later, passes, waits
from corridor_sim.engine.array.compiled.jit import inner, outer, sources
from corridor_sim.engine.array.compiled.places import ask_places, wake_places
from corridor_sim.engine.array.compiled.services import await_list, wake_service
from corridor_sim.engine.array.compiled.stations import ask_station, wake_servers
from corridor_sim.engine.array.compiled.tables import (
    ASKS,
    BEGIN,
    BOXES,
    COMING,
    COUNT,
    FIRST,
    HANDED,
    HERE,
    IDLE,
    KIND,
    LEAST,
    MORE,
    MOST,
    PLACES,
    RANK,
    READIED,
    READY,
    RESOURCE,
    SERVICE,
    STATES,
    STATION,
    URGENT,
    WAITING,
    WOKEN,
    WORK,
    Rules,
    Standing,
    Told,
    Whole,
)

Walk = Callable[[Told, Rules, Standing, Whole], int]


@inner
def stand(v: Told, r: Rules, s: Standing) -> None:
    """Resources as they stand when a replication begins."""
    resources = len(s.now)
    for k in range(resources):
        for column in range(STATES):
            s.now[k, column] = 0
    for server in range(len(s.free)):
        s.free[server] = 0
    for count in range(len(s.counts)):
        s.counts[count] = 0
    for visit in range(s.total):
        k, rank = v.visit[visit, RESOURCE], v.visit[visit, RANK]
        if k >= 0:
            least, most = s.now[k, LEAST], s.now[k, MOST]
            s.now[k, LEAST] = min(least, rank) if s.now[k, ASKS] else rank
            s.now[k, MOST] = max(most, rank)
            s.now[k, ASKS] += 1
    begin = 0
    for k in range(resources):
        s.now[k, BEGIN] = begin
        s.now[k, URGENT] = s.now[k, LEAST] < s.now[k, MOST] or r.rule[k, MORE] > 0
        s.now[k, HERE] = r.rule[k, FIRST]
        s.now[k, IDLE] = r.rule[k, COUNT]
        s.now[k, WOKEN] = s.stop
        begin += s.now[k, ASKS]
        if r.rule[k, KIND] == SERVICE:
            s.now[k, HERE] += r.rule[k, COUNT]
            await_list(r, s, k)


@inner
def ask(v: Told, r: Rules, s: Standing, now: int, visit: int) -> None:
    """A visit asks; all who ask at this second do so before any resource is woken at it."""
    k = v.visit[visit, RESOURCE]
    kind = r.rule[k, KIND]
    if kind == STATION:
        ask_station(v, r, s, now, visit)
    elif kind == PLACES:
        ask_places(v, s, now, visit)
    else:
        if kind == BOXES and s.now[k, WAITING] == 0:
            later(s, now, s.total + 2 * k)
        waits(v, s, k, visit)


@inner
def wake(v: Told, r: Rules, s: Standing, k: int, now: int) -> None:
    """What a resource has waited for is there."""
    kind = r.rule[k, KIND]
    if kind == STATION:
        wake_servers(v, r, s, k, now)
    elif kind == PLACES:
        wake_places(v, s, k, now)
    elif kind == SERVICE:
        wake_service(v, r, s, k, now)
    else:
        wake_boxes(v, r, s, k, now)


@inner
def come(v: Told, r: Rules, s: Standing, key: int) -> None:
    """What a key stands for comes to pass, and what is ready because of it."""
    now, code = key >> s.bits, key & ((1 << s.bits) - 1)
    if code < s.total:
        ask(v, r, s, now, code)
    else:
        k = (code - s.total) >> 1
        if (code - s.total) & 1:
            s.now[k, IDLE] += 1
        wake(v, r, s, k, now)
    while s.counts[HANDED]:
        s.counts[HANDED] -= 1
        visit = s.cells[READIED, s.counts[HANDED]]
        passes(v, s, visit, v.visit[visit, READY], v.visit[visit, READY] + v.visit[visit, WORK])


def _walk_of(text: int) -> Walk:
    """A walk that belongs to a text of its sources."""

    def walk(v: Told, r: Rules, s: Standing, known: Whole) -> int:
        """Walks a replication, from its first second to the stop, and says which text it is.

        known   keys of those who ask whatever is decided, rising
        """
        stand(v, r, s)
        at = 0
        while True:
            coming = s.counts[COMING]
            if at < len(known) and (coming == 0 or known[at] < s.heap[0]):
                key = known[at]
                at += 1
            elif coming:
                key = pop(s.heap, 0, coming)
                s.counts[COMING] -= 1
            else:
                return text
            come(v, r, s, key)

    return outer(walk)


walk = _walk_of(sources())
