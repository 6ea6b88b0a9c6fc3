"""Missed departures: by hand, and against a count in plain Python."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pytest

from corridor_sim.clock import HOUR, NEVER
from corridor_sim.plan import Kind
from corridor_sim.results.block import Block, open_block
from corridor_sim.results.chain import chain
from corridor_sim.results.collect import reduce_block
from corridor_sim.results.missed import REASONS, ServiceWaits, Waits, flow_waits, most_missed
from corridor_sim.results.rolled import rolled
from tests.plans.cases import Kind as Sort
from tests.plans.cases import case
from tests.plans.hand import Hand, Ran, consolidation, delay, departures
from tests.results.test_chain import walked

CASES: list[tuple[Sort, int]] = [("dense", k) for k in range(16)] + [("wide", k) for k in range(8)]


def _waits(ran: Ran, flow: int = 0) -> list[ServiceWaits]:
    return flow_waits(open_block(ran.plan, ran.workload, ran.trace), flow)


def _missed(one: ServiceWaits) -> dict[str, tuple[int, int]]:
    """By stage, shipments and seconds."""
    every = {name: (int(c.shipments[0]), int(c.seconds[0])) for name, c in one.missed.items()}
    return {name: pair for name, pair in every.items() if pair[0]}


def _behind(one: ServiceWaits) -> dict[str, tuple[int, int]]:
    every = {name: (int(c.shipments[0]), int(c.seconds[0])) for name, c in one.behind.items()}
    return {name: pair for name, pair in every.items() if pair[0]}


def test_the_stage_in_which_the_list_closed_caused_the_miss() -> None:
    """Lists close at 100 and 200. The three are at the papers, at the haul, not there yet."""
    hand = Hand()
    train = hand.service([100, 200])
    hand.flow(
        "out", [60, 10, 101], [delay("papers", 50), delay("haul", 60), departures("train", train)]
    )
    one = _waits(hand.run())[0]
    assert _missed(one) == {"papers": (1, 30), "haul": (1, 80)}
    assert one.tally.tolist() == [2, 0]
    assert (int(one.boarded.shipments[0]), int(one.boarded.seconds[0])) == (2, 110)


def test_ready_at_the_closing_second_is_in_time_and_leaving_a_stage_then_is_the_next_stage() -> (
    None
):
    hand = Hand()
    train = hand.service([100, 200])
    steps = [delay("papers", 50), delay("haul", 20), departures("train", train)]
    hand.flow("out", [30, 50], steps)  # ready at 100; leaves the papers at 100
    assert _missed(_waits(hand.run())[0]) == {"haul": (1, 80)}


def test_work_beside_the_chain_causes_nothing() -> None:
    hand = Hand()
    train = hand.service([100, 200])
    steps = [
        delay("papers", 95, after=["arrival"]),
        delay("haul", 120, after=["arrival"]),
        departures("train", train, after=["papers", "haul"]),
    ]
    hand.flow("out", [10], steps)
    assert _missed(_waits(hand.run())[0]) == {"haul": (1, 70)}


@pytest.mark.parametrize("why", ["full", "cancelled", "short of its minimum"])
def test_a_departure_that_could_not_be_caught_is_not_missed(why: str) -> None:
    """Lists close at 100, 200 and 300; the one at 200 takes nobody more."""
    hand = Hand()
    train = hand.service(
        [100, 200, 300],
        capacity=[[5, NEVER, NEVER, NEVER], [1, NEVER, NEVER, NEVER], [5, NEVER, NEVER, NEVER]],
        cancelled=[False, why == "cancelled", False],
        minimum=2 if why == "short of its minimum" else 0,
    )
    hand.flow("out", [50], [delay("papers", 170), departures("train", train)])
    hand.flow("fill", [90, 91, 290] + [190] * (why == "full"), [departures("train", train)])
    one = _waits(hand.run())[0]
    assert one.tally.tolist() == [1, 0, 0]
    assert _missed(one) == {"papers": (1, 80)}


def test_one_that_left_others_behind_had_no_room_for_more() -> None:
    """At 100 a box of 3 does not fit and a small one may not overtake it: the small one who came
    later missed nothing that it could have caught."""
    hand = Hand()
    train = hand.service([100, 200], capacity=4)
    hand.flow("fill", [10, 20], [departures("train", train)], size=[(2, 0, 0, 0), (3, 0, 0, 0)])
    hand.flow("out", [50], [delay("papers", 60), departures("train", train)])
    ran = hand.run()
    assert _missed(_waits(ran, 1)[0]) == {}
    assert _behind(_waits(ran, 0)[0]) == {"no_room": (1, 100)}


def test_too_little_room_for_its_size_is_no_room() -> None:
    hand = Hand()
    train = hand.service([100, 200], capacity=[[4, *[NEVER] * 3], [8, *[NEVER] * 3]])
    hand.flow("fill", [10], [departures("train", train)], size=[(2, 0, 0, 0)])
    steps = [delay("papers", 60), departures("train", train)]
    hand.flow("large", [50], steps, size=[(3, 0, 0, 0)])
    hand.flow("small", [50], steps, size=[(2, 0, 0, 0)])
    ran = hand.run()
    assert _missed(_waits(ran, 1)[0]) == {}
    assert _missed(_waits(ran, 2)[0]) == {"papers": (1, 90)}


def test_ready_but_not_taken_is_told_by_reason() -> None:
    """Ready at 50: full at 100, cancelled at 200, taken at 300."""
    hand = Hand()
    train = hand.service([100, 200, 300], capacity=1, cancelled=[False, True, False], calls=7)
    hand.flow("out", [40, 50], [departures("train", train)])
    ran = hand.run()
    one = _waits(ran)[0]
    assert _behind(one) == {"no_room": (1, 100), "cancelled": (1, 100)}
    assert _missed(one) == {}
    found = reduce_block(ran.plan, ran.workload, ran.trace).measures
    means = {
        (m.key.kpi, m.key.stat): m.values[0]
        for m in found
        if m.key.kpi.removesuffix("_h") in REASONS
    }
    assert means["no_room_h", "mean"] * HOUR == pytest.approx(50)
    assert means["no_room_h", "ratio"] == 0.5
    assert means["below_minimum_h", "ratio"] == 0


def test_below_its_minimum() -> None:
    hand = Hand()
    train = hand.service([100, 200], minimum=2)
    hand.flow("out", [50, 150], [departures("train", train)])
    assert _behind(_waits(hand.run())[0]) == {"below_minimum": (1, 100)}


def test_a_box_misses_a_departure_while_it_is_gathered() -> None:
    """The first carton waits from 20 for the second at 130: the train at 100 is missed."""
    hand = Hand()
    train = hand.service([100, 200, 300])
    boxing = hand.consolidation([2, 0, 0, 0], 500, 1)
    hand.flow("cartons", [20, 130, 210, 220], [consolidation("gather", boxing)])
    hand.fed("boxes", 4, boxing, [departures("train", train)])
    one = _waits(hand.run())[0]
    assert _missed(one) == {"consolidation 0": (1, 69)}
    assert one.tally.tolist() == [1, 0, 0]


def test_the_departure_missed_most_often_is_named_by_weekday_and_hour() -> None:
    hand = Hand(stop=30 * 86_400)
    week, at = 7 * 86_400, 2 * 86_400 + 20 * 3_600  # Wednesdays at 20:00, the run begins Monday
    train = hand.service([at, at + 3_600, at + week, at + 2 * week])
    steps = [delay("papers", 40_000), departures("train", train)]
    hand.flow("out", [at - 100, at + week - 100, at + 3_600 - 100], steps)
    ran = hand.run()
    found = most_missed(ran.plan, _waits(ran))
    assert [(one.weekday, one.hour, one.number, one.stage) for one in found] == [
        (2, 21, 2, "papers")
    ]


@dataclass
class _Told:
    boarded: Counter[tuple[int, int]] = field(default_factory=Counter)
    waited: Counter[tuple[int, int]] = field(default_factory=Counter)
    missed: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    seconds: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    tally: Counter[tuple[int, int]] = field(default_factory=Counter)


def _told(block: Block) -> _Told:
    """Everything counted one shipment and one departure at a time."""
    told = _Told()
    for flow, one in enumerate(block.plan.flows):
        if one.fed_by >= 0:  # a box misses what its members were late for: by hand above
            continue
        done = block.trace.flows[flow].end[one.delivery] != NEVER
        for row, number in np.argwhere(done & block.timed(flow)).tolist():
            steps = walked(block, flow, row, number)
            for place, (stage, ready, _) in enumerate(steps):
                if one.stages[stage].kind is Kind.DEPARTURES:
                    _tell(told, block, (flow, stage, row, number), ready, steps[:place])
    return told


def _tell(
    told: _Told,
    block: Block,
    who: tuple[int, int, int, int],
    ready: int,
    before: list[tuple[int, int, int]],
) -> None:
    flow, stage, row, number = who
    times, service = block.trace.flows[flow], block.plan.flows[flow].stages[stage].resource
    slot = times.slot[stage]
    assert slot is not None
    taken = int(slot[row, number])
    if taken < 0:
        return
    cut_off = block.plan.services[service].cut_off.tolist()
    waited = int(times.start[stage][row, number]) - ready
    told.boarded[service, row] += 1
    told.waited[service, row] += waited
    for place in range(taken):
        if cut_off[place] >= ready:
            waited -= cut_off[place + 1] - cut_off[place]
    for place in range(taken - 1, -1, -1):
        if cut_off[place] < ready and _catchable(block, service, row, place, who):
            for at, begun, left in before:
                if begun <= cut_off[place] < left:
                    name = block.plan.flows[flow].stages[at].name
                    told.missed[service, row, name] += 1
                    told.seconds[service, row, name] += waited
                    told.tally[service, place] += 1
            break


def _catchable(
    block: Block, service: int, row: int, place: int, who: tuple[int, int, int, int]
) -> bool:
    """Whether a departure ran, left nobody behind and had room for the shipment."""
    plan, trips = block.plan, block.workload.trips[service]
    closes = int(plan.services[service].cut_off[place])
    room = trips.capacity[row, place].copy()
    aboard = 0
    for flow, one in enumerate(plan.flows):
        for stage, step in enumerate(one.stages):
            if step.kind is not Kind.DEPARTURES or step.resource != service:
                continue
            times, skip = block.trace.flows[flow], block.workload.flows[flow].skip[stage]
            slot = times.slot[stage]
            assert slot is not None
            for number in range(times.arrive.shape[1]):
                if skip is not None and skip[row, number]:
                    continue
                took = int(slot[row, number])
                if took == place:
                    room -= times.size[row, number]
                    aboard += 1
                elif times.ready[stage][row, number] <= closes and (took < 0 or took > place):
                    return False
    if trips.cancelled[row, place] or trips.start[row, place] >= plan.stop:
        return False
    if not aboard and int(plan.services[service].minimum[place]) > 1:
        return False
    return bool((room >= block.trace.flows[who[0]].size[row, who[3]]).all())


@pytest.mark.parametrize(("sort", "seed"), CASES)
def test_counted_one_by_one(sort: Sort, seed: int) -> None:
    one = case(sort, seed)
    block = open_block(one.plan, one.workload, one.trace)
    waits = Waits(block, rolled(block))
    for flow in (k for k, each in enumerate(one.plan.flows) if each.fed_by < 0):
        done = block.trace.flows[flow].end[one.plan.flows[flow].delivery] != NEVER
        for piece in chain(block, flow, (done & block.timed(flow)).astype(np.int64)):
            waits.take(flow, piece)
        waits.end(flow)
    told = _told(block)
    for service, found in enumerate(waits.services):
        for row in range(block.rows):
            assert found.boarded.shipments[row] == told.boarded[service, row]
            assert found.boarded.seconds[row] == told.waited[service, row]
            for name, counted in found.missed.items():
                assert counted.shipments[row] == told.missed[service, row, name]
                assert counted.seconds[row] == told.seconds[service, row, name]
        assert found.tally.tolist() == [told.tally[service, k] for k in range(len(found.tally))]


def test_enough_is_missed_to_tell() -> None:
    missed = behind = 0
    for sort, seed in CASES:
        one = case(sort, seed)
        block = open_block(one.plan, one.workload, one.trace)
        for flow in range(len(one.plan.flows)):
            for found in flow_waits(block, flow):
                missed += sum(int(each.shipments.sum()) for each in found.missed.values())
                behind += sum(int(each.shipments.sum()) for each in found.behind.values())
    assert missed > 100
    assert behind > 100
