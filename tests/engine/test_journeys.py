"""Journeys: forks, joins, skips, anchors, and the stop of the clock."""

from __future__ import annotations

from corridor_sim.clock import NEVER
from tests.plans.hand import Hand, consolidation, delay, departures, hold, station


def test_a_join_waits_for_the_latest_branch() -> None:
    hand = Hand()
    steps = [
        delay("pack", 10),
        delay("papers", [5, 50], after=["pack"]),
        delay("haul", [20, 20], after=["pack"]),
        delay("load", 1, after=["papers", "haul"]),
    ]
    hand.flow("box", [0, 0], steps)
    assert hand.run().ready("box", "load") == [30, 60]


def test_several_stages_hang_on_the_arrival() -> None:
    hand = Hand()
    steps = [
        delay("papers", 5, after=["arrival"]),
        delay("haul", 9, after=["arrival"]),
        delay("load", 1, after=["haul", "arrival", "papers"]),
    ]
    hand.flow("box", [100], steps)
    ran = hand.run()
    assert (ran.ready("box", "papers"), ran.ready("box", "haul")) == ([100], [100])
    assert ran.end("box", "load") == [110]


def test_a_fork_of_three_and_branches_that_fork_again() -> None:
    hand = Hand()
    steps = [
        delay("a", 1),
        delay("b", 10, after=["a"]),
        delay("c", 20, after=["a"]),
        delay("d", 30, after=["a"]),
        delay("e", 5, after=["b"]),
        delay("f", 50, after=["b"]),
        delay("z", 1, after=["e", "f", "c", "d"]),
    ]
    hand.flow("box", [0], steps)
    ran = hand.run()
    assert ran.ready("box", "z") == [61]
    assert ran.end("box", "e") == [16]


def test_a_skipped_stage_takes_no_time_and_no_server() -> None:
    hand = Hand()
    crane = hand.station()
    steps = [
        delay("road", 5),
        station("inspect", crane, 10, skip=[False, True, False]),
        delay("out", 1),
    ]
    hand.flow("box", [0, 0, 0], steps)
    ran = hand.run()
    assert ran.start("box", "inspect") == [5, 5, 15]
    assert ran.end("box", "inspect") == [15, 5, 25]
    assert ran.end("box", "out") == [16, 6, 26]


def test_skips_in_a_row_and_skipped_joins_pass_within_the_second() -> None:
    hand = Hand()
    crane, yard = hand.station(), hand.places(1)
    boxes, train = hand.consolidation((2, 0, 0, 0), 5, feeds=1), hand.service([500])
    steps = [
        delay("a", 7, skip=[True]),
        hold("h", yard, "z", skip=[True]),
        consolidation("b", boxes, skip=[True]),
        departures("c", train, skip=[True]),
        station("d", crane, 9, skip=[True]),
        station("e", crane, 3),
        delay("z", 2, after=["e", "a"], skip=[True]),
    ]
    hand.flow("box", [40], steps)
    hand.fed("fed", 1, boxes, [delay("road", 1)])
    ran = hand.run()
    assert ran.start("box", "e") == [40]
    assert ran.end("box", "z") == [43]


def test_alternatives_are_branches_of_which_one_is_skipped() -> None:
    hand = Hand()
    steps = [
        delay("pack", 1),
        delay("rail", 100, after=["pack"], skip=[False, True]),
        delay("road", 30, after=["pack"], skip=[True, False]),
        delay("gate", 1, after=["rail", "road"]),
    ]
    hand.flow("box", [0, 0], steps)
    assert hand.run().end("box", "gate") == [102, 32]


def test_times_at_the_stop_are_absent_and_a_second_before_are_there() -> None:
    hand = Hand(stop=100)
    crane = hand.station()
    steps = [delay("road", [99, 98, 10]), station("lift", crane, [1, 1, 90]), delay("out", 1)]
    hand.flow("box", [0, 0, 0], steps)
    ran = hand.run()
    assert ran.end("box", "road") == [99, 98, 10]
    assert ran.start("box", "lift") == [NEVER, NEVER, 10]
    assert ran.end("box", "lift") == [NEVER, NEVER, NEVER]
    assert ran.ready("box", "lift") == [99, 98, 10]
    assert ran.ready("box", "out") == [NEVER, NEVER, NEVER]


def test_an_end_at_the_stop_is_absent() -> None:
    hand = Hand(stop=100)
    hand.flow("box", [0, 0], [delay("road", [99, 100]), delay("out", 1)])
    ran = hand.run()
    assert ran.end("box", "road") == [99, NEVER]
    assert ran.end("box", "out") == [NEVER, NEVER]
    assert ran.start("box", "out") == [99, NEVER]


def test_a_skipped_stage_in_the_last_second_is_there() -> None:
    hand = Hand(stop=100)
    hand.flow("box", [0], [delay("road", 99), delay("out", 1, skip=[True])])
    assert hand.run().end("box", "out") == [99]


def test_shipments_that_do_not_come_leave_no_trace() -> None:
    hand = Hand()
    crane = hand.station()
    hand.flow("box", [NEVER, 5, NEVER], [station("lift", crane, 3)])
    ran = hand.run()
    assert ran.ready("box", "lift") == [NEVER, 5, NEVER]
    assert ran.arrive("box") == [NEVER, 5, NEVER]


def test_shipments_need_not_come_in_the_order_of_their_numbers() -> None:
    hand = Hand()
    crane = hand.station()
    hand.flow("box", [20, 0, 10], [station("lift", crane, 15)])
    assert hand.run().start("box", "lift") == [30, 0, 15]
