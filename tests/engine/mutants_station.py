"""Mutants of the station: hours, servers, and when work is done."""

from __future__ import annotations

from heapq import heappop

from simpy import Event

from corridor_sim.clock import NEVER
from corridor_sim.engine.event.settle import serve_at
from corridor_sim.engine.event.station import Hours, Station
from tests.engine.mutants import Mutant, instead


class _Promised(Station):
    """A free server is promised while it is closed, to whoever asks first."""

    def _settle_when_open(self) -> None:
        if self._hours.next_open(self._env.second) < NEVER:
            self._settling = True
            serve_at(self._env, self._env.second, self._serve)

    def _serve(self, _: Event) -> None:
        self._settling = False
        now = self._env.second
        while self._free and self._waiting:
            begins = self._hours.next_open(now)
            key, work, start, visit = heappop(self._waiting)
            self._free -= 1
            start[key[3]] = begins
            visit.callbacks.append(self._release)
            visit.ends_in(self._hours.finish(begins, work) - now)


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
        free, self._free = self._free, min(self._free, 1)
        super()._serve(event)
        self._free += free - min(free, 1)


class _FreedLater(Station):
    """A server rests a second after each service."""

    def _release(self, event: Event) -> None:
        later = self._env.timeout(1)
        later.callbacks.append(super()._release)


MUTANTS: list[Mutant] = [
    instead("a server takes work only while it is open", _Promised),
    instead("work rests while it is closed", _NeverCloses),
    instead("nobody is served in the closing second", _OpenAtClosing),
    instead("work done at closing time is done", _DoneAtOpening),
    instead("every free server is used", _OneServes),
    instead("a release and a start share a second", _FreedLater),
]
