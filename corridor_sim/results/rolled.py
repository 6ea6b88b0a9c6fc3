"""Rolled boxes: left behind by a departure that ran and that they were ready for."""

from __future__ import annotations

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.edges import Edges
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
    # The lists of departures at or after this place were still open when it was ready.
    place = Edges(cut_off).passed(ready - 1) + np.arange(block.rows)[:, None] * (len(cut_off) + 1)
    first = _next_to_run(block.loads[service].ran).ravel().take(place)
    came = passed(block.workload, block.trace, flow, stage) & (ready != NEVER)
    row, rolled = np.nonzero(_missed(first, taken) & came)
    found = np.full(ready.shape, NEVER, dtype=np.int64)
    found[row, rolled] = trips.start[row, first[row, rolled]]
    return found


def _next_to_run(ran: Flags) -> Seconds:
    """int64 [R, K + 1]: the first departure at or after each place that ran, or NOWHERE."""
    rows, count = ran.shape
    places = np.full((rows, count + 1), count, dtype=np.int64)
    np.copyto(places[:, :-1], np.arange(count), where=ran)
    first = np.minimum.accumulate(places[:, ::-1], axis=1)[:, ::-1]
    return np.where(first < count, first, NOWHERE)


def _missed(first: Seconds, taken: Seconds) -> Flags:
    """Who could have gone with `first` and went later or not at all."""
    missed: Flags = (first != NOWHERE) & ((taken == NOWHERE) | (taken > first))
    return missed
