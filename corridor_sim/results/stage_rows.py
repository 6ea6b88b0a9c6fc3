"""Stages: door-to-door times told stage by stage, out of the KPI rows.

The hours on the critical path add up to the mean from door to door; what a stage takes beside the
path adds nothing to it. Waiting and work are those of all who pass the stage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corridor_sim.plan import Plan
from corridor_sim.results.events import box_flow
from corridor_sim.results.intervals import NAN
from corridor_sim.results.measures import SECONDS_PER
from corridor_sim.results.owners import WAITING
from corridor_sim.results.rows import KpiRow, StageRow

_STATS = ("mean", "p50", "p90")
#: Where the waiting and the work of a step stand, by its kind.
_AT_STAGE, _WAITING, _ABOARD = ("wait_h", "work_h"), ("wait_departure_h", ""), ("", "trip_time_d")

_Found = Mapping[tuple[str, str, str, str], KpiRow]


def stage_rows(plan: Plan, kpis: Sequence[KpiRow]) -> tuple[StageRow, ...]:
    """One row per step of every flow, in the order of the journey; a departure has two: the wait
    for it and the ride. Cartons go on with the steps of their box."""
    kinds = {"wait_h", "work_h", "wait_departure_h", "trip_time_d", "transit_time_d"}
    found = {
        (row.flow, row.stage, row.kpi, row.stat): row
        for row in kpis
        if row.flow and row.kpi in kinds and row.stat in _STATS
    }
    boxes = {flow.name: _boxes(plan, k) for k, flow in enumerate(plan.flows)}
    return tuple(
        _row(row, boxes[row.flow], found) for row in kpis if row.kpi == "step_h" and row.flow
    )


def _boxes(plan: Plan, flow: int) -> list[str]:
    """The flows of the boxes that a flow's shipments go on in, box by larger box."""
    names = []
    while (flow := box_flow(plan, flow)) >= 0:
        names.append(plan.flows[flow].name)
    return names


def _row(step: KpiRow, boxes: Sequence[str], found: _Found) -> StageRow:
    flow, stage = step.flow, step.stage
    for box in boxes:
        if stage.startswith(f"{box}: "):
            flow, stage = box, stage.removeprefix(f"{box}: ")
    at, kinds = stage.removesuffix(WAITING), _AT_STAGE
    if (flow, at, "trip_time_d", "mean") in found:
        kinds = _ABOARD if at == stage else _WAITING
    rows = [[found.get((flow, at, kpi, stat)) for stat in _STATS] for kpi in kinds]
    passed = max((one.count for part in rows for one in part if one), default=0)
    every = found[flow, "", "transit_time_d", "mean"].count
    wait, work = ([_hours(one) for one in part] for part in rows)
    means = [part[0] for part in rows if part[0]]
    return StageRow(
        arm=step.arm,
        flow=step.flow,
        stage=step.stage,
        owner=step.owner,
        passed=passed / every if every else NAN,
        path_h=step.value,
        wait_mean_h=wait[0],
        wait_p50_h=wait[1],
        wait_p90_h=wait[2],
        work_mean_h=work[0],
        work_p50_h=work[1],
        work_p90_h=work[2],
        unfinished=max((one.unfinished for one in means), default=0.0),
        n=step.n,
    )


def _hours(row: KpiRow | None) -> float:
    if row is None:
        return NAN
    return row.value * SECONDS_PER[row.unit] / SECONDS_PER["h"]
