"""The check finds each kind of breach: one number of a valid trace is changed, the law is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine import invariants
from corridor_sim.engine.invariants import check
from corridor_sim.trace import FlowTrace
from tests.plans.hand import Hand, Ran, consolidation, delay, departures, hold, station

STOP = 1_000


def _queue() -> Ran:
    hand = Hand(stop=STOP)
    office = hand.station(1, hand.calendar((0, 100), (200, 900)))
    steps = [
        delay("road", 5),
        station("review", office, [10, 10, 10, 90]),
        delay("out", 7, skip=[True, False, False, False]),
    ]
    hand.flow("box", [0, 0, 1, 60], steps)
    return hand.run()


def _priorities() -> Ran:
    hand = Hand(stop=STOP)
    hand.flow("box", [0, 1, 2], [station("review", hand.station(), 10)], priority=[0, 1, 0])
    return hand.run()


def _shifts() -> Ran:
    """The day's shipment rests over night, by an officer of the night who takes the next ones."""
    hand = Hand(stop=STOP)
    day, night = hand.calendar((0, 100), (200, 300)), hand.calendar((100, 200))
    review = station("review", hand.shifts((1, day), (1, night)), [20, 5, 10, 10])
    hand.flow("box", [90, 95, 120, 250], [review])
    return hand.run()


def _trains() -> Ran:
    hand = Hand(stop=STOP)
    train = hand.service(
        [100, 200, 300, 400], capacity=2, calls=30, cancelled=[False, False, True, False]
    )
    hand.flow("box", [0, 1, 2, 250], [departures("ride", train)])
    return hand.run()


def _late_trains() -> Ran:
    """The third of four departures leaves after the stop with the third box aboard."""
    hand = Hand(stop=STOP)
    train = hand.service([100, 200, 300, 400], capacity=1, calls=30, late=[0, 0, 800, 0])
    hand.flow("box", [0, 1, 2, 3], [departures("ride", train)])
    return hand.run()


def _yard() -> Ran:
    hand = Hand(stop=STOP)
    yard = hand.places(1)
    hand.flow("box", [0, 1, 2], [hold("slot", yard, "out"), delay("out", 9)])
    return hand.run()


def _boxes() -> Ran:
    hand = Hand(stop=STOP)
    boxes = hand.consolidation((2, 0, 0, 0), 50, feeds=1)
    sizes = [(1, 0, 100, 0)] * 3
    hand.flow("carton", [0, 5, 9], [consolidation("pack", boxes)], size=sizes)
    hand.fed("box", 3, boxes, [delay("road", 1)])
    return hand.run()


@dataclass(frozen=True)
class Tampering:
    """Which law the change breaks, in which plan, and which number is changed to what."""

    law: str
    made: Callable[[], Ran]
    column: str
    stage: int
    number: int
    value: int
    flow: int = 0


TAMPERINGS = [
    Tampering("arrivals as given", _queue, "arrive", 0, 1, 3),
    Tampering("ready is the latest anchor", _queue, "ready", 1, 1, 4),
    Tampering("time never runs backwards", _queue, "start", 1, 1, 3),
    Tampering("nothing beyond the stop", _queue, "ready", 0, 1, STOP),
    Tampering("nothing beyond the stop", _queue, "start", 1, 1, STOP + 7),
    Tampering("nothing beyond the stop", _queue, "end", 1, 1, STOP + 7),
    Tampering("a skipped stage takes no time", _queue, "end", 2, 0, 16),
    Tampering("a skipped stage takes no time", _queue, "start", 2, 0, 16),
    Tampering("a stage takes at least a second", _queue, "end", 1, 0, 5),
    Tampering("a delay takes its time", _queue, "end", 0, 0, 6),
    Tampering("a delay takes its time", _queue, "start", 0, 0, 1),
    Tampering("served only while open", _queue, "start", 1, 3, 150),
    Tampering("work goes on only while open", _queue, "end", 1, 3, 155),
    Tampering("no more served than servers", _queue, "start", 1, 1, 14),
    Tampering("order of service", _queue, "start", 1, 1, 40),
    Tampering("order of service", _priorities, "start", 0, 1, 3),
    Tampering("nobody waits before a free server", _queue, "start", 1, 2, 26),
    Tampering("served only while open", _shifts, "start", 0, 3, 320),
    Tampering("work goes on only while open", _shifts, "end", 0, 0, 110),
    Tampering("no more served than servers", _shifts, "start", 0, 1, 97),
    Tampering("order of service", _shifts, "start", 0, 1, 130),
    Tampering("nobody waits before a free server", _shifts, "start", 0, 2, 150),
    Tampering("leaves with its departure", _trains, "start", 0, 0, 101),
    Tampering("aboard by the cut-off", _trains, "slot", 0, 3, 1),
    Tampering("a cancelled departure takes nobody", _trains, "slot", 0, 3, 2),
    Tampering("gets off when the trip is there", _trains, "end", 0, 0, 131),
    Tampering("capacity never exceeded", _trains, "slot", 0, 2, 0),
    Tampering("order of boarding", _trains, "slot", 0, 0, 3),
    Tampering("nobody left behind without need", _trains, "slot", 0, 1, 1),
    Tampering("nobody left behind without need", _trains, "slot", 0, 2, 3),
    Tampering("order of boarding", _late_trains, "slot", 0, 0, 3),
    Tampering("nobody left behind without need", _late_trains, "slot", 0, 1, 3),
    Tampering("entry takes a second", _yard, "end", 0, 0, 2),
    Tampering("no more kept than places", _yard, "start", 0, 1, 9),
    Tampering("order of entry", _yard, "start", 0, 1, 25),
    Tampering("nobody waits before a free place", _yard, "start", 0, 2, 21),
    Tampering("boxes close when they must", _boxes, "start", 0, 0, 6),
    Tampering("boxes close when they must", _boxes, "start", 0, 2, 60),
    Tampering("members join in order", _boxes, "slot", 0, 1, 1),
    Tampering("closing takes a second", _boxes, "end", 0, 0, 7),
    Tampering("boxes feed their flow", _boxes, "arrive", 0, 1, 61, flow=1),
    Tampering("boxes weigh what is in them", _boxes, "size", 0, 0, 300, flow=1),
]


@pytest.mark.parametrize("one", TAMPERINGS, ids=lambda one: f"{one.law}: {one.column}")
def test_one_changed_number_breaks_the_law_named(one: Tampering) -> None:
    ran = one.made()
    flows = list(ran.trace.flows)
    flows[one.flow] = _changed(flows[one.flow], one)
    found = check(ran.plan, ran.workload, replace(ran.trace, flows=tuple(flows)))
    assert one.law in {broken.law for broken in found}


def test_every_law_of_the_check_is_tampered_with() -> None:
    """A law that nothing here breaks is a law that might never be found broken."""
    folder = Path(invariants.__file__).parent
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.py")]
    laws = {law for text in texts for law in re.findall(r'(?:yield|_count\()\s*"([^"]+)"', text)}
    assert len(laws) > 20
    assert {one.law for one in TAMPERINGS} == laws


def test_a_vanished_passenger_is_missed() -> None:
    """Somebody who fitted, taken off the train altogether, as if still waiting."""
    ran = _trains()
    flow = ran.trace.flows[0]
    for column, value in (("start", NEVER), ("end", NEVER), ("slot", -1)):
        flow = _changed(flow, Tampering("", _trains, column, 0, 0, value))
    found = check(ran.plan, ran.workload, replace(ran.trace, flows=(flow,)))
    assert {broken.law for broken in found} & {
        "order of boarding",
        "nobody left behind without need",
    }


def _changed(flow: FlowTrace, one: Tampering) -> FlowTrace:
    if one.column == "arrive":
        return replace(flow, arrive=_with(flow.arrive, one))
    if one.column == "size":
        size = flow.size.copy()
        size[0, one.number, 2] = one.value
        return replace(flow, size=size)
    columns = list(getattr(flow, one.column))
    columns[one.stage] = _with(columns[one.stage], one)
    changed = {name: getattr(flow, name) for name in ("ready", "start", "end", "slot")}
    changed[one.column] = tuple(columns)
    return FlowTrace(flow.arrive, flow.size, flow.value, **changed)


def _with(column: NDArray[np.int64], one: Tampering) -> NDArray[np.int64]:
    changed = column.copy()
    assert changed[0, one.number] != one.value
    changed[0, one.number] = one.value
    return changed
