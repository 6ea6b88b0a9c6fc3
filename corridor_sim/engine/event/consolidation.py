"""Consolidation: shipments are gathered into boxes, which become shipments of another flow."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush

from simpy import Event

from corridor_sim.engine.event.settle import Key, Size, Timeline, Visit, serve_at

#: (box number, kilograms of its members, USD of its members), called when the box is ready
Closed = Callable[[int, int, int], None]


class Member:
    """A shipment on its way into a box, and where its outcome is written."""

    __slots__ = ("key", "size", "slot", "start", "value", "visit")

    def __init__(
        self, key: Key, size: Size, value: int, lists: tuple[list[int], list[int]], visit: Visit
    ) -> None:
        self.key, self.size, self.value, self.visit = key, size, value, visit
        self.start, self.slot = lists

    def __lt__(self, other: Member) -> bool:
        """Who came first joins first; then the order of law L4."""
        return (self.key[1], self.key) < (other.key[1], other.key)


class Consolidation:
    """One box is open at a time: until it is full, overfilled, or its first has waited."""

    def __init__(self, env: Timeline, capacity: list[int], wait: int, ready: Closed) -> None:
        self._env = env
        self._capacity = [(unit, limit) for unit, limit in enumerate(capacity) if limit]
        self._wait = wait
        self._ready = ready
        self._asking: list[Member] = []
        self._box: list[Member] = []
        self._load = [0, 0, 0, 0]
        self._closed = 0
        self._settling = False

    def join(self, key: Key, size: Size, value: int, lists: tuple[list[int], list[int]]) -> Visit:
        """Ask for room in a box; the visit fires when the box is closed."""
        visit = Visit(self._env)
        heappush(self._asking, Member(key, size, value, lists, visit))
        if not self._settling:
            self._settling = True
            serve_at(self._env, self._env.second, self._gather)
        return visit

    def _gather(self, _: Event) -> None:
        self._settling = False
        now = self._env.second
        while self._asking:
            self._add(heappop(self._asking), now)
        if self._box and self._box[0].key[1] + self._wait <= now:
            self._close(now)

    def _add(self, member: Member, now: int) -> None:
        if self._box and any(
            self._load[unit] + member.size[unit] > limit for unit, limit in self._capacity
        ):
            self._close(now)
        if not self._box and self._wait:
            serve_at(self._env, now + self._wait, self._gather)
        self._box.append(member)
        self._load = [a + b for a, b in zip(self._load, member.size, strict=True)]
        if any(self._load[unit] == limit for unit, limit in self._capacity):
            self._close(now)

    def _close(self, now: int) -> None:
        number, members = self._closed, self._box
        self._closed += 1
        self._box, self._load = [], [0, 0, 0, 0]
        for member in members:
            shipment = member.key[3]
            member.start[shipment] = now
            member.slot[shipment] = number
            member.visit.ends_in(1)
        weight = sum(member.size[2] for member in members)
        value = sum(member.value for member in members)
        closed = self._env.timeout(1)
        closed.callbacks.append(lambda _: self._ready(number, weight, value))
