"""Consolidation: when boxes close, who is in which, and what they become."""

from __future__ import annotations

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.trace import NOWHERE
from tests.plans.hand import Hand, Ran, Step, consolidation, delay, departures, station

#: Room for three cartons, whatever they weigh.
THREE = (3, 0, 0, 0)


def _packed(
    arrive: list[int],
    *,
    capacity: tuple[int, int, int, int] = THREE,
    wait: int = 100,
    size: list[tuple[int, int, int, int]] | None = None,
    value: list[int] | None = None,
    priority: list[int] | None = None,
    stop: int = 100_000,
) -> Ran:
    hand = Hand(stop=stop)
    boxes = hand.consolidation(capacity, wait, feeds=1)
    urgency = priority or [0] * len(arrive)
    steps = [consolidation("pack", boxes)]
    hand.flow("carton", arrive, steps, size=size, value=value, priority=urgency)
    hand.fed("box", len(arrive), boxes, [delay("road", 10)])
    return hand.run()


def test_a_box_closes_at_the_second_it_is_exactly_full() -> None:
    ran = _packed([0, 5, 20, 30])
    assert ran.start("carton", "pack") == [20, 20, 20, 130]
    assert ran.end("carton", "pack") == [21, 21, 21, 131]
    assert ran.slot("carton", "pack") == [0, 0, 0, 1]
    assert ran.arrive("box")[:2] == [21, 131]


def test_a_member_that_would_overfill_opens_the_next_box() -> None:
    ran = _packed([0, 1, 2], size=[(2, 0, 0, 0), (2, 0, 0, 0), (1, 0, 0, 0)])
    assert ran.slot("carton", "pack") == [0, 1, 1]
    assert ran.start("carton", "pack") == [1, 2, 2]


def test_any_unit_may_fill_or_overfill() -> None:
    sizes = [(1, 0, 400, 0), (1, 0, 700, 0), (1, 0, 300, 0), (1, 0, 1_000, 0)]
    ran = _packed([0, 1, 2, 3], capacity=(9, 0, 1_000, 0), size=sizes)
    assert ran.slot("carton", "pack") == [0, 1, 1, 2]
    assert ran.start("carton", "pack") == [1, 2, 2, 3]


def test_the_wait_runs_from_the_first_member_and_one_ready_exactly_then_still_joins() -> None:
    ran = _packed([0, 100, 101, 201])
    assert ran.slot("carton", "pack") == [0, 0, 1, 1]
    assert ran.start("carton", "pack") == [100, 100, 201, 201]


def test_the_box_that_waited_longest_is_overfilled_at_its_last_second() -> None:
    """At second 100 the first box is due, but a member joins before and closes it: overfilled."""
    ran = _packed([0, 100, 100], size=[(2, 0, 0, 0), (2, 0, 0, 0), (2, 0, 0, 0)])
    assert ran.slot("carton", "pack") == [0, 1, 2]
    assert ran.start("carton", "pack") == [100, 100, 200]


def test_several_boxes_close_in_one_second_and_are_numbered_in_that_order() -> None:
    ran = _packed([0, 7, 7, 7, 7, 7, 7, 7])
    assert ran.slot("carton", "pack") == [0, 0, 0, 1, 1, 1, 2, 2]
    assert ran.start("carton", "pack") == [7] * 6 + [107] * 2
    assert ran.arrive("box")[:3] == [8, 8, 108]


def test_members_join_by_ready_first_then_by_priority() -> None:
    ran = _packed([0, 5, 5, 5], priority=[9, 1, 2, 0])
    assert ran.slot("carton", "pack") == [0, 0, 1, 0]


def test_without_a_wait_all_of_one_second_go_together() -> None:
    ran = _packed([0, 0, 1], wait=0)
    assert ran.slot("carton", "pack") == [0, 0, 1]
    assert ran.start("carton", "pack") == [0, 0, 1]


def test_an_old_timer_does_not_close_the_next_box() -> None:
    """The first box is full at 1; its timer goes off at 100, when the second is 60 old."""
    ran = _packed([0, 0, 1, 40])
    assert ran.start("carton", "pack")[3] == 140


def test_closing_is_not_forced_at_the_end() -> None:
    ran = _packed([0, 1], stop=90)
    assert ran.start("carton", "pack") == [NEVER, NEVER]
    assert ran.slot("carton", "pack") == [NOWHERE, NOWHERE]


def test_a_box_closed_in_the_last_second_has_not_arrived() -> None:
    ran = _packed([0, 1], stop=101)
    assert ran.start("carton", "pack") == [100, 100]
    assert ran.end("carton", "pack") == [NEVER, NEVER]
    assert ran.arrive("box") == [NEVER, NEVER]


def test_a_box_has_its_own_size_and_its_members_weight_and_value() -> None:
    sizes = [(1, 5, 100, 7), (1, 5, 200, 7), (1, 5, 400, 7), (1, 5, 800, 7)]
    ran = _packed([0, 0, 0, 0], size=sizes, value=[1, 10, 100, 1_000])
    box = ran.trace.flows[1]
    assert box.size[0, :2].tolist() == [[1, 2_000, 700, 70_000], [1, 2_000, 800, 70_000]]
    assert box.value[0, :2].tolist() == [111, 1_000]


def test_box_k_has_the_luck_of_number_k() -> None:
    hand = Hand()
    boxes = hand.consolidation(THREE, 10, feeds=1)
    hand.flow("carton", [0, 50, 51, 52], [consolidation("pack", boxes)])
    road: Step = delay("road", [1_000, 20, 5, 5])
    hand.fed("box", 4, boxes, [road])
    ran = hand.run()
    assert ran.arrive("box") == [11, 53, NEVER, NEVER]
    assert ran.end("box", "road") == [1_011, 73, NEVER, NEVER]


def test_two_flows_share_a_box_and_its_order() -> None:
    hand = Hand()
    boxes = hand.consolidation(THREE, 100, feeds=2)
    hand.flow("first", [5, 9], [consolidation("pack", boxes)])
    hand.flow("second", [5, 6], [consolidation("pack", boxes)])
    hand.fed("box", 4, boxes, [delay("road", 1)])
    ran = hand.run()
    assert ran.slot("first", "pack") == [0, 1]
    assert ran.slot("second", "pack") == [0, 0]


def test_the_weight_of_a_closed_box_decides_what_train_it_fits() -> None:
    hand = Hand()
    boxes = hand.consolidation(THREE, 100, feeds=1)
    rows = [[9, NEVER, 1_000, NEVER]] * 2
    train = hand.service([500, 600], capacity=rows)
    sizes = [(1, 0, 300, 0)] * 6
    hand.flow("carton", [0] * 6, [consolidation("pack", boxes)], size=sizes)
    hand.fed("box", 6, boxes, [departures("ride", train)])
    ran = hand.run()
    assert ran.slot("box", "ride")[:2] == [0, 1]


def test_boxes_and_their_members_meet_at_one_station_in_a_loop() -> None:
    hand = Hand()
    crane = hand.station()
    boxes = hand.consolidation((2, 0, 0, 0), 100, feeds=1)
    steps = [station("sort", crane, 10), consolidation("pack", boxes)]
    hand.flow("carton", [0, 0, 0, 0], steps)
    hand.fed("box", 4, boxes, [station("lift", crane, 5)])
    ran = hand.run()
    # The box of 20 arrives at 21, when the third carton is on the crane and the fourth waits.
    assert ran.start("carton", "sort") == [0, 10, 20, 30]
    assert ran.start("box", "lift")[:2] == [40, 45]
    assert np.array_equal(ran.arrive("box")[:2], [21, 41])
