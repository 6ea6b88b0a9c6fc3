"""The workload: a plan's luck, settled. Whole seconds, nothing random left.

A workload holds a block of replications: every array's first axis is the replication in hand, so
that an engine may take them one by one or all at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: Why a shipment was refused when the work was realised (law L6).
ACCEPTED, TOO_LARGE, OUTSIDE_HORIZON = 0, 1, 2


@dataclass(frozen=True, slots=True)
class FlowWork:
    """What the shipments of one flow bring.

    arrive     int64 [R, N] s; NEVER: refused, beyond the replication's count, or not closed (fed)
    refused    int8 [R, N]: ACCEPTED, TOO_LARGE or OUTSIDE_HORIZON
    priority   int64 [R, N], smaller is served first
    size       int64 [R, N, 4] in plan.UNITS
    value      int64 [R, N] USD
    skip       per stage: bool [R, N], or None where nobody skips
    work       per stage: int64 [R, N] s, or None where the stage draws no work
    """

    arrive: Seconds
    refused: NDArray[np.int8]
    priority: Seconds
    size: Seconds
    value: Seconds
    skip: tuple[Flags | None, ...]
    work: tuple[Seconds | None, ...]


@dataclass(frozen=True, slots=True)
class Trips:
    """What the departures of one service do, in the order of the plan's timetable.

    start       int64 [R, K] s, actual departure (scheduled + lateness)
    calls       int64 [R, K, C] s after the start at which each call is reached; calls[..., 0] = 0
    capacity    int64 [R, K, 4], drawn between 0 and the scheduled one
    cancelled   bool [R, K]
    """

    start: Seconds
    calls: Seconds
    capacity: Seconds
    cancelled: Flags


@dataclass(frozen=True, slots=True)
class Workload:
    """The settled luck of a block of replications.

    replications   int64 [R], their numbers
    flows, trips   one per flow and one per service of the plan
    """

    replications: Seconds
    flows: tuple[FlowWork, ...]
    trips: tuple[Trips, ...]
