"""Stations: the order of law L4, opening hours, parallel servers. Every second is written out."""

from __future__ import annotations

import pytest

from corridor_sim.clock import NEVER
from tests.plans.hand import Hand, delay, station


def test_servers_work_in_parallel_and_then_in_turn() -> None:
    hand = Hand()
    crane = hand.station(2)
    hand.flow("box", [0, 1, 2, 3], [station("lift", crane, [10, 4, 5, 1])])
    ran = hand.run()
    assert ran.start("box", "lift") == [0, 1, 5, 10]
    assert ran.end("box", "lift") == [10, 5, 10, 11]


def test_smaller_priority_first_but_never_pre_emptive() -> None:
    hand = Hand()
    desk = hand.station()
    hand.flow("late", [0, 1, 2, 3], [station("review", desk, 10)], priority=[5, 5, 0, -1])
    assert hand.run().start("late", "review") == [0, 30, 20, 10]


def test_equal_priority_goes_by_the_time_of_the_request() -> None:
    hand = Hand()
    desk = hand.station()
    hand.flow("first", [0, 8], [station("review", desk, 10)])
    hand.flow("second", [7], [station("review", desk, 10)])
    ran = hand.run()
    assert ran.start("first", "review") == [0, 20]
    assert ran.start("second", "review") == [10]


def test_one_instant_goes_by_flow_then_number_then_stage() -> None:
    hand = Hand()
    desk = hand.station()
    twice = [
        station("left", desk, 1, after=["arrival"]),
        station("right", desk, 1, after=["arrival"]),
    ]
    hand.flow("first", [5, 5], [delay("wait", 5), station("review", desk, 1)])
    hand.flow("second", [10, 10], twice)
    ran = hand.run()
    assert ran.start("first", "review") == [10, 11]
    assert ran.start("second", "left") == [12, 14]
    assert ran.start("second", "right") == [13, 15]


def test_an_instant_settles_before_anyone_is_served() -> None:
    """The urgent one comes to an idle server at the same second by a longer way."""
    hand = Hand()
    desk = hand.station()
    hand.flow("plain", [10], [station("review", desk, 5)], priority=1)
    way = [delay("road", 5), delay("gate", 5), station("review", desk, 5)]
    hand.flow("urgent", [0], way)
    ran = hand.run()
    assert ran.start("urgent", "review") == [10]
    assert ran.start("plain", "review") == [15]


def test_who_comes_at_the_second_a_server_is_freed_competes_for_it() -> None:
    hand = Hand()
    desk = hand.station()
    hand.flow("box", [0, 1, 10], [station("review", desk, 10)], priority=[0, 2, 1])
    assert hand.run().start("box", "review") == [0, 20, 10]


def test_work_rests_while_closed_and_may_end_at_the_closing_second() -> None:
    hand = Hand()
    office = hand.station(3, hand.calendar((0, 100), (200, 250), (300, 400)))
    hand.flow("box", [40, 40, 40], [station("review", office, [60, 61, 130])])
    assert hand.run().end("box", "review") == [100, 201, 320]


def test_a_server_freed_at_closing_time_serves_next_at_the_opening() -> None:
    """All who came while closed, and at the opening second itself, compete by law L4."""
    hand = Hand()
    office = hand.station(1, hand.calendar((0, 100), (200, 300)))
    times, urgency = [90, 95, 150, 200, 201], [1, 1, 1, 0, 0]
    hand.flow("box", times, [station("review", office, 10)], priority=urgency)
    ran = hand.run()
    assert ran.end("box", "review")[0] == 100
    assert ran.start("box", "review") == [90, 220, 230, 200, 210]


def test_nobody_is_promised_a_server_while_it_is_closed() -> None:
    """Two servers idle all night; the two most urgent of the morning get them."""
    hand = Hand()
    office = hand.station(2, hand.calendar((100, 200)))
    hand.flow("box", [0, 50, 99, 100], [station("review", office, 7)], priority=[3, 2, 1, 0])
    assert hand.run().start("box", "review") == [107, 107, 100, 100]


def test_the_last_open_second_is_worked_in() -> None:
    hand = Hand()
    office = hand.station(1, hand.calendar((0, 100), (200, 300)))
    hand.flow("box", [99, 100], [station("review", office, 2)])
    ran = hand.run()
    assert ran.start("box", "review") == [99, 201]
    assert ran.end("box", "review") == [201, 203]


def test_work_that_outlasts_the_calendar_never_ends() -> None:
    hand = Hand(stop=1_000)
    office = hand.station(1, hand.calendar((0, 100)))
    hand.flow("box", [0, 50, 60], [station("review", office, [30, 60, 1])])
    ran = hand.run()
    assert ran.start("box", "review") == [0, 50, NEVER]
    assert ran.end("box", "review") == [30, NEVER, NEVER]


def test_one_station_in_a_loop_serves_both_directions_in_order_of_request() -> None:
    hand = Hand()
    crane, gate = hand.station(), hand.station()
    hand.flow("out", [0, 0], [station("lift", crane, 10), station("check", gate, 10)])
    hand.flow("home", [0, 0], [station("check", gate, 10), station("lift", crane, 10)])
    ran = hand.run()
    # Second 10: the crane knows out/1 (asked at 0) and home/0 (asks now); the gate likewise.
    assert ran.start("out", "lift") == [0, 10]
    assert ran.start("home", "lift") == [20, 30]
    assert ran.start("home", "check") == [0, 10]
    assert ran.start("out", "check") == [20, 30]


@pytest.mark.parametrize("count", [0, 1])
def test_no_shipment_and_one(count: int) -> None:
    hand = Hand()
    hand.flow("box", [7] * count, [station("lift", hand.station(), 3), delay("road", 2)])
    assert hand.run().end("box", "road") == [12] * count
