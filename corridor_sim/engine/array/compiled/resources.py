"""The resources of a circle as flat arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.engine.array.circle import Circle
from corridor_sim.engine.array.compiled import tables
from corridor_sim.engine.array.compiled.crews import Crews
from corridor_sim.engine.array.compiled.given import Goods
from corridor_sim.engine.array.compiled.tables import Rules
from corridor_sim.engine.array.state import State
from corridor_sim.engine.array.visits import Visits
from corridor_sim.plan import Kind
from corridor_sim.shifts import shifts_of

Whole = NDArray[np.int64]

_KINDS = {
    Kind.STATION: tables.STATION,
    Kind.HOLD: tables.PLACES,
    Kind.DEPARTURES: tables.SERVICE,
    Kind.CONSOLIDATION: tables.BOXES,
}


class Laid:
    """Resources laid one behind another."""

    def __init__(self, state: State, circle: Circle, visits: Visits, goods: Goods) -> None:
        self.state, self.visits, self.goods = state, visits, goods
        shifts = {
            k: shifts_of(state.plan, state.plan.stations[position])
            for k, (kind, position) in enumerate(circle.resources)
            if kind is Kind.STATION
        }
        self.crews = Crews(len(circle.resources), shifts, state.stop)
        self.rule = self.crews.rule
        self.services: list[int] = []
        self.trips = self.calls = 0
        self.trip: list[Whole] = []
        for k, (kind, position) in enumerate(circle.resources):
            self.rule[k, tables.KIND] = _KINDS[kind]
            match kind:
                case Kind.STATION:
                    pass  # laid already
                case Kind.HOLD:
                    self.rule[k, tables.COUNT] = state.plan.places[position].places
                case Kind.DEPARTURES:
                    self._service(k, position)
                case _:
                    self._boxes(k, position)

    def _service(self, k: int, position: int) -> None:
        service = self.state.plan.services[position]
        trips, calls = self.state.workload.trips[position].calls.shape[1:]
        row = self.rule[k]
        row[tables.FIRST], row[tables.LAST] = self.trips, self.trips + trips
        row[tables.COUNT] = np.searchsorted(service.cut_off, 0)
        row[tables.WAIT], row[tables.UNIT] = service.patience, service.first_unit
        first = self.calls + np.arange(trips) * calls
        self.trip.append(np.stack([service.cut_off, service.minimum, first], axis=1))
        self.services.append(position)
        self.trips += trips
        self.calls += trips * calls

    def _boxes(self, k: int, position: int) -> None:
        rule, row = self.state.plan.consolidations[position], self.rule[k]
        part, begins = self.goods.part(rule.feeds), self.visits.boxes.get(rule.feeds)
        row[tables.WAIT] = rule.wait
        row[tables.FIRST], row[tables.LAST] = part.start, part.stop
        row[tables.BOX] = -1 if begins is None else begins[0]
        row[tables.LIMIT : tables.MEASURES] = rule.capacity
        pieces, milli_teu, litre = rule.box
        row[tables.MEASURES :] = (pieces, milli_teu, 0, litre)

    def rules(self) -> Rules:
        """What a compiled sweep reads of resources."""
        rows = self.state.rows
        drawn = [self.state.workload.trips[position] for position in self.services]
        return Rules(
            self.rule,
            _joined(self.crews.hours, (0, 3)),
            _joined(self.trip, (0, 3)),
            _joined([np.where(one.cancelled, -1, one.start) for one in drawn], (rows, 0)),
            _joined([one.capacity for one in drawn], (rows, 0, 4)),
            _joined([one.calls.reshape(rows, -1) for one in drawn], (rows, 0)),
            self.goods.table(),
        )


def _joined(parts: list[Whole], none: tuple[int, ...]) -> Whole:
    """Parts behind one another, along the axis of which `none` has 0."""
    return np.concatenate([np.empty(none, dtype=np.int64), *parts], axis=none.index(0))
