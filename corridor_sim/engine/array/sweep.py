"""Sweeps: the resources of a circle, decided together in the order of time, in plain Python.

Nothing is preempted, so the end of a visit is known when it begins, and what waits is told at once,
often long before. A heap holds what is still to come: who asks, by second and number, and after
them the resources that have something to decide at that second (law L4). Every decision ends later
than it is made (law L1), so a second that has been walked is over.
"""

from __future__ import annotations

from heapq import heappop

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array import compiled
from corridor_sim.engine.array.boxes import Boxes
from corridor_sim.engine.array.circle import Circle
from corridor_sim.engine.array.consolidation import Fed
from corridor_sim.engine.array.places import Places
from corridor_sim.engine.array.row import Resource, Row
from corridor_sim.engine.array.servers import Servers, UrgentServers
from corridor_sim.engine.array.state import State
from corridor_sim.engine.array.timetable import Timetable
from corridor_sim.engine.array.visits import Survey, Visits
from corridor_sim.plan import Kind
from corridor_sim.shifts import shifts_of
from corridor_sim.trace import NOWHERE

Seconds = NDArray[np.int64]


def sweep_circle(state: State, circle: Circle) -> None:
    """Decide all resources of a circle."""
    survey = Survey(state, circle)
    visits = survey.visits()
    fast = compiled.suits(circle, visits, state.stop)
    survey.keep((compiled.swept if fast else swept)(state, circle, visits))


def swept(state: State, circle: Circle, visits: Visits) -> tuple[Seconds, Seconds, Seconds]:
    """Start, end and slot of every visit, int64 [n]; from the stop on they may say anything."""
    start, end = np.full((2, len(visits.resource)), NEVER, dtype=np.int64)
    slot = np.full(len(visits.resource), NOWHERE, dtype=np.int64)
    gathers = [number for kind, number in circle.resources if kind is Kind.CONSOLIDATION]
    rules = [state.plan.consolidations[number] for number in gathers]
    fed = {rule.feeds: Fed(state, rule) for rule in rules}
    for number in range(state.rows):
        row = Row(state, visits, number, 2 * len(circle.resources), fed)
        _walk(row, [_resource(row, circle, k) for k in range(len(circle.resources))])
        part = slice(int(visits.rows[number]), int(visits.rows[number + 1]))
        start[part], end[part], slot[part] = row.start, row.end, row.slot
    return start, end, slot


def _walk(row: Row, resources: list[Resource]) -> None:
    """From the first second to the stop."""
    bits, heap, resource = row.bits, row.heap, row.resource
    # Most of what asks is known from the start. Kept apart it leaves the heap small, and so quick.
    known = [row.stop << bits, *row.known()]
    asks = [one.ask for one in resources]
    timers = [timer for one in resources for timer in (one.wake, one.returned)]
    mask, total, stop = (1 << bits) - 1, row.total, row.stop
    handed, passes = row.handed, row.passes
    while True:
        key = heappop(heap) if heap and heap[0] < known[-1] else known.pop()
        now, code = key >> bits, key & mask
        if now >= stop:
            return
        if code < total:
            asks[resource[code]](now, code)
        else:
            timers[code - total](now)
        while handed:
            passes(*handed.pop())


def _resource(row: Row, circle: Circle, number: int) -> Resource:
    """A resource as it stands when a replication begins."""
    kind, position = circle.resources[number]
    plan, workload = row.state.plan, row.state.workload
    urgent, code = row.urgent(number), row.total + 2 * number
    match kind:
        case Kind.STATION:
            shifts = shifts_of(plan, plan.stations[position])
            alone = not urgent and len(shifts) == 1
            return Servers(row, code, *shifts[0]) if alone else UrgentServers(row, code, shifts)
        case Kind.HOLD:
            return Places(row, code, plan.places[position].places, urgent)
        case Kind.DEPARTURES:
            return Timetable(row, code, plan.services[position], workload.trips[position])
        case _:
            return Boxes(row, code, plan.consolidations[position])
