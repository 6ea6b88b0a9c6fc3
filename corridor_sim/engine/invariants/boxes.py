"""The laws of consolidation."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.invariants.visits import Visits
from corridor_sim.plan import Consolidation, Plan
from corridor_sim.trace import Trace

Seconds = NDArray[np.int64]


def breaches(
    plan: Plan, box: Consolidation, trace: Trace, row: int, seen: Visits
) -> Iterator[tuple[str, int]]:
    """How often each law of a consolidation is broken."""
    order = np.lexsort((seen.stage, seen.number, seen.flow, seen.priority, seen.ready))
    joined = seen.take(order)
    number, closing, loads = replay(box, joined, plan.stop)
    inside = closing < plan.stop
    expected = np.where(inside, closing, NEVER)
    yield "boxes close when they must", int((joined.start != expected).sum())
    wrong = inside & (joined.slot != number)
    yield "members join in order", int(wrong.sum())
    ended = np.where(expected + 1 >= plan.stop, NEVER, expected + 1)
    yield "closing takes a second", int((joined.end != ended).sum())
    fed = trace.flows[box.feeds]
    arrive = np.full(fed.arrive.shape[1], NEVER, dtype=np.int64)
    weight = np.zeros(fed.arrive.shape[1], dtype=np.int64)
    for one, (second, load) in loads.items():
        if second + 1 < plan.stop:
            arrive[one], weight[one] = second + 1, load
    yield "boxes feed their flow", int((fed.arrive[row] != arrive).sum())
    yield "boxes weigh what is in them", int((fed.size[row][:, 2] != weight).sum())


def replay(
    box: Consolidation, joined: Visits, stop: int
) -> tuple[Seconds, Seconds, dict[int, tuple[int, int]]]:
    """Box number and closing second of every member, in the order of joining.

    returns   number, closing int64 [n]; per closed box its second and its kilograms
    """
    number = np.zeros(len(joined), dtype=np.int64)
    closing = np.full(len(joined), NEVER, dtype=np.int64)
    closed: dict[int, tuple[int, int]] = {}
    counted = np.flatnonzero(box.capacity)
    limits = box.capacity[counted]
    first, load, weight = 0, np.zeros(len(counted), dtype=np.int64), 0

    def close(before: int, second: int) -> None:
        nonlocal first, load, weight
        closing[first:before] = second
        number[first:before] = len(closed)
        closed[len(closed)] = (second, weight)
        first, load, weight = before, np.zeros_like(load), 0

    for member in range(len(joined)):
        ready, size = int(joined.ready[member]), joined.size[member]
        if first < member and ready > joined.ready[first] + box.wait:
            close(member, int(joined.ready[first]) + box.wait)
        elif first < member and (load + size[counted] > limits).any():
            close(member, ready)
        load = load + size[counted]
        weight += int(size[2])
        if (load == limits).any():
            close(member + 1, ready)
    if first < len(joined) and joined.ready[first] + box.wait < stop:
        close(len(joined), int(joined.ready[first]) + box.wait)
    return number, closing, closed
