"""Lines: who asks a resource, replication by replication, in the order of law L4.

The columns of all stages that ask a resource are laid side by side in one buffer, flow by flow in
the scenario's order; where a flow asks several times, a shipment's stages stand next to one
another. So the place of a request in the buffer is its rank in law L4 among those who come at one
second, and a stable sort by readiness puts a line in order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]
#: (flow, stage)
At = tuple[int, int]

#: Share of the places below which those who ask are picked out before they are sorted.
_SPARSE = 0.6


@dataclass(frozen=True, slots=True)
class Column:
    """Where the requests of a stage lie in the buffer: every `step`-th cell from `first` on."""

    at: At
    first: int
    count: int
    step: int

    def of(self, whole: Seconds) -> Seconds:
        """The stage's column [R, N] of a buffer [R, W]."""
        return whole[:, self.first : self.first + self.count * self.step : self.step]


class Layout:
    """How the columns of a resource's stages lie side by side.

    stages   in the order of flows and stages
    counts   shipments of each flow
    """

    def __init__(self, stages: Sequence[At], counts: Callable[[int], int]) -> None:
        self.columns: list[Column] = []
        self.width = 0
        for flow in dict.fromkeys(flow for flow, _ in stages):
            mine = [at for at in stages if at[0] == flow]
            for number, at in enumerate(mine):
                self.columns.append(Column(at, self.width + number, counts(flow), len(mine)))
            self.width += counts(flow) * len(mine)

    def buffer(self, rows: int, fill: Callable[[At], Seconds | int]) -> Seconds:
        """A new buffer [R, W], filled by stage; one cell lies behind it for what is no one's."""
        whole = self.room(rows)
        for column in self.columns:
            column.of(whole)[...] = fill(column.at)
        return whole

    def room(self, rows: int) -> Seconds:
        """As `buffer`, where every cell will be written."""
        return np.empty(rows * self.width + 1, dtype=np.int64)[:-1].reshape(rows, self.width)

    def laid(self, rows: int, given: Callable[[At], Seconds]) -> Seconds:
        """Columns side by side, to read; the column itself where there is only one."""
        if len(self.columns) == 1:
            return given(self.columns[0].at)
        return self.buffer(rows, given)


@dataclass(frozen=True, slots=True)
class Line:
    """The requests of a block in order.

    ready   int64 [R, M] s, rising in each row; NEVER behind the last request
    cells   int64 [R, M], the cell of the buffer that each request has, R * W behind the last;
            None: request m has cell m of its row, and M = W
    full    that every cell has a request
    """

    ready: Seconds
    cells: Seconds | None
    full: bool = False

    def read(self, whole: Seconds) -> Seconds:
        """What a buffer says of each request, [R, M]; of no one's cell, anything."""
        return whole if self.cells is None else whole.reshape(-1).take(self.cells, mode="clip")

    def write(self, whole: Seconds, values: Seconds) -> Seconds:
        """Puts what was found for each request where the buffer has it; returns the buffer."""
        if self.cells is None:
            return values
        cells = whole.base if whole.base is not None else whole
        cells.reshape(-1)[self.cells] = values
        return whole


def line_up(layout: Layout, rows: int, asks: Callable[[At], Seconds], plain: bool) -> Line:
    """Who asks, in order.

    asks    when each shipment asks, int64 [R, N] s; NEVER: it does not
    plain   that there is one column and nobody in it skips
    """
    ready = layout.laid(rows, asks)
    if plain and bool((ready[:, 1:] >= ready[:, :-1]).all()):
        return Line(ready, None)
    asking = ready < NEVER
    count = asking.sum(axis=1)
    longest = int(count.max(initial=0))
    nobody = rows * layout.width
    if int(count.sum()) < _SPARSE * ready.size:
        return _picked(ready, asking, count, longest)
    order = np.argsort(ready, axis=1, kind="stable")[:, :longest]
    cells = order + (np.arange(rows) * layout.width)[:, None]
    ready = ready.reshape(-1).take(cells)
    least = int(count.min(initial=longest))
    if least < longest:
        cells[ready == NEVER] = nobody
    return Line(ready, cells, full=least == layout.width)


def _picked(whole: Seconds, asking: Flags, count: Seconds, longest: int) -> Line:
    """As `line_up`, where few of the places ask."""
    rows, width = whole.shape
    found = np.flatnonzero(asking)
    times = whole.reshape(-1).take(found)
    if rows == 1:
        order = np.argsort(times, kind="stable")
        return Line(times[order][None], found[order][None])
    row = np.repeat(np.arange(rows), count)
    begins = np.cumsum(count) - count
    turn = np.arange(len(found)) + (np.arange(rows) * longest - begins)[row]
    ready = np.full((rows, longest), NEVER, dtype=np.int64)
    cells = np.full((rows, longest), rows * width, dtype=np.int64)
    ready.reshape(-1)[turn] = times
    cells.reshape(-1)[turn] = found
    if bool((ready[:, 1:] >= ready[:, :-1]).all()):
        return Line(ready, cells)
    order = np.argsort(ready, axis=1, kind="stable") + (np.arange(rows) * longest)[:, None]
    return Line(ready.reshape(-1).take(order), cells.reshape(-1).take(order))
