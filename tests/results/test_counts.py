from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from corridor_sim.chance.laws import fixed
from corridor_sim.clock import NEVER
from corridor_sim.plan import Kind, SizeClass, Stage
from corridor_sim.trace import NOWHERE
from corridor_sim.workload import OUTSIDE_HORIZON, TOO_LARGE, Trips, Workload
from tests.results.asked import values
from tests.results.world import World, cartons, flow, flow_trace, flow_work, parcels


def test_trains_run_per_service_and_mode(world: World) -> None:
    assert values(world, "trains_run", "total", service="train") == [2, 1]
    assert values(world, "trains_run", "total", service="", mode="rail") == [2, 1]


def test_trains_run_goes_by_the_actual_departure(world: World) -> None:
    assert values(world, "trains_run", "total", (0, 121_000), service="train") == [1, 1]
    assert values(world, "trains_run", "total", (121_000, 121_001), service="train") == [1, 0]


def test_an_empty_train_runs_only_where_no_minimum_is_set(world: World) -> None:
    times = world.trace.flows[0]
    stays = np.full_like(times.arrive, NEVER)
    empty = replace(
        times,
        start=(times.start[0], stays, stays),
        slot=(None, np.full_like(times.arrive, NOWHERE), None),
    )
    alone = World(world.plan, world.workload, replace(world.trace, flows=(empty,)))
    assert values(alone, "trains_run", "total", service="train") == [0, 0]
    free = replace(world.plan.services[0], minimum=np.zeros(2, dtype=np.int64))
    alone = replace(alone, plan=replace(alone.plan, services=(free,), end=alone.plan.stop))
    assert values(alone, "trains_run", "total", service="train") == [2, 1]
    assert values(alone, "load_factor", "ratio", service="train") == [0, 0]
    over = replace(alone, plan=replace(alone.plan, end=1))
    assert values(over, "trains_run", "total", service="train") == [0, 0]


def test_a_departure_at_the_stop_did_not_run(world: World) -> None:
    early = replace(world.plan, stop=121_000)
    assert values(replace(world, plan=early), "trains_run", "total", service="train") == [1, 1]


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("boxes_dispatched", [3, 1]),
        ("teu_dispatched", [6, 2]),
        ("weight_t", [30, 10]),
        ("value_usd", [300, 100]),
    ],
)
def test_dispatched(world: World, kpi: str, expected: list[float]) -> None:
    assert values(world, kpi, "total") == expected
    assert values(world, kpi, "total", flow="out") == expected
    assert values(world, kpi, "total", service="train") == expected
    assert values(world, kpi, "total", direction="export", partner="EU") == expected
    assert values(world, kpi, "total", corridor="west") == expected


def test_counts_go_by_the_clock(world: World) -> None:
    assert values(world, "boxes_dispatched", "total", (0, 121_000)) == [2, 1]
    assert values(world, "boxes_dispatched", "total", (50_001, 200_000)) == [1, 0]
    assert values(world, "boxes_arrived", "total", (1_000, 80_000)) == [1, 0]


def test_load_factor_is_of_departures_that_ran(world: World) -> None:
    assert values(world, "load_factor", "ratio", service="train") == [3 / 4, 1 / 2]


def test_load_factor_uses_the_drawn_capacity(world: World) -> None:
    one = world.workload.trips[0]
    capacity = one.capacity.copy()
    capacity[:, 1, 0] = 1
    trips = (Trips(one.start, one.calls, capacity, one.cancelled),)
    short = replace(world, workload=replace(world.workload, trips=trips))
    assert values(short, "load_factor", "ratio", service="train") == [1, 1 / 2]


def test_share_kept_by_the_hub(world: World) -> None:
    """A second flow of the same hub leaves from another city on the first train."""
    stages = (Stage("train", Kind.DEPARTURES, 0),)
    away = flow("away", stages, direction="export", hub="H", origin="X", destination="H")
    start = [[50_000], [NEVER]]
    times = flow_trace([[0], [0]], [([[0], [0]], start, [[53_000], [NEVER]], [[0], [NOWHERE]])])
    both = World(
        replace(world.plan, flows=(*world.plan.flows, away)),
        replace(world.workload, flows=(*world.workload.flows, flow_work(times))),
        replace(world.trace, flows=(*world.trace.flows, times)),
    )
    assert values(both, "share_kept_by_hub", "ratio", place="H", corridor="") == [3 / 4, 1]
    assert values(both, "trains_run", "total", service="train") == [2, 1]


def test_nothing_is_lost(world: World) -> None:
    refused = np.array([[0, 0, 0], [0, TOO_LARGE, 0]], dtype=np.int8)
    work = replace(world.workload.flows[0], refused=refused)
    some = replace(
        world, workload=Workload(world.workload.replications, (work,), world.workload.trips)
    )
    assert values(some, "generated", "total") == [3, 3]
    assert values(some, "delivered", "total") == [3, 1]
    assert values(some, "inside", "total") == [0, 1]
    assert values(some, "refused_too_large", "total") == [0, 1]
    assert values(some, "refused_outside", "total") == [0, 0]
    outside = replace(work, refused=np.where(refused > 0, OUTSIDE_HORIZON, 0).astype(np.int8))
    late = replace(some, workload=replace(some.workload, flows=(outside,)))
    assert values(late, "refused_outside", "total", flow="out") == [0, 1]


def test_parcels_are_delivered_with_their_box() -> None:
    world = parcels()
    assert values(world, "delivered", "total", flow="parcels") == [2]
    assert values(world, "inside", "total", flow="parcels") == [1]
    assert values(world, "generated", "total") == [3]
    assert values(world, "boxes_dispatched", "total") == [2]
    assert values(world, "boxes_arrived", "total", flow="boxes") == [2]


@pytest.mark.parametrize(("kpi", "once"), [("boxes_dispatched", 2), ("value_usd", 200)])
def test_cartons_that_a_van_brings_count_as_the_boxes_they_become(kpi: str, once: float) -> None:
    world = cartons()
    assert values(world, kpi, "total") == [once]
    assert values(world, kpi, "total", direction="export", partner="EU") == [once]
    assert values(world, kpi, "total", corridor="west") == [once]
    assert values(world, kpi, "total", flow="boxes") == [once]
    assert values(world, kpi, "total", flow="cartons") == [0]
    assert values(world, kpi, "total", service="van") == [3 * once / 2]
    assert values(world, kpi, "total", service="daily") == [once]
    assert values(world, "share_kept_by_hub", "ratio", place="H", corridor="") == [1]


def test_who_skips_the_box_counts_where_it_leaves() -> None:
    """The first carton is a full load of its own; the box of the second leaves without it."""
    world = cartons()
    skip = np.array([[True, False, False]])
    work = replace(world.workload.flows[0], skip=(None, skip))
    some = replace(world.workload, flows=(work, world.workload.flows[1]))
    assert values(replace(world, workload=some), "boxes_dispatched", "total") == [3]


def test_cartons_count_themselves_where_their_boxes_leave_with_no_departure() -> None:
    world = cartons()
    road = replace(world.plan.flows[1], stages=(Stage("road", Kind.DELAY),))
    plan = replace(world.plan, flows=(world.plan.flows[0], road))
    assert values(replace(world, plan=plan), "boxes_dispatched", "total") == [3]


def _by_road(world: World, **named: object) -> World:
    """The second flow never departs: a truck delivers two boxes, the third is under way."""
    stages = (Stage("truck", Kind.DELAY),)
    times = flow_trace(
        [[0, 10, 20], [0, NEVER, NEVER]],
        [
            (
                [[0, 10, 20], [0, NEVER, NEVER]],
                [[0, 10, 20], [0, NEVER, NEVER]],
                [[100, 110, NEVER], [100, NEVER, NEVER]],
                None,
            )
        ],
    )
    road = flow("road", stages, **named)
    return World(
        replace(world.plan, flows=(*world.plan.flows, road)),
        replace(world.workload, flows=(*world.workload.flows, flow_work(times))),
        replace(world.trace, flows=(*world.trace.flows, times)),
    )


@pytest.mark.parametrize(
    ("kpi", "each"),
    [("boxes_dispatched", 1), ("teu_dispatched", 2), ("weight_t", 10), ("value_usd", 100)],
)
def test_what_no_departure_carries_counts_when_delivered(
    world: World, kpi: str, each: float
) -> None:
    both = _by_road(world)
    assert values(both, kpi, "total", flow="road") == [2 * each, each]
    assert values(both, kpi, "total", (0, 105), flow="road") == [each, each]
    assert values(both, kpi, "total") == [5 * each, 2 * each]


def test_boxes_that_never_depart_are_not_counted_beside_what_is_in_them() -> None:
    """Parcels that are delivered with their box, and no departure anywhere."""
    world = parcels()
    still = replace(world.plan.flows[1], stages=(Stage("train", Kind.DELAY),))
    alone = replace(world, plan=replace(world.plan, flows=(world.plan.flows[0], still)))
    assert values(alone, "boxes_dispatched", "total", flow="boxes") == [0]
    assert values(alone, "boxes_dispatched", "total", flow="parcels") == [2]


def test_only_who_passes_no_departure_counts_when_delivered(world: World) -> None:
    """The first box of each replication goes by another way than the train."""
    road = np.array([[True, False, False], [True, False, False]])
    work = flow_work(world.trace.flows[0], [None, road, None])
    times = world.trace.flows[0]
    start, slot = times.start[1].copy(), times.slot[1].copy()  # type: ignore[union-attr]
    slot[:, 0] = NOWHERE
    start[:, 0] = times.ready[1][:, 0]
    mixed = replace(times, start=(times.start[0], start, times.start[2]), slot=(None, slot, None))
    some = World(
        world.plan,
        replace(world.workload, flows=(work,)),
        replace(world.trace, flows=(mixed,)),
    )
    # Delivered at 60 000 s, though the train left at 50 000 s.
    assert values(some, "boxes_dispatched", "total", (0, 55_000), flow="out") == [1, 0]
    assert values(some, "boxes_dispatched", "total", (55_000, 70_000), flow="out") == [1, 1]


def test_share_kept_is_told_by_corridor(world: World) -> None:
    both = _by_road(world, hub="H", origin="X", destination="Y", corridor="east")
    assert values(both, "share_kept_by_hub", "ratio", place="H", corridor="west") == [1, 1]
    assert values(both, "share_kept_by_hub", "ratio", place="H", corridor="east") == [0, 0]
    assert values(both, "share_kept_by_hub", "ratio", place="H", corridor="") == [3 / 5, 1 / 2]


def test_another_node_of_the_city_is_the_hub_too(world: World) -> None:
    both = _by_road(world, hub="H", origin="P", destination="Y", corridor="east")

    def kept(world: World) -> list[float]:
        return values(world, "share_kept_by_hub", "ratio", place="H", corridor="east")

    assert kept(both) == [0, 0]
    cities = (frozenset({"Y", "Z"}), frozenset({"H", "P"}))
    one = replace(both, plan=replace(both.plan, cities=cities))
    assert kept(one) == [1, 1]


def test_parcels_on_released_lists() -> None:
    """Lists of 3, 4 and 5 parcels; the third is not delivered."""
    world = parcels()
    some = replace(world.workload.flows[0], parcels=np.array([[3, 4, 5]]))
    size = SizeClass("list", 1.0, 0, 0, 0, fixed(1), fixed(1), parcels=4)
    lists = replace(world.plan.flows[0], demand=replace(world.plan.flows[0].demand, sizes=(size,)))
    one = World(
        replace(world.plan, flows=(lists, world.plan.flows[1])),
        replace(world.workload, flows=(some, world.workload.flows[1])),
        world.trace,
    )
    assert values(one, "parcels", "total") == [7]
    assert values(one, "parcels", "total", flow="parcels") == [7]
    assert values(one, "parcels", "total", (0, 13_001), flow="parcels") == [7]
    assert values(one, "parcels", "total", (0, 13_000), flow="parcels") == [0]
