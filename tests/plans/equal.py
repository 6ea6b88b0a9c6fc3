"""Two traces, equal to the second or not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.trace import FlowTrace, Trace


def differences(one: Trace, other: Trace) -> list[str]:
    """Which columns of which flow and stage differ."""
    found: list[str] = []
    for flow, (mine, theirs) in enumerate(zip(one.flows, other.flows, strict=True)):
        for (name, a), (_, b) in zip(_columns(mine), _columns(theirs), strict=True):
            if not np.array_equal(a, b):
                found.append(f"flow {flow}: {name}")
    return found


def _columns(flow: FlowTrace) -> list[tuple[str, NDArray[np.int64]]]:
    columns = [("arrive", flow.arrive), ("size", flow.size), ("value", flow.value)]
    for stage in range(len(flow.ready)):
        columns += [
            (f"ready {stage}", flow.ready[stage]),
            (f"start {stage}", flow.start[stage]),
            (f"end {stage}", flow.end[stage]),
        ]
        slot = flow.slot[stage]
        if slot is not None:
            columns.append((f"slot {stage}", slot))
    return columns
