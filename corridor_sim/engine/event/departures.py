"""Departures: a timetable with capacity. Whoever is ready by the cut-off boards, in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Protocol

from simpy import Event

from corridor_sim.engine.event.settle import Key, Size, Timeline, Visit, serve_at


@dataclass(frozen=True, slots=True)
class Timetable:
    """One replication's departures of a service, as plain lists in the order of their cut-offs."""

    cut_off: list[int]
    start: list[int]
    calls: list[list[int]]
    capacity: list[list[int]]
    minimum: list[int]
    cancelled: list[bool]
    patience: int
    first_unit: int


class Reached(Protocol):
    """What wants to know when a trip reaches a call."""

    def reach(self, number: int) -> None:
        """The trip that carries shipment `number` is there."""


@dataclass(frozen=True, slots=True)
class Boarding:
    """Where the outcome of boarding is written for the shipments of one stage."""

    start: list[int]
    slot: list[int]
    alight: int
    on_call: tuple[tuple[int, Reached], ...]


class Departures:
    """Gathers those who wait and lets each departure take who fits."""

    def __init__(self, env: Timeline, timetable: Timetable) -> None:
        self._env = env
        self._table = timetable
        self._waiting: list[tuple[Key, Size, Boarding, Visit]] = []
        self._next = 0
        while self._next < len(timetable.cut_off) and timetable.cut_off[self._next] < 0:
            self._next += 1
        self._await_cut_off()

    def join(self, key: Key, size: Size, boarding: Boarding) -> Visit:
        """Wait for a departure; the visit fires when the shipment gets off."""
        visit = Visit(self._env)
        heappush(self._waiting, (key, size, boarding, visit))
        return visit

    def _await_cut_off(self) -> None:
        if self._next < len(self._table.cut_off):
            serve_at(self._env, self._table.cut_off[self._next], self._close_lists)

    def _close_lists(self, _: Event) -> None:
        now = self._env.second
        while self._next < len(self._table.cut_off) and self._table.cut_off[self._next] == now:
            if self._waiting and not self._table.cancelled[self._next]:
                self._board(self._next)
            self._next += 1
        self._await_cut_off()

    def _board(self, trip: int) -> None:
        left = list(self._table.capacity[trip])
        aboard = []
        waiting = self._waiting
        first_asked = waiting[0][0][1]
        while waiting and all(a <= b for a, b in zip(waiting[0][1], left, strict=True)):
            one = heappop(waiting)
            left = [b - a for a, b in zip(one[1], left, strict=True)]
            aboard.append(one)
        unit = self._table.first_unit
        load = sum(size[unit] for _, size, _, _ in aboard)
        patient = self._env.second - first_asked < self._table.patience
        if load < self._table.minimum[trip] and patient:
            waiting.extend(aboard)
            heapify(waiting)
            return
        for key, _, boarding, visit in aboard:
            self._ride(trip, key[3], boarding, visit)

    def _ride(self, trip: int, number: int, boarding: Boarding, visit: Visit) -> None:
        table = self._table
        leaves = table.start[trip]
        until_leaving: int = leaves - self._env.second
        boarding.start[number] = leaves
        boarding.slot[number] = trip
        for call, at in boarding.on_call:
            there = self._env.timeout(until_leaving + table.calls[trip][call])
            there.callbacks.append(_tell(at, number))
        visit.ends_in(until_leaving + table.calls[trip][boarding.alight])


def _tell(reached: Reached, number: int) -> Callable[[Event], None]:
    def tell(_: Event) -> None:
        reached.reach(number)

    return tell
