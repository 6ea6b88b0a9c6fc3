"""Lanes: queues walked side by side, one request of each at a time.

The state of a lane is the sorted seconds at which its servers are free. A new end is inserted into
the sorted state F by F'[j] = min(F[j + 1], max(F[j], end)): two NumPy calls, however many servers.

A lane is a replication; where replications are few, time is cut into spans and every span is a
lane of its own that begins with idle servers. Spans whose predecessor left work behind are walked
again from what it left, until nothing changes (time-parallel simulation with fix-up: Greenberg,
Lubachevsky and Mitrani 1990); what is unsettled after a few rounds is walked span by span.

Seconds are 32-bit here where they can be, which halves the traffic.
"""

from __future__ import annotations

from heapq import heapreplace
from itertools import cycle

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER

Seconds = NDArray[np.int64]
#: int32 or int64, see `width`.
Short = NDArray[np.int32 | np.int64]

#: Lanes walked at once: enough to hide what a NumPy call costs, few enough for the cache.
_LANES = 1_024
#: Requests of a span at least, so that few spans feel what the span before left.
_SPAN = 256
#: Requests between two looks at whether a span that is walked again has met its old course.
_LOOK = 32
#: Rounds of walking spans again side by side.
_ROUNDS = 3
#: Servers up to which they are compared one by one.
_FEW_SERVERS = 3
#: Servers above which a lane's state outgrows the gain.
MOST_SERVERS = 64


def width(work: Seconds, stop: int) -> type[np.int32 | np.int64]:
    """32 bits where no second of these queues can outgrow them, however long they become."""
    top = np.iinfo(np.int32).max
    most = int(work.max(initial=0))
    near = most * work.shape[1] + stop < top
    # Only where even the largest work leaves it open are all of it added up.
    if not near and stop < top and most < top:
        near = bool((work.sum(axis=1) < top - stop).all())
    return np.int32 if near else np.int64


def in_lanes(ready: Seconds, work: Seconds, servers: int, stop: int) -> Seconds:
    """As `queues.served`; a lane is a replication."""
    start, kind = np.empty(ready.shape, dtype=np.int64), width(work, stop)
    for first in range(0, len(ready), _LANES):
        part = slice(first, first + _LANES)
        came, needs = _upright(ready[part], stop, kind), _upright(work[part], stop, kind)
        free = np.zeros((servers + 1, came.shape[1]), dtype=kind)
        free[servers] = np.iinfo(kind).max
        begun = np.empty_like(came)
        _walk(came, needs, free, begun)
        np.copyto(start[part], begun.T)
    return start


def _upright(rows: Seconds, stop: int, kind: type[np.int32 | np.int64]) -> Short:
    """Requests by lanes [M, R]; nothing later than the stop is told apart."""
    found = np.empty(rows.shape[::-1], dtype=kind)
    near = rows if int(rows.max(initial=0)) <= stop else np.minimum(rows, stop)
    np.copyto(found, near.T, casting="unsafe")
    return found


def _walk(came: Short, needs: Short, free: Short, begun: Short) -> Short:
    """Serves the requests of all lanes.

    came, needs   [M, lanes]
    free          [servers + 1, lanes], sorted, the last never free; used up
    begun         [M, lanes], where the starts go
    returns       what `free` has become
    """
    if len(free) - 1 <= _FEW_SERVERS:
        return _walk_few(came, needs, free, begun)
    other, done = free.copy(), np.empty(came.shape[1], dtype=came.dtype)
    maximum, minimum, add = np.maximum, np.minimum, np.add
    turns = cycle(
        (
            (free[0], free[:-1], free[1:], other[:-1]),
            (other[0], other[:-1], other[1:], free[:-1]),
        )
    )
    for at, need, start, (first, present, later, new) in zip(
        came, needs, begun, turns, strict=False
    ):
        maximum(at, first, out=start)
        add(start, need, out=done)
        maximum(present, done, out=new)
        minimum(new, later, out=new)
    return other if len(came) & 1 else free


def _walk_few(came: Short, needs: Short, free: Short, begun: Short) -> Short:
    """As `_walk`: of few servers each is compared by itself, which spares a call its broadcast.

    From the one that is free last downwards the later of it and the new end stays, and the earlier
    goes on to the next.
    """
    maximum, minimum, add = np.maximum, np.minimum, np.add
    last, carried = len(free) - 2, np.empty((2, came.shape[1]), dtype=came.dtype)
    done = carried[0] if last else free[0]
    down = [
        (free[k], carried[(last - k) & 1], free[0] if k == 1 else carried[(last - k + 1) & 1])
        for k in range(last, 0, -1)
    ]
    for at, need, start in zip(came, needs, begun, strict=True):
        maximum(at, free[0], out=start)
        add(start, need, out=done)
        for server, end, earlier in down:
            minimum(server, end, out=earlier)
            maximum(server, end, out=server)
    return free


def in_spans(ready: Seconds, work: Seconds, servers: int, stop: int) -> Seconds:
    """As `queues.served`; a lane is a span of a replication."""
    rows, longest = ready.shape
    spans = max(1, min(longest // _SPAN, -(-_LANES // rows)))
    length = -(-longest // (spans * _LOOK)) * _LOOK
    # A request that is not there comes at once and needs nothing: it leaves the servers alone.
    came, needs = np.zeros((2, rows, spans * length), dtype=width(work, stop))
    np.minimum(ready, stop, out=came[:, :longest], casting="unsafe")
    np.minimum(work, stop, out=needs[:, :longest], casting="unsafe")
    np.copyto(needs[:, :longest], 0, where=ready == NEVER)
    came, needs = (np.ascontiguousarray(one.reshape(-1, length).T) for one in (came, needs))
    begun = _Spans(came, needs, servers, rows).walked()
    start = np.empty((rows * spans, length), dtype=np.int64)
    np.copyto(start, begun.T)
    return start.reshape(rows, spans * length)[:, :longest]


class _Spans:
    """Spans as lanes [length, rows * spans], the spans of a replication side by side."""

    def __init__(self, came: Short, needs: Short, servers: int, rows: int) -> None:
        self.came, self.needs, self.servers = came, needs, servers
        length, lanes = came.shape
        self.first = np.arange(lanes) % (lanes // rows) == 0
        self.begun = np.empty_like(came)
        #: The servers at each look, [looks + 1, servers, lanes].
        self.seen = np.zeros((length // _LOOK + 1, servers, lanes), dtype=came.dtype)

    def walked(self) -> Short:
        """The starts of every request."""
        moved = self._once()
        for _ in range(_ROUNDS):
            todo = self._unsettled(moved)
            if not len(todo):
                return self.begun
            moved = self._again(todo, self.seen[-1][:, todo - 1])
        for lane in self._unsettled(moved).tolist():
            self._one_by_one(lane)
        return self.begun

    def _unsettled(self, moved: Seconds) -> Seconds:
        """The spans after those that have ended otherwise than before, if they feel it."""
        after = moved + 1
        after = after[after < len(self.first)]
        after = after[~self.first[after]]
        felt = ~self._same(after, 0, self.seen[-1][:, after - 1])
        found: Seconds = after[felt]
        return found

    def _same(self, lanes: Seconds, look: int, free: Short) -> NDArray[np.bool_]:
        """Whether servers so free make the lanes' requests from this look on begin as they did.

        Seconds before the next request are all the same to it.
        """
        at = look * _LOOK
        if at >= len(self.came):
            return np.asarray((self.seen[look][:, lanes] == free).all(axis=0))
        comes = self.came[at, lanes]
        known = np.maximum(self.seen[look][:, lanes], comes)
        return np.asarray((known == np.maximum(free, comes)).all(axis=0))

    def _once(self) -> Seconds:
        """Walks all lanes from idle servers; returns them."""
        state = np.zeros((self.servers + 1, self.came.shape[1]), dtype=self.came.dtype)
        state[-1] = np.iinfo(self.came.dtype).max
        for look in range(len(self.seen) - 1):
            self.seen[look] = state[:-1]
            part = slice(look * _LOOK, (look + 1) * _LOOK)
            state = _walk(self.came[part], self.needs[part], state, self.begun[part])
        self.seen[-1] = state[:-1]
        return np.arange(self.came.shape[1])

    def _again(self, lanes: Seconds, free: Short) -> Seconds:
        """Walks lanes from what is free at their beginning until each meets its old course.

        returns   the lanes that have ended otherwise than before
        """
        top = np.iinfo(self.came.dtype).max
        state = np.full((self.servers + 1, len(lanes)), top, dtype=self.came.dtype)
        state[:-1] = free
        for look in range(len(self.seen) - 1):
            if look:
                apart = ~self._same(lanes, look, state[:-1])
                lanes, state = lanes[apart], np.ascontiguousarray(state[:, apart])
                if not len(lanes):
                    return lanes
            self.seen[look][:, lanes] = state[:-1]
            part = slice(look * _LOOK, (look + 1) * _LOOK)
            begun = np.empty((_LOOK, len(lanes)), dtype=self.came.dtype)
            state = _walk(self.came[part, lanes], self.needs[part, lanes], state, begun)
            self.begun[part, lanes] = begun
        other = ~self._same(lanes, len(self.seen) - 1, state[:-1])
        self.seen[-1][:, lanes] = state[:-1]
        return lanes[other]

    def _one_by_one(self, lane: int) -> None:
        """Walks a lane in plain Python, and those after it as long as they feel it."""
        while lane < len(self.first):
            free = self.seen[-1][:, lane - 1].tolist()
            if self._same(np.array([lane]), 0, np.array(free, dtype=self.came.dtype)[:, None])[0]:
                return
            free.sort()
            starts = []
            needs = self.needs[:, lane].tolist()
            for came, need in zip(self.came[:, lane].tolist(), needs, strict=True):
                begun = max(came, free[0])
                heapreplace(free, begun + need)
                starts.append(begun)
            self.begun[:, lane] = starts
            self.seen[0][:, lane] = self.seen[-1][:, lane - 1]
            self.seen[-1][:, lane] = sorted(free)
            lane += 1
            if lane < len(self.first) and self.first[lane]:
                return
