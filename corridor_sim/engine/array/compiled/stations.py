"""Stations in a compiled sweep (see `servers.py`)."""

from __future__ import annotations

from corridor_sim.engine.array.compiled.heaps import sink
from corridor_sim.engine.array.compiled.hearing import later, next_of, passes, waits
from corridor_sim.engine.array.compiled.jit import inner
from corridor_sim.engine.array.compiled.tables import (
    ALWAYS,
    BEFORE,
    CLOSES,
    COUNT,
    FIRST,
    FREE,
    HERE,
    LAST,
    MORE,
    OPENS,
    RESOURCE,
    URGENT,
    WAITING,
    WOKEN,
    WORK,
    Rules,
    Standing,
    Told,
)


@inner
def open_before(r: Rules, s: Standing, k: int, second: int) -> int:
    """Open seconds before a second; seconds are asked in rising order."""
    here = s.now[k, HERE]
    while r.hours[here, CLOSES] <= second:
        here += 1
    s.now[k, HERE] = here
    return int(r.hours[here, BEFORE] + max(second - r.hours[here, OPENS], 0))


@inner
def open_second(r: Rules, k: int, passed: int, ends: int) -> int:
    """The open second that has so many before it; with `ends` 1 the first instant that has."""
    low, high = r.rule[k, FIRST], r.rule[k, LAST]
    last = high
    while low < high:
        middle = (low + high) >> 1
        if r.hours[middle + 1, BEFORE] + ends <= passed:
            low = middle + 1
        else:
            high = middle
    if low == last:
        return int(r.hours[last, OPENS])
    return int(r.hours[low, OPENS] + passed - r.hours[low, BEFORE])


@inner
def takes_at(r: Rules, s: Standing, k: int, now: int) -> int:
    """The first second from `now` on in which a server of a shift can take a visit."""
    free = s.free[r.rule[k, FREE]]
    if r.rule[k, ALWAYS] == 1:
        return int(max(free, now))
    return open_second(r, k, max(free, open_before(r, s, k, now)), 0)


@inner
def soonest(r: Rules, s: Standing, k: int, now: int) -> int:
    """The shift of a station that can take first; of several who can, the first in order."""
    found, other = k, r.rule[k, MORE]
    if other > 0:
        second = takes_at(r, s, k, now)
        while other > 0:
            later_on = takes_at(r, s, other, now)
            if later_on < second:
                found, second = other, later_on
            other = r.rule[other, MORE]
    return int(found)


@inner
def take(r: Rules, s: Standing, k: int, now: int, work: int) -> int:
    """A server of a shift takes a visit in the open second `now`; when that is over."""
    always = r.rule[k, ALWAYS] == 1
    done = (now if always else open_before(r, s, k, now)) + work
    sink(s.free, r.rule[k, FREE], r.rule[k, COUNT], done)
    return int(done if always else open_second(r, k, done, 1))


@inner
def ask_station(v: Told, r: Rules, s: Standing, now: int, visit: int) -> None:
    """First come first served: who asks learns at once when it begins."""
    k = v.visit[visit, RESOURCE]
    if s.now[k, URGENT]:
        waits(v, s, k, visit)
        call_servers(s, k, takes_at(r, s, soonest(r, s, k, now), now))
        return
    free, servers = r.rule[k, FREE], r.rule[k, COUNT]
    always = r.rule[k, ALWAYS] == 1
    begun = max(s.free[free], now if always else open_before(r, s, k, now))
    done = begun + v.visit[visit, WORK]
    sink(s.free, free, servers, done)
    if not always:
        begun, done = open_second(r, k, begun, 0), open_second(r, k, done, 1)
    passes(v, s, visit, begun, done)


@inner
def call_servers(s: Standing, k: int, second: int) -> None:
    """Wakes a station whose visits wait, by priority or for any of several shifts."""
    if second < s.now[k, WOKEN]:
        s.now[k, WOKEN] = second
        later(s, second, s.total + 2 * k)


@inner
def wake_servers(v: Told, r: Rules, s: Standing, k: int, now: int) -> None:
    """Servers who are free take the smallest priority of those who wait."""
    if now == s.now[k, WOKEN]:
        s.now[k, WOKEN] = s.stop
    shift = soonest(r, s, k, now)
    second = takes_at(r, s, shift, now)
    while s.now[k, WAITING] and second == now:
        visit = next_of(s, k)
        passes(v, s, visit, now, take(r, s, shift, now, v.visit[visit, WORK]))
        shift = soonest(r, s, k, now)
        second = takes_at(r, s, shift, now)
    if s.now[k, WAITING]:
        call_servers(s, k, second)
