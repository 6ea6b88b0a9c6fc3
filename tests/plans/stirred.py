"""Workloads with still more coincidences than a scenario can say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor_sim.clock import MINUTE, NEVER
from corridor_sim.workload import FlowWork, Workload


def stirred(workload: Workload) -> Workload:
    """The same shipments on a grid of whole minutes, each with a priority of its own."""
    return replace(workload, flows=tuple(_flow(flow) for flow in workload.flows))


def _flow(flow: FlowWork) -> FlowWork:
    width = flow.arrive.shape[1]
    urgency = np.broadcast_to(np.arange(width, dtype=np.int64) * 7 % 5 % 3, flow.arrive.shape)
    arrive = np.where(flow.arrive < NEVER, flow.arrive // MINUTE * MINUTE, NEVER)
    work = tuple(None if one is None else -(-one // MINUTE) * MINUTE for one in flow.work)
    return replace(flow, arrive=arrive, priority=urgency, work=work)
