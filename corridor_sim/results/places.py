"""Places that are kept: how many are taken, how many wait for one, and for how long."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.plan import Kind
from corridor_sim.results.block import Block
from corridor_sim.results.events import passed, within
from corridor_sim.results.measures import Floats, Key, Measure, Seconds, measure
from corridor_sim.results.spells import BRIEF, Spells, statistics, together
from corridor_sim.results.stations import longest_queue, mean_queue
from corridor_sim.results.times import wait


def place_measures(block: Block) -> list[Measure]:
    """Per pool: share of the places kept, kept at once (mean, most), entered, queue and wait."""
    found: list[Measure] = []
    horizon = block.plan.end
    for k, pool in enumerate(block.plan.places):
        stages = _stages(block, k)
        kept = together((_kept(block, *at) for at in stages), block.rows)
        waits = together((_waiting(block, *at) for at in stages), block.rows)
        entered = within(kept.begun, (0, horizon)).sum(axis=1)
        came = within(waits.begun, (0, horizon)).sum(axis=1)

        mean, most = mean_queue(kept, horizon), longest_queue(kept, horizon)
        longest = longest_queue(waits, horizon)
        numbers: list[tuple[str, str, Floats, Seconds]] = [
            ("utilisation", "ratio", mean / pool.places, entered),
            ("places_kept", "mean", mean, entered),
            ("places_kept", "max", most.astype(np.float64), entered),
            ("served", "total", entered.astype(np.float64), entered),
            ("queue", "mean", mean_queue(waits, horizon), came),
            ("queue", "max", longest.astype(np.float64), came),
        ]
        own = Key("", station=pool.name, place=pool.node)
        found += [
            measure(replace(own, kpi=kpi, stat=stat), values, count)
            for kpi, stat, values, count in numbers
        ]
        timed = together((wait(block, *at) for at in stages), block.rows)
        found += statistics(replace(own, kpi="wait_h"), timed, block.plan.stop, BRIEF)
    return found


def _stages(block: Block, pool: int) -> list[tuple[int, int]]:
    """(flow, stage) of every stage that takes a place of this pool."""
    return [
        (k, number)
        for k, flow in enumerate(block.plan.flows)
        for number, stage in enumerate(flow.stages)
        if stage.kind is Kind.HOLD and stage.resource == pool
    ]


def _kept(block: Block, flow: int, stage: int) -> Spells:
    """From entry to the return of the place."""
    trace = block.trace.flows[flow]
    until = block.plan.flows[flow].stages[stage].until
    return _spells(block, flow, stage, (trace.start[stage], trace.end[until]))


def _waiting(block: Block, flow: int, stage: int) -> Spells:
    trace = block.trace.flows[flow]
    return _spells(block, flow, stage, (trace.ready[stage], trace.start[stage]))


def _spells(block: Block, flow: int, stage: int, times: tuple[Seconds, Seconds]) -> Spells:
    there = passed(block.workload, block.trace, flow, stage)
    return Spells(np.where(there, times[0], NEVER), np.where(there, times[1], NEVER))
