"""How full departures were over the year: one line per service, one mark per departure."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from corridor_sim.report.style import FAINT, titled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corridor_sim.plan import Plan
    from corridor_sim.results.collect import Results
    from corridor_sim.results.rows import DepartureRow

_MOST = 34  # lines that a slide can hold
_DAILY = 200  # departures above which a service is shown by week
_RARE = 0.5  # share of replications below which a departure counts as not run


def draw_loads(figure: Figure, plan: Plan, results: Results, foot: str) -> None:
    """Mean load over the replications in which a departure ran; hollow: it seldom ran."""
    rows: dict[str, list[DepartureRow]] = defaultdict(list)
    for row in results.departures:
        if row.scheduled_s < plan.end:
            rows[row.service].append(row)
    used = {name: lines for name, lines in rows.items() if any(r.ran > 0.0 for r in lines)}
    names = _lines(plan, results, used)
    axes = figure.add_axes((0.30, 0.10, 0.62, 0.79))
    image: Any = None
    for height, (_, members) in enumerate(reversed(names)):
        points = _points([row for name in members for row in used[name]])
        days: Any = [point[0] for point in points]
        loads = [point[1] for point in points]
        image = axes.scatter(
            days,
            [height] * len(days),
            c=loads,
            cmap="cividis_r",
            vmin=0.0,
            vmax=1.0,
            s=22,
            marker="s",
        )
        idle: Any = _idle([row for name in members for row in used[name]])
        axes.scatter(idle, [height] * len(idle), facecolors="none", edgecolors=FAINT, s=12, lw=0.6)
    axes.set_yticks(range(len(names)), [name for name, _ in reversed(names)], fontsize=8)
    axes.margins(y=0.02)
    axes.grid(axis="x", color=FAINT, alpha=0.3)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if image is not None:
        bar = figure.colorbar(image, cax=figure.add_axes((0.94, 0.10, 0.012, 0.79)))
        bar.set_label("load: aboard over room, in the first unit of the capacity", fontsize=8.5)
    titled(figure, _finding(plan, results), foot)


def _lines(
    plan: Plan, results: Results, used: dict[str, list[DepartureRow]]
) -> list[tuple[str, list[str]]]:
    """Services that ran, by boxes or else tonnes; those beyond the slide share one line a mode."""
    titles = {service.name: (service.title, service.mode) for service in plan.services}
    weight = {
        row.service: row.value
        for row in results.kpis
        if row.kpi == "weight_t" and row.service and not row.flow
    }
    busiest = sorted(used, key=lambda name: -weight.get(name, 0.0))
    order = list(titles)
    alone = sorted(busiest[:_MOST], key=order.index)
    lines = [(titles[name][0], [name]) for name in alone]
    rest: dict[str, list[str]] = defaultdict(list)
    for name in busiest[_MOST:]:
        rest[titles[name][1]].append(name)
    return lines + [(f"{len(members)} other, {mode}", members) for mode, members in rest.items()]


def _points(rows: list[DepartureRow]) -> list[tuple[datetime, float]]:
    """(day, load) of what ran; of many departures the mean of each week."""
    ran = [row for row in rows if row.ran >= _RARE or (len(rows) > _DAILY and row.ran > 0.0)]
    if len(rows) <= _DAILY:
        return [(_day(row), row.load_factor) for row in ran]
    weeks: dict[tuple[int, int], list[DepartureRow]] = defaultdict(list)
    for row in ran:
        year, week, _ = _day(row).isocalendar()
        weeks[year, week].append(row)
    return [
        (_day(some[0]), sum(row.load_factor for row in some) / len(some)) for some in weeks.values()
    ]


def _idle(rows: list[DepartureRow]) -> list[datetime]:
    return [] if len(rows) > _DAILY else [_day(row) for row in rows if row.ran < _RARE]


def _day(row: DepartureRow) -> datetime:
    return datetime.fromisoformat(row.scheduled).replace(tzinfo=None)


def _finding(plan: Plan, results: Results) -> str:
    titles = {service.name: service.title for service in plan.services}
    loads = [
        (row.value, titles[row.service])
        for row in results.kpis
        if row.kpi == "load_factor" and row.service and row.value == row.value
    ]
    if not loads:
        return "No departure ran"
    load, name = max(loads)
    return f"Fullest: {name}, {100.0 * load:.0f} % of its room"
