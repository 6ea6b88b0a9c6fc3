"""Queues: parallel servers, first come first served or by priority; places are servers too.

Three codings of one law. `lanes` walks the requests of all replications at once, one request of
each at a time; `heaps` walks one replication after another in plain Python, which is faster where
replications are few; `by_priority` is the one that can let the urgent go first.
"""

from __future__ import annotations

from heapq import heappop, heappush, heapreplace

import numpy as np
from numpy.typing import NDArray

from corridor_sim.engine.array.requests import Requests

Seconds = NDArray[np.int64]

#: Nanoseconds that the codings were seen to take: a request in plain Python, a NumPy call, and one
#: replication's share of it. They decide which is used, never what comes out.
_HEAP, _CALL, _LANE = 400, 600, 1.2


def served(asking: Requests, work: Seconds, servers: int, until: bool = False) -> Seconds:
    """When each request is served, first come first served.

    work      int64 [n] s that a server is busy, or, with `until`, the second at which it is free
              again (at the earliest one second later)
    returns   int64 [n] s
    """
    rows = len(asking.rows) - 1
    longest = int(np.diff(asking.rows).max(initial=0))
    calls = 2 + until + 2 * (servers - 1)
    if longest * calls * (_CALL + _LANE * rows) < len(asking) * _HEAP:
        return lanes(asking, work, servers, until)
    return heaps(asking, work, servers, until)


def lanes(asking: Requests, work: Seconds, servers: int, until: bool = False) -> Seconds:
    """As `served`; the state is the sorted seconds at which servers are free, [servers, R]."""
    count = np.diff(asking.rows)
    rows, longest = len(count), int(count.max(initial=0))
    row = asking.row()
    turn = np.arange(len(asking)) - asking.rows[row]
    ready = np.zeros((longest, rows), dtype=np.int64)
    takes = np.zeros((longest, rows), dtype=np.int64)
    ready[turn, row] = asking.ready
    takes[turn, row] = work
    start = np.empty((longest, rows), dtype=np.int64)
    free = np.zeros((servers, rows), dtype=np.int64)
    done = np.empty(rows, dtype=np.int64)
    for each in range(longest):
        begun = np.maximum(ready[each], free[0], out=start[each])
        if until:
            np.add(begun, 1, out=done)
            np.maximum(done, takes[each], out=done)
        else:
            np.add(begun, takes[each], out=done)
        for server in range(1, servers):
            np.minimum(free[server], done, out=free[server - 1])
            np.maximum(free[server], done, out=done)
        free[servers - 1] = done
    found: Seconds = start[turn, row]
    return found


def heaps(asking: Requests, work: Seconds, servers: int, until: bool = False) -> Seconds:
    """As `served`, one replication after another."""
    starts: list[int] = []
    for begin, end in zip(asking.rows[:-1].tolist(), asking.rows[1:].tolist(), strict=True):
        ready, takes = asking.ready[begin:end].tolist(), work[begin:end].tolist()
        free = [0] * servers
        for came, need in zip(ready, takes, strict=True):
            begun = max(came, free[0])
            starts.append(begun)
            if until:
                heapreplace(free, need if need > begun else begun + 1)
            else:
                heapreplace(free, begun + need)
    return np.array(starts, dtype=np.int64)


def by_priority(
    asking: Requests, priority: Seconds, work: Seconds, servers: int, until: bool = False
) -> Seconds:
    """As `served`, but of those who wait when a server is free the smallest priority goes first."""
    starts = np.empty(len(asking), dtype=np.int64)
    for begin, end in zip(asking.rows[:-1].tolist(), asking.rows[1:].tolist(), strict=True):
        part = slice(begin, end)
        starts[part] = _by_priority(
            asking.ready[part].tolist(),
            priority[part].tolist(),
            work[part].tolist(),
            servers,
            until,
        )
    return starts


def _by_priority(
    ready: list[int], priority: list[int], work: list[int], servers: int, until: bool
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
        heapreplace(free, max(work[one], now + 1) if until else now + work[one])
    return starts
