"""Services in a sweep."""

from __future__ import annotations

from bisect import bisect_left
from heapq import heapify, heappop, heappush

from corridor_sim.engine.array.row import Resource, Row
from corridor_sim.plan import Service
from corridor_sim.workload import Trips


class Timetable(Resource):
    """Departures: whoever has asked by the cut-off boards, until the next does not fit."""

    def __init__(self, row: Row, code: int, service: Service, trips: Trips) -> None:
        super().__init__(row, code)
        self.service = service
        self.cut_off, self.minimum = service.cut_off.tolist(), service.minimum.tolist()
        self.leaves, self.calls = trips.start[row.number].tolist(), trips.calls[row.number].tolist()
        self.room, self.cancelled = (
            trips.capacity[row.number].tolist(),
            trips.cancelled[row.number].tolist(),
        )
        self.waiting: list[tuple[int, int, int]] = []
        self.coming = bisect_left(self.cut_off, 0)
        self._await()

    def _await(self) -> None:
        if self.coming < len(self.cut_off):
            self.row.at(self.cut_off[self.coming], self.code)

    def ask(self, now: int, visit: int) -> None:
        heappush(self.waiting, (self.row.priority[visit], now, visit))

    def wake(self, now: int) -> None:
        while self.coming < len(self.cut_off) and self.cut_off[self.coming] == now:
            if self.waiting and not self.cancelled[self.coming]:
                self._board(now, self.coming)
            self.coming += 1
        self._await()

    def _board(self, now: int, trip: int) -> None:
        first, left, load = self.waiting[0][1], self.room[trip], 0
        aboard = []
        while self.waiting:
            size = self.row.size(self.waiting[0][2])
            if any(a > b for a, b in zip(size, left, strict=True)):
                break
            left = [b - a for a, b in zip(size, left, strict=True)]
            load += size[self.service.first_unit]
            aboard.append(heappop(self.waiting))
        if load < self.minimum[trip] and now - first < self.service.patience:
            self.waiting += aboard
            heapify(self.waiting)
            return
        for _, _, visit in aboard:
            self.row.slot[visit] = trip
            self.row.rides(visit, self.leaves[trip], self.calls[trip])
