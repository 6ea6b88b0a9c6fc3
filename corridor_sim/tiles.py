"""Tiles: some replications of a block at a time, so that what is computed of them stays near.

Replications do not depend on one another, so how a block is cut into tiles is seen in no result.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from numpy import generic
from numpy.typing import NDArray

from corridor_sim.trace import FlowTrace, Trace
from corridor_sim.workload import FlowWork, Trips, Workload

#: Numbers of a column that a processor keeps near, and the fewest replications worth a round.
_NEAR, _FEWEST = 1 << 16, 64

_Number = TypeVar("_Number", bound=generic)


def tiles(workload: Workload, trace: Trace) -> Iterator[tuple[slice, Workload, Trace]]:
    """Cuts a block into tiles, in order: which replications, and views of both."""
    rows = len(trace.replications)
    widest = max((times.arrive.shape[1] for times in trace.flows), default=0)
    step = max(_NEAR // max(widest, 1), _FEWEST)
    if rows <= step:
        yield slice(0, rows), workload, trace
        return
    for first in range(0, rows, step):
        part = slice(first, min(first + step, rows))
        flows = tuple(_times(one, part) for one in trace.flows)
        yield part, _luck(workload, part), Trace(trace.replications[part], flows)


def _times(one: FlowTrace, part: slice) -> FlowTrace:
    return FlowTrace(
        one.arrive[part],
        one.size[part],
        one.value[part],
        _some(one.ready, part),
        _some(one.start, part),
        _some(one.end, part),
        _cut(one.slot, part),
    )


def _luck(workload: Workload, part: slice) -> Workload:
    flows = tuple(
        FlowWork(
            one.arrive[part],
            one.refused[part],
            one.priority[part],
            one.size[part],
            one.value[part],
            _cut(one.skip, part),
            _cut(one.work, part),
            None if one.parcels is None else one.parcels[part],
            _cut(one.options, part),
        )
        for one in workload.flows
    )
    trips = tuple(
        Trips(one.start[part], one.calls[part], one.capacity[part], one.cancelled[part])
        for one in workload.trips
    )
    return Workload(workload.replications[part], flows, trips)


def _some(columns: Sequence[NDArray[_Number]], part: slice) -> tuple[NDArray[_Number], ...]:
    return tuple(column[part] for column in columns)


def _cut(
    columns: Sequence[NDArray[_Number] | None], part: slice
) -> tuple[NDArray[_Number] | None, ...]:
    return tuple(None if column is None else column[part] for column in columns)
