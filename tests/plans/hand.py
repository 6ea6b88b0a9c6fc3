"""Plans and workloads put together by hand: the test chooses every second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corridor_sim.chance.laws import fixed
from corridor_sim.clock import NEVER, Clock
from corridor_sim.engine.event import run
from corridor_sim.engine.invariants import Stuck, check, find_stuck
from corridor_sim.plan import (
    ARRIVAL,
    END,
    Anchor,
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
from corridor_sim.trace import Trace
from corridor_sim.workload import FlowWork, Trips, Workload
from tests.engine.reference import sweep
from tests.plans.equal import differences

Sizes = Sequence[tuple[int, int, int, int]]
_NONE = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Step:
    """One stage: `after` names stages, `arrival`, `train.start` or `train@2` (its second call)."""

    name: str
    kind: Kind
    resource: int = -1
    work: int | Sequence[int] | None = None
    after: Sequence[str] = ()
    skip: Sequence[bool] | None = None
    until: str = ""
    alight: int = END


def delay(name: str, work: int | Sequence[int], **more: object) -> Step:
    return Step(name, Kind.DELAY, -1, work, **more)  # type: ignore[arg-type]


def station(name: str, resource: int, work: int | Sequence[int], **more: object) -> Step:
    return Step(name, Kind.STATION, resource, work, **more)  # type: ignore[arg-type]


def departures(name: str, resource: int, **more: object) -> Step:
    return Step(name, Kind.DEPARTURES, resource, **more)  # type: ignore[arg-type]


def consolidation(name: str, resource: int, **more: object) -> Step:
    return Step(name, Kind.CONSOLIDATION, resource, **more)  # type: ignore[arg-type]


def hold(name: str, resource: int, until: str, **more: object) -> Step:
    return Step(name, Kind.HOLD, resource, until=until, **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Ran:
    """What the engine answered, by the names of flows and stages."""

    plan: Plan
    workload: Workload
    trace: Trace

    def ready(self, flow: str, stage: str) -> list[int]:
        return _list(self.trace.flows[self._flow(flow)].ready[self._stage(flow, stage)])

    def start(self, flow: str, stage: str) -> list[int]:
        return _list(self.trace.flows[self._flow(flow)].start[self._stage(flow, stage)])

    def end(self, flow: str, stage: str) -> list[int]:
        return _list(self.trace.flows[self._flow(flow)].end[self._stage(flow, stage)])

    def slot(self, flow: str, stage: str) -> list[int]:
        slot = self.trace.flows[self._flow(flow)].slot[self._stage(flow, stage)]
        assert slot is not None
        return _list(slot)

    def arrive(self, flow: str) -> list[int]:
        return _list(self.trace.flows[self._flow(flow)].arrive)

    def stuck(self) -> list[Stuck]:
        return find_stuck(self.plan, self.workload, self.trace)

    def _flow(self, name: str) -> int:
        return [flow.name for flow in self.plan.flows].index(name)

    def _stage(self, flow: str, name: str) -> int:
        return [stage.name for stage in self.plan.flows[self._flow(flow)].stages].index(name)


@dataclass
class Hand:
    """Gathers resources and flows; calendar 0 is always open."""

    stop: int = 100_000
    calendars: list[Calendar] = field(
        default_factory=lambda: [Calendar("always", _whole([0]), _whole([NEVER]))]
    )
    stations: list[Station] = field(default_factory=list)
    pools: list[Place] = field(default_factory=list)
    boxes: list[Consolidation] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    trips: list[Trips] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    works: list[FlowWork] = field(default_factory=list)

    def calendar(self, *intervals: tuple[int, int]) -> int:
        opens, closes = zip(*intervals, strict=True)
        self.calendars.append(Calendar("hours", _whole(opens), _whole(closes)))
        return len(self.calendars) - 1

    def station(self, servers: int = 1, calendar: int = 0) -> int:
        self.stations.append(Station(f"station {len(self.stations)}", servers, calendar))
        return len(self.stations) - 1

    def shifts(self, *shifts: tuple[int, int]) -> int:
        """A station of (servers, calendar) each."""
        name, servers = f"station {len(self.stations)}", sum(count for count, _ in shifts)
        self.stations.append(Station(name, servers, -1, shifts=shifts))
        return len(self.stations) - 1

    def places(self, places: int) -> int:
        self.pools.append(Place(f"places {len(self.pools)}", places))
        return len(self.pools) - 1

    def consolidation(self, capacity: Sequence[int], wait: int, feeds: int) -> int:
        name = f"consolidation {len(self.boxes)}"
        self.boxes.append(Consolidation(name, _whole(capacity), wait, (1, 2_000, 70_000), feeds))
        return len(self.boxes) - 1

    def service(
        self,
        cut_off: Sequence[int],
        *,
        scheduled: Sequence[int] | None = None,
        late: Sequence[int] | None = None,
        calls: int | Sequence[Sequence[int]] = 10,
        capacity: int | Sequence[Sequence[int]] = 1_000,
        drawn: Sequence[Sequence[int]] | None = None,
        minimum: int = 0,
        patience: int = NEVER,
        cancelled: Sequence[bool] | None = None,
        endless: bool = True,
    ) -> int:
        """calls       seconds from the departure to its end, or to each call, per departure
        capacity    boxes, or whole rows of four units; `drawn` what is really there"""
        count = len(cut_off)
        rows = [[capacity, NEVER, NEVER, NEVER]] * count if isinstance(capacity, int) else capacity
        reach = [[0, calls]] * count if isinstance(calls, int) else [[0, *row] for row in calls]
        planned = _whole(cut_off if scheduled is None else scheduled)
        limits = np.array(rows, dtype=np.int64).reshape(count, 4)
        really = limits if drawn is None else np.array(drawn, dtype=np.int64).reshape(count, 4)
        legs = tuple(Leg(f"leg {k}", fixed(1.0)) for k in range(len(reach[0]) - 1))
        names = tuple(f"call {k}" for k in range(len(legs) + 1))
        minima = np.full(count, minimum, dtype=np.int64)
        name = f"service {len(self.services)}"
        self.services.append(
            Service(
                name, name, "rail", names, legs, planned, _whole(cut_off), limits, minima,
                patience, 0, endless, recurring=limits[-1], recurring_minimum=minimum,
            )
        )  # fmt: skip
        start = planned + _whole([0] * count if late is None else late)
        gone = np.array([False] * count if cancelled is None else cancelled, dtype=np.bool_)
        self.trips.append(
            Trips(start[None], np.array([reach], dtype=np.int64), really[None], gone[None])
        )
        return len(self.services) - 1

    def flow(
        self,
        name: str,
        arrive: Sequence[int],
        steps: Sequence[Step],
        *,
        priority: int | Sequence[int] = 0,
        size: Sizes | None = None,
        value: Sequence[int] | None = None,
        fed_by: int = -1,
    ) -> int:
        """A flow whose stages follow one another unless `after` says otherwise."""
        count = len(arrive)
        order = {step.name: position for position, step in enumerate(steps)}
        stages = tuple(_stage(steps, position, order) for position in range(len(steps)))
        numbers = np.arange(count, dtype=np.int64)
        demand = Demand("given", _NONE, np.empty(0), _whole(arrive), numbers, ())
        self.flows.append(Flow(name, name, stages, len(stages) - 1, demand, fed_by=fed_by))
        urgency = [priority] * count if isinstance(priority, int) else priority
        measured = [(1, 0, 0, 0)] * count if size is None else size
        self.works.append(
            FlowWork(
                _whole(arrive)[None],
                np.zeros((1, count), dtype=np.int8),
                _whole(urgency)[None],
                np.array(measured, dtype=np.int64).reshape(1, count, 4),
                _whole([0] * count if value is None else value)[None],
                tuple(
                    None if one.skip is None else np.array([one.skip], dtype=np.bool_)
                    for one in steps
                ),
                tuple(_work(one, count) for one in steps),
            )
        )
        return len(self.flows) - 1

    def fed(self, name: str, boxes: int, fed_by: int, steps: Sequence[Step]) -> int:
        """A flow of closed boxes, at most so many."""
        nothing = [(0, 0, 0, 0)] * boxes
        return self.flow(name, [NEVER] * boxes, steps, size=nothing, fed_by=fed_by)

    def settled(self) -> tuple[Plan, Workload]:
        plan = Plan(
            "by hand", Clock(date(2021, 1, 4), "UTC"), self.stop, self.stop, 0, tuple(self.flows),
            tuple(self.calendars), tuple(self.stations), tuple(self.pools), tuple(self.boxes),
            tuple(self.services),
        )  # fmt: skip
        return plan, Workload(_whole([0]), tuple(self.works), tuple(self.trips))

    def run(self) -> Ran:
        """Run it; the invariants and the reference sweep must agree with the engine."""
        plan, workload = self.settled()
        trace = run(plan, workload)
        assert check(plan, workload, trace) == []
        assert differences(trace, sweep(plan, workload)) == []
        return Ran(plan, workload, trace)


def _stage(steps: Sequence[Step], position: int, order: Mapping[str, int]) -> Stage:
    step = steps[position]
    before = steps[position - 1].name if position else "arrival"
    after = tuple(_anchor(text, order) for text in step.after or [before])
    until = order[step.until] if step.until else -1
    return Stage(step.name, step.kind, step.resource, after, until=until, alight=step.alight)


def _anchor(text: str, order: Mapping[str, int]) -> Anchor:
    if text == "arrival":
        return Anchor(ARRIVAL)
    if text.endswith(".start"):
        return Anchor(order[text.removesuffix(".start")], 0)
    name, _, call = text.partition("@")
    return Anchor(order[name], int(call) if call else END)


def _work(step: Step, count: int) -> NDArray[np.int64] | None:
    if step.work is None:
        return None
    return _whole([step.work] * count if isinstance(step.work, int) else step.work)[None]


def _whole(numbers: Sequence[int]) -> NDArray[np.int64]:
    return np.array(numbers, dtype=np.int64)


def _list(column: NDArray[np.int64]) -> list[int]:
    return [int(value) for value in column[0]]
