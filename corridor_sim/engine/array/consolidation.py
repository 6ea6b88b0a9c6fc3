"""Consolidation: members fill boxes one after another; a box closes full, overfilled, or aged."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.line import At, Layout, line_up
from corridor_sim.engine.array.state import State, sizes_in
from corridor_sim.plan import Consolidation
from corridor_sim.trace import NOWHERE

Seconds = NDArray[np.int64]


def gather(state: State, number: int, stages: list[At]) -> None:
    """Fill the boxes of a consolidation, and let them be the shipments of the flow it feeds.

    Members join in the order (ready, priority, flow, number, stage).
    """
    boxes, rows = state.plan.consolidations[number], state.rows
    layout = Layout(stages, state.count)
    line = line_up(layout, rows, state.asks, plain=False)
    flows = state.workload.flows
    priority, value, kilograms, *sizes = (
        line.read(layout.laid(rows, given))
        for given in (
            lambda at: flows[at[0]].priority,
            lambda at: state.value[at[0]],
            sizes_in(state, 2),
            *(sizes_in(state, unit) for unit in np.flatnonzero(boxes.capacity).tolist()),
        )
    )
    limits = boxes.capacity[boxes.capacity > 0].tolist()
    fed = Fed(state, boxes)
    start = np.full(line.ready.shape, NEVER, dtype=np.int64)
    slot = np.full(line.ready.shape, NOWHERE, dtype=np.int64)
    for row, asking in enumerate((line.ready < NEVER).sum(axis=1).tolist()):
        ready = line.ready[row, :asking]
        order = np.lexsort((priority[row, :asking], ready))
        members = [one[row, order].tolist() for one in sizes]
        edges, closing = _fill(boxes.wait, limits, ready[order].tolist(), members, state.stop)
        for box, at in enumerate(closing):
            inside = order[edges[box] : edges[box + 1]]
            slot[row, inside], start[row, inside] = box, at
            if at + 1 < state.stop:
                weight, worth = kilograms[row, inside].sum(), value[row, inside].sum()
                fed.ready(row, box, at + 1, int(weight), int(worth))
    end = state.within(np.where(start < NEVER, start + 1, NEVER))
    begun, ended, slots = (
        line.write(layout.buffer(rows, fill), found)
        for fill, found in (
            (state.passed, start),
            (state.passed, end),
            (lambda _: NOWHERE, slot),
        )
    )
    for column in layout.columns:
        state.put(column.at, column.of(begun), column.of(ended), column.of(slots))


class Fed:
    """The flow that a consolidation feeds, box by box."""

    def __init__(self, state: State, boxes: Consolidation) -> None:
        flow = boxes.feeds
        self.arrive = state.arrive[flow] = np.full_like(state.arrive[flow], NEVER)
        self.size = state.size[flow] = state.size[flow].copy()
        self.value = state.value[flow] = state.value[flow].copy()
        self.box = boxes.box

    def ready(self, row: int, box: int, second: int, weight: int, value: int) -> None:
        """Box number `box` of a replication is ready."""
        pieces, milli_teu, litre = self.box
        self.arrive[row, box] = second
        self.size[row, box] = (pieces, milli_teu, weight, litre)
        self.value[row, box] = value


def _fill(
    wait: int, limits: list[int], ready: list[int], sizes: list[list[int]], stop: int
) -> tuple[list[int], list[int]]:
    """Where boxes begin among the members, and when each closes.

    sizes   by limited unit, of each member
    """
    edges, closing = [0], list[int]()
    load = [0] * len(limits)
    for member, now in enumerate(ready):
        size = [one[member] for one in sizes]
        if edges[-1] < member:
            due = ready[edges[-1]] + wait
            over = any(a + b > c for a, b, c in zip(load, size, limits, strict=True))
            if due < now or over:
                edges.append(member)
                closing.append(min(due, now))
                load = [0] * len(limits)
        load = [a + b for a, b in zip(load, size, strict=True)]
        if any(a == b for a, b in zip(load, limits, strict=True)):
            edges.append(member + 1)
            closing.append(now)
            load = [0] * len(limits)
    if edges[-1] < len(ready) and ready[edges[-1]] + wait < stop:
        closing.append(ready[edges[-1]] + wait)
        edges.append(len(ready))
    return edges, closing
