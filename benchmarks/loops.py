"""How much of a plan lies in loops, and what an engine says of its passes through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corridor_sim.engine import array
from corridor_sim.plan import Kind, Plan
from corridor_sim.workload import Workload

_KINDS = {
    Kind.STATION: "station",
    Kind.DEPARTURES: "service",
    Kind.CONSOLIDATION: "consolidation",
    Kind.HOLD: "place",
}


@dataclass(frozen=True, slots=True)
class Shares:
    """What lies in loops.

    resources, stations   share of them
    visits                share of the visits that are not skipped, delays left out
    """

    resources: float
    stations: float
    visits: float
    loops: int


def shares(plan: Plan, workload: Workload) -> Shares:
    """Counted on a block of replications."""
    inside = {one for part in plan.components if part.loop for one in part.resources}
    every = [one for part in plan.components for one in part.resources]
    stations = [one for one in every if one[0] == "station"]
    looped = total = 0
    for flow, work in zip(plan.flows, workload.flows, strict=True):
        for number, stage in enumerate(flow.stages):
            if stage.kind is Kind.DELAY:
                continue
            skip = work.skip[number]
            count = work.arrive.size if skip is None else int((~skip).sum())
            total += count
            looped += count if (_KINDS[stage.kind], stage.resource) in inside else 0
    return Shares(
        sum(one in inside for one in every) / max(len(every), 1),
        sum(one in inside for one in stations) / max(len(stations), 1),
        looped / max(total, 1),
        sum(part.loop for part in plan.components),
    )


def passes(plan: Plan, workload: Workload) -> dict[str, float]:
    """What the array engine reports of its passes and of the time inside and outside loops.

    Nothing where it offers no report: `corridor_sim.engine.array.report(plan, workload)`, a mapping
    from a name with its unit to a number, is asked if it is there.
    """
    report: Any = getattr(array, "report", None)
    if report is None:
        return {}
    return {str(name): float(value) for name, value in report(plan, workload).items()}
