"""The tandem corridor as a recursion: heaps for queues, lists by (ready, number) for trains."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapreplace

from benchmarks.works.corridor import CRANES, DESKS, INSPECTORS, Corridor


def run(given: Corridor) -> dict[str, list[int]]:
    """The ten columns of every box."""
    boxes = range(len(given.arrive))
    start, documents = _queue(boxes, given.arrive, given.documents, DESKS)
    cleared = documents.copy()
    asked = sorted((documents[box], box) for box in boxes if given.inspected[box])
    _, inspected = _queue((box for _, box in asked), documents, given.inspection, INSPECTORS)
    for _, box in asked:
        cleared[box] = inspected[box]
    first, border = _ride(given, 0, cleared)
    order = (box for _, box in sorted(zip(border, boxes, strict=True)))
    gauge_start, gauge_end = _queue(order, border, given.gauge, CRANES)
    second, there = _ride(given, 1, gauge_end)
    delivery = [end + work for end, work in zip(there, given.last_mile, strict=True)]
    return {
        "arrival": list(given.arrive),
        "documents_start": start,
        "documents_end": documents,
        "cleared": cleared,
        "first_slot": first,
        "border": border,
        "gauge_start": gauge_start,
        "gauge_end": gauge_end,
        "second_slot": second,
        "delivery": delivery,
    }


def _queue(
    order: Iterable[int], ready: list[int], work: list[int], servers: int
) -> tuple[list[int], list[int]]:
    free, start, end = [0] * servers, [0] * len(ready), [0] * len(ready)
    for box in order:
        begins = free[0] if free[0] > ready[box] else ready[box]  # noqa: FURB136  # max() is slower
        start[box] = begins
        end[box] = ends = begins + work[box]
        heapreplace(free, ends)
    return start, end


def _ride(given: Corridor, service: int, ready: list[int]) -> tuple[list[int], list[int]]:
    slot, end = [0] * len(ready), [0] * len(ready)
    leaves, travel = given.leaves[service], given.travel[service]
    trip, seats, when, there = 0, given.capacity, leaves[0], leaves[0] + travel[0]
    for since, box in sorted(zip(ready, range(len(ready)), strict=True)):
        while since > when or not seats:
            trip, seats = trip + 1, given.capacity
            when, there = leaves[trip], leaves[trip] + travel[trip]
        seats -= 1
        slot[box], end[box] = trip, there
    return slot, end
