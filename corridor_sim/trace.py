"""The trace: what an engine answers, every shipment and stage, to the second.

Times at or after the plan's stop are NEVER: they are not part of the run, in any engine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.int64]

#: A slot where there is none.
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class FlowTrace:
    """The times of one flow's shipments.

    arrive            int64 [R, N] s; for a fed flow the second at which its box was ready
    size, value       int64 [R, N, 4] and [R, N]; for a fed flow those of the closed boxes
    ready, start, end one int64 [R, N] per stage; a skipped stage has all three equal
    slot              one int64 [R, N] per departures or consolidation stage: which departure, which
                      box; NOWHERE where none; None for the other kinds of stage
    """

    arrive: Seconds
    size: Seconds
    value: Seconds
    ready: tuple[Seconds, ...]
    start: tuple[Seconds, ...]
    end: tuple[Seconds, ...]
    slot: tuple[Seconds | None, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """The times of all flows, for the replications of one workload."""

    replications: Seconds
    flows: tuple[FlowTrace, ...]
