"""Pools of places in a sweep."""

from __future__ import annotations

from heapq import heappop, heappush

from corridor_sim.engine.array.row import Resource, Row


class Places(Resource):
    """Entry takes a second, and a return and an entry may share one.

    Those who wait stand in a heap; where all are alike, whoever finds a place free need not.
    """

    def __init__(self, row: Row, code: int, places: int, urgent: bool) -> None:
        super().__init__(row, code)
        self.free, self.urgent = places, urgent
        self.waiting: list[tuple[int, int, int]] = []

    def ask(self, now: int, visit: int) -> None:
        if self.free and not self.urgent:
            self.free -= 1
            self.row.passes(visit, now, now + 1)
            return
        heappush(self.waiting, (self.row.priority[visit], now, visit))
        if self.free:
            self.row.at(now, self.code)

    def returned(self, now: int) -> None:
        self.free += 1
        self.wake(now)

    def wake(self, now: int) -> None:
        while self.free and self.waiting:
            self.free -= 1
            self.row.passes(heappop(self.waiting)[2], now, now + 1)
