"""How much of a plan lies in loops, and what an engine says of its passes through them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from time import perf_counter
from typing import Any

from benchmarks import engines
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
    """The passes that the array engine makes over a loop, and its time inside and outside loops."""
    inside: list[float] = []
    array_run: Any = import_module("corridor_sim.engine.array.run")  # the module, not the function
    decide = array_run.sweep_circle

    def timed(*given: Any) -> None:
        before = perf_counter()
        decide(*given)
        inside.append(perf_counter() - before)

    count, found = len(workload.replications), dict[str, float]()
    circles = max(1, sum(part.loop for part in plan.components))
    for name, run in engines.arrays().items():
        run(plan, workload)  # what is loaded on first use is not counted
        inside.clear()
        array_run.sweep_circle = timed
        try:
            before = perf_counter()
            run(plan, workload)
            whole = perf_counter() - before
        finally:
            array_run.sweep_circle = decide
        found[f"{name}: passes over each loop"] = len(inside) / circles
        found[f"{name}: ms in loops per replication"] = 1e3 * sum(inside) / count
        found[f"{name}: ms outside loops per replication"] = 1e3 * (whole - sum(inside)) / count
    return found
