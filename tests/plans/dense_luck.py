"""The settled luck of dense plans: arrivals in batches, few distinct durations, full trains."""

from __future__ import annotations

import random
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.plan import Flow, Kind, Plan, Service, Stage
from corridor_sim.workload import ACCEPTED, TOO_LARGE, FlowWork, Trips, Workload
from tests.plans.shape import Shape

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]
T = TypeVar("T")


def luck_of(plan: Plan, shape: Shape, luck: random.Random) -> Workload:
    """What happens in each replication of a plan."""
    return _Luck(plan, shape, np.random.default_rng(luck.getrandbits(64))).workload()


class _Luck:
    def __init__(self, plan: Plan, shape: Shape, dice: np.random.Generator) -> None:
        self.plan, self.shape, self.dice = plan, shape, dice
        self.rows = shape.replications
        self.alike = shape.plain or bool(dice.random() < 0.1)
        self.meetings = dice.integers(0, shape.horizon, (self.rows, 2)) * shape.tick
        self.widths: dict[int, int] = {}

    def workload(self) -> Workload:
        flows = tuple(self.flow(k) for k in range(len(self.plan.flows)))
        trips = tuple(self.trips(service) for service in self.plan.services)
        return Workload(np.arange(self.rows, dtype=np.int64), flows, trips)

    def width(self, flow: int) -> int:
        """Shipments of a flow: of boxes, as many as there are members."""
        if flow not in self.widths:
            fed_by = self.plan.flows[flow].fed_by
            self.widths[flow] = self.come() if fed_by < 0 else self.members(fed_by)
        return self.widths[flow]

    def come(self) -> int:
        most = self.shape.shipments
        if self.shape.steady:
            return most
        if self.chance(0.04):
            return 0
        return int(self.dice.integers(most // 2 if self.chance(0.9) else 0, most + 1))

    def members(self, consolidation: int) -> int:
        return sum(
            self.width(feeder)
            for feeder, other in enumerate(self.plan.flows)
            for stage in other.stages
            if stage.kind is Kind.CONSOLIDATION and stage.resource == consolidation
        )

    def flow(self, number: int) -> FlowWork:
        flow, shape = self.plan.flows[number], (self.rows, self.width(number))
        refused = np.full(shape, ACCEPTED, dtype=np.int8)
        if flow.fed_by >= 0:
            arrive = np.full(shape, NEVER, dtype=np.int64)
            size, value = np.zeros((*shape, 4), dtype=np.int64), np.zeros(shape, dtype=np.int64)
        else:
            arrive, size = self.arrivals(shape), self.sizes(shape)
            value = self.dice.integers(0, 9, shape)
            refused[(arrive < NEVER) & (self.dice.random(shape) < 0.03)] = TOO_LARGE
            arrive[refused == TOO_LARGE] = NEVER
        return FlowWork(
            arrive,
            refused,
            self.priorities(shape),
            size,
            value,
            self.skips(flow, shape),
            tuple(
                self.work(shape, stage) if stage.kind in (Kind.DELAY, Kind.STATION) else None
                for stage in flow.stages
            ),
        )

    def arrivals(self, shape: tuple[int, int]) -> Seconds:
        """In batches at few instants, some the same for all flows; not always in the order of
        numbers; fewer in some rows."""
        tick, horizon = self.shape.tick, self.shape.horizon
        spread = (
            2 * shape[1] + 1 if self.shape.steady else self.pick([1, 3, 10, 100, 2 * shape[1] + 1])
        )
        last = horizon if self.shape.steady or self.chance(0.7) else max(1, horizon // 3)
        instants = self.dice.integers(0, last, (self.rows, spread)) * tick
        if not self.shape.steady and self.chance(0.5):
            instants[:, :2] = self.meetings[:, :spread]
        arrive = np.take_along_axis(instants, self.dice.integers(0, spread, shape), axis=1)
        if self.chance(0.2):
            arrive += self.dice.integers(0, tick, shape)
        if self.chance(0.7):
            arrive.sort(axis=1)
        for row in range(1, self.rows):
            if shape[1] and self.chance(0.3):
                arrive[row, int(self.dice.integers(0, shape[1])) :] = NEVER
        return arrive

    def sizes(self, shape: tuple[int, int]) -> Seconds:
        """Small whole numbers, so that boxes and trains are often exactly full."""
        if self.alike:
            return np.broadcast_to(np.array([1, 2_000, 3, 4]), (*shape, 4))
        box = 1 + (self.dice.random(shape) < self.pick([0, 0.3]))
        teu = self.dice.choice([1_000, 2_000], shape)
        return np.stack(
            [box, teu, self.dice.integers(0, 6, shape), self.dice.integers(0, 10, shape)], axis=2
        ).astype(np.int64)

    def priorities(self, shape: tuple[int, int]) -> Seconds:
        if self.shape.urgent and self.chance(0.6):
            return self.dice.integers(0, self.pick([2, 3]), shape)
        one = np.int64(self.pick([0, 0, 1]) if self.shape.urgent else 0)
        return np.broadcast_to(one, shape)

    def skips(self, flow: Flow, shape: tuple[int, int]) -> tuple[Flags | None, ...]:
        """A delay that follows the start of a trip is never skipped (law L1)."""
        found: list[Flags | None] = []
        for stage in flow.stages:
            bound = any(anchor.call == 0 for anchor in stage.after)
            often = 0.6 if stage.kind is Kind.HOLD else 0.25
            if bound or self.shape.skips == "none":
                found.append(None)
            elif self.shape.skips == "all" and self.chance(0.6):
                found.append(np.ones(shape, dtype=np.bool_))
            else:
                share = self.pick([0.2, 0.4, 0.8])
                found.append(self.dice.random(shape) < share if self.chance(often) else None)
        return tuple(found)

    def work(self, shape: tuple[int, int], stage: Stage) -> Seconds:
        tick, most = self.shape.tick, self.shape.work
        if stage.name.startswith("papers"):
            return self.dice.integers(1, max(2, self.shape.horizon // 2), shape) * tick
        if not self.shape.steady and self.chance(0.3):
            return np.broadcast_to(np.int64(tick * int(self.dice.integers(1, most + 1))), shape)
        work = self.dice.integers(1, most + 1, shape) * tick
        if not self.shape.steady and self.chance(0.2):
            work = np.where(self.dice.random(shape) < 0.2, work * 6, work)
        if self.chance(0.1):
            work = np.maximum(work - 1, 1)
        return work

    def trips(self, service: Service) -> Trips:
        tick, shape = self.shape.tick, (self.rows, len(service.cut_off))
        late = self.dice.choice(self.pick([[0], [0, 0, 2], [0, 4, 30]]), shape) * tick
        legs = len(service.legs)
        calls = np.zeros((*shape, legs + 1), dtype=np.int64)
        calls[..., 1:] = np.cumsum(
            self.dice.integers(1, self.pick([3, 12]), (*shape, legs)) * tick, axis=2
        )
        short = self.dice.choice(self.pick([[1.0], [0.0, 0.5, 1.0]]), shape)
        capacity = np.repeat(service.capacity[None], self.rows, axis=0)
        counts = capacity < NEVER
        less = np.floor(capacity * short[..., None]).astype(np.int64)
        capacity = np.where(counts, 0 if self.shape.empty else less, capacity)
        cancelled = self.dice.random(shape) < self.pick([0.0, 0.25])
        return Trips(service.scheduled[None] + late, calls, capacity, cancelled)

    def chance(self, share: float) -> bool:
        return bool(self.dice.random() < share)

    def pick(self, options: list[T]) -> T:
        return options[int(self.dice.integers(0, len(options)))]
