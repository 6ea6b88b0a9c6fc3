"""What a compiled sweep is given: a circle's visits and resources as flat arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.circle import Circle
from corridor_sim.engine.array.compiled import tables
from corridor_sim.engine.array.compiled.tables import Standing, Told
from corridor_sim.engine.array.state import State
from corridor_sim.engine.array.visits import Visits
from corridor_sim.plan import Kind
from corridor_sim.trace import NOWHERE

Whole = NDArray[np.int64]

_WORD = 63


def bits(circle: Circle, visits: Visits) -> int:
    """Bits that number the visits of a replication and what its resources may be woken for."""
    most = int(np.diff(visits.rows).max(initial=0))
    return (most + 2 * len(circle.resources)).bit_length()


def fits(circle: Circle, visits: Visits, stop: int) -> bool:
    """Whether every key is less than 2 to the 63rd: seconds, and priorities."""
    widest = max(stop, 1)
    if len(visits.priority):
        widest = max(widest, int(visits.priority.max()) - int(visits.priority.min()))
    return widest.bit_length() + bits(circle, visits) < _WORD


class Goods:
    """Where in `Rules.goods` the shipments of each flow begin that anything measures.

    first   by flow of the plan; anything for the others
    """

    def __init__(self, state: State, circle: Circle) -> None:
        plan = state.plan
        measures = (Kind.DEPARTURES, Kind.CONSOLIDATION)
        asked = [
            path.flow
            for path in circle.paths
            if any(
                s.resource >= 0 and circle.resources[s.resource][0] in measures for s in path.stops
            )
        ]
        fed = [
            plan.consolidations[number].feeds
            for kind, number in circle.resources
            if kind is Kind.CONSOLIDATION
        ]
        self.state, self.flows = state, sorted({*asked, *fed})
        self.first = np.zeros(len(plan.flows), dtype=np.int64)
        self.total = 0
        for flow in self.flows:
            self.first[flow] = self.total
            self.total += state.count(flow)

    def part(self, flow: int) -> slice:
        """The shipments of a flow."""
        first = int(self.first[flow])
        return slice(first, first + self.state.count(flow))

    def table(self) -> Whole:
        """`Rules.goods`, of which nothing has been decided."""
        found = np.empty((self.state.rows, self.total, tables.ARRIVES + 1), dtype=np.int64)
        found[:, :, tables.ARRIVES] = NEVER
        for flow in self.flows:
            part = self.part(flow)
            found[:, part, : tables.VALUE] = self.state.size[flow]
            found[:, part, tables.VALUE] = self.state.value[flow]
        return found


def told(visits: Visits, goods: Goods) -> Told:
    """Visits, of which none has begun; what is decided is written to new arrays."""
    found = np.empty((len(visits.resource), tables.VISITS), dtype=np.int64)
    least = int(visits.priority.min()) if len(visits.priority) else 0
    for column, values in (
        (tables.READY, visits.ready),
        (tables.AWAITS, visits.awaits),
        (tables.RESOURCE, visits.resource),
        (tables.WORK, visits.work),
        (tables.EDGE, visits.edges[: len(found)]),
        (tables.EDGES, visits.edges[1 : len(found) + 1]),
        (tables.START, NEVER),
        (tables.END, NEVER),
        (tables.GIVE, visits.gives[:-1]),
        (tables.GIVES, visits.gives[1:]),
        (tables.RANK, visits.priority - least),
        (tables.GOODS, goods.first[visits.flow] + visits.shipment),
        (tables.LAST_CALL, visits.last_call),
        (tables.SLOT, NOWHERE),
    ):
        found[:, column] = values
    edge = np.stack([visits.target, visits.offset, visits.call], axis=1)
    return Told(found, edge, visits.place, visits.edges)


def standing(circle: Circle, visits: Visits, stop: int, servers: int) -> Standing:
    """Room for the largest replication."""
    most = int(np.diff(visits.rows).max(initial=0))
    given = int(np.diff(visits.gives[visits.rows]).max(initial=0))
    resources = len(circle.resources)
    # Beside the visits themselves: the places that return, and for each visit two wakings, of which
    # each leads to one more at most: it asks, and it opens a box. Services wait for their lists.
    heap = 3 * most + given + resources
    return Standing(
        0,
        0,
        0,
        stop,
        bits(circle, visits),
        np.empty(heap, dtype=np.int64),
        np.empty(most, dtype=np.int64),
        np.empty((3, most), dtype=np.int64),
        np.empty(servers, dtype=np.int64),
        np.empty((resources, tables.STATES), dtype=np.int64),
        np.empty(3, dtype=np.int64),
    )


def known(visits: Visits, stop: int, bits: int) -> tuple[Whole, Whole]:
    """Keys of those who ask whatever is decided, and where those of each replication begin."""
    asks = np.flatnonzero((visits.awaits == 0) & (visits.resource >= 0) & (visits.ready < stop))
    begins = np.searchsorted(asks, visits.rows)
    first = np.repeat(visits.rows[:-1], np.diff(begins))
    keys = visits.ready[asks] << bits | (asks - first)
    for begin, end in zip(begins[:-1].tolist(), begins[1:].tolist(), strict=True):
        keys[begin:end].sort()
    return keys, begins
