"""Consolidation: members fill boxes one after another; a box closes full, overfilled, or aged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.requests import Requests
from corridor_sim.plan import Consolidation
from corridor_sim.trace import NOWHERE

Seconds = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Closed:
    """The boxes of a block of replications.

    slot, start   int64 [n]: each member's box, and when it closed; NOWHERE and NEVER: not yet
    ready         int64 [R, N] s at which box k is ready; NEVER: not closed
    weight, value int64 [R, N], kg and USD of its members
    """

    slot: Seconds
    start: Seconds
    ready: Seconds
    weight: Seconds
    value: Seconds


def gathered(  # noqa: PLR0913, PLR0917
    boxes: Consolidation,
    stop: int,
    asking: Requests,
    priority: Seconds,
    size: Seconds,
    value: Seconds,
    most: int,
) -> Closed:
    """Fill boxes in the order (ready, priority, flow, number, stage).

    priority, value   int64 [n]; size int64 [n, 4]
    most              N, boxes that a replication has room for
    """
    rows = len(asking.rows) - 1
    slot = np.full(len(asking), NOWHERE, dtype=np.int64)
    start = np.full(len(asking), NEVER, dtype=np.int64)
    ready = np.full((rows, most), NEVER, dtype=np.int64)
    weight, worth = np.zeros((2, rows, most), dtype=np.int64)
    for row in range(rows):
        begin, end = int(asking.rows[row]), int(asking.rows[row + 1])
        order = np.lexsort((priority[begin:end], asking.ready[begin:end])) + begin
        edges, closing = _fill(boxes, asking.ready[order].tolist(), size[order].tolist(), stop)
        for box, (first, last, at) in enumerate(zip(edges, edges[1:], closing, strict=False)):
            members = order[first:last]
            slot[members] = box
            start[members] = at
            if at + 1 < stop:
                ready[row, box] = at + 1
                weight[row, box] = size[members, 2].sum()
                worth[row, box] = value[members].sum()
    return Closed(slot, start, ready, weight, worth)


def _fill(
    boxes: Consolidation, ready: list[int], size: list[list[int]], stop: int
) -> tuple[list[int], list[int]]:
    """Where boxes begin among the members (and where the last ends), and when each closes."""
    limits = [(unit, limit) for unit, limit in enumerate(boxes.capacity.tolist()) if limit]
    edges, closing = [0], list[int]()
    load = [0, 0, 0, 0]

    def close(member: int, at: int) -> None:
        edges.append(member)
        closing.append(at)
        load[:] = [0, 0, 0, 0]

    for member, now in enumerate(ready):
        if edges[-1] < member and ready[edges[-1]] + boxes.wait < now:
            close(member, ready[edges[-1]] + boxes.wait)
        if edges[-1] < member and any(
            load[unit] + size[member][unit] > limit for unit, limit in limits
        ):
            close(member, now)
        load[:] = [a + b for a, b in zip(load, size[member], strict=True)]
        if any(load[unit] == limit for unit, limit in limits):
            close(member + 1, now)
    if edges[-1] < len(ready):
        at = ready[edges[-1]] + boxes.wait
        if at < stop:
            close(len(ready), at)
    return edges, closing
