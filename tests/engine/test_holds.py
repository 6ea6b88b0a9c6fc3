"""Places that are kept from one stage to a later one, and who is stuck when none returns."""

from __future__ import annotations

from corridor_sim.clock import NEVER
from tests.plans.hand import Hand, delay, departures, hold, station


def test_entry_takes_a_second_and_return_and_entry_share_one() -> None:
    hand = Hand()
    yard = hand.places(2)
    hand.flow("box", [0, 0, 0, 0], [hold("slot", yard, "out"), delay("out", [9, 29, 9, 9])])
    ran = hand.run()
    assert ran.start("box", "slot") == [0, 0, 10, 20]
    assert ran.end("box", "slot") == [1, 1, 11, 21]
    assert ran.end("box", "out") == [10, 30, 20, 30]


def test_entry_goes_by_law_l4() -> None:
    hand = Hand()
    yard = hand.places(1)
    steps = [hold("slot", yard, "out"), delay("out", 9)]
    hand.flow("first", [0, 5, 10], steps, priority=[0, 2, 1])
    hand.flow("second", [4], steps, priority=2)
    ran = hand.run()
    assert ran.start("first", "slot") == [0, 30, 10]
    assert ran.start("second", "slot") == [20]


def test_all_who_ask_at_the_second_of_a_return_compete() -> None:
    """The urgent one becomes ready at the very second at which the place comes back."""
    hand = Hand()
    yard = hand.places(1)
    steps = [delay("road", [1, 2, 5]), hold("slot", yard, "out"), delay("out", 3)]
    hand.flow("box", [0, 0, 0], steps, priority=[1, 1, 0])
    assert hand.run().start("box", "slot") == [1, 9, 5]


def test_an_instant_settles_before_a_free_place_is_taken() -> None:
    hand = Hand()
    yard = hand.places(1)
    steps = [hold("slot", yard, "out"), delay("out", 4)]
    hand.flow("plain", [10], steps, priority=1)
    hand.flow("urgent", [0], [delay("road", 5), delay("gate", 5), *steps])
    ran = hand.run()
    assert ran.start("urgent", "slot") == [10]
    assert ran.start("plain", "slot") == [15]


def test_a_place_returns_at_the_end_of_a_much_later_stage() -> None:
    hand = Hand()
    yard, train = hand.places(1), hand.service([100, 200], calls=30)
    steps = [hold("slot", yard, "road"), departures("ride", train), delay("road", 5)]
    hand.flow("box", [0, 0], steps)
    ran = hand.run()
    assert ran.end("box", "road") == [135, 235]
    assert ran.start("box", "slot") == [0, 135]


def test_a_skipped_hold_takes_no_place_and_returns_none() -> None:
    hand = Hand()
    yard = hand.places(1)
    steps = [hold("slot", yard, "out", skip=[False, True, False, False]), delay("out", 9)]
    hand.flow("box", [0, 0, 0, 0], steps)
    ran = hand.run()
    assert ran.start("box", "slot") == [0, 0, 10, 20]
    assert ran.end("box", "slot") == [1, 0, 11, 21]


def test_a_place_returns_at_the_ready_of_a_skipped_stage() -> None:
    hand = Hand()
    yard = hand.places(1)
    steps = [
        hold("slot", yard, "wash"),
        delay("out", 9),
        delay("wash", 100, skip=[True, False, True]),
    ]
    hand.flow("box", [0, 0, 0], steps)
    assert hand.run().start("box", "slot") == [0, 10, 120]


def test_places_are_taken_while_the_holder_waits_elsewhere() -> None:
    hand = Hand()
    yard, crane = hand.places(2), hand.station()
    hand.flow("box", [0, 0, 0], [hold("slot", yard, "lift"), station("lift", crane, 10)])
    ran = hand.run()
    assert ran.start("box", "slot") == [0, 0, 11]
    assert ran.start("box", "lift") == [1, 11, 21]


def test_a_cycle_of_holds_is_stuck_and_named() -> None:
    hand = Hand()
    one, two = hand.places(1), hand.places(1)
    hand.flow("out", [0, 5], [hold("a", one, "end"), hold("b", two, "end"), delay("end", 5)])
    hand.flow("home", [0], [hold("b", two, "end"), hold("a", one, "end"), delay("end", 5)])
    ran = hand.run()
    assert ran.start("out", "b") == [NEVER, NEVER]
    stuck = ran.stuck()
    assert {(found.kind, found.where, found.held_by) for found in stuck} == {
        ("places", "places 0", ("places 0", "places 1")),
        ("places", "places 1", ("places 0", "places 1")),
    }
    assert {found.where: found.shipments for found in stuck} == {"places 0": 2, "places 1": 1}


def test_waiting_for_a_place_that_will_return_is_not_stuck() -> None:
    hand = Hand(stop=50)
    yard = hand.places(1)
    hand.flow("box", [0, 0], [hold("slot", yard, "out"), delay("out", 500)])
    ran = hand.run()
    assert ran.start("box", "slot") == [0, NEVER]
    assert ran.stuck() == []


def test_a_timetable_that_ends_leaves_its_last_shippers_stuck() -> None:
    hand = Hand()
    train = hand.service([100], endless=False)
    hand.flow("box", [50, 150], [departures("ride", train)])
    (found,) = hand.run().stuck()
    assert (found.kind, found.where, found.shipments) == ("departures", "service 0", 1)


def test_a_timetable_that_goes_on_leaves_nobody_stuck() -> None:
    hand = Hand()
    train = hand.service([100], endless=True)
    hand.flow("box", [50, 150], [departures("ride", train)])
    assert hand.run().stuck() == []


def test_who_fits_no_recurring_departure_is_stuck_and_all_behind() -> None:
    """The one of 60 missed the only departure that was large enough."""
    hand = Hand()
    train = hand.service(
        [100, 200], capacity=[[100, NEVER, NEVER, NEVER], [50, NEVER, NEVER, NEVER]]
    )
    sizes = [(60, 0, 0, 0), (1, 0, 0, 0)]
    hand.flow("box", [150, 160], [departures("ride", train)], size=sizes)
    (found,) = hand.run().stuck()
    assert found.shipments == 2


def test_a_minimum_that_two_cannot_reach_together_is_stuck() -> None:
    """30 and 30 against a minimum of 40 and a capacity of 50: the second never fits beside."""
    hand = Hand()
    train = hand.service([100, 200], capacity=50, minimum=40)
    sizes = [(30, 0, 0, 0), (30, 0, 0, 0)]
    hand.flow("box", [50, 60], [departures("ride", train)], size=sizes)
    (found,) = hand.run().stuck()
    assert found.shipments == 2


def test_a_minimum_that_can_no_longer_come_together_is_stuck() -> None:
    hand = Hand()
    train = hand.service([100, 200], minimum=3)
    hand.flow("box", [50, 60], [departures("ride", train)])
    (found,) = hand.run().stuck()
    assert found.shipments == 2


def test_a_minimum_is_not_stuck_while_others_are_on_the_way() -> None:
    hand = Hand(stop=300)
    train = hand.service([100, 200], minimum=3)
    hand.flow("box", [50, 60, 61], [delay("road", [1, 1, 500]), departures("ride", train)])
    assert hand.run().stuck() == []


def test_places_held_by_shippers_without_a_train_are_stuck_too() -> None:
    hand = Hand()
    yard, train = hand.places(1), hand.service([100], endless=False)
    hand.flow("box", [200, 300], [hold("slot", yard, "ride"), departures("ride", train)])
    stuck = hand.run().stuck()
    assert [(found.kind, found.shipments) for found in stuck] == [("departures", 1), ("places", 1)]
