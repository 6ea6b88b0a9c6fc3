"""Lanes: queues walked side by side, one request of each at a time.

The state of a lane is the sorted seconds at which its servers are free. A new end is inserted into
the sorted state F by F'[j] = min(F[j + 1], max(F[j], end)): two NumPy calls, however many servers.

A lane is a replication; where replications are few, time is cut into spans and every span is a
lane of its own that begins with idle servers. Spans whose predecessor left work behind are walked
again from what it left, until nothing changes (time-parallel simulation with fix-up: Greenberg,
Lubachevsky and Mitrani 1990); what is unsettled after a few rounds is walked span by span.

Seconds are 32-bit here, which halves the traffic; `fits` says whether they can be.
"""

from __future__ import annotations

from heapq import heapreplace

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER

Seconds = NDArray[np.int64]
Short = NDArray[np.int32]

_TOP = 2**31 - 1
#: Lanes walked at once: enough to hide what a NumPy call costs, few enough for the cache.
_LANES = 1_024
#: Requests of a span at least, so that few spans feel what the span before left.
_SPAN = 256
#: Requests between two looks at whether a span that is walked again has met its old course.
_LOOK = 32
#: Rounds of walking spans again side by side.
_ROUNDS = 3
#: Servers above which a lane's state outgrows the gain.
_MOST_SERVERS = 64


def fits(servers: int, work: Seconds, stop: int) -> bool:
    """Whether no second of these queues can outgrow 32 bits, however long they become."""
    if servers > _MOST_SERVERS or stop >= _TOP:
        return False
    return int(work.max(initial=0)) * work.shape[1] + stop < _TOP or (
        bool((work.sum(axis=1) < _TOP - stop).all())
    )


def in_lanes(ready: Seconds, work: Seconds, servers: int, stop: int) -> Seconds:
    """As `queues.served`; a lane is a replication."""
    start = np.empty(ready.shape, dtype=np.int64)
    for first in range(0, len(ready), _LANES):
        part = slice(first, first + _LANES)
        came, needs = _upright(ready[part], stop), _upright(work[part], stop)
        free = np.zeros((servers + 1, came.shape[1]), dtype=np.int32)
        free[servers] = _TOP
        begun = np.empty_like(came)
        _walk(came, needs, free, begun)
        np.copyto(start[part], begun.T)
    return start


def _upright(rows: Seconds, stop: int) -> Short:
    """Requests by lanes [M, R], 32-bit; nothing later than the stop is told apart."""
    found = np.empty(rows.shape[::-1], dtype=np.int32)
    np.minimum(rows.T, stop, out=found, casting="unsafe")
    return found


def _walk(came: Short, needs: Short, free: Short, begun: Short) -> Short:
    """Serves the requests of all lanes.

    came, needs   int32 [M, lanes]
    free          int32 [servers + 1, lanes], sorted, the last never free; used up
    begun         int32 [M, lanes], where the starts go
    returns       what `free` has become
    """
    servers = len(free) - 1
    if servers == 1:
        done = free[0]
        for each in range(len(came)):
            start = np.maximum(came[each], done, out=begun[each])
            np.add(start, needs[each], out=done)
        return free
    other = free.copy()
    done = np.empty(came.shape[1], dtype=np.int32)
    turns = (
        (free[0], free[:servers], free[1:], other[:servers]),
        (other[0], other[:servers], other[1:], free[:servers]),
    )
    for each in range(len(came)):
        first, present, later, new = turns[each & 1]
        np.maximum(came[each], first, out=begun[each])
        np.add(begun[each], needs[each], out=done)
        np.maximum(present, done, out=new)
        np.minimum(new, later, out=new)
    return other if len(came) & 1 else free


def in_spans(ready: Seconds, work: Seconds, servers: int, stop: int) -> Seconds:
    """As `queues.served`; a lane is a span of a replication."""
    rows, longest = ready.shape
    spans = max(1, min(longest // _SPAN, -(-_LANES // rows)))
    length = -(-longest // (spans * _LOOK)) * _LOOK
    # A request that is not there comes at once and needs nothing: it leaves the servers alone.
    came, needs = np.zeros((2, rows, spans * length), dtype=np.int32)
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
        self.seen = np.zeros((length // _LOOK + 1, servers, lanes), dtype=np.int32)

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
        state = np.zeros((self.servers + 1, self.came.shape[1]), dtype=np.int32)
        state[-1] = _TOP
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
        state = np.full((self.servers + 1, len(lanes)), _TOP, dtype=np.int32)
        state[:-1] = free
        for look in range(len(self.seen) - 1):
            if look:
                apart = ~self._same(lanes, look, state[:-1])
                lanes, state = lanes[apart], np.ascontiguousarray(state[:, apart])
                if not len(lanes):
                    return lanes
            self.seen[look][:, lanes] = state[:-1]
            part = slice(look * _LOOK, (look + 1) * _LOOK)
            begun = np.empty((_LOOK, len(lanes)), dtype=np.int32)
            state = _walk(self.came[part, lanes], self.needs[part, lanes], state, begun)
            self.begun[part, lanes] = begun
        other = ~self._same(lanes, len(self.seen) - 1, state[:-1])
        self.seen[-1][:, lanes] = state[:-1]
        return lanes[other]

    def _one_by_one(self, lane: int) -> None:
        """Walks a lane in plain Python, and those after it as long as they feel it."""
        while lane < len(self.first):
            free = self.seen[-1][:, lane - 1].tolist()
            if self._same(np.array([lane]), 0, np.array(free, dtype=np.int32)[:, None])[0]:
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
