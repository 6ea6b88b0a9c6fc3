"""A pool of places that shipments keep from one stage to a later one."""

from __future__ import annotations

from heapq import heappop, heappush

from simpy import Event

from corridor_sim.engine.event.settle import Key, Timeline, Visit, serve_at


class Places:
    """Lets shipments in, in the order of law L4, while a place is free; entry takes one second."""

    def __init__(self, env: Timeline, places: int) -> None:
        self._env = env
        self._free = places
        self._waiting: list[tuple[Key, list[int], Visit]] = []
        self._settling = False

    def join(self, key: Key, start: list[int]) -> Visit:
        """Ask for a place; the visit fires when the shipment is in."""
        visit = Visit(self._env)
        heappush(self._waiting, (key, start, visit))
        if self._free:
            self._settle()
        return visit

    def give_back(self) -> None:
        """A place returns; another may enter at this very second."""
        self._free += 1
        if self._waiting:
            self._settle()

    def _settle(self) -> None:
        if not self._settling:
            self._settling = True
            serve_at(self._env, self._env.second, self._enter)

    def _enter(self, _: Event) -> None:
        self._settling = False
        while self._free and self._waiting:
            key, start, visit = heappop(self._waiting)
            self._free -= 1
            start[key[3]] = self._env.second
            visit.ends_in(1)
