"""Mutants of law L4: an instant settles before anyone is served, and the order of service."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify
from typing import cast

from simpy import Event
from simpy.events import URGENT

from corridor_sim.engine.event.consolidation import Consolidation
from corridor_sim.engine.event.departures import Departures
from corridor_sim.engine.event.places import Places
from corridor_sim.engine.event.settle import Key, Timeline
from corridor_sim.engine.event.station import Station
from tests.engine.mutants import Mutant, instead


class Backwards(int):
    """A number that sorts the other way round."""

    def __lt__(self, other: int) -> bool:
        return int(self) > int(other)

    def __gt__(self, other: int) -> bool:
        return int(self) < int(other)


Rekey = Callable[[Key], Key]

_CHANGES: dict[str, Rekey] = {
    "priority": lambda key: (0, *key[1:]),
    "time of request": lambda key: (key[0], Backwards(key[1]), *key[2:]),
    "flow order": lambda key: (*key[:2], Backwards(key[2]), *key[3:]),
    "shipment number": lambda key: (*key[:3], Backwards(key[3]), key[4]),
    "stage order": lambda key: (*key[:4], Backwards(key[4])),
}


def rekeyed(resource: type, change: Rekey) -> type:
    """The resource with another order of service."""
    ask = resource.join  # type: ignore[attr-defined]  # all four have it, each with its own rest

    def join(self: object, key: Key, *rest: object) -> Event:
        return cast("Event", ask(self, change(key), *rest))

    return type(resource.__name__, (resource,), {"join": join})


def _order() -> list[Mutant]:
    """Members of a box join in the second in which they are ready: their time is never in doubt."""
    return [
        instead(f"{resource.__name__}: {rule}", rekeyed(resource, change))
        for resource in (Station, Departures, Places, Consolidation)
        for rule, change in _CHANGES.items()
        if (resource, rule) != (Consolidation, "time of request")
    ]


def _at_once(env: Timeline, second: int, serve: Callable[[Event], None]) -> None:
    """Serve before the other events of that second."""
    event = Event(env)
    event._ok = True
    event._value = None
    callbacks = cast("list[Callable[[Event], None]]", event.callbacks)
    callbacks.append(serve)
    env.schedule(event, URGENT, second - env.second)


def _instants() -> list[Mutant]:
    parts = ("station", "departures", "places", "consolidation")
    return [
        Mutant(f"{part}: an instant settles first", ((part, "serve_at", _at_once),))
        for part in parts
    ]


class _UrgentNotAtOpening(Station):
    """Those who came while it was closed are served by their time, whatever their priority."""

    def _serve(self, event: Event) -> None:
        now = self._env.second
        able = [shift for shift, _ in self._shifts if shift.hours.next_open(now) == now]
        opening = any(shift.hours._opens[shift.hours._here] == now for shift in able)
        if not now or not opening:
            super()._serve(event)
            return
        queue = sorted(self._waiting, key=lambda one: one[0][1:])
        taken = sum(shift.free for shift in able)
        self._waiting, rest = queue[:taken], queue[taken:]
        super()._serve(event)
        self._waiting += rest
        heapify(self._waiting)
        if rest and self._free:
            self._call(now)


PRIORITY_AT_OPENING = instead(
    "priority among those who waited for the opening", _UrgentNotAtOpening
)
FLOW_ORDER = instead(
    "flow order",
    *(rekeyed(one, _CHANGES["flow order"]) for one in (Station, Departures, Places, Consolidation)),
)
MUTANTS = [*_order(), *_instants(), PRIORITY_AT_OPENING]
