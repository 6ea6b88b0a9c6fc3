"""All visits to one resource, of all replications at once, in the order of law L4."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.plan import Kind, Plan
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: Per flow that uses the resource: its position, and the positions of the stages.
Parts = list[tuple[int, list[int]]]


@dataclass(frozen=True, slots=True)
class Line:
    """Who asked a resource: a row per replication, in the order of law L4.

    ready     int64 [R, W] s, rising in each row; NEVER at its end where others have more visits
    present   bool [R, W], where there is a visit; None: everywhere
    """

    ready: Seconds
    present: Flags | None
    parts: Parts
    _at: Seconds | None

    @property
    def rows(self) -> int:
        """R, the number of replications."""
        return len(self.ready)

    def column(self, of: Callable[[int, int], Seconds], missing: int) -> Seconds:
        """int64 [R, W]: what is told by flow and stage as [R, N]; `missing` where nobody is."""
        parts = [_beside([of(flow, one) for one in stages]) for flow, stages in self.parts]
        wide = _joined(parts)
        if self._at is not None:
            wide = wide.ravel().take(self._at)
        return wide if self.present is None else np.where(self.present, wide, missing)


def line(
    plan: Plan, workload: Workload, trace: Trace, parts: Parts, urgencies: Sequence[int | None]
) -> Line | None:
    """The line at a resource; None where its order cannot be told by readiness alone.

    parts       the stages of the resource
    urgencies   the priority of all shipments of each flow, None where they differ
    """
    if None in (found := {urgencies[flow] for flow, _ in parts}) or len(found) > 1:
        return None
    columns = []
    for flow, stages in parts:
        skips, ready = workload.flows[flow].skip, trace.flows[flow].ready
        columns.append(_beside([_unless(skips[one], ready[one]) for one in stages]))
    wide = _joined(columns)
    present = wide < plan.stop
    if not np.array_equal(present, wide != NEVER):
        return None
    everybody = bool(present.all())
    if bool((wide[:, 1:] >= wide[:, :-1]).all()):
        return Line(wide, None if everybody else present, parts, None)
    return _sorted(wide, present, plan.stop, parts)


def _sorted(wide: Seconds, present: Flags, stop: int, parts: Parts) -> Line | None:
    """Sorts by readiness and place in one number; places are in the order of L4."""
    rows, width = wide.shape
    bits = width.bit_length()
    if stop.bit_length() + bits >= NEVER.bit_length():
        return None
    count = np.count_nonzero(present, axis=1)
    most = int(count.max())
    last = stop << bits
    if 2 * most > width:
        key = np.minimum(wide, stop) << bits
        key |= np.arange(width)
        key.sort(axis=1)
        key = key[:, :most]
    else:
        at = np.flatnonzero(present)
        row, place = np.divmod(at, width)
        turn = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
        key = np.full((rows, most), last)
        key[row, turn] = wide.ravel()[at] << bits | place
        key.sort(axis=1)
    here = None if int(count.min()) == most else key < last
    ready = key >> bits
    if here is not None:
        ready = np.where(here, ready, NEVER)
    places = (key & ((1 << bits) - 1)) + np.arange(rows)[:, None] * width
    return Line(ready, here, parts, places)


def _joined(columns: Sequence[Seconds]) -> Seconds:
    return columns[0] if len(columns) == 1 else np.concatenate(columns, axis=1)


def _unless(skip: Flags | None, ready: Seconds) -> Seconds:
    return ready if skip is None else np.where(skip, NEVER, ready)


def _beside(columns: Sequence[Seconds]) -> Seconds:
    """Several stages of one flow: shipment by shipment, in the order of the stages."""
    if len(columns) == 1:
        return columns[0]
    return np.stack(columns, axis=-1).reshape(len(columns[0]), -1)


def parts_of(plan: Plan) -> dict[tuple[Kind, int], Parts]:
    """Which stages use each resource."""
    found: dict[tuple[Kind, int], dict[int, list[int]]] = {}
    for flow, one in enumerate(plan.flows):
        for stage, step in enumerate(one.stages):
            if step.kind is not Kind.DELAY:
                found.setdefault((step.kind, step.resource), {}).setdefault(flow, []).append(stage)
    return {at: list(flows.items()) for at, flows in found.items()}


def urgencies(plan: Plan, workload: Workload) -> list[int | None]:
    """The one priority of each flow's shipments, None where they have several."""
    return [_urgency(workload.flows[flow].priority) for flow in range(len(plan.flows))]


def _urgency(priority: Seconds) -> int | None:
    if not priority.size:
        return 0
    least, most = int(priority.min()), int(priority.max())
    return least if least == most else None


def slots(trace: Trace, flow: int, stage: int) -> Seconds:
    """Which departure or box each shipment took at a stage."""
    slot = trace.flows[flow].slot[stage]
    if slot is None:
        raise ValueError(f"stage {stage} of flow {flow} has no slots")
    return slot
