"""A station: parallel servers with opening hours."""

from __future__ import annotations

from heapq import heappop, heappush

from simpy import Event

from corridor_sim.clock import NEVER
from corridor_sim.engine.event.settle import Key, Timeline, Visit, serve_at


class Hours:
    """Opening hours, walked interval by interval as the clock moves on."""

    def __init__(self, opens: list[int], closes: list[int]) -> None:
        self._opens = opens
        self._closes = closes
        self._here = 0

    def next_open(self, now: int) -> int:
        """The first second from `now` on that is open; NEVER if none is."""
        while self._here < len(self._closes) and self._closes[self._here] <= now:
            self._here += 1
        if self._here == len(self._closes):
            return NEVER
        return max(now, self._opens[self._here])

    def finish(self, now: int, work: int) -> int:
        """When `work` open seconds have passed, starting in the open second `now`."""
        interval = self._here
        while True:
            left = self._closes[interval] - now
            if work <= left:
                return now + work
            work -= left
            interval += 1
            if interval == len(self._closes):
                return NEVER
            now = self._opens[interval]


class Station:
    """Serves in the order of law L4; a server takes its next shipment only while open."""

    def __init__(self, env: Timeline, servers: int, hours: Hours) -> None:
        self._env = env
        self._free = servers
        self._hours = hours
        self._waiting: list[tuple[Key, int, list[int], Visit]] = []
        self._settling = False

    def join(self, key: Key, work: int, start: list[int]) -> Visit:
        """Ask for a server; the visit fires when the work is done."""
        visit = Visit(self._env)
        heappush(self._waiting, (key, work, start, visit))
        if self._free and not self._settling:
            self._settle_when_open()
        return visit

    def _settle_when_open(self) -> None:
        second = self._hours.next_open(self._env.second)
        if second < NEVER:
            self._settling = True
            serve_at(self._env, second, self._serve)

    def _serve(self, _: Event) -> None:
        self._settling = False
        now = self._env.second
        self._hours.next_open(now)
        waiting = self._waiting
        while self._free and waiting:
            key, work, start, visit = heappop(waiting)
            self._free -= 1
            start[key[3]] = now
            visit.callbacks.append(self._release)
            visit.ends_in(self._hours.finish(now, work) - now)

    def _release(self, _: Event) -> None:
        self._free += 1
        if self._waiting and not self._settling:
            self._settle_when_open()
