"""Rolled boxes: left behind by a departure that ran and that they were ready for."""

from __future__ import annotations

import numpy as np

from corridor_sim.results.block import Block
from corridor_sim.results.events import Flags, Seconds, departure_stages, slots, within
from corridor_sim.results.measures import Key, Measure, Window, measure

#: Per flow and departures stage: row and number of those left behind by one that ran.
Rolled = dict[tuple[int, int], tuple[Seconds, Seconds]]


def rolled(block: Block) -> Rolled:
    """Who was left behind by a departure that ran and that they were ready for."""
    return {
        (flow, stage): _left_without(block, flow, stage)
        for flow in range(len(block.plan.flows))
        for stage in departure_stages(block.plan, flow)
    }


def rolled_measures(block: Block, behind: Rolled, window: Window) -> list[Measure]:
    """Boxes rolled per service: each counts once, on the day of the first departure without it."""
    boxes = [np.zeros(block.rows, dtype=np.int64) for _ in block.plan.services]
    for number, flow in enumerate(block.plan.flows):
        size = block.trace.flows[number].size[..., 0]
        for stage in departure_stages(block.plan, number):
            row, at = behind[number, stage]
            there = within(_without(block, number, stage, (row, at)), window)
            np.add.at(boxes[flow.stages[stage].resource], row[there], size[row[there], at[there]])
    return [
        measure(
            Key("boxes_rolled", service=service.name, mode=service.mode, stat="total"),
            number.astype(np.float64),
            number,
        )
        for service, number in zip(block.plan.services, boxes, strict=True)
    ]


def _left_without(block: Block, flow: int, stage: int) -> tuple[Seconds, Seconds]:
    """Row and number of those left behind."""
    service = block.plan.flows[flow].stages[stage].resource
    cut_off = block.plan.services[service].cut_off
    ready, ran = block.trace.flows[flow].ready[stage], block.loads[service].ran
    taken = slots(block.trace, flow, stage)
    # Rolled: the list of one that ran, before the one taken, was open when the shipment was ready.
    at = taken + np.arange(1, block.rows * (len(cut_off) + 1) + 1, len(cut_off) + 1)[:, None]
    missed = _last_closing(cut_off, ran).ravel().take(at) >= ready
    skip = block.workload.flows[flow].skip[stage]
    behind = np.flatnonzero(missed if skip is None else missed & ~skip)
    row, at = np.divmod(behind, max(missed.shape[1], 1))
    return row, at


def _without(block: Block, flow: int, stage: int, behind: tuple[Seconds, Seconds]) -> Seconds:
    """When the first departure left without each of those left behind, int64 s."""
    service = block.plan.flows[flow].stages[stage].resource
    place = np.searchsorted(
        block.plan.services[service].cut_off, block.trace.flows[flow].ready[stage][behind]
    )
    first = _next_to_run(block.loads[service].ran)
    return block.workload.trips[service].start[behind[0], first[behind[0], place]]


def _last_closing(cut_off: Seconds, ran: Flags) -> Seconds:
    """int64 [R, 1 + K] s: the latest cut-off of all that ran, then of those before each; or -1."""
    closing = np.full((len(ran), len(cut_off) + 2), -1, dtype=np.int64)
    np.copyto(closing[:, 2:], cut_off, where=ran)
    np.maximum.accumulate(closing, axis=1, out=closing)
    closing[:, 0] = closing[:, -1]
    return np.ascontiguousarray(closing[:, :-1])


def _next_to_run(ran: Flags) -> Seconds:
    """int64 [R, K + 1]: the first departure at or after each place that ran, or K."""
    rows, count = ran.shape
    places = np.full((rows, count + 1), count, dtype=np.int64)
    np.copyto(places[:, :-1], np.arange(count), where=ran)
    first: Seconds = np.minimum.accumulate(places[:, ::-1], axis=1)[:, ::-1]
    return first
