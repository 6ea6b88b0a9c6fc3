"""Small worlds written by hand: plans, workloads and traces without any engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from corridor_sim.chance.laws import fixed
from corridor_sim.clock import NEVER, Clock
from corridor_sim.events import ClockDefinition
from corridor_sim.plan import (
    Anchor,
    Calendar,
    Consolidation,
    Demand,
    Flow,
    Kind,
    Leg,
    Plan,
    Seconds,
    Service,
    Stage,
    Station,
)
from corridor_sim.trace import NOWHERE, FlowTrace, Trace
from corridor_sim.workload import Flags, FlowWork, Trips, Workload

#: A box of 40 ft: boxes, milli-TEU, kg, litres; and its value.
BOX = (1, 2_000, 10_000, 0)
USD = 100

_SIDE = {"direction": "export", "partner": "EU", "corridor": "west", "hub": "H", "origin": "H"}


@dataclass(frozen=True)
class World:
    plan: Plan
    workload: Workload
    trace: Trace


def whole(values: object) -> Seconds:
    return np.array(values, dtype=np.int64)


def flow(name: str, stages: tuple[Stage, ...], **named: object) -> Flow:
    nothing = whole([])
    demand = Demand("given", nothing, nothing.astype(np.float64), nothing, nothing, ())
    one = Flow(name, "", stages, len(stages) - 1, demand)
    return replace(one, **named)  # type: ignore[arg-type]


def service(name: str, scheduled: Sequence[int], boxes: int, **named: object) -> Service:
    """Calls at H, M, Z: an hour's haul, then a border."""
    times = whole(scheduled)
    capacity = np.full((len(times), 4), NEVER, dtype=np.int64)
    capacity[:, 0] = boxes
    one = Service(
        name=name,
        title="",
        mode="rail",
        calls=("H", "M", "Z"),
        legs=(Leg("H-M", fixed(1)), Leg("M-Z", fixed(1), kind="border")),
        scheduled=times,
        cut_off=times,
        capacity=capacity,
        minimum=np.ones(len(times), dtype=np.int64),
        patience=NEVER,
        first_unit=0,
        endless=False,
    )
    return replace(one, **named)  # type: ignore[arg-type]


def trips(one: Service, start: object, calls: object, cancelled: object = None) -> Trips:
    begun = whole(start)
    flags = np.zeros(begun.shape, np.bool_) if cancelled is None else np.array(cancelled, np.bool_)
    capacity = np.broadcast_to(one.capacity[None], (*begun.shape, 4))
    return Trips(begun, whole(calls), capacity, flags)


def flow_trace(
    arrive: object, stages: Sequence[tuple[object, object, object, object]]
) -> FlowTrace:
    """Stages as (ready, start, end, slot), each [R, N]; slot None where the stage has none."""
    come = whole(arrive)
    return FlowTrace(
        arrive=come,
        size=np.broadcast_to(whole(BOX), (*come.shape, 4)),
        value=np.full(come.shape, USD, dtype=np.int64),
        ready=tuple(whole(stage[0]) for stage in stages),
        start=tuple(whole(stage[1]) for stage in stages),
        end=tuple(whole(stage[2]) for stage in stages),
        slot=tuple(None if stage[3] is None else whole(stage[3]) for stage in stages),
    )


def flow_work(times: FlowTrace, skips: Sequence[Flags | None] | None = None) -> FlowWork:
    come = times.arrive
    return FlowWork(
        arrive=come,
        refused=np.zeros(come.shape, dtype=np.int8),
        priority=np.zeros_like(come),
        size=times.size,
        value=times.value,
        skip=tuple(skips) if skips is not None else tuple(None for _ in times.ready),
        work=tuple(None for _ in times.ready),
    )


def plan(flows: tuple[Flow, ...], **named: object) -> Plan:
    one = Plan("line", Clock(date(2021, 1, 1), "Asia/Shanghai"), 100_000, 200_000, 0, flows)
    return replace(one, **named)  # type: ignore[arg-type]


def always(horizon: int = 10**7) -> Calendar:
    return Calendar("always", whole([0]), whole([horizon]))


def line() -> World:
    """Review by one officer, a train for two, a last mile; two replications of three boxes.

    In replication 1 the second box does not exist and the second train is cancelled.
    """
    stages = (
        Stage("review", Kind.STATION, 0, owner="customs"),
        Stage("train", Kind.DEPARTURES, 0, (Anchor(0),), owner="carrier"),
        Stage("last", Kind.DELAY, -1, (Anchor(1),), owner="consignee"),
    )
    out = flow(
        "out", stages, direction="export", partner="EU", corridor="west", hub="H", origin="H"
    )
    train = service("train", [50_000, 120_000], 2)
    no = NEVER
    times = flow_trace(
        [[0, 1_000, 80_000], [0, no, 80_000]],
        [
            (
                [[0, 1_000, 80_000], [0, no, 80_000]],
                [[0, 3_600, 80_000], [0, no, 80_000]],
                [[3_600, 7_200, 83_600], [3_600, no, 83_600]],
                None,
            ),
            (
                [[3_600, 7_200, 83_600], [3_600, no, 83_600]],
                [[50_000, 50_000, 121_000], [50_000, no, no]],
                [[53_000, 53_000, 126_000], [53_000, no, no]],
                [[0, 0, 1], [0, NOWHERE, NOWHERE]],
            ),
            (
                [[53_000, 53_000, 126_000], [53_000, no, no]],
                [[53_000, 53_000, 126_000], [53_000, no, no]],
                [[60_000, 63_000, 150_000], [60_000, no, no]],
                None,
            ),
        ],
    )
    calls = [[0, 1_000, 3_000], [0, 1_000, 5_000]]
    went = trips(train, [[50_000, 121_000]] * 2, [calls, calls], [[False, False], [False, True]])
    clocks = (
        ClockDefinition(
            "border_to_door", 0, "M", "exit", ((Anchor(0),), (Anchor(1, 1),)), ((Anchor(2),),)
        ),
    )
    numbers = whole([0, 1])
    return World(
        plan(
            (out,),
            calendars=(always(),),
            stations=(Station("officers", 1, 0, "H"),),
            services=(train,),
            clocks=clocks,
        ),
        Workload(numbers, (flow_work(times),), (went,)),
        Trace(numbers, (times,)),
    )


def parcels() -> World:
    """Three parcels, two boxes, a train a box; the second box is under way when the clock stops."""
    gather = Stage("gather", Kind.CONSOLIDATION, 0, owner="warehouse")
    train = Stage("train", Kind.DEPARTURES, 0, owner="carrier")
    boxed = Consolidation("boxing", whole([2, 0, 0, 0]), 5_000, (1, 2_000, 0), 1)
    daily = service("daily", [10_000, 190_000], 2)
    small = flow_trace(
        [[0, 100, 500]],
        [([[0, 100, 500]], [[100, 100, 5_500]], [[101, 101, 5_501]], [[0, 0, 1]])],
    )
    large = flow_trace(
        [[101, 5_501, NEVER]],
        [
            (
                [[101, 5_501, NEVER]],
                [[10_000, 190_000, NEVER]],
                [[13_000, NEVER, NEVER]],
                [[0, 1, NOWHERE]],
            )
        ],
    )
    went = trips(daily, [[10_000, 190_000]], [[[0, 1_000, 3_000], [0, 5_000, 15_000]]])
    numbers = whole([0])
    fed = replace(flow("boxes", (train,)), fed_by=0)
    return World(
        plan((flow("parcels", (gather,)), fed), consolidations=(boxed,), services=(daily,)),
        Workload(numbers, (flow_work(small), flow_work(large)), (went,)),
        Trace(numbers, (small, large)),
    )


def cartons() -> World:
    """As `parcels`, each brought by a van before; boxes and cartons have sides of their own."""
    world = parcels()
    small = world.trace.flows[0]
    come = small.arrive
    first = np.zeros_like(come)
    brought = replace(
        small,
        ready=(come, *small.ready),
        start=(np.full_like(come, 50), *small.start),
        end=(np.full_like(come, 60), *small.end),
        slot=(first, *small.slot),
    )
    van = service("van", [50], 9)
    went = trips(van, [[50]], [[[0, 5, 10]]])
    one, fed = world.plan.flows
    flows = (
        flow("cartons", (Stage("van", Kind.DEPARTURES, 1), *one.stages), **_SIDE),
        flow("boxes", fed.stages, fed_by=0, **_SIDE),
    )
    return World(
        replace(world.plan, flows=flows, services=(*world.plan.services, van)),
        Workload(
            world.workload.replications,
            (flow_work(brought), world.workload.flows[1]),
            (*world.workload.trips, went),
        ),
        replace(world.trace, flows=(brought, world.trace.flows[1])),
    )


def repeated(world: World, times: int) -> World:
    """The same world over and over; each replication has a longer last mile than the last."""
    base = world.trace.flows[0]
    rows = len(world.trace.replications)
    longer = 100 * np.arange(rows * times, dtype=np.int64)[:, None]

    def again(part: Seconds) -> Seconds:
        return np.concatenate([part] * times)

    many = FlowTrace(
        again(base.arrive),
        again(base.size),
        again(base.value),
        tuple(again(part) for part in base.ready),
        tuple(again(part) for part in base.start),
        tuple(again(part) for part in base.end),
        tuple(None if part is None else again(part) for part in base.slot),
    )
    last = np.where(many.end[-1] < NEVER, many.end[-1] + longer, NEVER)
    many = replace(many, end=(*many.end[:-1], last))
    one = world.workload.trips[0]
    went = Trips(
        *(np.concatenate([p] * times) for p in (one.start, one.calls, one.capacity, one.cancelled))
    )
    numbers = np.arange(rows * times, dtype=np.int64)
    return World(
        world.plan, Workload(numbers, (flow_work(many),), (went,)), Trace(numbers, (many,))
    )


def cut(world: World, first: int, last: int, padding: int = 0) -> World:
    """Replications [first, last) as a block, with some shipments that never come at the end."""
    rows = slice(first, last)

    def wide(part: Seconds) -> Seconds:
        return np.pad(part[rows], ((0, 0), (0, padding)), constant_values=NEVER)

    one, went = world.trace.flows[0], world.workload.trips[0]
    times = FlowTrace(
        wide(one.arrive),
        np.pad(one.size[rows], ((0, 0), (0, padding), (0, 0))),
        np.pad(one.value[rows], ((0, 0), (0, padding))),
        tuple(wide(part) for part in one.ready),
        tuple(wide(part) for part in one.start),
        tuple(wide(part) for part in one.end),
        tuple(
            None
            if part is None
            else np.pad(part[rows], ((0, 0), (0, padding)), constant_values=NOWHERE)
            for part in one.slot
        ),
    )
    ran = Trips(went.start[rows], went.calls[rows], went.capacity[rows], went.cancelled[rows])
    numbers = world.trace.replications[rows]
    return World(
        world.plan, Workload(numbers, (flow_work(times),), (ran,)), Trace(numbers, (times,))
    )
