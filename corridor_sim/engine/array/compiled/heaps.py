"""Heaps in a part of an array, smallest key first."""

from __future__ import annotations

from corridor_sim.engine.array.compiled.jit import inner
from corridor_sim.engine.array.compiled.tables import Whole


@inner
def push(heap: Whole, at: int, count: int, key: int) -> None:
    """Adds to the heap of `count` keys that begins at `at`."""
    hole = count
    while hole > 0:
        above = (hole - 1) >> 1
        if heap[at + above] <= key:
            break
        heap[at + hole] = heap[at + above]
        hole = above
    heap[at + hole] = key


@inner
def sink(heap: Whole, at: int, count: int, key: int) -> None:
    """Puts a key in the place of the smallest of `count`."""
    hole = 0
    while True:
        below = 2 * hole + 1
        if below >= count:
            break
        if below + 1 < count and heap[at + below + 1] < heap[at + below]:
            below += 1
        if heap[at + below] >= key:
            break
        heap[at + hole] = heap[at + below]
        hole = below
    heap[at + hole] = key


@inner
def pop(heap: Whole, at: int, count: int) -> int:
    """Takes the smallest of `count`, and leaves it behind those that remain."""
    smallest = heap[at]
    sink(heap, at, count - 1, heap[at + count - 1])
    heap[at + count - 1] = smallest
    return int(smallest)
