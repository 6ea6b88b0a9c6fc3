"""Departures: who boards, who is left, when they leave. Every second is written out."""

from __future__ import annotations

from corridor_sim.clock import NEVER
from corridor_sim.trace import NOWHERE
from tests.plans.hand import Hand, Step, delay, departures, station


def test_ready_exactly_at_the_cut_off_boards_a_second_later_does_not() -> None:
    hand = Hand()
    train = hand.service([90, 190], scheduled=[100, 200], calls=50)
    hand.flow("box", [89, 90, 91], [departures("ride", train)])
    ran = hand.run()
    assert ran.slot("box", "ride") == [0, 0, 1]
    assert ran.start("box", "ride") == [100, 100, 200]
    assert ran.end("box", "ride") == [150, 150, 250]


def test_who_becomes_ready_at_the_cut_off_by_a_long_way_boards() -> None:
    """A cut-off waits until the instant has settled, whatever made the shipment ready."""
    hand = Hand()
    train, crane = hand.service([90]), hand.station()
    hand.flow(
        "box", [0], [delay("road", 30), station("lift", crane, 60), departures("ride", train)]
    )
    assert hand.run().start("box", "ride") == [90]


def test_boarding_goes_by_priority_request_flow_number_and_stage() -> None:
    hand = Hand()
    train = hand.service([100, 200, 300, 400, 500, 600], capacity=1)
    both = [departures("a", train, after=["arrival"]), departures("b", train, after=["arrival"])]
    hand.flow("first", [50, 50], [departures("ride", train)], priority=[1, 0])
    hand.flow("second", [40], both, priority=1)
    hand.flow("third", [50], [departures("ride", train)], priority=1)
    ran = hand.run()
    assert ran.slot("first", "ride") == [3, 0]
    assert (ran.slot("second", "a"), ran.slot("second", "b")) == ([1], [2])
    assert ran.slot("third", "ride") == [4]


def test_nobody_overtakes_for_a_smaller_box_that_would_fit() -> None:
    hand = Hand()
    train = hand.service([100, 200], capacity=4)
    sizes = [(3, 0, 0, 0), (2, 0, 0, 0), (1, 0, 0, 0)]
    hand.flow("box", [0, 1, 2], [departures("ride", train)], size=sizes)
    assert hand.run().slot("box", "ride") == [0, 1, 1]


def test_the_next_one_must_fit_in_every_unit() -> None:
    hand = Hand()
    row = [10, 4_000, 30_000, NEVER]
    train = hand.service([100, 200, 300], capacity=[row] * 3)
    heavy, light = (1, 1_000, 20_000, 1), (1, 1_000, 10_000, 9_999_999)
    long = (1, 4_000, 1, 1)
    hand.flow("box", [0, 1, 2, 3], [departures("ride", train)], size=[heavy, light, long, light])
    assert hand.run().slot("box", "ride") == [0, 0, 1, 2]


def test_lateness_changes_when_not_who() -> None:
    hand = Hand()
    train = hand.service([100, 200], late=[500, 0], calls=50, capacity=1)
    hand.flow("box", [0, 0, 150], [departures("ride", train)])
    ran = hand.run()
    assert ran.slot("box", "ride") == [0, 1, NOWHERE]
    assert ran.start("box", "ride") == [600, 200, NEVER]


def test_equal_cut_offs_are_taken_in_timetable_order() -> None:
    hand = Hand()
    rows = [[1, NEVER, NEVER, NEVER], [2, NEVER, NEVER, NEVER], [5, NEVER, NEVER, NEVER]]
    train = hand.service([100, 100, 100], scheduled=[300, 200, 100], capacity=rows)
    hand.flow("box", [0, 1, 2, 3, 4], [departures("ride", train)])
    ran = hand.run()
    assert ran.slot("box", "ride") == [0, 1, 1, 2, 2]
    assert ran.start("box", "ride") == [300, 200, 200, 100, 100]


def test_a_cancelled_run_takes_nobody() -> None:
    hand = Hand()
    train = hand.service([100, 200], cancelled=[True, False])
    hand.flow("box", [0], [departures("ride", train)])
    assert hand.run().start("box", "ride") == [200]


def test_short_capacity_is_what_is_really_there() -> None:
    hand = Hand()
    rows = [[row, NEVER, NEVER, NEVER] for row in (1, 0, 3)]
    train = hand.service([100, 200, 300], capacity=3, drawn=rows)
    hand.flow("box", [0, 0, 0], [departures("ride", train)])
    assert hand.run().slot("box", "ride") == [0, 2, 2]


def test_below_the_minimum_nobody_boards_and_all_keep_their_places() -> None:
    hand = Hand()
    train = hand.service([100, 200, 300], minimum=3, capacity=3)
    hand.flow("box", [0, 50, 150, 160], [departures("ride", train)])
    assert hand.run().slot("box", "ride") == [1, 1, 1, NOWHERE]


def test_the_minimum_counts_what_would_board_not_who_waits() -> None:
    """Four wait, but the second does not fit: one would board, fewer than two."""
    hand = Hand()
    train = hand.service([100, 200], minimum=2, capacity=3, drawn=[[3, NEVER, NEVER, NEVER]] * 2)
    sizes = [(1, 0, 0, 0), (3, 0, 0, 0), (1, 0, 0, 0), (1, 0, 0, 0)]
    hand.flow("box", [0] * 4, [departures("ride", train)], size=sizes)
    assert hand.run().slot("box", "ride") == [NOWHERE] * 4


def test_the_minimum_is_in_boxes_of_what_a_shipment_measures() -> None:
    hand = Hand()
    train = hand.service([100], minimum=3)
    hand.flow("box", [0], [departures("ride", train)], size=[(3, 0, 0, 0)])
    assert hand.run().slot("box", "ride") == [0]


def test_patience_of_the_first_in_line_makes_it_run_exactly_when_due() -> None:
    hand = Hand()
    train = hand.service([100, 149, 150], minimum=5, patience=100)
    hand.flow("box", [50, 149], [departures("ride", train)])
    assert hand.run().slot("box", "ride") == [2, 2]


def test_patience_is_that_of_the_first_in_line_not_of_the_oldest() -> None:
    hand = Hand()
    train = hand.service([100, 200], minimum=5, patience=100)
    hand.flow("box", [0, 90], [departures("ride", train)], priority=[1, 0])
    assert hand.run().slot("box", "ride") == [1, 1]


def test_a_departure_leaving_after_the_stop_has_boarded_but_is_not_in_the_trace() -> None:
    hand = Hand(stop=250)
    train = hand.service([100, 200], late=[200, 0], calls=60, capacity=1)
    hand.flow("box", [0, 1], [departures("ride", train)])
    ran = hand.run()
    assert ran.start("box", "ride") == [NEVER, 200]
    assert ran.slot("box", "ride") == [NOWHERE, 1]
    assert ran.end("box", "ride") == [NEVER, NEVER]


def test_a_departure_at_the_stop_is_not_in_the_trace() -> None:
    hand = Hand(stop=250)
    train = hand.service([100, 200], late=[150, 49], capacity=1)
    hand.flow("box", [0, 1], [departures("ride", train)])
    ran = hand.run()
    assert ran.start("box", "ride") == [NEVER, 249]
    assert ran.slot("box", "ride") == [NOWHERE, 1]


def test_departures_before_the_first_second_take_nobody() -> None:
    hand = Hand()
    train = hand.service([-50, 0, 50], capacity=1)
    hand.flow("box", [0, 0], [departures("ride", train)])
    assert hand.run().slot("box", "ride") == [1, 2]


def test_shipments_get_off_where_they_mean_to() -> None:
    hand = Hand()
    train = hand.service([100, 200], calls=[[10, 30, 70], [20, 20, 20]])
    hand.flow("near", [0, 150], [departures("ride", train, alight=1)])
    hand.flow("far", [0, 150], [departures("ride", train)])
    ran = hand.run()
    assert ran.end("near", "ride") == [110, 220]
    assert ran.end("far", "ride") == [170, 220]


def test_stages_hang_on_the_departure_and_on_calls() -> None:
    hand = Hand()
    train = hand.service([100], late=[5], calls=[[10, 30]])
    steps: list[Step] = [
        departures("ride", train),
        delay("declare", 1, after=["ride.start"]),
        delay("notice", 2, after=["ride@1"]),
        delay("join", 1, after=["ride", "declare", "notice"]),
    ]
    hand.flow("box", [0], steps)
    ran = hand.run()
    assert ran.ready("box", "declare") == [105]
    assert ran.ready("box", "notice") == [115]
    assert ran.ready("box", "join") == [135]


def test_a_skipped_departure_passes_its_anchors_at_once() -> None:
    hand = Hand()
    train = hand.service([100], calls=[[10, 30]])
    steps = [
        delay("road", 7),
        departures("ride", train, skip=[True, False]),
        delay("declare", 1, after=["ride.start"]),
        delay("notice", 2, after=["ride@1"]),
        delay("join", 1, after=["ride", "declare", "notice"]),
    ]
    hand.flow("box", [0, 0], steps)
    ran = hand.run()
    assert ran.slot("box", "ride") == [NOWHERE, 0]
    assert ran.start("box", "ride") == [7, 100]
    assert ran.end("box", "ride") == [7, 130]
    assert ran.ready("box", "declare") == [7, 100]
    assert ran.ready("box", "notice") == [7, 110]
    assert ran.ready("box", "join") == [9, 130]
