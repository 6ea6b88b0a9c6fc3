"""When an anchor of a journey passed: one reading of a trace for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.events import ARRIVAL, END, START, Anchor
from corridor_sim.plan import Plan
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload

Seconds = NDArray[np.int64]


def pick(table: Seconds, slot: Seconds, missing: int) -> Seconds:
    """table [R, K] read at slot [R, N]; `missing` where the slot is negative."""
    if table.shape[1] == 0:
        return np.full(slot.shape, missing, dtype=np.int64)
    found = np.take_along_axis(table, np.clip(slot, 0, table.shape[1] - 1), axis=1)
    return np.where(slot >= 0, found, missing)


def anchor_time(plan: Plan, workload: Workload, trace: Trace, flow: int, anchor: Anchor) -> Seconds:
    """The second at which what an anchor names happened to each shipment, int64 [R, N].

    NEVER where it did not before the stop. A skipped departures stage has happened when it was
    ready, whatever call of it is named.
    """
    times = trace.flows[flow]
    if anchor.stage == ARRIVAL:
        return times.arrive
    if anchor.call == END:
        return times.end[anchor.stage]
    if anchor.call == START:
        return times.start[anchor.stage]
    slot = times.slot[anchor.stage]
    if slot is None:
        raise ValueError(f"stage {anchor.stage} of flow {flow} makes no calls")
    trips = workload.trips[plan.flows[flow].stages[anchor.stage].resource]
    reached = times.start[anchor.stage] + pick(trips.calls[:, :, anchor.call], slot, 0)
    return np.where(reached < plan.stop, reached, NEVER)


def event_time(
    plan: Plan, workload: Workload, trace: Trace, flow: int, anchors: Sequence[Anchor]
) -> Seconds:
    """The second of an event that each shipment reaches by one of several stages, int64 [R, N].

    The first anchor whose stage is not skipped counts; of those who skip all, the last.
    """
    *others, last = anchors
    found = anchor_time(plan, workload, trace, flow, last)
    for anchor in reversed(others):
        skip = None if anchor.stage == ARRIVAL else workload.flows[flow].skip[anchor.stage]
        mine = anchor_time(plan, workload, trace, flow, anchor)
        found = mine if skip is None else np.where(skip, found, mine)
    return found
