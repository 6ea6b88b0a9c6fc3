"""Queues: parallel servers, first come first served or by priority, in several codings of one law.

Which coding is the fastest depends on replications, requests, servers and load; what comes out does
not. `by_sums` is a closed form for one server; `lanes` (next door) walks all replications at once;
`heaps` walks one replication after another in plain Python; `by_priority` lets the urgent go first.

The queue law is the workload recursion of Kiefer and Wolfowitz (1955), for one server that of
Lindley (1952), in whole seconds, so that every coding is exact.
"""

from __future__ import annotations

from heapq import heappop, heappush, heapreplace

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array import compiled
from corridor_sim.engine.array.lanes import MOST_SERVERS, in_lanes, in_spans

Seconds = NDArray[np.int64]

#: Below so many requests nothing beats plain Python.
_FEW = 400
#: Replications from which one request of each at a time is the fastest walk.
_MANY_ROWS = 150
#: Cells (replications times requests) from which cutting time into spans pays for its set-up.
_LONG = 40_000
#: Load from which most spans feel the one before, so that walking them apart gains nothing.
_BUSY = 0.97
#: What a request takes in each coding, ns, as far as machine code is weighed against it.
_IN_SPANS, _IN_HEAPS, _BY_PRIORITY = 40, 200, 700


def served(ready: Seconds, work: Seconds, servers: int, stop: int) -> Seconds:
    """When each request is served, first come first served.

    ready     int64 [R, M] s, rising in each row, NEVER behind the last request
    work      int64 [R, M] s
    returns   int64 [R, M] s; what would begin at or after `stop` may say any such second
    """
    rows, longest = ready.shape
    if ready.size < _FEW:
        return heaps(ready, work, servers)
    if servers >= longest:
        return ready
    if servers == 1 and rows < _MANY_ROWS:
        return by_sums(ready, work)
    if rows >= _MANY_ROWS and servers <= MOST_SERVERS:
        return in_lanes(ready, work, servers, stop)
    long = ready.size >= _LONG and servers <= MOST_SERVERS
    spans = long and _load(ready, work, servers) < _BUSY
    if compiled.pays("queues", (_IN_SPANS if spans else _IN_HEAPS) * ready.size):
        return compiled.served(ready, None, work, servers)
    return in_spans(ready, work, servers, stop) if spans else heaps(ready, work, servers)


def _load(ready: Seconds, work: Seconds, servers: int) -> float:
    """Work that comes while requests come, as a share of what the servers can do."""
    there = ready < NEVER
    last = np.where(there, ready, 0).max(axis=1)
    needed = np.where(there, work, 0).sum(axis=1)
    return float(needed.sum() / max(servers * int((last - ready[:, 0].clip(max=last)).sum()), 1))


def by_sums(ready: Seconds, work: Seconds) -> Seconds:
    """As `served` by one server: starts are the running maximum of slack, plus work before.

    The end of n is S(n) + max over k <= n of (ready(k) - S(k - 1)), S being the sums of work.
    """
    nobody = ready == NEVER
    needs = np.where(nobody, 0, work)
    before = np.cumsum(needs, axis=1)
    before -= needs
    start: Seconds = ready - before
    np.maximum.accumulate(start, axis=1, out=start)
    start += before
    np.copyto(start, NEVER, where=nobody)
    return start


def heaps(ready: Seconds, work: Seconds, servers: int) -> Seconds:
    """As `served`, one replication after another."""
    starts = np.full(ready.shape, NEVER, dtype=np.int64)
    for row, asking in enumerate((ready < NEVER).sum(axis=1).tolist()):
        free, begun = [0] * servers, []
        needs = work[row, :asking].tolist()
        for came, need in zip(ready[row, :asking].tolist(), needs, strict=True):
            first = free[0]
            start = came if came > first else first  # noqa: FURB136 - `max` costs half as much again
            begun.append(start)
            heapreplace(free, start + need)
        starts[row, :asking] = begun
    return starts


def by_priority(ready: Seconds, priority: Seconds, work: Seconds, servers: int) -> Seconds:
    """As `served`, but of those who wait when a server is free the smallest priority goes first."""
    if compiled.pays("queues", _BY_PRIORITY * ready.size, priority):
        return compiled.served(ready, priority, work, servers)
    starts = np.full(ready.shape, NEVER, dtype=np.int64)
    for row, asking in enumerate((ready < NEVER).sum(axis=1).tolist()):
        came, rank, needs = (one[row, :asking].tolist() for one in (ready, priority, work))
        starts[row, :asking] = _urgent_first(came, rank, needs, servers)
    return starts


def _urgent_first(
    ready: list[int], priority: list[int], work: list[int], servers: int
) -> list[int]:
    starts = [0] * len(ready)
    free, waiting = [0] * servers, list[tuple[int, int]]()
    came = now = 0
    while came < len(ready) or waiting:
        # Requests stand in the order of L4 among equals, so their position breaks ties.
        now = max(free[0], now if waiting else ready[came])
        while came < len(ready) and ready[came] <= now:
            heappush(waiting, (priority[came], came))
            came += 1
        _, one = heappop(waiting)
        starts[one] = now
        heapreplace(free, now + work[one])
    return starts
