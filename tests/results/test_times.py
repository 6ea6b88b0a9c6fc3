from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from corridor_sim.anchors import anchor_time
from corridor_sim.clock import DAY, HOUR, NEVER
from corridor_sim.plan import ARRIVAL, Anchor, Kind, RouteShare, Split, Stage
from corridor_sim.results.block import open_block
from corridor_sim.results.collect import Collector
from corridor_sim.results.measures import Key
from corridor_sim.results.owners import by_owner, critical_seconds
from corridor_sim.results.samples import statistics
from corridor_sim.results.spells import Spells
from corridor_sim.results.times import chains
from corridor_sim.trace import NOWHERE
from tests.results.asked import ask, values
from tests.results.world import (
    World,
    flow,
    flow_trace,
    flow_work,
    line,
    parcels,
    service,
    trips,
)


def seconds(world: World, kpi: str, stat: str, **named: str) -> list[float]:
    per = DAY if kpi.endswith("_d") else HOUR
    return [value * per for value in values(world, kpi, stat, None, **named)]


def test_door_to_door(world: World) -> None:
    assert seconds(world, "transit_time_d", "mean", flow="out") == [64_000, 60_000]
    assert seconds(world, "transit_time_d", "p50", flow="out") == [62_000, 60_000]
    assert seconds(world, "transit_time_d", "p90", corridor="west") == [70_000, math.inf]
    deviation = seconds(world, "transit_time_d", "sd", flow="out")
    assert deviation[0] == pytest.approx(math.sqrt(28e6), rel=1e-14)
    assert math.isnan(deviation[1])
    spread = values(world, "transit_time_d", "p95_over_p50", flow="out")
    assert spread == [70 / 62, math.inf]


def test_the_unfinished_count_and_give_a_bound(world: World) -> None:
    tail = ask(world, "transit_time_d", "p95", flow="out")
    assert tail.count.tolist() == [3, 2]
    assert tail.unfinished.tolist() == [0, 1]
    assert math.isnan(tail.above[0])
    assert tail.above[1] * DAY == 120_000  # came at 80 000, clock stopped at 200 000


def test_who_came_in_the_warm_up_does_not_count(world: World) -> None:
    warm = replace(world, plan=replace(world.plan, warm=1_000))
    assert seconds(warm, "transit_time_d", "mean", flow="out")[0] == 66_000
    assert ask(warm, "transit_time_d", "mean", flow="out").count.tolist() == [2, 1]
    assert values(warm, "boxes_dispatched", "total") == [3, 1]


def test_trips_and_waits_for_them(world: World) -> None:
    for named in ({"service": "train"}, {"flow": "out", "stage": "train"}):
        assert seconds(world, "trip_time_d", "mean", **named)[0] == pytest.approx(11_000 / 3)
        assert seconds(world, "wait_departure_h", "p50", **named) == pytest.approx([42_800, 46_400])
        assert seconds(world, "wait_departure_h", "p90", **named) == pytest.approx(
            [46_400, math.inf]
        )


def test_legs_of_departures_that_ran(world: World) -> None:
    assert seconds(world, "leg_time_d", "mean", place="H-M") == [1_000, 1_000]
    assert seconds(world, "leg_time_d", "mean", place="M-Z", stage="border") == [3_000, 2_000]


def test_stages(world: World) -> None:
    assert seconds(world, "wait_h", "p95", flow="out", stage="review") == [2_600, 0]
    assert seconds(world, "work_h", "mean", flow="out", stage="review") == [3_600, 3_600]
    assert seconds(world, "work_h", "p90", flow="out", stage="last") == [24_000, 7_000]


def test_a_skipped_stage_does_not_count(world: World) -> None:
    skip = np.array([[False, True, False], [False, False, False]])
    work = flow_work(world.trace.flows[0], (skip, None, None))
    fewer = replace(world, workload=replace(world.workload, flows=(work,)))
    waits = ask(fewer, "wait_h", "mean", flow="out", stage="review")
    assert waits.values.tolist() == [0, 0]
    assert waits.count.tolist() == [2, 2]


def test_a_clock_runs_from_the_latest_start(world: World) -> None:
    assert seconds(world, "clock_h", "p50", clock="border_to_door") == [12_000, 9_000]
    assert values(world, "clock_h", "within_24h", clock="border_to_door") == [1, 1]
    only = ask(world, "clock_h", "mean", clock="border_to_door", place="M", formality="exit")
    assert only.count.tolist() == [3, 1]  # without the train there is no call to start from


def test_the_unfinished_are_not_within_a_day(world: World) -> None:
    clock = replace(world.plan.clocks[0], starts=((Anchor(ARRIVAL),),))
    timed = replace(world, plan=replace(world.plan, clocks=(clock,)))
    assert values(timed, "clock_h", "within_24h", clock="border_to_door") == [1, 0.5]


def test_a_clock_ends_only_at_a_stage_that_is_passed(world: World) -> None:
    skip = np.array([[True, False, False], [False, False, False]])
    clock = replace(world.plan.clocks[0], starts=((Anchor(ARRIVAL),),), stops=((Anchor(0),),))
    work = flow_work(world.trace.flows[0], (skip, None, None))
    some = World(
        replace(world.plan, clocks=(clock,)), replace(world.workload, flows=(work,)), world.trace
    )
    assert ask(some, "clock_h", "mean", clock="border_to_door").count.tolist() == [2, 2]
    started = replace(clock, starts=((Anchor(0),),), stops=((Anchor(2),),))
    some = replace(some, plan=replace(world.plan, clocks=(started,)))
    assert ask(some, "clock_h", "mean", clock="border_to_door").count.tolist() == [3, 2]


def test_hours_have_owners(world: World) -> None:
    assert seconds(world, "owner_h", "mean", flow="out", owner="customs")[0] == pytest.approx(
        13_400 / 3
    )
    assert seconds(world, "owner_h", "mean", flow="out", owner="carrier") == pytest.approx(
        [11_000 / 3, 3_000]
    )
    assert seconds(world, "owner_h", "mean", flow="out", owner="schedule") == pytest.approx(
        [126_600 / 3, 46_400]
    )
    shares = [
        values(world, "owner_h", "ratio", flow="out", owner=owner)[0]
        for owner in ("customs", "carrier", "schedule", "consignee")
    ]
    assert sum(shares) == pytest.approx(1.0)


def test_owners_follow_the_anchor_that_came_last() -> None:
    """Papers beside haulage: the haul is later for box 0, the papers for box 1."""
    stages = (
        Stage("papers", Kind.DELAY, owner="broker"),
        Stage("haul", Kind.DELAY, owner="shipper"),
        Stage("join", Kind.DELAY, -1, (Anchor(0), Anchor(1)), owner="terminal"),
    )
    times = flow_trace(
        [[0, 0]],
        [
            ([[0, 0]], [[0, 0]], [[10, 90]], None),
            ([[0, 0]], [[0, 0]], [[50, 50]], None),
            ([[50, 90]], [[50, 90]], [[60, 100]], None),
        ],
    )
    plan, work, trace = parcels().plan, parcels().workload, parcels().trace
    block = open_block(
        replace(plan, flows=(flow("both", stages),), services=()),
        replace(work, flows=(flow_work(times),), trips=()),
        replace(trace, flows=(times,)),
    )
    owned = by_owner(critical_seconds(block, 0))
    assert {owner: part.tolist() for owner, part in owned.items()} == {
        "broker": [[0, 90]],
        "shipper": [[50, 0]],
        "terminal": [[10, 10]],
    }


def test_owners_of_parcels_go_on_with_their_box() -> None:
    world = parcels()
    block = open_block(world.plan, world.workload, world.trace)
    owned = by_owner(critical_seconds(block, 0))
    assert owned["warehouse"].tolist() == [[101, 1, 0]]
    assert owned["carrier"].tolist() == [[3_000, 3_000, 0]]
    assert owned["schedule"].tolist() == [[9_899, 9_899, 0]]
    done = block.delivered[0] != NEVER
    lasted = np.where(done, block.delivered[0] - world.trace.flows[0].arrive, 0)
    assert np.array_equal(sum(owned.values()), lasted)


def test_parcels_travel_until_their_box_is_delivered() -> None:
    assert seconds(parcels(), "transit_time_d", "p50", flow="parcels") == [13_000]
    assert seconds(parcels(), "transit_time_d", "p90", flow="parcels") == [math.inf]
    assert seconds(parcels(), "wait_h", "p90", flow="parcels") == pytest.approx([5_000])


def test_legs_of_departures_in_the_warm_up_do_not_count(world: World) -> None:
    warm = replace(world, plan=replace(world.plan, warm=50_001))
    legs = ask(warm, "leg_time_d", "mean", place="M-Z")
    assert legs.count.tolist() == [1, 0]
    assert legs.values[0] * DAY == 4_000


def test_a_call_reached_at_the_stop_is_not_part_of_the_run(world: World) -> None:
    """The second train reaches M at 122 000."""
    for stop, reached in ((122_000, 2), (122_001, 3)):
        plan = replace(world.plan, stop=stop)
        calls = anchor_time(plan, world.workload, world.trace, 0, Anchor(1, 1))[0]
        assert (calls != NEVER).sum() == reached


def _sea_and_rail() -> World:
    """The line's boxes go on from Z by a second train, two days later; one is still aboard."""
    world = line()
    (out,), (times,) = world.plan.flows, world.trace.flows
    ship = service("ship", [170_000], 9)
    stages = (*out.stages[:2], Stage("ship", Kind.DEPARTURES, 1, (Anchor(1),)), out.stages[2])
    stages = (*stages[:3], replace(stages[3], after=(Anchor(2),)))
    no = NEVER
    longer = flow_trace(
        times.arrive,
        [
            (times.ready[0], times.start[0], times.end[0], None),
            (times.ready[1], times.start[1], times.end[1], times.slot[1]),
            (
                times.end[1],
                [[170_000] * 3, [170_000, no, no]],
                [[180_000, 190_000, no], [180_000, no, no]],
                [[0, 0, 0], [0, NOWHERE, NOWHERE]],
            ),
            ([[180_000, 190_000, no], [180_000, no, no]],) * 3 + (None,),
        ],
    )
    went = trips(ship, [[170_000]] * 2, [[[0, 5_000, 10_000]]] * 2)
    return World(
        replace(
            world.plan,
            flows=(replace(out, stages=stages, delivery=3),),
            services=(*world.plan.services, ship),
        ),
        replace(world.workload, flows=(flow_work(longer),), trips=(*world.workload.trips, went)),
        replace(world.trace, flows=(longer,)),
    )


def test_a_chain_runs_from_the_first_departure_to_getting_off_the_last() -> None:
    """130 000 s, 140 000 s and one that left at 121 000 s and is aboard at 200 000 s."""
    world = _sea_and_rail()
    assert seconds(world, "chain_time_d", "p10", flow="out") == pytest.approx([130_000, 130_000])
    assert seconds(world, "chain_time_d", "p50", flow="out") == pytest.approx([140_000, 130_000])
    assert seconds(world, "chain_time_d", "p90", flow="out")[0] == math.inf
    assert seconds(world, "chain_time_d", "p90_less_p10", flow="out") == [math.inf, 0]
    width = ask(world, "chain_time_d", "p90_less_p10", flow="out")
    # As if the one aboard got off when the clock stopped: after 79 000 s, so that P90 is 140 000 s.
    assert width.above[0] * 86_400 == pytest.approx(10_000)
    assert ask(world, "chain_time_d", "mean", flow="out").count.tolist() == [3, 1]


def test_a_way_of_one_service_is_no_chain(world: World) -> None:
    assert chains(world.plan.flows[0]) == []
    divided = _sea_and_rail().plan.flows[0]
    whole = RouteShare("", "", 0, True, 0.0, 0.0, 0.0, 0.0, 1.0)
    routes = tuple(replace(whole, name=name) for name in ("rail", "both"))
    split = Split("shares", 0, routes, 2.0, 0.0)
    stages = tuple(
        replace(stage, when=((0, option),))
        for stage, option in zip(divided.stages, (1, 1, 1, 0), strict=True)
    )
    assert chains(replace(divided, split=split, stages=stages)) == [("both", 1, 2)]


def test_stages_add_up_to_door_to_door(world: World) -> None:
    for one, name in ((world, "out"), (_sea_and_rail(), "out"), (parcels(), "parcels")):
        collector = Collector(one.plan)
        collector.add(one.workload, one.trace)
        results = collector.finish()
        rows = [row for row in results.stages if row.flow == name]
        mean = next(
            row.value
            for row in results.kpis
            if (row.kpi, row.stat, row.flow) == ("transit_time_d", "mean", name)
        )
        assert sum(row.path_h for row in rows) == pytest.approx(24 * mean)


def test_a_stage_shows_its_waiting_and_its_work(world: World) -> None:
    collector = Collector(world.plan)
    collector.add(world.workload, world.trace)
    rows = {row.stage: row for row in collector.finish().stages}
    assert list(rows) == ["review", "train (wait)", "train", "last"]
    review = rows["review"]
    assert (review.owner, review.passed, review.n) == ("customs", 1.0, 2)
    # 2 600 s for one of three in the first replication, nothing in the second.
    assert review.wait_mean_h * 3_600 == pytest.approx(2_600 / 3 / 2)
    assert review.work_p90_h * 3_600 == pytest.approx(3_600)
    waited, rode = rows["train (wait)"], rows["train"]
    assert math.isnan(waited.work_mean_h)
    assert math.isnan(rode.wait_mean_h)
    assert waited.wait_p50_h * 3_600 == pytest.approx((42_800 + 46_400) / 2)
    assert rode.work_p50_h * 3_600 == pytest.approx(3_000)
    assert rows["last"].unfinished == 0


def test_the_stages_of_a_box_are_its_own() -> None:
    world = parcels()
    collector = Collector(world.plan)
    collector.add(world.workload, world.trace)
    rows = {row.stage: row for row in collector.finish().stages if row.flow == "parcels"}
    assert rows["boxes: train"].work_p50_h * 3_600 == pytest.approx(3_000)
    assert rows["gather"].wait_p50_h * 3_600 == pytest.approx(100)


def test_a_width_needs_a_quick_end() -> None:
    """Nobody ended: neither P10 nor the width is known, P90 is beyond what was seen."""
    visits = Spells(np.array([[0, 10]]), np.array([[NEVER, NEVER]]))
    low, high, width = statistics(Key("chain_time_d"), visits, 100, ("p10", "p90", "p90_less_p10"))
    assert (low.values.tolist(), high.values.tolist()) == ([math.inf], [math.inf])
    assert np.isnan(width.values).all()
    assert np.isnan(width.above).all()
