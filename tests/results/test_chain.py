"""The binding chain against a walk in plain Python, and small chains by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from corridor_sim.anchors import anchor_time
from corridor_sim.clock import HOUR, NEVER
from corridor_sim.plan import ARRIVAL, Kind
from corridor_sim.results.block import Block, open_block
from corridor_sim.results.chain import chain, may_hide
from corridor_sim.results.collect import reduce_block
from corridor_sim.results.owners import (
    CLOSED,
    OPENING_HOURS,
    SCHEDULE,
    WAITING,
    by_owner,
    critical_seconds,
)
from tests.plans.cases import Kind as Sort
from tests.plans.cases import case
from tests.plans.hand import Hand, Ran, delay, departures, station

#: (stage, begun, left), from the arrival to the delivery.
Walked = list[tuple[int, int, int]]
CASES: list[tuple[Sort, int]] = [("dense", k) for k in range(12)] + [("wide", k) for k in range(6)]


def _block(sort: Sort, seed: int) -> Block:
    one = case(sort, seed)
    return open_block(one.plan, one.workload, one.trace)


def walked(block: Block, flow: int, row: int, number: int) -> Walked:
    """Back from the delivery through whatever came last, of equal ones the first in order."""
    stages, times = block.plan.flows[flow].stages, block.trace.flows[flow]
    at = block.plan.flows[flow].delivery
    left, found = int(times.end[at][row, number]), []
    while at != ARRIVAL:
        ready = int(times.ready[at][row, number])
        found.append((at, ready, left))
        came = {
            anchor: int(
                anchor_time(block.plan, block.workload, block.trace, flow, anchor)[row, number]
            )
            for anchor in stages[at].after
        }
        last = [anchor for anchor, time in came.items() if time == max(came.values())]
        at = min(last, key=lambda anchor: (anchor.stage, anchor.call)).stage
        left = ready
    return found[::-1]


@pytest.mark.parametrize(("sort", "seed"), CASES)
def test_chains_are_what_a_walk_finds(sort: Sort, seed: int) -> None:
    block = _block(sort, seed)
    for flow, one in enumerate(block.plan.flows):
        done = block.trace.flows[flow].end[one.delivery] != NEVER
        spent = np.zeros((len(one.stages), *done.shape), dtype=np.int64)
        for piece in chain(block, flow, done.astype(np.int64)):
            lasted = np.where(piece.number > 0, piece.left - piece.begun, 0)
            assert (lasted >= 0).all()
            assert np.array_equal(lasted.sum(axis=1), piece.seconds)
            spent[piece.stage] += lasted
        for row, number in np.argwhere(done).tolist():
            mine = np.zeros(len(one.stages), dtype=np.int64)
            for stage, begun, left in walked(block, flow, row, number):
                mine[stage] += left - begun
            assert np.array_equal(spent[:, row, number], mine)


@pytest.mark.parametrize(("sort", "seed"), CASES)
def test_shares_add_up_to_door_to_door_to_the_second(sort: Sort, seed: int) -> None:
    block = _block(sort, seed)
    for flow in range(len(block.plan.flows)):
        done = block.delivered[flow] != NEVER
        lasted = np.where(done, block.delivered[flow] - block.trace.flows[flow].arrive, 0)
        owned = by_owner(critical_seconds(block, flow))
        assert np.array_equal(sum(owned.values()), lasted)
        assert all((part >= 0).all() for part in owned.values())


@pytest.mark.parametrize(("sort", "seed"), CASES)
def test_means_are_those_of_single_shipments_and_hidden_work_is_the_rest(
    sort: Sort, seed: int
) -> None:
    block = _block(sort, seed)
    found = reduce_block(block.plan, block.workload, block.trace).measures
    for k, flow in enumerate(block.plan.flows):
        done = (block.delivered[k] != NEVER) & block.timed(k)
        number = done.sum(axis=1)
        steps = critical_seconds(block, k)
        for one in (each for each in found if each.key.flow == flow.name):
            if one.key.kpi == "step_h":
                seconds = np.where(done, steps[one.key.stage, one.key.owner], 0).sum(axis=1)
            elif one.key.kpi == "hidden_h" and ": " not in one.key.stage:
                seconds = _hidden(block, k, one.key.stage, done)
            else:
                continue
            some = number > 0
            assert np.array_equal(one.values[some], seconds[some] / (number[some] * HOUR))
            assert (one.values[some] >= 0).all()


def _hidden(block: Block, flow: int, name: str, done: np.ndarray) -> np.ndarray:
    """What of a stage was not on the chain, by the walk; it ends with the journey in this flow."""
    one, times = block.plan.flows[flow], block.trace.flows[flow]
    at = [stage.name for stage in one.stages].index(name)
    sums = np.zeros(len(done), dtype=np.int64)
    for row, number in np.argwhere(done).tolist():
        ends = int(times.end[one.delivery][row, number])
        end, ready = int(times.end[at][row, number]), int(times.ready[at][row, number])
        on = sum(b - a for stage, a, b in walked(block, flow, row, number) if stage == at)
        sums[row] += min(end, ends) - ready - on
    return sums


def test_something_runs_beside_the_chain_and_something_waits() -> None:
    """Else the tests above would show nothing."""
    hidden = closed = forked = 0
    for sort, seed in CASES:
        block = _block(sort, seed)
        found = reduce_block(block.plan, block.workload, block.trace).measures
        hidden += sum(bool((one.values > 0).any()) for one in found if one.key.kpi == "hidden_h")
        closed += sum(
            bool((one.values > 0).any()) for one in found if one.key.owner == OPENING_HOURS
        )
        forked += sum(any(may_hide(flow)) for flow in block.plan.flows)
    assert min(hidden, closed, forked) > 10


def _seconds(ran: Ran) -> dict[tuple[str, str], list[int]]:
    block = open_block(ran.plan, ran.workload, ran.trace)
    return {step: part[0].tolist() for step, part in critical_seconds(block, 0).items()}


def test_a_station_s_time_is_split_by_its_opening_hours() -> None:
    """Open 100-200 and 300-400; both want 80 s: the second is served across the night."""
    hand = Hand()
    desk = hand.station(1, hand.calendar((100, 200), (300, 400)))
    hand.flow("out", [50, 150], [station("review", desk, 80)])
    assert _seconds(hand.run()) == {
        (f"review{CLOSED}", OPENING_HOURS): [50, 100],
        ("review", "unnamed"): [80, 110],
    }


def test_waiting_for_a_departure_belongs_to_the_schedule() -> None:
    hand = Hand()
    train = hand.service([100, 200], calls=30)
    hand.flow("out", [40, 120], [departures("train", train)])
    assert _seconds(hand.run()) == {
        (f"train{WAITING}", SCHEDULE): [60, 80],
        ("train", "unnamed"): [30, 30],
    }


def test_of_equal_ends_the_first_in_stage_order_binds() -> None:
    """Papers and haul end together; the join names the haul first, the order of stages decides."""
    hand = Hand()
    steps = [
        delay("papers", 50, after=["arrival"]),
        delay("haul", 50, after=["arrival"]),
        delay("join", 5, after=["haul", "papers"]),
    ]
    hand.flow("out", [0], steps)
    assert list(_seconds(hand.run()).values()) == [[50], [0], [5]]


def test_work_after_the_delivery_is_not_hidden() -> None:
    hand = Hand()
    steps = [
        delay("haul", 10),
        delay("papers", 4, after=["arrival"]),
        delay("hand_over", 5, after=["haul", "papers"]),
        delay("empty_return", 50),
    ]
    hand.flow("out", [0], steps)
    plan, workload = hand.settled()
    plan = replace(plan, flows=(replace(plan.flows[0], delivery=2),))
    trace = hand.run().trace
    assert may_hide(plan.flows[0]) == (True, True, False, False)
    found = reduce_block(plan, workload, trace).measures
    hidden = {one.key.stage: one.values[0] * HOUR for one in found if one.key.kpi == "hidden_h"}
    assert hidden == pytest.approx({"haul": 0, "papers": 4})


def test_a_trip_left_at_a_call_goes_on_beside() -> None:
    """Notice from the departure on: 70 of the trip's 100 s are hidden, the last mile's 5 too."""
    hand = Hand()
    train = hand.service([50], calls=100)
    steps = [
        departures("train", train),
        delay("notice", 30, after=["train.start"]),
        delay("review", 90),
        delay("release", 1, after=["review", "train"]),
    ]
    hand.flow("out", [0], steps)
    ran = hand.run()
    assert _seconds(ran)["train", "unnamed"] == [0]
    assert may_hide(ran.plan.flows[0])[0]
    assert ran.plan.flows[0].stages[0].kind is Kind.DEPARTURES
    found = reduce_block(ran.plan, ran.workload, ran.trace).measures
    hidden = {one.key.stage: one.values[0] * HOUR for one in found if one.key.kpi == "hidden_h"}
    assert hidden["train"] == pytest.approx(100)
