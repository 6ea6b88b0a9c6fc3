"""Run a workload through a plan with SimPy, replication by replication."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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

    def times(columns: Iterable[Seconds]) -> Seconds:
        stacked = np.stack(list(columns))
        stacked[stacked >= stop] = NEVER
        return stacked

    stages = range(len(rows[0].ready))
    start = tuple(times(row.start[k] for row in rows) for k in stages)
    slot: list[Seconds | None] = []
    for k in stages:
        taken = [column for row in rows if (column := row.slot[k]) is not None]
        slot.append(np.where(start[k] == NEVER, NOWHERE, np.stack(taken)) if taken else None)
    return FlowTrace(
        times(row.arrive for row in rows),
        np.stack([row.size for row in rows]),
        np.stack([row.value for row in rows]),
        tuple(times(row.ready[k] for row in rows) for k in stages),
        start,
        tuple(times(row.end[k] for row in rows) for k in stages),
        tuple(slot),
    )
