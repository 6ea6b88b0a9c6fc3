"""Mutants of the consolidation: when a box closes, with whom, and what it becomes."""

from __future__ import annotations

from collections.abc import Callable

from simpy import Event

from corridor_sim.engine.event.consolidation import Closed, Consolidation, Member
from corridor_sim.engine.event.settle import Key, Size, Timeline, Visit, serve_at
from tests.engine.mutants import Mutant, instead


class _NotWhenFull(Consolidation):
    """A box that is exactly full stays open."""

    def _add(self, member: Member, now: int) -> None:
        room, self._capacity = self._capacity, []
        over = any(self._load[unit] + member.size[unit] > limit for unit, limit in room)
        if self._box and over:
            self._close(now)
        super()._add(member, now)
        self._capacity = room


class _TakesMisfit(Consolidation):
    """A member that would overfill the box goes with it, and closes it."""

    def _add(self, member: Member, now: int) -> None:
        room = self._capacity
        load = [a + b for a, b in zip(self._load, member.size, strict=True)]
        over = bool(self._box) and any(load[unit] > limit for unit, limit in room)
        if over:
            self._capacity = []
        super()._add(member, now)
        self._capacity = room
        if over:
            self._close(now)


class _Ageless(Consolidation):
    """A box waits for ever."""

    def _gather(self, event: Event) -> None:
        wait, self._wait = self._wait, 1 << 60
        super()._gather(event)
        self._wait = wait


class _AgeFirst(Consolidation):
    """A box that is due closes before those who become ready at that second join."""

    def _gather(self, event: Event) -> None:
        now = self._env.second
        if self._box and self._box[0].key[1] + self._wait <= now:
            self._close(now)
        super()._gather(event)


class _AgeOfLast(Consolidation):
    """A box waits from its last member on."""

    def _gather(self, event: Event) -> None:
        wait, self._wait = self._wait, 1 << 60
        joins = len(self._asking)
        super()._gather(event)
        self._wait = wait
        now = self._env.second
        if self._box and joins:
            serve_at(self._env, now + wait, self._gather)
        if self._box and self._box[-1].key[1] + wait <= now:
            self._close(now)


class _FirstUnitOnly(Consolidation):
    """Only one of the units counts."""

    def _add(self, member: Member, now: int) -> None:
        self._capacity = self._capacity[:1]
        super()._add(member, now)


class _HalfEmptied(Consolidation):
    """A new box starts with one piece and one kilogram of the old one."""

    def _close(self, now: int) -> None:
        super()._close(now)
        self._load = [1, 0, 1, 0]


def _told(change: Callable[[int, int, int], tuple[int, int, int]]) -> type[Consolidation]:
    class _Told(Consolidation):
        def __init__(self, env: Timeline, capacity: list[int], wait: int, ready: Closed) -> None:
            super().__init__(env, capacity, wait, lambda *box: ready(*change(*box)))

    return _Told


class _ReadyLater(Consolidation):
    """A box is ready two seconds after it has closed; so are its members."""

    def __init__(self, env: Timeline, capacity: list[int], wait: int, ready: Closed) -> None:
        def later(*box: int) -> None:
            env.timeout(1).callbacks.append(lambda _: ready(*box))

        super().__init__(env, capacity, wait, later)


class _MembersLater(Consolidation):
    """Members are delivered a second after their box."""

    def join(self, key: Key, size: Size, value: int, lists: tuple[list[int], list[int]]) -> Visit:
        visit = super().join(key, size, value, lists)
        other = Visit(self._env)
        visit.callbacks.append(lambda _: other.ends_in(1))
        return other


BY_SIZE = instead("a box that is exactly full closes", _NotWhenFull)
BY_MISFIT = instead("a misfit closes the box without itself", _TakesMisfit)
BY_AGE = instead("a box closes by age", _Ageless)
MUTANTS: list[Mutant] = [
    BY_SIZE,
    BY_MISFIT,
    BY_AGE,
    instead("who is ready when a box is due still joins", _AgeFirst),
    instead("the age of a box is that of its first member", _AgeOfLast),
    instead("every unit of a box counts", _FirstUnitOnly),
    instead("a new box is empty", _HalfEmptied),
    instead("a box is ready a second after closing", _ReadyLater),
    instead("members end when their box is ready", _MembersLater),
    instead("a box weighs what its members weigh", _told(lambda k, weight, value: (k, 0, value))),
    instead("a box is worth what its members are", _told(lambda k, weight, value: (k, weight, 0))),
]
