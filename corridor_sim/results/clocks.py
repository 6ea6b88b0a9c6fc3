"""Clocks: hours from the latest of some events to another one (law L8)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor_sim.anchors import anchor_time
from corridor_sim.clock import NEVER
from corridor_sim.plan import ARRIVAL, ClockDefinition
from corridor_sim.results.block import Block
from corridor_sim.results.counts import flow_key
from corridor_sim.results.events import passed, within
from corridor_sim.results.measures import Key, Measure, Window
from corridor_sim.results.spells import CLOCK, Spells, among, statistics, together


def clock_spells(block: Block, clock: ClockDefinition, window: Window | None = None) -> Spells:
    """From the latest start event to the stop event.

    A clock whose stop stage a shipment skips does not exist for it; a start event that it skips
    happened when it was due. Without a window everybody whose clock began counts; in a window those
    whose clock stopped there, as an office counts its releases.
    """
    plan, workload, trace, flow = block.plan, block.workload, block.trace, clock.flow
    starts = [anchor_time(plan, workload, trace, flow, anchor) for anchor in clock.starts]
    begun = np.maximum.reduce(starts)
    ended = anchor_time(plan, workload, trace, flow, clock.stop)
    members = block.timed(flow) & (begun != NEVER)
    if clock.stop.stage != ARRIVAL:
        members &= passed(workload, trace, flow, clock.stop.stage)
    if window is not None:
        members &= within(ended, window)
    return among(begun, ended, members)


def clock_measures(block: Block) -> list[Measure]:
    """Hours of every clock per flow, then of every customs office by direction.

    Routes of one flow that meet the same formality are one clock. An office's clock counts one
    declaration for each shipment.
    """
    single: dict[Key, list[Spells]] = {}
    office: dict[Key, list[Spells]] = {}
    for clock in block.plan.clocks:
        key = replace(
            flow_key(block.plan.flows[clock.flow], "clock_h"),
            clock=clock.name,
            place=clock.place,
            formality=clock.formality,
        )
        spells = clock_spells(block, clock)
        single.setdefault(key, []).append(spells)
        if clock.office and clock.direction:
            whole = Key("clock_h", clock=clock.name, place=clock.office, direction=clock.direction)
            office.setdefault(whole, []).append(spells)
    found: list[Measure] = []
    for key, parts in [*single.items(), *office.items()]:
        found += statistics(key, together(parts, block.rows), block.plan.stop, CLOCK)
    return found
