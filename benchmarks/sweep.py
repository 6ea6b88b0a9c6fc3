"""The array engine against the plain recursion over all loads, overload included."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks import engines, equality
from benchmarks.record import Measurement
from benchmarks.rounds import ratios, seconds
from benchmarks.works.kinds import Work, queues
from benchmarks.works.luck import rows

SUITE = "load sweep"
LOADS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.05, 1.5)
SERVERS = (1, 4, 16)
#: One longer run, and many short ones.
SIZES = ((1, 20_000), (200, 1_000))
_PLAIN = 20_000


def measure(rounds: int, *, quick: bool = False) -> list[Measurement]:
    """Ratios say how many times as fast as the plain recursion."""
    loads = LOADS[::4] if quick else LOADS
    return [
        one
        for servers in SERVERS
        for load in loads
        for replications, shipments in SIZES
        for one in point(servers, load, (replications, shipments), rounds)
    ]


def point(servers: int, load: float, size: tuple[int, int], rounds: int) -> list[Measurement]:
    """One number of servers at one load."""
    work = queues(servers, load)
    plan, workload = work.make(*size)
    few = max(1, _PLAIN // size[1])
    part = rows(workload, range(min(few, size[0])))
    given = [work.given(plan, part, row) for row in range(len(part.replications))]
    calls: dict[str, Callable[[], object]] = {"plain recursion": partial(_plain, work, given)}
    counts = {"plain recursion": len(given) * size[1]}
    answers = [work.plain(one) for one in given]
    for name, run in engines.arrays().items():
        found = work.columns(run(plan, workload))
        for column, values in found.items():
            mine = np.array([one[column] for one in answers])
            equality.same({column: mine}, {column: values[: len(given)]}, name)
        calls[name] = partial(engines.answer, work.columns, run, plan, workload)
        counts[name] = size[0] * size[1]
    taken = seconds(calls, rounds)
    unit = {name: [1e9 * one / counts[name] for one in values] for name, values in taken.items()}
    text = f"{size[0]:,} x {size[1]:,}"
    return [
        Measurement(
            SUITE,
            f"M/M/{servers} at load {load:g}",
            text,
            name,
            "ns per shipment",
            tuple(values),
            tuple(ratios(unit["plain recursion"], values)),
        )
        for name, values in unit.items()
    ]


def _plain(work: Work, given: list[object]) -> None:
    for one in given:
        work.plain(one)
