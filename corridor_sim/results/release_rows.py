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


def release_rows(kpis: Iterable[KpiRow]) -> tuple[ReleaseRow, ...]:
    """One row per office or place, formality, channel and interval that happened at all."""
    found: dict[tuple[str, str, str, str], dict[str, KpiRow]] = {}
    for row in kpis:
        if row.kpi == "trs_h":
            at = (row.place, row.formality, row.stage, row.clock)
            found.setdefault(at, {})[row.stat] = row
    return tuple(
        _row(at, stats) for at, stats in found.items() if stats["mean"].n and stats["mean"].count
    )


def _row(at: tuple[str, str, str, str], stats: dict[str, KpiRow]) -> ReleaseRow:
    place, formality, channel, interval = at
    since, until = (EVENTS[int(event.removeprefix("T")) - 1] for event in interval.split("-"))
    mean = stats["mean"]
    return ReleaseRow(
        arm=mean.arm,
        place=place,
        formality=formality,
        channel=channel,
        interval=interval,
        since=since,
        until=until,
        declarations=mean.count / mean.n,
        mean_h=mean.value,
        p50_h=stats["p50"].value,
        p90_h=stats["p90"].value,
        p95_h=stats["p95"].value,
        n=mean.n,
    )
