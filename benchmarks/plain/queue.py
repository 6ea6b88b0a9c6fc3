"""First come, first served, c servers: a heap of the seconds at which servers become free."""

from __future__ import annotations

from heapq import heapreplace

from benchmarks.works.queue import Queue


def run(given: Queue) -> dict[str, list[int]]:
    """Arrival, start and departure of every customer."""
    free = [0] * given.servers
    start: list[int] = []
    departure: list[int] = []
    for ready, work in zip(given.arrive, given.work, strict=True):
        begins = free[0] if free[0] > ready else ready  # noqa: FURB136  # max() is slower
        ends = begins + work
        heapreplace(free, ends)
        start.append(begins)
        departure.append(ends)
    return {"arrival": list(given.arrive), "start": start, "departure": departure}
