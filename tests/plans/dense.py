"""Dense plans: small, made at once as arrays, nearly everything at whole ticks of the clock.

A plan of a few dozen shipments in which queues, closures, boxes, trains, places, skips, forks and
joins meet at the same seconds. It goes round the planner's words, so that thousands of them cost
minutes, and reaches what words can hardly say: no shipment at all, a departure before the start,
the same shipment twice at one resource in one second.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corridor_sim.chance.laws import fixed
from corridor_sim.clock import NEVER, Clock
from corridor_sim.plan import (
    Calendar,
    Consolidation,
    Demand,
    Flow,
    Kind,
    Leg,
    Place,
    Plan,
    Service,
    Stage,
    Station,
)
from corridor_sim.planning.components import components
from corridor_sim.workload import Workload
from tests.plans.dense_journeys import Resources, journey
from tests.plans.dense_luck import luck_of
from tests.plans.shape import Shape, drawn_shape

_NONE = np.empty(0, dtype=np.int64)
#: The largest shipment; whatever takes shipments can take this one when it is not short of room.
LARGEST = (2, 2_000, 5, 9)


def dense_plan(seed: int, shape: Shape | None = None) -> tuple[Plan, Workload]:
    """A plan and its settled luck, the same for the same seed and shape."""
    luck = random.Random(seed)
    drawn = drawn_shape(luck)
    return _Maker(luck, shape or drawn).made(f"dense {seed}")


class _Maker:
    def __init__(self, luck: random.Random, shape: Shape) -> None:
        self.luck = luck
        self.shape = shape
        self.stop = (shape.horizon + shape.drain) * shape.tick

    def made(self, name: str) -> tuple[Plan, Workload]:
        shape = self.shape
        stations = [self.station(k) for k in range(shape.stations)]
        services = [self.service(k) for k in range(shape.services)]
        pools = [self.pool(k) for k in range(shape.pools)]
        flows, boxes = self.flows(Resources(len(stations), services, len(pools)))
        plan = Plan(
            name,
            Clock(date(2021, 1, 4), "UTC"),
            shape.horizon * shape.tick,
            self.stop,
            0,
            tuple(flows),
            (Calendar("always", _whole([0]), _whole([NEVER])), self.hours(), self.hours()),
            tuple(stations),
            tuple(pools),
            tuple(boxes),
            tuple(services),
            components=components(flows),
        )
        return plan, luck_of(plan, shape, self.luck)

    def ticks(self, low: int, high: int) -> int:
        return self.luck.randint(low, max(low, high)) * self.shape.tick

    def hours(self) -> Calendar:
        """Open and closed in turn; now and then it closes for good."""
        opens: list[int] = []
        closes: list[int] = []
        luck = self.luck
        last = self.stop if luck.random() < 0.9 else self.stop // 2
        now = luck.choice([0, self.ticks(1, 12), self.ticks(1, 40)])
        while now < last and luck.random() < 0.98:
            opens.append(now)
            closes.append(now + self.ticks(2, 25))
            now = closes[-1] + self.ticks(1, 15)
        if not opens:
            opens, closes = [0], [self.ticks(1, 9)]
        return Calendar("hours", _whole(opens), _whole(closes))

    def station(self, number: int) -> Station:
        calendar = self.luck.choice([0, 1, 1, 2]) if self.shape.closures else 0
        servers = (
            self.shape.servers if self.shape.steady else self.luck.randint(1, self.shape.servers)
        )
        name = f"station {number}"
        several = self.shape.closures and self.shape.servers > 1
        if several and self.luck.random() < self.shape.shifts:
            servers = self.luck.randint(2, self.shape.servers + 1)
            return Station(name, servers, -1, shifts=self.shifts(servers))
        return Station(name, servers, calendar)

    def shifts(self, servers: int) -> tuple[tuple[int, int], ...]:
        """Two shifts, or one for each server: then a calendar may come several times."""
        luck = self.luck
        if luck.random() < 0.3:
            return tuple((1, luck.choice([0, 1, 1, 2, 2])) for _ in range(servers))
        hours = luck.choice([[0, 1], [1, 0], [1, 2], [2, 1]])
        first = luck.randint(1, servers - 1)
        return ((first, hours[0]), (servers - first, hours[1]))

    def pool(self, number: int) -> Place:
        return Place(f"places {number}", self.luck.randint(1, self.shape.places))

    def service(self, number: int) -> Service:
        luck, shape = self.luck, self.shape
        last = self.stop // (2 if shape.ends_early else 1) + 2 * shape.tick
        cut_off = self.cut_offs(last)
        count = len(cut_off)
        open_for = luck.choice([0, 0, self.ticks(1, 6)])
        unit = luck.choice([0, 0, 0, 1, 2])
        capacity = np.full((count, 4), NEVER, dtype=np.int64)
        for counted in {unit, luck.choice([unit, 2, 3])}:
            room = [LARGEST[counted] * shape.room * luck.choice([1, 1, 2, 3]) for _ in range(count)]
            capacity[:, counted] = room
        loaded = unit if luck.random() < 0.75 else luck.choice([0, 1, 2, 3])
        least = luck.choice([0, 1, 1, 1.5]) * LARGEST[loaded]
        least = 0 if shape.plain else int(least)
        minimum = [least if luck.random() < 0.8 else 0 for _ in range(count)]
        legs = tuple(Leg(f"leg {k}", fixed(1.0)) for k in range(luck.choice([1, 2, 2, 3])))
        name = f"service {number}"
        return Service(
            name, name, "rail", tuple(f"call {k}" for k in range(len(legs) + 1)), legs,
            _whole(cut_off) + open_for, _whole(cut_off), capacity, _whole(minimum),
            luck.choice([NEVER, 0, self.ticks(1, 8), self.ticks(2, 15), self.ticks(4, 30)]),
            loaded, luck.random() < 0.5 and not shape.ends_early,
            recurring=capacity[-1] if count else _whole([NEVER] * 4),
            recurring_minimum=least,
        )  # fmt: skip

    def cut_offs(self, last: int) -> list[int]:
        """Rising, often two at once, now and then one before the start or off the ticks."""
        luck, found = self.luck, []
        headway = luck.choice([3, 6, 10, 20])
        now = min(self.ticks(-2, headway), last - 1)
        while now < last:
            found.append(now)
            now += self.ticks(0, headway) + luck.choice([0, 0, 0, 0, 1])
        return found or [0]

    def flows(self, resources: Resources) -> tuple[list[Flow], list[Consolidation]]:
        """Ordinary flows, some of which fill boxes, and the flows of boxes, in any order."""
        luck, shape = self.luck, self.shape
        fed = list(range(shape.consolidations))
        kinds = [-1] * shape.flows + fed
        luck.shuffle(kinds)
        stages = self.journeys(kinds, resources)
        flows = [
            Flow(
                f"flow {k}", f"flow {k}", stages[k], len(stages[k]) - 1,
                Demand("given" if kind < 0 else "fed", _NONE, np.empty(0), _NONE, _NONE, ()),
                fed_by=kind,
            )
            for k, kind in enumerate(kinds)
        ]  # fmt: skip
        return flows, [self.consolidation(k, kinds.index(k)) for k in fed]

    def counts(self) -> list[tuple[Kind, int]]:
        """What may be visited in a common order: places always go in a circle."""
        shape = self.shape
        return [
            (Kind.STATION, shape.stations),
            (Kind.DEPARTURES, shape.services),
            (Kind.CONSOLIDATION, shape.consolidations),
        ]

    def journeys(self, kinds: list[int], resources: Resources) -> list[tuple[Stage, ...]]:
        """A flow of boxes fills only boxes of a later consolidation: nothing feeds itself."""
        luck = self.luck
        order = [(kind, number) for kind, count in self.counts() for number in range(count)]
        luck.shuffle(order)
        fill: dict[int, set[int]] = {position: set() for position in range(len(kinds))}
        for number in range(self.shape.consolidations):
            for _ in range(luck.choice([1, 2])):
                fill[luck.choice([k for k, kind in enumerate(kinds) if kind < 0])].add(number)
        made, gate = [], luck.random() < 0.3
        for position, kind in enumerate(kinds):
            mine = replace(
                resources,
                fills=tuple(range(kind + 1, self.shape.consolidations)),
                must_fill=tuple(sorted(fill[position])),
                fed_by=kind,
                gate=gate,
                order=order if self.shape.forward else None,
            )
            made.append(journey(mine, self.shape, luck))
        return made

    def consolidation(self, number: int, feeds: int) -> Consolidation:
        luck, shape = self.luck, self.shape
        capacity = [0, 0, 0, 0]
        for unit in {luck.choice([0, 0, 1, 2, 2]), luck.choice([0, 1, 2, 3])}:
            capacity[unit] = LARGEST[unit] + luck.choice([0, 1, LARGEST[unit] // 2, LARGEST[unit]])
        if luck.random() < 0.1:  # every piece is a box
            capacity[0] = 1
        wait = luck.choice([self.ticks(1, 4), self.ticks(4, 12), self.ticks(5, 40)])
        if luck.random() < 0.05:
            wait = 0
        if shape.never_full:
            capacity, wait = [1_000 if limit else 0 for limit in capacity], 10 * self.stop
        if shape.wait:
            wait = shape.wait * shape.tick
        name = f"consolidation {number}"
        return Consolidation(name, _whole(capacity), wait, (1, 2_000, 9), feeds)


def _whole(numbers: list[int]) -> NDArray[np.int64]:
    return np.array(numbers, dtype=np.int64)
