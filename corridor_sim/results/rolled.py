"""Rolled boxes: left behind by a departure that ran and that they were ready for."""

from __future__ import annotations

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.results.block import Block
from corridor_sim.results.counts import amounts
from corridor_sim.results.events import Flags, Seconds, departure_stages, passed, slots, within
from corridor_sim.results.measures import Key, Measure, Window, measure
from corridor_sim.trace import NOWHERE


def rolled_measures(block: Block, window: Window) -> list[Measure]:
    """Boxes rolled per service: each counts once, on the day of the first departure without it."""
    boxes = [np.zeros(block.rows, dtype=np.int64) for _ in block.plan.services]
    for number, flow in enumerate(block.plan.flows):
        for stage in departure_stages(block.plan, number):
            members = within(_left_without(block, number, stage), window)
            boxes[flow.stages[stage].resource] += amounts(block, number, members)[:, 0]
    return [
        measure(
            Key("boxes_rolled", service=service.name, mode=service.mode, stat="total"),
            rolled.astype(np.float64),
            rolled,
        )
        for service, rolled in zip(block.plan.services, boxes, strict=True)
    ]


def _left_without(block: Block, flow: int, stage: int) -> Seconds:
    """int64 [R, N] s: when the first departure left without the shipment; NEVER if none did."""
    service = block.plan.flows[flow].stages[stage].resource
    cut_off, trips = block.plan.services[service].cut_off, block.workload.trips[service]
    ready = block.trace.flows[flow].ready[stage]
    taken = slots(block.trace, flow, stage)
    came = passed(block.workload, block.trace, flow, stage) & (ready != NEVER)
    found = np.full(ready.shape, NEVER, dtype=np.int64)
    for row in range(block.rows):
        runs = np.flatnonzero(block.loads[service].ran[row])
        # The lists of departures at or after this place were still open when it was ready.
        place = np.searchsorted(cut_off[runs], ready[row])
        first = np.append(runs, NOWHERE)[np.minimum(place, len(runs))]
        rolled = _missed(first, taken[row]) & came[row]
        found[row][rolled] = trips.start[row][first[rolled]]
    return found


def _missed(first: Seconds, taken: Seconds) -> Flags:
    """Who could have gone with `first` and went later or not at all."""
    missed: Flags = (first != NOWHERE) & ((taken == NOWHERE) | (taken > first))
    return missed
