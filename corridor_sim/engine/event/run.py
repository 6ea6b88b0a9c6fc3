"""Run a workload through a plan with SimPy, replication by replication."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.event.replication import Replication
from corridor_sim.plan import Plan
from corridor_sim.trace import NOWHERE, FlowTrace, Trace
from corridor_sim.workload import Workload

Seconds = NDArray[np.int64]


def run(plan: Plan, workload: Workload) -> Trace:
    """When every shipment passes every stage, to the second.

    workload   a block of R replications
    returns    the trace of the same R replications; times at or after `plan.stop` are NEVER
    """
    rows = [Replication(plan, workload, row).run() for row in range(len(workload.replications))]
    flows = [_stack([row[flow] for row in rows], plan.stop) for flow in range(len(plan.flows))]
    return Trace(workload.replications, tuple(flows))


def _stack(rows: Sequence[FlowTrace], stop: int) -> FlowTrace:
    """Replications side by side, without what lies beyond the stop."""

    def times(column: Callable[[FlowTrace], Seconds]) -> Seconds:
        stacked = np.stack([column(row) for row in rows])
        stacked[stacked >= stop] = NEVER
        return stacked

    stages = range(len(rows[0].ready))
    start = tuple(times(lambda row, k=k: row.start[k]) for k in stages)  # type: ignore[misc]
    slot: list[Seconds | None] = []
    for k in stages:
        if rows[0].slot[k] is None:
            slot.append(None)
            continue
        column = np.stack([np.asarray(row.slot[k]) for row in rows])
        column[start[k] == NEVER] = NOWHERE
        slot.append(column)
    return FlowTrace(
        times(lambda row: row.arrive),
        np.stack([row.size for row in rows]),
        np.stack([row.value for row in rows]),
        tuple(times(lambda row, k=k: row.ready[k]) for k in stages),  # type: ignore[misc]
        start,
        tuple(times(lambda row, k=k: row.end[k]) for k in stages),  # type: ignore[misc]
        tuple(slot),
    )
