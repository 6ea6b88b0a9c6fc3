"""Shipments that wait at the stop with no later event able to release them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.invariants.places import returns
from corridor_sim.engine.invariants.visits import Visits, visits
from corridor_sim.plan import Kind, Plan, Service
from corridor_sim.trace import Trace
from corridor_sim.workload import Trips, Workload

Flags = NDArray[np.bool_]

#: (flow, shipment): somebody on the way
Someone = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stuck:
    """Shipments that nothing can release: where they wait, and for what."""

    replication: int
    kind: str
    where: str
    shipments: int
    held_by: tuple[str, ...] = ()


def find_stuck(plan: Plan, workload: Workload, trace: Trace) -> list[Stuck]:
    """Who is stuck at the stop, from the trace alone.

    Stuck are those who wait for a departure that is not in the timetable, who are too large for
    those that recur or stand behind somebody who is, whose minimum load cannot come together, and
    those who wait for places whose
    holders are themselves stuck (a cycle of holds).
    """
    waiting = _waiting(plan, workload, trace)
    rows = np.flatnonzero(np.any(list(waiting.values()), axis=0)) if waiting else ()
    found: list[Stuck] = []
    for row in rows:
        services = [k for (kind, k), who in waiting.items() if kind is Kind.DEPARTURES and who[row]]
        found += _Row(plan, workload, trace, int(row)).stuck(sorted(services))
    return found


def _waiting(plan: Plan, workload: Workload, trace: Trace) -> dict[tuple[Kind, int], Flags]:
    """bool [R] per service and pool of places: where somebody waits for it at the stop."""
    found: dict[tuple[Kind, int], Flags] = {}
    for flow, one in enumerate(plan.flows):
        times, skips = trace.flows[flow], workload.flows[flow].skip
        for stage, step in enumerate(one.stages):
            if step.kind not in {Kind.DEPARTURES, Kind.HOLD}:
                continue
            waits = (times.start[stage] == NEVER) & (times.ready[stage] < NEVER)
            skip = skips[stage]
            rows: Flags = (waits if skip is None else waits & ~skip).any(axis=1)
            at = step.kind, step.resource
            found[at] = found[at] | rows if at in found else rows
    return found


class _Row:
    """One replication at the stop."""

    def __init__(self, plan: Plan, workload: Workload, trace: Trace, row: int) -> None:
        self.plan, self.workload, self.trace, self.row = plan, workload, trace, row
        self.waiting: dict[tuple[Kind, int], Visits] = {}
        self.found: list[Stuck] = []
        self.dead: set[Someone] = set()

    def stuck(self, services: Sequence[int]) -> list[Stuck]:
        """Who is stuck, of those who wait for these services and for places."""
        for number in services:
            service, left = self.plan.services[number], self._left(Kind.DEPARTURES, number)
            if not self._can_leave(service, number, left):
                self._add("departures", service.name, left)
        self._places()
        return self.found

    def _left(self, kind: Kind, number: int) -> Visits:
        seen = visits(self.plan, self.workload, self.trace, self.row, kind, number)
        return seen.take(seen.start == NEVER)

    def _can_leave(self, service: Service, number: int, left: Visits) -> bool:
        """Whether a departure to come can take those who wait."""
        trips: Trips = self.workload.trips[number]
        late = (trips.start[self.row] >= self.plan.stop) & (service.cut_off < self.plan.stop)
        if (left.ready[:, None] <= service.cut_off[None, late]).any(axis=1).all():
            return True  # they may be aboard a departure that leaves after the stop
        if not service.endless:
            return False
        return self._boards_some_day(service, number, left)

    def _boards_some_day(self, service: Service, number: int, left: Visits) -> bool:
        """Whether the recurring departures can take the head of the queue (nobody overtakes)."""
        fits = np.all(np.cumsum(left.size, axis=0) <= service.recurring, axis=1)
        boards = len(fits) if fits.all() else int(np.argmin(fits))
        if boards == 0:
            return False
        load = int(left.size[:boards, service.first_unit].sum())
        if load >= service.recurring_minimum or service.patience < NEVER:
            return True
        return boards == len(left) and self._more_may_come(number)

    def _more_may_come(self, number: int) -> bool:
        """Whether somebody is still on the way to a service."""
        for flow, one in enumerate(self.plan.flows):
            times = self.trace.flows[flow]
            for stage, step in enumerate(one.stages):
                if step.kind is Kind.DEPARTURES and step.resource == number:
                    coming = (times.arrive[self.row] < NEVER) & (
                        times.ready[stage][self.row] == NEVER
                    )
                    if coming.any():
                        return True
        return False

    def _places(self) -> None:
        """Pools whose every holder is stuck, until nobody new is found."""
        pools = {k: self._left(Kind.HOLD, k) for k in range(len(self.plan.places))}
        asleep = {k for k, left in pools.items() if len(left)}
        while True:
            alive = {k for k in asleep if self._some_holder_moves(k, asleep, pools)}
            if not alive:
                break
            asleep -= alive
        for k in sorted(asleep):
            held = sorted({self.plan.places[j].name for j in asleep})
            self._add("places", self.plan.places[k].name, pools[k], tuple(held))

    def _some_holder_moves(self, pool: int, asleep: set[int], pools: dict[int, Visits]) -> bool:
        sleepers = {one for k in asleep for one in _who(pools[k])} | self.dead
        seen = visits(self.plan, self.workload, self.trace, self.row, Kind.HOLD, pool)
        kept = (seen.start < NEVER) & (returns(self.plan, self.trace, self.row, seen) == NEVER)
        return any(one not in sleepers for one in _who(seen.take(kept)))

    def _add(self, kind: str, name: str, left: Visits, held_by: tuple[str, ...] = ()) -> None:
        self.dead |= set(_who(left))
        replication = int(self.trace.replications[self.row])
        self.found.append(Stuck(replication, kind, name, len(left), held_by))


def _who(seen: Visits) -> Iterator[Someone]:
    return zip(seen.flow.tolist(), seen.number.tolist(), strict=True)
