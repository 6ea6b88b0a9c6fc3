"""The works by name: how each is made, handed to a hand-written model, and read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.plain import corridor as plain_corridor
from benchmarks.plain import queue as plain_queue
from benchmarks.works import corridor, queue
from corridor_sim.plan import Plan
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload

Lists = dict[str, list[int]]
Arrays = dict[str, NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Work:
    """One work.

    kind      `queue` or `corridor`: the name of a peer's model
    make      plan and luck of so many replications and shipments
    given     one replication as plain lists
    columns   what is recorded, [R, N], plain arrays in shipment order
    plain     the recursion on one replication: the oracle
    clear     replications that every model must answer alike
    """

    name: str
    kind: str
    make: Callable[[int, int], tuple[Plan, Workload]]
    given: Callable[[Plan, Workload, int], Any]
    columns: Callable[[Trace], Arrays]
    plain: Callable[[Any], Lists]
    clear: Callable[[Trace, Plan], Sequence[int]]


def queues(servers: int, load: float = 0.8) -> Work:
    """M/M/c at a load."""

    def make(replications: int, shipments: int) -> tuple[Plan, Workload]:
        return queue.work(replications, shipments, servers, load)

    def all_rows(trace: Trace, _: Plan) -> Sequence[int]:
        return range(len(trace.replications))

    return Work(
        f"M/M/{servers}", "queue", make, queue.given, queue.columns, plain_queue.run, all_rows
    )


CORRIDOR = Work(
    "W3 corridor",
    "corridor",
    corridor.work,
    corridor.given,
    corridor.columns,
    plain_corridor.run,
    corridor.clear_rows,
)
