"""What a compiled sweep is given: a circle's visits and resources as flat arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.circle import Circle
from corridor_sim.engine.array.compiled import tables
from corridor_sim.engine.array.compiled.crews import Crews
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


class Rows:
    """The visits of one replication after another, in one place, and room to walk them."""

    def __init__(self, visits: Visits, goods: Goods, circle: Circle, crews: Crews) -> None:
        self.visits, self.goods, self.stop = visits, goods, goods.state.stop
        self.bits, self.resources = bits(circle, visits), len(circle.resources)
        self.least = int(visits.priority.min()) if len(visits.priority) else 0
        most = int(np.diff(visits.rows).max(initial=0))
        self.table = np.empty((most, tables.VISITS), dtype=np.int64)
        self.edge = np.stack([visits.target, visits.offset, visits.call], axis=1)
        self.room = self._room(most, crews)

    def told(self, number: int) -> Told:
        """A replication's visits, of which none has begun."""
        visits = self.visits
        first, last = visits.rows[number : number + 2].tolist()
        found, mine, following = (
            self.table[: last - first],
            slice(first, last),
            slice(first + 1, last + 1),
        )
        for column, values in (
            (tables.READY, visits.ready[mine]),
            (tables.AWAITS, visits.awaits[mine]),
            (tables.RESOURCE, visits.resource[mine]),
            (tables.WORK, visits.work[mine]),
            (tables.EDGE, visits.edges[mine]),
            (tables.EDGES, visits.edges[following]),
            (tables.START, NEVER),
            (tables.END, NEVER),
            (tables.GIVE, visits.gives[mine]),
            (tables.GIVES, visits.gives[following]),
            (tables.RANK, visits.priority[mine] - self.least),
            (tables.GOODS, self.goods.first[visits.flow[mine]] + visits.shipment[mine]),
            (tables.LAST_CALL, visits.last_call[mine]),
            (tables.SLOT, NOWHERE),
        ):
            found[:, column] = values
        return Told(found, self.edge, visits.place, visits.edges)

    def standing(self, number: int) -> Standing:
        """A replication of which nothing has been walked."""
        first, last = self.visits.rows[number : number + 2].tolist()
        return self.room._replace(row=number, first=first, total=last - first)

    def known(self, told: Told) -> Whole:
        """Keys of those who ask whatever is decided, rising."""
        ready, awaits, resource = (
            told.visit[:, column] for column in (tables.READY, tables.AWAITS, tables.RESOURCE)
        )
        asks = np.flatnonzero((awaits == 0) & (resource >= 0) & (ready < self.stop))
        found: Whole = np.sort(ready[asks] << self.bits | asks)
        return found

    def _room(self, most: int, crews: Crews) -> Standing:
        given = int(np.diff(self.visits.gives[self.visits.rows]).max(initial=0))
        # Beside the visits themselves: the places that return, and for each visit two wakings, of
        # which each leads to one more at most: it asks, and it opens a box. Services wait for their
        # lists.
        heap = 3 * most + given + self.resources
        return Standing(
            0,
            0,
            0,
            self.stop,
            self.bits,
            np.empty(heap, dtype=np.int64),
            np.empty(most, dtype=np.int64),
            np.empty((3, most), dtype=np.int64),
            np.empty(crews.servers, dtype=np.int64),
            np.empty((len(crews.rule), tables.STATES), dtype=np.int64),
            np.empty(3, dtype=np.int64),
        )
