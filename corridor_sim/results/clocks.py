"""Clocks: hours from the latest of some events to the latest of others (law L8)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from itertools import chain

import numpy as np

from corridor_sim.anchors import event_time
from corridor_sim.events import Anchor, ClockDefinition, Weight
from corridor_sim.results.block import Block
from corridor_sim.results.events import Seconds, within
from corridor_sim.results.figures import CLOCK
from corridor_sim.results.formalities import passed_by
from corridor_sim.results.measures import Key, Measure, Window
from corridor_sim.results.samples import Asked, Samples
from corridor_sim.results.spells import Spells
from corridor_sim.results.weighted import Weighted, weighted_measures

#: Where boxes stand among the units of a size.
_BOX = 0


def clock_spells(block: Block, clock: ClockDefinition, window: Window | None = None) -> Spells:
    """From the latest start event to the latest stop event.

    A clock of which a shipment skips every stop does not exist for it; a start event that it skips
    happened when it was due, unless the clock is strict. Without a window everybody whose clock
    began counts; in a window those whose clock stopped there, as an office counts its releases.
    """
    flow = clock.flow
    begun, ended = _latest(block, flow, clock.starts), _latest(block, flow, clock.stops)
    absent = block.untimed[flow]
    for events in (clock.stops, clock.starts) if clock.strict else (clock.stops,):
        skip = passed_by(block, flow, chain.from_iterable(events))
        absent = absent if skip is None else absent | skip
    for one in (window, clock.window):
        absent = absent if one is None else absent | ~within(ended, one)
    return Spells(begun, ended, absent)


def _latest(block: Block, flow: int, events: Iterable[tuple[Anchor, ...]]) -> Seconds:
    plan, workload, trace = block.plan, block.workload, block.trace
    return reduce(np.maximum, (event_time(plan, workload, trace, flow, one) for one in events))


def clock_weights(block: Block, clock: ClockDefinition) -> Seconds | None:
    """int64 [R, N]: what each shipment counts for in a clock's figures; None: once each."""
    times = block.trace.flows[clock.flow]
    if clock.weight == "declaration":
        return None
    return times.value if clock.weight == "value" else times.size[..., _BOX]


def clock_measures(samples: Samples) -> list[Measure]:
    """Hours of every clock per flow, then of every customs office by direction.

    Routes of one flow that meet the same formality are one clock. An office's clock counts one
    declaration for each shipment, unless the clock weighs them.
    """
    block = samples.block
    asked: dict[Weight, dict[Key, list[int]]] = {"declaration": {}, "box": {}, "value": {}}
    for about in (_flow_key, _office_key):
        for number, clock in enumerate(block.plan.clocks):
            key = about(block, clock)
            if key is not None:
                asked[clock.weight].setdefault(key, []).append(number)
    plain = asked.pop("declaration")
    wanted: list[tuple[Key, list[Asked]]] = [
        (key, [(_spells, number, 0) for number in numbers]) for key, numbers in plain.items()
    ]
    found = samples.measures(wanted, CLOCK)
    for keys in asked.values():
        for key, numbers in keys.items():
            parts = [weighed(block, block.plan.clocks[number]) for number in numbers]
            found += weighted_measures(key, parts, block.plan.stop)
    return found


def weighed(block: Block, clock: ClockDefinition, window: Window | None = None) -> Weighted:
    """The spells of a clock and what each counts for."""
    spells, weights = clock_spells(block, clock, window), clock_weights(block, clock)
    return Weighted(spells, np.ones_like(spells.begun) if weights is None else weights)


def _flow_key(block: Block, clock: ClockDefinition) -> Key:
    flow = block.plan.flows[clock.flow]
    return Key(
        "clock_h",
        flow=flow.name,
        clock=clock.name,
        corridor=flow.corridor,
        direction=flow.direction,
        partner=flow.partner,
        place=clock.place,
        formality=clock.formality,
    )


def _office_key(_: Block, clock: ClockDefinition) -> Key | None:
    if not clock.office or not clock.direction:
        return None
    return Key("clock_h", clock=clock.name, place=clock.office, direction=clock.direction)


def _spells(block: Block, number: int, _: int) -> Spells:
    return clock_spells(block, block.plan.clocks[number])
