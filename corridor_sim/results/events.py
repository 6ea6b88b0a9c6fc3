"""Events: when what happened, read off a trace as arrays of seconds.

Everywhere int64 [R, N]: replication by shipment, NEVER where the event is not part of the run.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corridor_sim.anchors import pick
from corridor_sim.clock import NEVER
from corridor_sim.plan import Flow, Kind, Plan
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


def within(times: Seconds, window: tuple[int, int]) -> Flags:
    """Which instants lie in [from, to); NEVER lies in no window."""
    inside: Flags = times >= window[0]
    inside &= times < min(window[1], NEVER)
    return inside


def passed(workload: Workload, trace: Trace, flow: int, stage: int) -> Flags:
    """Who does not skip the stage."""
    skip = workload.flows[flow].skip[stage]
    return np.ones(trace.flows[flow].arrive.shape, dtype=np.bool_) if skip is None else ~skip


def taking(flow: Flow, skip: Sequence[Flags | None], route: int) -> Flags:
    """bool [R, N]: who takes a route of a split flow, told by a stage that only they pass."""
    mark = skip[flow.split.routes[route].stage] if flow.split is not None else None
    if mark is None:
        raise ValueError(f"flow {flow.name} has no route {route}")
    return ~mark


def slots(trace: Trace, flow: int, stage: int) -> Seconds:
    """Which departure or box each shipment took at a departures or consolidation stage."""
    slot = trace.flows[flow].slot[stage]
    if slot is None:
        raise ValueError(f"stage {stage} of flow {flow} has no slots")
    return slot


def boarded(trace: Trace, flow: int, stage: int) -> Seconds:
    """The actual departure of whoever really boarded at this departures stage."""
    return np.where(slots(trace, flow, stage) >= 0, trace.flows[flow].start[stage], NEVER)


def departure_stages(plan: Plan, flow: int) -> list[int]:
    """Positions of a flow's departures stages."""
    return [k for k, one in enumerate(plan.flows[flow].stages) if one.kind is Kind.DEPARTURES]


def deliveries(plan: Plan, trace: Trace) -> tuple[Seconds, ...]:
    """When each shipment of each flow is delivered.

    The members of a box are delivered when the box is: a flow whose delivery stage is a
    consolidation goes on with the flow that the consolidation feeds.
    """
    known: dict[int, Seconds] = {}
    return tuple(_delivery(plan, trace, flow, known) for flow in range(len(plan.flows)))


def _delivery(plan: Plan, trace: Trace, flow: int, known: dict[int, Seconds]) -> Seconds:
    if flow not in known:
        stage = plan.flows[flow].delivery
        end = trace.flows[flow].end[stage]
        fed = box_flow(plan, flow)
        if fed >= 0:
            box = slots(trace, flow, stage)
            end = np.where(box >= 0, pick(_delivery(plan, trace, fed, known), box, NEVER), end)
        known[flow] = end
    return known[flow]


def box_flow(plan: Plan, flow: int) -> int:
    """The flow in whose boxes the shipments of this one are delivered, or -1."""
    stage = plan.flows[flow].stages[plan.flows[flow].delivery]
    return plan.consolidations[stage.resource].feeds if stage.kind is Kind.CONSOLIDATION else -1
