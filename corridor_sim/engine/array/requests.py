"""Requests: who asks a resource, of all flows and stages, in the order of law L4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER

Seconds = NDArray[np.int64]
#: (flow, stage)
At = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Requests:
    """Those who ask a resource in a block of replications, row by row.

    rows    int64 [R + 1]: row r's requests are those from rows[r] up to rows[r + 1]
    ready   int64 [n] s, rising within a row; ties go by flow, shipment number and stage
    place   int64 [n], where each stands in the resource's columns laid side by side
    """

    rows: Seconds
    ready: Seconds
    place: Seconds

    def __len__(self) -> int:
        return len(self.ready)

    def row(self) -> Seconds:
        """int64 [n]: the row of each request."""
        return np.repeat(np.arange(len(self.rows) - 1), np.diff(self.rows))


class Columns:
    """The stages of one resource, whose columns can be laid side by side.

    Flows come in the scenario's order; where a flow visits a resource several times, a shipment's
    stages stand next to one another. So the place of a request is its rank in law L4 among equals.
    """

    def __init__(self, stages: Sequence[At]) -> None:
        self.stages = tuple(stages)
        flows = dict.fromkeys(flow for flow, _ in stages)
        self._flows = [[stage for stage in stages if stage[0] == flow] for flow in flows]

    def side_by_side(self, columns: dict[At, NDArray[np.int64]]) -> NDArray[np.int64]:
        """[R, N] (or [R, N, 4]) per stage as one [R, sum of N] (or [R, sum of N, 4])."""
        parts = []
        for stages in self._flows:
            if len(stages) == 1:
                parts.append(columns[stages[0]])
                continue
            stacked = np.stack([columns[at] for at in stages], axis=2)
            shape = (stacked.shape[0], -1, *stacked.shape[3:])
            parts.append(stacked.reshape(shape))
        return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)

    def apart(self, whole: NDArray[np.int64]) -> dict[At, NDArray[np.int64]]:
        """What was laid side by side, as [R, N] per stage; `widths` are the shipments per flow."""
        found: dict[At, NDArray[np.int64]] = {}
        begun = 0
        for stages, width in zip(self._flows, self.widths, strict=True):
            part = whole[:, begun : begun + width * len(stages)]
            begun += width * len(stages)
            for number, at in enumerate(stages):
                found[at] = part[:, number :: len(stages)]
        return found

    widths: list[int]

    def measure(self, shipments: dict[int, int]) -> None:
        """Learns how many shipments each flow has."""
        self.widths = [shipments[stages[0][0]] for stages in self._flows]


def requests(ready: Seconds) -> Requests:
    """The requests among columns laid side by side; NEVER asks for nothing."""
    row, place = np.nonzero(ready != NEVER)
    times = ready[row, place]
    order = np.lexsort((times, row)) if len(ready) > 1 else np.argsort(times, kind="stable")
    rows = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(ready)))])
    return Requests(rows.astype(np.int64), times[order], place[order])
