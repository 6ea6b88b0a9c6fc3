"""The workload: a plan's luck, settled. Whole seconds, nothing random left.

A workload holds a block of replications: every array's first axis is the replication in hand, so
that an engine may take them one by one or all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    parcels    int64 [R, N], parcels that a list declares, counted and never simulated one by one;
               None where no shipment is a list
    options    per choice of the flow int8 [R, N], which option each shipment took; None where no
               result asks for it, empty where none of the flow's does
    """

    arrive: Seconds
    refused: NDArray[np.int8]
    priority: Seconds
    size: Seconds
    value: Seconds
    skip: tuple[Flags | None, ...]
    work: tuple[Seconds | None, ...]
    parcels: Seconds | None = None
    options: tuple[NDArray[np.int8] | None, ...] = ()


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


def save(workload: Workload, path: Path) -> None:
    """Write a workload as one .npz file that any engine, on any machine, can take up again."""
    arrays: dict[str, Any] = {"replications": workload.replications}
    for number, flow in enumerate(workload.flows):
        for name in _FLOW_COLUMNS:
            arrays[f"flow/{number}/{name}"] = getattr(flow, name)
        arrays |= _optional(flow, f"flow/{number}")
        for stage, (skip, work) in enumerate(zip(flow.skip, flow.work, strict=True)):
            arrays[f"flow/{number}/stages"] = np.array(len(flow.skip))
            if skip is not None:
                arrays[f"flow/{number}/skip/{stage}"] = skip
            if work is not None:
                arrays[f"flow/{number}/work/{stage}"] = work
    for number, trips in enumerate(workload.trips):
        for name in _TRIP_COLUMNS:
            arrays[f"trips/{number}/{name}"] = getattr(trips, name)
    np.savez_compressed(path, **arrays)


def _optional(flow: FlowWork, at: str) -> dict[str, Any]:
    """What not every flow has."""
    found: dict[str, Any] = {f"{at}/choices": np.array(len(flow.options))}
    if flow.parcels is not None:
        found[f"{at}/parcels"] = flow.parcels
    for choice, option in enumerate(flow.options):
        if option is not None:
            found[f"{at}/option/{choice}"] = option
    return found


def load(path: Path) -> Workload:
    """Read what `save` has written.

    raises   OSError, ValueError, KeyError where the file is not a saved workload
    """
    with np.load(path, allow_pickle=False) as arrays:
        flows = tuple(
            _flow(arrays, f"flow/{number}") for number in range(_count(arrays.files, "flow"))
        )
        trips = tuple(
            Trips(*(arrays[f"trips/{number}/{name}"] for name in _TRIP_COLUMNS))
            for number in range(_count(arrays.files, "trips"))
        )
        return Workload(arrays["replications"], flows, trips)


_FLOW_COLUMNS = ("arrive", "refused", "priority", "size", "value")
_TRIP_COLUMNS = ("start", "calls", "capacity", "cancelled")
Arrays = Mapping[str, NDArray[Any]]


def _flow(arrays: Arrays, at: str) -> FlowWork:
    stages = range(int(arrays[f"{at}/stages"]))
    arrive, refused, priority, size, value = (arrays[f"{at}/{name}"] for name in _FLOW_COLUMNS)
    skip, work = (
        tuple(arrays.get(f"{at}/{kind}/{stage}") for stage in stages) for kind in ("skip", "work")
    )
    parcels = arrays.get(f"{at}/parcels")
    choices = range(int(arrays[f"{at}/choices"]))
    options = tuple(arrays.get(f"{at}/option/{choice}") for choice in choices)
    return FlowWork(arrive, refused, priority, size, value, skip, work, parcels, options)


def _count(names: Iterable[str], kind: str) -> int:
    numbers = [int(name.split("/")[1]) for name in names if name.startswith(f"{kind}/")]
    return max(numbers, default=-1) + 1
