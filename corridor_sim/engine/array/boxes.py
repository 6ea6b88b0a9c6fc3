"""Consolidations in a sweep."""

from __future__ import annotations

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.row import Resource, Row
from corridor_sim.plan import Consolidation


class Boxes(Resource):
    """Consolidation: one box is open at a time, until it is full, overfilled or old."""

    def __init__(self, row: Row, code: int, rule: Consolidation) -> None:
        super().__init__(row, code)
        self.rule, self.wait = rule, rule.wait
        self.limits = [(unit, limit) for unit, limit in enumerate(rule.capacity.tolist()) if limit]
        self.asking: list[tuple[int, int]] = []
        self.box: list[int] = []
        self.load, self.value = [0, 0, 0, 0], 0
        self.due, self.closed = NEVER, 0

    def ask(self, now: int, visit: int) -> None:
        if not self.asking:
            self.row.at(now, self.code)
        self.asking.append((self.row.priority[visit], visit))

    def wake(self, now: int) -> None:
        for _, visit in sorted(self.asking):
            self._join(now, visit)
        self.asking.clear()
        if self.box and self.due <= now:
            self._close(now)

    def _join(self, now: int, visit: int) -> None:
        size = self.row.size(visit)
        if self.box and any(self.load[unit] + size[unit] > limit for unit, limit in self.limits):
            self._close(now)
        if not self.box:
            self.due = now + self.wait
            if self.wait:
                self.row.at(self.due, self.code)
        self.box.append(visit)
        self.load = [a + b for a, b in zip(self.load, size, strict=True)]
        self.value += self.row.value(visit)
        if any(self.load[unit] == limit for unit, limit in self.limits):
            self._close(now)

    def _close(self, now: int) -> None:
        members, load = self.box, (self.load[2], self.value)
        self.box, self.load, self.value = [], [0, 0, 0, 0], 0
        for visit in members:
            self.row.slot[visit] = self.closed
            self.row.passes(visit, now, now + 1)
        self.row.box(self.rule, self.closed, now + 1, load)
        self.closed += 1
