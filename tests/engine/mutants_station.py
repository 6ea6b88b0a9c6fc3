"""Mutants of the station: hours, servers, and when work is done."""

from __future__ import annotations

from functools import partial
from heapq import heapify, heappop

from simpy import Event

from corridor_sim.clock import NEVER
from corridor_sim.engine.event.settle import Timeline, serve_at
from corridor_sim.engine.event.station import Hours, Shift, Station
from tests.engine.mutants import Mutant, instead


class _Promised(Station):
    """A free server is promised while it is closed, to whoever asks first."""

    def _call(self, now: int) -> None:
        if self._due != now and any(
            shift.free and shift.hours.next_open(now) < NEVER for shift, _ in self._shifts
        ):
            self._due = now
            serve_at(self._env, now, self._serve)

    def _serve(self, _: Event) -> None:
        self._due = NEVER
        now = self._env.second
        for shift, release in self._shifts:
            begins = shift.hours.next_open(now)
            while shift.free and self._waiting and begins < NEVER:
                key, work, start, visit = heappop(self._waiting)
                shift.free -= 1
                self._free -= 1
                start[key[3]] = begins
                visit.callbacks.append(release)
                visit.ends_in(shift.hours.finish(begins, work) - now)


class _NeverCloses(Hours):
    """Work goes on while it is closed."""

    def finish(self, now: int, work: int) -> int:
        return now + work


class _OpenAtClosing(Hours):
    """The closing second is open."""

    def next_open(self, now: int) -> int:
        while self._here < len(self._closes) and self._closes[self._here] < now:
            self._here += 1
        if self._here == len(self._closes):
            return NEVER
        return max(now, self._opens[self._here])


class _DoneAtOpening(Hours):
    """Work that is done exactly at closing time is handed over at the next opening."""

    def finish(self, now: int, work: int) -> int:
        end = super().finish(now, work)
        return super().finish(now, work + 1) - 1 if end < NEVER else end


class _OneServes(Station):
    """Of those who can be served in a second only one is; the next when something else happens."""

    def _serve(self, event: Event) -> None:
        rest = sorted(self._waiting)[1:]
        del self._waiting[1:]
        super()._serve(event)
        self._waiting += rest
        heapify(self._waiting)


class _FreedLater(Station):
    """A server rests a second after each service."""

    def _release(self, shift: Shift, _: Event) -> None:
        later = self._env.timeout(1)
        later.callbacks.append(partial(super()._release, shift))


class _LastTakes(Station):
    """Of several servers who can take in a second the last in order does."""

    def __init__(self, env: Timeline, shifts: list[Shift]) -> None:
        super().__init__(env, shifts[::-1])


class _Union(Hours):
    """Open while any of some hours is."""

    def __init__(self, several: list[Hours]) -> None:
        opens: list[int] = []
        closes: list[int] = []
        for begin, end in sorted(
            s for one in several for s in zip(one._opens, one._closes, strict=True)
        ):
            if closes and begin <= closes[-1]:
                closes[-1] = max(closes[-1], end)
            else:
                opens.append(begin)
                closes.append(end)
        super().__init__(opens, closes)


class _OneForAll(Station):
    """A server takes, and works, while any of them is on duty."""

    def __init__(self, env: Timeline, shifts: list[Shift]) -> None:
        union = _Union([shift.hours for shift in shifts])
        super().__init__(env, [Shift(sum(shift.free for shift in shifts), union)])


class _OwnToTake(Hours):
    """Takes in its own hours, and works in those of all."""

    def __init__(self, own: Hours, union: Hours) -> None:
        super().__init__(own._opens, own._closes)
        self._union = union

    def finish(self, now: int, work: int) -> int:
        self._union.next_open(now)
        return self._union.finish(now, work)


class _HandedOver(Station):
    """Whoever is on duty goes on with what another has begun."""

    def __init__(self, env: Timeline, shifts: list[Shift]) -> None:
        union = _Union([shift.hours for shift in shifts])
        others = [Shift(shift.free, _OwnToTake(shift.hours, union)) for shift in shifts]
        super().__init__(env, others)


class _WaitsForIt(Station):
    """Who has been told to come back at the next opening does not hear of a server freed before."""

    def _call(self, now: int) -> None:
        if self._due == NEVER:
            super()._call(now)


LAST_TAKES = instead("of several servers the first in order takes", _LastTakes)
HANDED_OVER = instead("a shipment stays with its server", _HandedOver)
MUTANTS: list[Mutant] = [
    instead("a server takes work only while it is open", _Promised),
    instead("work rests while it is closed", _NeverCloses),
    instead("nobody is served in the closing second", _OpenAtClosing),
    instead("work done at closing time is done", _DoneAtOpening),
    instead("every free server is used", _OneServes),
    instead("a release and a start share a second", _FreedLater),
    LAST_TAKES,
    instead("a server keeps to its own hours", _OneForAll),
    HANDED_OVER,
    instead("a server freed before the next opening takes", _WaitsForIt),
]
