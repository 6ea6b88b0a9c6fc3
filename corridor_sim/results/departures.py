"""Departures: which ran, how full they were, how long each leg took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.plan import Service
from corridor_sim.results.block import Block
from corridor_sim.results.events import within
from corridor_sim.results.figures import FULL
from corridor_sim.results.measures import (
    Flags,
    Floats,
    Key,
    Measure,
    Seconds,
    Window,
    measure,
    ratio,
)
from corridor_sim.results.missed import ServiceWaits
from corridor_sim.results.samples import Asked, Samples
from corridor_sim.results.spells import Spells, among


def ran(block: Block, service: int, window: Window) -> Flags:
    """bool [R, K]: the departures that ran and left in the window."""
    return block.loads[service].ran & within(block.workload.trips[service].start, window)


def trains(block: Block, services: Iterable[int], window: Window) -> Seconds:
    """int64 [R]: how many departures of these services ran."""
    number = np.zeros(block.rows, dtype=np.int64)
    for service in services:
        number += ran(block, service, window).sum(axis=1)
    return number


def load_factor(block: Block, services: Iterable[int], window: Window) -> Floats:
    """float64 [R]: what was aboard over what there was room for, each in its first unit."""
    aboard, room = np.zeros((2, block.rows), dtype=np.int64)
    for service in services:
        unit = block.plan.services[service].first_unit
        left = ran(block, service, window)
        aboard += np.where(left, block.loads[service].aboard[..., unit], 0).sum(axis=1)
        capacity = block.workload.trips[service].capacity[..., unit]
        room += np.where(left, capacity, 0).sum(axis=1)
    return ratio(aboard, room)


def leg_spells(
    block: Block, service: int, calls: tuple[int, int], window: Window, since: int = 0
) -> Spells:
    """From one call to a later one, of the departures that ran and left in the window.

    since   departures before this second do not count
    """
    trips, stop = block.workload.trips[service], block.plan.stop
    first, last = (trips.start + trips.calls[..., call] for call in calls)
    members = ran(block, service, window) & (trips.start >= since) & (first < stop)
    return among(first, np.where(last < stop, last, NEVER), members)


def departure_measures(block: Block, window: Window) -> tuple[list[Measure], list[Measure]]:
    """Trains run per service and mode; load factors per service. Both go by the clock."""
    plan, run, full = block.plan, [], []
    ran = [trains(block, [k], window) for k in range(len(plan.services))]
    modes: dict[str, Seconds] = {}
    for number, service in zip(ran, plan.services, strict=True):
        modes[service.mode] = modes[service.mode] + number if service.mode in modes else number
    numbers = [(Key("trains_run", mode=mode, stat="total"), sum_) for mode, sum_ in modes.items()]
    numbers += [
        (Key("trains_run", service=service.name, mode=service.mode, stat="total"), number)
        for number, service in zip(ran, plan.services, strict=True)
    ]
    for key, number in numbers:
        run.append(measure(key, number.astype(np.float64), number))
    for k, service in enumerate(plan.services):
        key = Key("load_factor", service=service.name, mode=service.mode, stat="ratio")
        full.append(measure(key, load_factor(block, [k], window), ran[k]))
    return run, full


def leg_measures(samples: Samples) -> list[Measure]:
    """Time per leg of each service (haul, border, gauge change), over departures that ran."""
    asked: list[tuple[Key, list[Asked]]] = []
    for k, service in enumerate(samples.block.plan.services):
        for number, leg in enumerate(service.legs):
            key = Key(
                "leg_time_d",
                service=service.name,
                mode=service.mode,
                stage=leg.kind,
                place=leg.name,
            )
            asked.append((key, [(_leg, k, number)]))
    return samples.measures(asked, FULL)


def _leg(block: Block, service: int, number: int) -> Spells:
    calls = (number, number + 1)
    return leg_spells(block, service, calls, block.whole, since=block.plan.warm)


@dataclass(frozen=True, slots=True)
class Tally:
    """What each departure of one service did, added up over replications; whole numbers.

    ran, cancelled   int64 [K], in how many replications
    aboard           int64 [K, 4] in plan.UNITS, over those in which it ran
    room             int64 [K], capacity in the first unit, likewise
    late             int64 [K] s, likewise
    missed           int64 [K], shipments for which it was the one missed
    """

    replications: int
    ran: Seconds
    cancelled: Seconds
    aboard: Seconds
    room: Seconds
    late: Seconds
    missed: Seconds

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.replications + other.replications,
            self.ran + other.ran,
            self.cancelled + other.cancelled,
            self.aboard + other.aboard,
            self.room + other.room,
            self.late + other.late,
            self.missed + other.missed,
        )


def tallies(block: Block, waits: Sequence[ServiceWaits]) -> tuple[Tally, ...]:
    """One tally per service; `waits` one per service too."""
    return tuple(
        _tally(block, k, service, waits[k].tally) for k, service in enumerate(block.plan.services)
    )


def _tally(block: Block, number: int, service: Service, missed: Seconds) -> Tally:
    trips, load = block.workload.trips[number], block.loads[number]
    capacity = trips.capacity[..., service.first_unit]
    late = trips.start - service.scheduled[None, :]
    return Tally(
        block.rows,
        load.ran.sum(axis=0),
        trips.cancelled.sum(axis=0),
        np.where(load.ran[..., None], load.aboard, 0).sum(axis=0),
        np.where(load.ran, capacity, 0).sum(axis=0),
        np.where(load.ran, late, 0).sum(axis=0),
        missed,
    )
