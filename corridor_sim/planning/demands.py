"""Demand of each flow: cumulative, given one by one, or fed by a consolidation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import Clock
from corridor_sim.demand.arrivals import cumulative
from corridor_sim.demand.replay import shipments
from corridor_sim.demand.sizes import size_classes
from corridor_sim.plan import Demand, SizeClass
from corridor_sim.planning.findings import Findings
from corridor_sim.scenario import flows as words
from corridor_sim.scenario.limits import Limits
from corridor_sim.scenario.tables import read_table

if TYPE_CHECKING:
    from corridor_sim.scenario.read import Loaded

_NONE = np.empty(0, dtype=np.int64)
_NO_SHARE = np.empty(0)


class Demands:
    """Compiles the demand of a scenario's flows."""

    def __init__(
        self,
        loaded: Loaded,
        clock: Clock,
        services: Mapping[str, int],
        limits: Limits,
        found: Findings,
    ) -> None:
        self.loaded, self.scenario, self.clock = loaded, loaded.scenario, clock
        self.services, self.limits, self.found = services, limits, found
        self.expected = 0.0

    def compile(self, name: str, demand: words.Demand, end: int) -> Demand:
        """One flow's demand in plan form."""
        match demand:
            case words.Fed():
                return Demand("fed", _NONE, _NO_SHARE, _NONE, _NONE, ())
            case words.Deterministic():
                return self._deterministic(name, demand, end)
            case words.Replay():
                return self._replay(name, demand)
            case _:
                return self._counted(name, demand)

    def _counted(self, name: str, demand: words.Poisson | words.Booked) -> Demand:
        time = self.scenario.time
        first, last = demand.between or (time.start, time.end)
        if demand.season and not any(demand.season[month] for month in _months(first, last)):
            self.found.error("season_wrong", "flows", name, "demand", "season")
            return Demand("given", _NONE, _NO_SHARE, _NONE, _NONE, ())
        times, share = cumulative(self.clock, first, last, demand.season, demand.growth)
        sizes = self._sizes(demand)
        if demand.total is not None:
            # Sizes without boxes (pallets, cartons) are counted as shipments.
            boxes = sum(one.share * one.box for one in sizes)
            expected = demand.total / (boxes or 1.0)
        else:
            expected = (demand.rate or 0.0) * float(times[-1] - times[0])
        self._bounded(name, "rate" if demand.total is None else "total", expected)
        if isinstance(demand, words.Booked):
            aim = self.services[demand.service]
            return Demand("booked", times, share * expected, _NONE, _NONE, sizes, aim, demand.lead)
        return Demand("poisson", times, share * expected, _NONE, _NONE, sizes)

    def _deterministic(self, name: str, demand: words.Deterministic, end: int) -> Demand:
        first = demand.every if demand.first is None else self.clock.seconds(demand.first)
        if demand.every < 1:
            self.found.error("interval_too_short", "flows", name, "demand", "every")
            return self._given(_NONE, _NONE, demand)
        count = max(0, -(-(end - first) // demand.every))
        count = count if demand.count is None else min(count, demand.count)
        self._bounded(name, "every", count * demand.batch)
        instants = first + demand.every * np.arange(
            min(count, self.limits.shipments), dtype=np.int64
        )
        arrive = np.repeat(instants, demand.batch)
        return self._given(arrive, np.arange(len(arrive), dtype=np.int64), demand)

    def _replay(self, name: str, demand: words.Replay) -> Demand:
        path = self.loaded.beside("flows", name, "demand", "file")
        table = read_table(path, demand.sheet, self.limits)
        rows = shipments(table, self.clock)
        for finding in rows.findings:
            self.found.found.append(finding)
        self._bounded(name, "file", len(rows.arrive))
        made = self._given(rows.arrive, rows.numbers, demand)
        return Demand(
            "given",
            made.times,
            made.expected,
            made.arrive,
            made.numbers,
            made.sizes,
            given_size=rows.size,
            given_value=rows.value,
            given_priority=rows.priority,
        )

    def _given(
        self,
        arrive: NDArray[np.int64],
        numbers: NDArray[np.int64],
        demand: words.Deterministic | words.Replay,
    ) -> Demand:
        return Demand("given", _NONE, _NO_SHARE, arrive, numbers, self._sizes(demand))

    def _sizes(
        self, demand: words.Poisson | words.Booked | words.Deterministic | words.Replay
    ) -> tuple[SizeClass, ...]:
        return size_classes(demand.sizes, demand.per_shipment, demand.weight, demand.value)

    def _bounded(self, name: str, key: str, expected: float) -> None:
        """All flows together: the limit is on the shipments of one replication."""
        self.expected += expected
        if self.expected > self.limits.shipments:
            number, limit = round(self.expected), self.limits.shipments
            path = ("flows", name, "demand", key)
            self.found.limit("too_many_shipments", *path, flow=name, number=number, limit=limit)


def class_shares(demand: words.Demand) -> dict[str, float]:
    """Shares of the classes of shipments; none where boxes bring them together."""
    if isinstance(demand, words.Fed):
        return {}
    return {one.name: one.share for one in size_classes(demand.sizes, 1, None, None)}


def _months(first: date, last: date) -> set[int]:
    """The months, January being 0, that these days lie in."""
    later = 12 * (last.year - first.year) + last.month - first.month
    return {(first.month - 1 + more) % 12 for more in range(later + 1)}
