"""Sweeps: the resources of a circle, decided together in the order of time, in plain Python.

Nothing is preempted, so the end of a visit is known when it begins, and what waits is told at
once, often long before. A heap holds what is still to come: who asks, by second and number, and
after them the resources that have something to decide at that second (law L4). Every decision ends
later than it is made (law L1), so a second that has been walked is over.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.circle import Circle
from corridor_sim.engine.array.consolidation import Fed
from corridor_sim.engine.array.state import State
from corridor_sim.engine.array.swept import (
    Boxes,
    Places,
    Resource,
    Servers,
    Timetable,
    UrgentServers,
)
from corridor_sim.engine.array.visits import Layout, Visits
from corridor_sim.plan import Kind
from corridor_sim.trace import NOWHERE

Seconds = NDArray[np.int64]


class Sweep:
    """Walks the visits of a block, replication by replication."""

    def __init__(self, state: State, circle: Circle, visits: Visits) -> None:
        self.state, self.circle, self.visits = state, circle, visits
        self.stop = state.stop
        total = len(visits.resource)
        self.start, self.end = [NEVER] * total, [NEVER] * total
        self.slot = [NOWHERE] * total
        self.resource, self.work = visits.resource.tolist(), visits.work.tolist()
        self.ready, self.awaits = visits.ready.tolist(), visits.awaits.tolist()
        self.edges, self.target = visits.edges.tolist(), visits.target.tolist()
        self.offset, self.call = visits.offset.tolist(), visits.call.tolist()
        self.gives, self.place = visits.gives.tolist(), visits.place.tolist()
        self.priority, self.last_call = visits.priority.tolist(), visits.last_call.tolist()
        self.shipment, self.flow = visits.shipment.tolist(), visits.flow.tolist()
        self.total = total
        self.bits = (total + 2 * len(circle.resources)).bit_length()
        self.heap: list[int] = []
        self.fed = {
            number: Fed(state, state.plan.consolidations[number])
            for kind, number in circle.resources
            if kind is Kind.CONSOLIDATION
        }

    def run(self) -> tuple[Seconds, Seconds, Seconds]:
        """Start, end and slot of every visit, int64 [n]; beyond the stop they may say anything."""
        for row in range(self.state.rows):
            self._replication(row)
        start, end, slot = (
            np.array(one, dtype=np.int64) for one in (self.start, self.end, self.slot)
        )
        return start, end, slot

    def _replication(self, row: int) -> None:
        first, last = int(self.visits.rows[row]), int(self.visits.rows[row + 1])
        awaits, resource, ready = self.awaits, self.resource, self.ready
        bits = self.bits
        self.heap = heap = [
            ready[v] << bits | v
            for v in range(first, last)
            if awaits[v] == 0 and ready[v] < self.stop
        ]
        heapify(heap)
        resources = [
            self._resource(row, k, (first, last)) for k in range(len(self.circle.resources))
        ]
        asks = [one.ask for one in resources]
        timers = [timer for one in resources for timer in (one.wake, one.returned)]
        mask, total, stop = (1 << bits) - 1, self.total, self.stop
        while heap:
            key = heappop(heap)
            now, code = key >> bits, key & mask
            if now >= stop:
                return
            if code < total:
                asks[resource[code]](now, code)
            else:
                timers[code - total](now)

    def _resource(self, row: int, number: int, part: tuple[int, int]) -> Resource:
        """A resource as it stands when a replication begins."""
        kind, position = self.circle.resources[number]
        plan = self.state.plan
        mine = slice(*part)
        priorities = self.visits.priority[mine][self.visits.resource[mine] == number]
        urgent = bool(len(priorities)) and priorities.min() < priorities.max()
        wakes = self.total + 2 * number
        match kind:
            case Kind.STATION:
                station = plan.stations[position]
                made = UrgentServers if urgent else Servers
                return made(self, wakes, station.servers, plan.calendars[station.calendar])
            case Kind.HOLD:
                return Places(self, wakes, plan.places[position].places, urgent)
            case Kind.DEPARTURES:
                trips = self.state.workload.trips[position]
                return Timetable(self, wakes, plan.services[position], trips, row)
            case _:
                return Boxes(self, wakes, (position, plan.consolidations[position]), row)

    def at(self, second: int, code: int) -> None:
        """Lets a visit ask, or a resource decide, at that second."""
        if second < self.stop:
            heappush(self.heap, second << self.bits | code)

    def size(self, visit: int, row: int) -> list[int]:
        """What the shipment measures, in plan.UNITS."""
        sizes = self.state.size[self.flow[visit]]
        found: list[int] = sizes[row, self.shipment[visit]].tolist()
        return found

    def value(self, visit: int, row: int) -> int:
        """What the shipment is worth, USD."""
        return int(self.state.value[self.flow[visit]][row, self.shipment[visit]])

    def passes(self, visit: int, start: int, end: int) -> None:
        """A visit begins, and so its end is known."""
        self.start[visit], self.end[visit] = start, end
        if end < self.stop:
            for given in range(self.gives[visit], self.gives[visit + 1]):
                self.at(end, self.total + 2 * self.place[given] + 1)
            self.tell(visit, end)

    def tell(self, source: int, end: int) -> None:
        """Who waits for the end of a visit, or for a box, hears when it is."""
        for edge in range(self.edges[source], self.edges[source + 1]):
            self.hears(self.target[edge], end + self.offset[edge])

    def rides(self, visit: int, leaves: int, calls: list[int]) -> None:
        """A shipment has boarded, and so all calls of its trip are known."""
        end = leaves + calls[self.last_call[visit]]
        self.start[visit], self.end[visit] = leaves, end
        if leaves >= self.stop:
            return
        if end < self.stop:
            for given in range(self.gives[visit], self.gives[visit + 1]):
                self.at(end, self.total + 2 * self.place[given] + 1)
        for edge in range(self.edges[visit], self.edges[visit + 1]):
            call = self.call[edge]
            there = end if call < 0 else leaves + calls[call]
            self.hears(self.target[edge], there + self.offset[edge])

    def hears(self, visit: int, second: int) -> None:
        """Something that a visit waits for happens at that second."""
        self.ready[visit] = max(self.ready[visit], second)
        self.awaits[visit] -= 1
        if self.awaits[visit] == 0:
            ready = self.ready[visit]
            if self.resource[visit] >= 0:
                self.at(ready, visit)
            elif ready < self.stop:
                self.passes(visit, ready, ready + self.work[visit])

    def box(self, number: int, row: int, box: int, second: int, load: tuple[int, int]) -> None:
        """A consolidation's box is ready: a shipment of the flow that it feeds."""
        if second < self.stop:
            self.fed[number].ready(row, box, second, *load)
            fed = self.state.plan.consolidations[number].feeds
            if fed in self.visits.boxes:
                self.tell(int(self.visits.boxes[fed][row]) + box, second)


def sweep_circle(state: State, circle: Circle) -> None:
    """Decide all resources of a circle."""
    layout = Layout(state, circle)
    visits = layout.visits()
    found = Sweep(state, circle, visits).run()
    layout.keep(found)
