"""A station: parallel servers with opening hours."""

from __future__ import annotations

from functools import partial
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


class Shift:
    """Servers who keep the same hours."""

    def __init__(self, servers: int, hours: Hours) -> None:
        self.free = servers
        self.hours = hours


class Station:
    """Serves in the order of law L4; a server takes its next shipment only while it is open."""

    def __init__(self, env: Timeline, shifts: list[Shift]) -> None:
        self._env = env
        self._shifts = [(shift, partial(self._release, shift)) for shift in shifts]
        self._free = sum(shift.free for shift in shifts)
        self._waiting: list[tuple[Key, int, list[int], Visit]] = []
        self._due = NEVER

    def join(self, key: Key, work: int, start: list[int]) -> Visit:
        """Ask for a server; the visit fires when the work is done."""
        visit = Visit(self._env)
        heappush(self._waiting, (key, work, start, visit))
        if self._free:
            self._call(self._env.second)
        return visit

    def _call(self, now: int) -> None:
        """Serve at the first second from `now` on in which a server can take."""
        due = self._due
        if due == now:
            return
        for shift, _ in self._shifts:
            if shift.free and (second := shift.hours.next_open(now)) < due:
                due = second
        if due < self._due:
            self._due = due
            serve_at(self._env, due, self._serve)

    def _serve(self, _: Event) -> None:
        now, waiting = self._env.second, self._waiting
        if self._due == now:
            self._due = NEVER
        for shift, release in self._shifts:
            if shift.hours.next_open(now) > now:
                continue
            while waiting and shift.free:
                key, work, start, visit = heappop(waiting)
                shift.free -= 1
                self._free -= 1
                start[key[3]] = now
                visit.callbacks.append(release)
                visit.ends_in(shift.hours.finish(now, work) - now)
        if waiting and self._free:
            self._call(now)

    def _release(self, shift: Shift, _: Event) -> None:
        shift.free += 1
        self._free += 1
        if self._waiting:
            self._call(self._env.second)
