"""Every resource through its screen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.engine.invariants.screens.boxes import boxes
from corridor_sim.engine.invariants.screens.departures import departures
from corridor_sim.engine.invariants.screens.lines import Line, line, parts_of, urgencies
from corridor_sim.engine.invariants.screens.stations import place, station
from corridor_sim.plan import Kind, Plan
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload

Flags = NDArray[np.bool_]

#: A kind of stage, and the position of the resource among those of its kind.
Resource = tuple[Kind, int]


def suspect_resources(plan: Plan, workload: Workload, trace: Trace) -> dict[Resource, Flags]:
    """bool [R] per resource that does not pass: where one of its laws may be broken."""
    parts, urgent = parts_of(plan), urgencies(plan, workload)
    every = (
        (Kind.STATION, len(plan.stations)),
        (Kind.DEPARTURES, len(plan.services)),
        (Kind.HOLD, len(plan.places)),
        (Kind.CONSOLIDATION, len(plan.consolidations)),
    )
    found: dict[Resource, Flags] = {}
    for at in ((kind, number) for kind, count in every for number in range(count)):
        if at not in parts and at[0] is not Kind.CONSOLIDATION:
            continue  # nobody asks for it
        asking = line(plan, workload, trace, parts[at], urgent) if at in parts else None
        if asking is None:
            found[at] = np.ones(len(trace.replications), dtype=np.bool_)
        else:
            suspect = _screen(plan, workload, trace, at, asking)
            if suspect.any():
                found[at] = suspect
    return found


def _screen(plan: Plan, workload: Workload, trace: Trace, at: Resource, asking: Line) -> Flags:
    kind, number = at
    if kind is Kind.STATION:
        return station(plan, workload, trace, number, asking)
    if kind is Kind.DEPARTURES:
        return departures(plan, workload.trips[number], trace, number, asking)
    if kind is Kind.HOLD:
        return place(plan, trace, number, asking)
    return boxes(plan, trace, number, asking)
