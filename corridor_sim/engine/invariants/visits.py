"""All visits to one resource in one replication, gathered from the flows that use it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.plan import Kind, Plan
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits in the order of law L4: (priority, ready, flow, number, stage).

    Every column is int64 [n]; size is [n, 4]; `slot` is NOWHERE where there is none.
    """

    priority: Seconds
    ready: Seconds
    flow: Seconds
    number: Seconds
    stage: Seconds
    start: Seconds
    end: Seconds
    work: Seconds
    slot: Seconds
    size: Seconds
    value: Seconds

    def __len__(self) -> int:
        return len(self.ready)

    def take(self, rows: NDArray[np.int64] | Flags) -> Visits:
        """Some of the visits."""
        columns = (getattr(self, name)[rows] for name in self.__slots__)
        return Visits(*columns)


def visits(
    plan: Plan, workload: Workload, trace: Trace, row: int, kind: Kind, resource: int
) -> Visits:
    """Those who reached a resource (and did not skip it), in one replication."""
    parts = [
        _part(workload, trace, row, flow, stage)
        for flow, one in enumerate(plan.flows)
        for stage, step in enumerate(one.stages)
        if step.kind is kind and step.resource == resource
    ]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else []
    if not columns:
        columns = [np.empty(0, dtype=np.int64)] * 9
        columns += [np.empty((0, 4), dtype=np.int64), np.empty(0, dtype=np.int64)]
    found = Visits(*columns)
    order = np.lexsort((found.stage, found.number, found.flow, found.ready, found.priority))
    return found.take(order)


def _part(workload: Workload, trace: Trace, row: int, flow: int, stage: int) -> tuple[Seconds, ...]:
    work, times = workload.flows[flow], trace.flows[flow]
    there = times.ready[stage][row] < NEVER
    skip = work.skip[stage]
    if skip is not None:
        there = there & ~skip[row]
    number = np.flatnonzero(there).astype(np.int64)
    drawn, slot = work.work[stage], times.slot[stage]
    none = np.full(len(number), -1, dtype=np.int64)
    return (
        work.priority[row][there],
        times.ready[stage][row][there],
        np.full(len(number), flow, dtype=np.int64),
        number,
        np.full(len(number), stage, dtype=np.int64),
        times.start[stage][row][there],
        times.end[stage][row][there],
        none if drawn is None else drawn[row][there],
        none if slot is None else slot[row][there],
        times.size[row][there],
        times.value[row][there],
    )
