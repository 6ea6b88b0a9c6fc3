"""Clocks: hours from the latest of some events to another one (law L8)."""

from __future__ import annotations

from functools import reduce

import numpy as np

from corridor_sim.anchors import anchor_time, event_time
from corridor_sim.events import ARRIVAL, ClockDefinition
from corridor_sim.results.block import Block
from corridor_sim.results.events import within
from corridor_sim.results.figures import CLOCK
from corridor_sim.results.measures import Key, Measure, Window
from corridor_sim.results.samples import Asked, Samples
from corridor_sim.results.spells import Spells


def clock_spells(block: Block, clock: ClockDefinition, window: Window | None = None) -> Spells:
    """From the latest start event to the stop event.

    A clock whose stop stage a shipment skips does not exist for it; a start event that it skips
    happened when it was due. Without a window everybody whose clock began counts; in a window those
    whose clock stopped there, as an office counts its releases.
    """
    plan, workload, trace, flow = block.plan, block.workload, block.trace, clock.flow
    starts = (event_time(plan, workload, trace, flow, event) for event in clock.starts)
    begun = reduce(np.maximum, starts)
    ended = anchor_time(plan, workload, trace, flow, clock.stop)
    stop = clock.stop.stage
    absent = block.untimed[flow] if stop == ARRIVAL else block.apart(flow, stop)
    if window is not None:
        absent = absent | ~within(ended, window)
    return Spells(begun, ended, absent)


def clock_measures(samples: Samples) -> list[Measure]:
    """Hours of every clock per flow, then of every customs office by direction.

    Routes of one flow that meet the same formality are one clock. An office's clock counts one
    declaration for each shipment.
    """
    plan = samples.block.plan
    single: dict[Key, list[Asked]] = {}
    office: dict[Key, list[Asked]] = {}
    for number, clock in enumerate(plan.clocks):
        flow = plan.flows[clock.flow]
        key = Key(
            "clock_h",
            flow=flow.name,
            clock=clock.name,
            corridor=flow.corridor,
            direction=flow.direction,
            partner=flow.partner,
            place=clock.place,
            formality=clock.formality,
        )
        spells = (_spells, number, 0)
        single.setdefault(key, []).append(spells)
        if clock.office and clock.direction:
            whole = Key("clock_h", clock=clock.name, place=clock.office, direction=clock.direction)
            office.setdefault(whole, []).append(spells)
    return samples.measures([*single.items(), *office.items()], CLOCK)


def _spells(block: Block, number: int, _: int) -> Spells:
    return clock_spells(block, block.plan.clocks[number])
