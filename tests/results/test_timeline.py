"""Timelines of single shipments, and the latest of a flow."""

from __future__ import annotations

import numpy as np
import pytest

from corridor_sim import tiles
from corridor_sim.clock import NEVER
from corridor_sim.results.block import Block, open_block
from corridor_sim.results.owners import by_owner, critical_seconds
from corridor_sim.results.timeline import Timeline, Wait, latest, timeline
from corridor_sim.trace import Trace
from tests.plans.cases import Kind as Sort
from tests.plans.cases import case
from tests.plans.hand import Hand, consolidation, delay, departures, hold, station


def _single(sort: Sort, seed: int, row: int) -> Block:
    one, part = case(sort, seed), slice(row, row + 1)
    flows = tuple(tiles._times(flow, part) for flow in one.trace.flows)
    trace = Trace(one.trace.replications[part], flows)
    return open_block(one.plan, tiles._luck(one.workload, part), trace)


def _hand(hand: Hand) -> Block:
    ran = hand.run()
    return open_block(ran.plan, ran.workload, ran.trace)


def _waits(of: Timeline, stage: int) -> list[Wait]:
    return [wait for one in of.passings if one.stage == stage for wait in one.waits]


@pytest.mark.parametrize("seed", range(12))
def test_a_timeline_adds_up_to_door_to_door(seed: int) -> None:
    block = _single("dense", seed, 0)
    for flow in range(len(block.plan.flows)):
        owned = by_owner(critical_seconds(block, flow))
        for number in np.flatnonzero(block.trace.flows[flow].arrive[0] != NEVER).tolist():
            one = timeline(block, flow, number)
            if one.delivered == NEVER:
                assert not any(each.binding or each.hidden for each in one.passings)
                continue
            lasted = one.delivered - one.arrive
            assert sum(each.binding for each in one.passings) == lasted
            assert one.owners == {
                owner: int(part[0, number]) for owner, part in owned.items() if owner in one.owners
            }
            assert sum(one.owners.values()) == lasted
            assert all(each.hidden >= 0 for each in one.passings)


def test_what_a_shipment_waited_for() -> None:
    """Open 100-200 and 300-400; the second box queues 50 s for a place and for the officer."""
    hand = Hand()
    desk, yard = hand.station(1, hand.calendar((100, 200), (300, 400))), hand.places(1)
    train = hand.service([250, 500, 700], scheduled=[260, 510, 710], late=[0, 90, 0], calls=30)
    steps = [
        hold("yard", yard, "load"),
        station("review", desk, 60, after=["arrival"]),
        delay("load", 1, after=["yard", "review"]),
        departures("train", train),
    ]
    hand.flow("out", [50, 60], steps)
    block = _hand(hand)
    one = timeline(block, 0, 1)
    assert _waits(one, 0) == [Wait("place", 101)]
    assert _waits(one, 1) == [Wait("queue", 60), Wait("closed", 140)]
    assert _waits(one, 3) == [
        Wait("departure", 600 - 321, 510, late=90),
        Wait("missed", 600 - 321, 260, "review"),
    ]
    assert one.owners == {
        "opening hours": 140,
        "unnamed": 600 + 30 - 60 - 140 - 279,
        "schedule": 279,
    }


def test_members_go_on_with_their_box() -> None:
    hand = Hand()
    train = hand.service([200], calls=30)
    boxing = hand.consolidation([2, 0, 0, 0], 500, 1)
    hand.flow("cartons", [20, 130], [consolidation("gather", boxing)])
    hand.fed("boxes", 2, boxing, [departures("train", train)])
    one = timeline(_hand(hand), 0, 0)
    assert one.boxes == ((1, 0),)
    assert [(each.flow, each.binding) for each in one.passings] == [(0, 111), (1, 99)]
    assert _waits(one, 0)[0] == Wait("box", 110)


def test_who_is_still_inside_waits_without_a_chain() -> None:
    hand = Hand(stop=1_000)
    train = hand.service([200], endless=True)
    hand.flow("out", [300], [departures("train", train)])
    one = timeline(_hand(hand), 0, 0)
    assert one.delivered == NEVER
    assert _waits(one, 0) == [Wait("departure", 700)]
    assert one.owners == {}


def test_the_latest_and_the_step_that_made_them_late() -> None:
    """Number 2 has long papers and misses the train; number 3 a long last mile."""
    hand = Hand()
    train = hand.service([100, 200, 300, 400], calls=10)
    steps = [
        delay("papers", [5, 5, 30, 5, 5]),
        departures("train", train),
        delay("last", [20, 20, 20, 60, 20]),
    ]
    hand.flow("out", [90, 190, 90, 290, 390], steps)
    found = latest(_hand(hand), 0, most=2)
    assert [(one.shipment, one.step, one.seconds) for one in found] == [
        (2, "train (wait)", 80),
        (3, "last", 60),
    ]
    assert found[0].step_median == 5
    assert found[0].median == 40
    assert found[0].waits[1] == Wait("missed", 80, 100, "papers")
    assert found[1].waits == ()


def test_a_step_is_held_against_those_who_pass_it() -> None:
    """Most go by truck; who goes by train is compared with those by train."""
    hand = Hand()
    train = hand.service([100, 200, 300], calls=100)
    by_truck = [True, True, True, True, False, False, False]
    steps = [
        departures("train", train, skip=by_truck),
        delay("truck", 10, after=["arrival"], skip=[not one for one in by_truck]),
        delay("last", [5, 5, 5, 5, 5, 5, 90], after=["train", "truck"]),
    ]
    hand.flow("out", [90] * 7, steps)
    worst = latest(_hand(hand), 0, most=1)[0]
    assert (worst.shipment, worst.step, worst.step_median) == (6, "last", 5)


def test_nobody_is_late_where_nobody_came() -> None:
    hand = Hand()
    hand.flow("out", [NEVER], [delay("last", 1)])
    hand.flow("other", [1], [delay("last", 1)])
    assert latest(_hand(hand), 0) == []
