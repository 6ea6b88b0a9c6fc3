"""A row: one replication's visits while they are swept, as plain lists."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappush

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.consolidation import Fed
from corridor_sim.engine.array.state import State
from corridor_sim.engine.array.visits import Visits
from corridor_sim.plan import Consolidation
from corridor_sim.trace import NOWHERE

_WORD = 63


class Resource:
    """Is asked by visits in the order of law L4, and woken when there may be work to do."""

    def __init__(self, row: Row, code: int) -> None:
        self.row, self.code = row, code

    def ask(self, now: int, visit: int) -> None:
        """A visit asks; all who ask at this second do so before any resource is woken at it."""
        raise NotImplementedError

    def wake(self, now: int) -> None:
        """What was waited for is there."""

    def returned(self, now: int) -> None:
        """A place is free again."""


class Row:
    """The visits of a replication, numbered from 0, and what is still to come of them.

    heap     seconds and codes as one number: a visit that asks; behind them, two for each resource,
             to wake it and to return a place
    handed   visits that ask no resource and are ready, still to be passed: start and end
    passes   (visit, start, end): a visit begins, and so its end is known
    hears    (visit, second): something that a visit waits for happens then
    """

    def __init__(
        self, state: State, visits: Visits, number: int, codes: int, fed: dict[int, Fed]
    ) -> None:
        self.state, self.number, self.stop, self.fed = state, number, state.stop, fed
        first, last = int(visits.rows[number]), int(visits.rows[number + 1])
        self.total = total = last - first
        self.first, self.visits = first, visits
        self.mine = mine = slice(first, last)
        self.start, self.end, self.slot = [NEVER] * total, [NEVER] * total, [NOWHERE] * total
        self.resource, self.work = visits.resource[mine].tolist(), visits.work[mine].tolist()
        self.ready, self.awaits = visits.ready[mine].tolist(), visits.awaits[mine].tolist()
        self.priority, self.last_call = (
            visits.priority[mine].tolist(),
            visits.last_call[mine].tolist(),
        )
        begin, end = int(visits.edges[first]), int(visits.edges[last])
        self.edges = (visits.edges[first : last + 1] - begin).tolist()
        self.target = (visits.target[begin:end] - first).tolist()
        self.offset, self.call = visits.offset[begin:end].tolist(), visits.call[begin:end].tolist()
        self.gives = self._gives()
        self.bits = (total + codes).bit_length()
        self.heap: list[int] = []
        self.handed: list[tuple[int, int, int]] = []
        self.passes, self.hears = self._wired()

    def known(self) -> list[int]:
        """Who asks whatever the circle decides, as in `heap`, the first last."""
        visits, mine = self.visits, self.mine
        asks = np.flatnonzero((visits.awaits[mine] == 0) & (visits.resource[mine] >= 0))
        # Python's numbers have no end, NumPy's have.
        if self.stop.bit_length() + self.bits >= _WORD:
            return sorted((self.ready[v] << self.bits | v for v in asks.tolist()), reverse=True)
        keys = visits.ready[mine][asks] << self.bits | asks
        found: list[int] = np.sort(keys)[::-1].tolist()
        return found

    def urgent(self, resource: int) -> bool:
        """Whether those who ask a resource differ in priority."""
        asks = self.visits.resource[self.mine] == resource
        priorities = self.visits.priority[self.mine][asks]
        return bool(len(priorities)) and bool(priorities.min() < priorities.max())

    def at(self, second: int, code: int) -> None:
        """Lets a visit ask, or a resource decide, at that second."""
        if second < self.stop:
            heappush(self.heap, second << self.bits | code)

    def size(self, visit: int) -> list[int]:
        """What the shipment measures, in plan.UNITS."""
        flow, shipment = self._who(visit)
        found: list[int] = self.state.size[flow][self.number, shipment].tolist()
        return found

    def value(self, visit: int) -> int:
        """What the shipment is worth, USD."""
        flow, shipment = self._who(visit)
        return int(self.state.value[flow][self.number, shipment])

    def rides(self, visit: int, leaves: int, calls: list[int]) -> None:
        """A shipment has boarded, and so all calls of its trip are known."""
        self.start[visit] = leaves
        self.end[visit] = end = leaves + calls[self.last_call[visit]]
        self.returns(visit, end)
        for edge in range(self.edges[visit], self.edges[visit + 1]):
            call = self.call[edge]
            there = end if call < 0 else leaves + calls[call]
            self.hears(self.target[edge], there + self.offset[edge])

    def returns(self, visit: int, end: int) -> None:
        """The places that are kept until this visit ends."""
        for resource in self.gives.get(visit, ()):
            self.at(end, self.total + 2 * resource + 1)

    def box(self, rule: Consolidation, box: int, second: int, load: tuple[int, int]) -> None:
        """A consolidation's box is ready: a shipment of the flow that it feeds."""
        if second >= self.stop:
            return
        self.fed[rule.feeds].ready(self.number, box, second, *load)
        begins = self.visits.boxes.get(rule.feeds)
        if begins is not None:
            source, visits = int(begins[self.number]) + box, self.visits
            for edge in range(int(visits.edges[source]), int(visits.edges[source + 1])):
                self.hears(int(visits.target[edge]) - self.first, second + int(visits.offset[edge]))

    def _who(self, visit: int) -> tuple[int, int]:
        """The flow and the shipment."""
        at = self.first + visit
        return int(self.visits.flow[at]), int(self.visits.shipment[at])

    def _gives(self) -> dict[int, list[int]]:
        gives, found = self.visits.gives[self.first : self.first + self.total + 1], {}
        for visit in np.flatnonzero(np.diff(gives)).tolist():
            found[visit] = self.visits.place[gives[visit] : gives[visit + 1]].tolist()
        return found

    def _wired(self) -> tuple[Callable[[int, int, int], None], Callable[[int, int], None]]:
        """Two functions over local names: nothing is called as often."""
        starts, ends, ready, awaits = self.start, self.end, self.ready, self.awaits
        edges, target, offset, gives = self.edges, self.target, self.offset, self.gives
        heap, bits, stop, resource, work = self.heap, self.bits, self.stop, self.resource, self.work
        handed = self.handed

        def passes(visit: int, start: int, end: int) -> None:
            starts[visit] = start
            ends[visit] = end
            if end < stop:
                if visit in gives:
                    self.returns(visit, end)
                for edge in range(edges[visit], edges[visit + 1]):
                    hears(target[edge], end + offset[edge])

        def hears(visit: int, second: int) -> None:
            second = ready[visit] = max(second, ready[visit])
            awaits[visit] -= 1
            if not awaits[visit] and second < stop:
                if resource[visit] < 0:
                    handed.append((visit, second, second + work[visit]))
                else:
                    heappush(heap, second << bits | visit)

        return passes, hears
