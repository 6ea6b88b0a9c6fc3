"""Whose work is whose, where servers have hours of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.results.block import Block
from corridor_sim.results.spells import Spells
from corridor_sim.shifts import Shift, taken_by

Seconds = NDArray[np.int64]


def served_by_shift(
    block: Block,
    shifts: Sequence[Shift],
    stages: Sequence[tuple[int, int]],
    served: Sequence[Spells],
) -> list[Sequence[Spells]]:
    """What each shift of a station has served.

    stages, served   (flow, stage), and from start to end of every visit to the station there
    returns          per shift, as `served`, but for the visits of the others
    """
    if len(shifts) == 1:
        return [served]
    by = _whose(block, shifts, stages, served)
    return [
        [replace(one, absent=whose != shift) for one, whose in zip(served, by, strict=True)]
        for shift in range(len(shifts))
    ]


def _whose(
    block: Block,
    shifts: Sequence[Shift],
    stages: Sequence[tuple[int, int]],
    served: Sequence[Spells],
) -> list[Seconds]:
    """Which shift served each visit, int64 [R, N] per stage; -1 where nobody did."""
    visits = [_visits(block, at, one) for at, one in zip(stages, served, strict=True)]
    if not visits:
        return []
    whole = np.concatenate(visits, axis=1)
    row, start, priority, ready, flow, number, stage, end = whole
    order = np.lexsort((stage, number, flow, ready, priority, start, row))
    by = np.empty(len(row), dtype=np.int64)
    for mine in np.split(order, np.searchsorted(row[order], np.arange(1, block.rows))):
        by[mine] = taken_by(shifts, start[mine], end[mine])
    found, last = [], np.cumsum([part.shape[1] for part in visits])
    for one, some in zip(served, np.split(by, last[:-1]), strict=True):
        whose = np.full(one.begun.shape, -1, dtype=np.int64)
        whose[_counted(one)] = some
        found.append(whose)
    return found


def _visits(block: Block, at: tuple[int, int], served: Spells) -> Seconds:
    """int64 [8, n]: row, start, priority, ready, flow, number, stage, end of each that began."""
    flow, stage = at
    row, number = np.nonzero(_counted(served))
    one = row, number
    ready = block.trace.flows[flow].ready[stage]
    priority = block.workload.flows[flow].priority
    where = [np.full(len(row), flow), number, np.full(len(row), stage)]
    return np.array([row, served.begun[one], priority[one], ready[one], *where, served.ended[one]])


def _counted(served: Spells) -> NDArray[np.bool_]:
    began = served.begun < NEVER
    return began if served.absent is None else began & ~served.absent
