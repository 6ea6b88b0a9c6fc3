from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from corridor_sim.anchors import anchor_time
from corridor_sim.clock import DAY, HOUR, NEVER
from corridor_sim.plan import ARRIVAL, Anchor, Kind, Stage
from corridor_sim.results.block import open_block
from corridor_sim.results.owners import by_owner, critical_seconds
from tests.results.asked import ask, values
from tests.results.world import World, flow, flow_trace, flow_work, parcels


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
    clock = replace(world.plan.clocks[0], starts=(Anchor(ARRIVAL),))
    timed = replace(world, plan=replace(world.plan, clocks=(clock,)))
    assert values(timed, "clock_h", "within_24h", clock="border_to_door") == [1, 0.5]


def test_a_clock_ends_only_at_a_stage_that_is_passed(world: World) -> None:
    skip = np.array([[True, False, False], [False, False, False]])
    clock = replace(world.plan.clocks[0], starts=(Anchor(ARRIVAL),), stop=Anchor(0))
    work = flow_work(world.trace.flows[0], (skip, None, None))
    some = World(
        replace(world.plan, clocks=(clock,)), replace(world.workload, flows=(work,)), world.trace
    )
    assert ask(some, "clock_h", "mean", clock="border_to_door").count.tolist() == [2, 2]
    started = replace(clock, starts=(Anchor(0),), stop=Anchor(2))
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
