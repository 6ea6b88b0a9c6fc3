"""Mutants of departures: lists, room, minimum load, and where one gets off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from heapq import heapify

from simpy import Event

from corridor_sim.engine.event.departures import Boarding, Departures, Timetable
from corridor_sim.engine.event.settle import Key, Size, Timeline, Visit
from tests.engine.mutants import Mutant, instead


class _CutOffExclusive(Departures):
    """Who is ready exactly at the cut-off has missed it."""

    def _board(self, trip: int) -> None:
        now = self._env.second
        late = [one for one in self._waiting if one[0][1] == now]
        self._waiting = [one for one in self._waiting if one[0][1] < now]
        heapify(self._waiting)
        if self._waiting:
            super()._board(trip)
        self._waiting += late
        heapify(self._waiting)


class _Overtaking(Departures):
    """Whoever fits boards, also behind one who does not."""

    def _board(self, trip: int) -> None:
        left = list(self._table.capacity[trip])
        fitting, staying = [], []
        for one in sorted(self._waiting, key=lambda waiting: waiting[0]):
            if all(a <= b for a, b in zip(one[1], left, strict=True)):
                left = [b - a for a, b in zip(one[1], left, strict=True)]
                fitting.append(one)
            else:
                staying.append(one)
        self._waiting = fitting
        if fitting:
            super()._board(trip)
        self._waiting += staying
        heapify(self._waiting)


class _AgedOldest(Departures):
    """Patience is that of whoever has waited longest, not of the first in line."""

    def _board(self, trip: int) -> None:
        oldest = min(self._waiting, key=lambda one: one[0][1])
        first = self._waiting[0]
        if oldest[0][1] == first[0][1] or self._env.second - oldest[0][1] < self._table.patience:
            super()._board(trip)
            return
        table, self._table = self._table, replace(self._table, patience=0)
        super()._board(trip)
        self._table = table


class _LaterFirst(Departures):
    """Of departures with one cut-off the later in the timetable loads first."""

    def _close_lists(self, _: Event) -> None:
        now, table = self._env.second, self._table
        trips = []
        while self._next < len(table.cut_off) and table.cut_off[self._next] == now:
            trips.append(self._next)
            self._next += 1
        for trip in reversed(trips):
            if self._waiting and not table.cancelled[trip]:
                self._board(trip)
        self._await_cut_off()


class _LeavesBehind(Departures):
    """Who stays behind a train loses the place in line to those who come later."""

    def _board(self, trip: int) -> None:
        super()._board(trip)
        now = self._env.second
        self._waiting = [((k[0], now, *k[2:]), size, at, v) for k, size, at, v in self._waiting]
        heapify(self._waiting)


def _sized(change: Callable[[Size], Size]) -> type[Departures]:
    class _Sized(Departures):
        def join(self, key: Key, size: Size, boarding: Boarding) -> Visit:
            return super().join(key, change(size), boarding)

    return _Sized


def _without(unit: int) -> Callable[[Size], Size]:
    def change(size: Size) -> Size:
        box, milli_teu, kg, litre = (0 if k == unit else v for k, v in enumerate(size))
        return box, milli_teu, kg, litre

    return change


def _tabled(change: Callable[[Timetable], Timetable]) -> type[Departures]:
    class _Tabled(Departures):
        def __init__(self, env: Timeline, timetable: Timetable) -> None:
            super().__init__(env, change(timetable))

    return _Tabled


def _called(change: Callable[[int, Timetable], int], *, rides: bool = False) -> type[Departures]:
    """Calls are told as others; with `rides` one also gets off there."""

    class _Called(Departures):
        def _ride(self, trip: int, number: int, boarding: Boarding, visit: Visit) -> None:
            table = self._table
            told = tuple((change(call, table), at) for call, at in boarding.on_call)
            alight = change(boarding.alight, table) if rides else boarding.alight
            other = replace(
                boarding, on_call=told if not rides else boarding.on_call, alight=alight
            )
            super()._ride(trip, number, other, visit)

    return _Called


def _last(call: int, table: Timetable) -> int:
    return len(table.calls[0]) - 1


MUTANTS: list[Mutant] = [
    instead("who is ready at the cut-off boards", _CutOffExclusive),
    instead("nobody overtakes", _Overtaking),
    instead("patience is that of the first in line", _AgedOldest),
    instead("equal cut-offs in timetable order", _LaterFirst),
    instead("who stays behind keeps the place in line", _LeavesBehind),
    *(instead(f"capacity in unit {unit}", _sized(_without(unit))) for unit in range(4)),
    instead("minimum load", _tabled(lambda t: replace(t, minimum=[0] * len(t.minimum)))),
    instead(
        "minimum load met exactly",
        _tabled(lambda t: replace(t, minimum=[m and m + 1 for m in t.minimum])),
    ),
    instead(
        "minimum load in the first unit",
        _tabled(lambda t: replace(t, first_unit=(t.first_unit + 1) % 4)),
    ),
    instead("patience", _tabled(lambda t: replace(t, patience=1 << 61))),
    instead("patience reached exactly", _tabled(lambda t: replace(t, patience=t.patience + 1))),
    instead(
        "cancelled departures take nobody",
        _tabled(lambda t: replace(t, cancelled=[False] * len(t.cancelled))),
    ),
    instead("a call on the way", _called(lambda call, t: _last(call, t) if call else 0)),
    instead("the actual departure as an anchor", _called(lambda call, t: call or _last(call, t))),
    instead("getting off before the end", _called(_last, rides=True)),
]
