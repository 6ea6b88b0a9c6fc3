"""Rows of the Time Release Study, out of the KPI rows."""

from __future__ import annotations

from collections.abc import Iterable

from corridor_sim.results.rows import KpiRow, ReleaseRow

#: The events of the Time Release Study, T1 to T13.
EVENTS = (
    "means of transport arrived",
    "unloaded",
    "placed under supervision",
    "declaration lodged",
    "declaration accepted",
    "documents checked",
    "called for inspection",
    "inspection begun",
    "inspection ended",
    "other agency approved",
    "duty paid",
    "released",
    "out of the gate",
)


def release_rows(kpis: Iterable[KpiRow], replications: int) -> tuple[ReleaseRow, ...]:
    """One row per flow or office, formality, channel and interval that happened at all."""
    found: dict[tuple[str, ...], dict[str, KpiRow]] = {}
    for row in kpis:
        if row.kpi == "trs_h":
            at = (row.flow, row.place, row.formality, row.stage, row.clock)
            found.setdefault(at, {})[row.stat] = row
    return tuple(_row(stats, replications) for stats in found.values() if stats["mean"].count)


def _row(stats: dict[str, KpiRow], replications: int) -> ReleaseRow:
    mean = stats["mean"]
    since, until = (EVENTS[int(event.removeprefix("T")) - 1] for event in mean.clock.split("-"))
    return ReleaseRow(
        arm=mean.arm,
        flow=mean.flow,
        place=mean.place,
        formality=mean.formality,
        channel=mean.stage,
        interval=mean.clock,
        since=since,
        until=until,
        declarations=mean.count / replications,
        mean_h=mean.value,
        p50_h=stats["p50"].value,
        p90_h=stats["p90"].value,
        p95_h=stats["p95"].value,
        unfinished=mean.unfinished,
        n=mean.n,
    )
