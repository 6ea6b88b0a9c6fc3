"""How full departures were over the year: one line per service, one mark per departure."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from corridor_sim.report.style import FAINT, INK, Slide

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from corridor_sim.plan import Plan
    from corridor_sim.results.collect import Results
    from corridor_sim.results.rows import DepartureRow

_MOST = 34  # lines that a slide can hold
_FEW = 6  # lines that have room for columns as high as the load
_DAILY = 200  # departures above which a service is shown by week
_RARE = 0.5  # share of replications below which a departure counts as not run
_LEFT, _LOW, _WIDE, _TALL = 0.30, 0.135, 0.59, 0.765
_COLOURS = "cividis_r"

Line = tuple[str, list["DepartureRow"]]


def draw_loads(slide: Slide, plan: Plan, results: Results, hub: str) -> None:
    """Mean load over the replications in which a departure ran; hollow: it seldom ran.

    Services that call at the hub come before those that do not, the busiest first, where there are
    more than a slide can hold.
    """
    rows: dict[str, list[DepartureRow]] = defaultdict(list)
    for row in results.departures:
        if row.scheduled_s < plan.end:
            rows[row.service].append(row)
    used = {name: lines for name, lines in rows.items() if any(r.ran > 0.0 for r in lines)}
    lines = [
        (title, [row for name in members for row in used[name]])
        for title, members in _lines(slide, plan, _ranked(plan, results, used, hub), hub)
    ]
    axes = slide.figure.add_axes((_LEFT, _LOW, _WIDE, _TALL))
    (_columns if len(lines) <= _FEW else _squares)(slide, axes, lines)
    axes.grid(axis="x", color=FAINT, alpha=0.3)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="x", labelsize=9)
    _key(slide, any(_idle(rows) for _, rows in lines))
    slide.title(_finding(slide, plan, results))


def _squares(slide: Slide, axes: Axes, lines: list[Line]) -> None:
    """Colour is the load."""
    image: Any = None
    for height, (_, rows) in enumerate(reversed(lines)):
        points = _points(rows)
        days: Any = [day for day, _ in points]
        loads = [load for _, load in points]
        image = axes.scatter(
            days,
            [height] * len(days),
            c=loads,
            cmap=_COLOURS,
            vmin=0.0,
            vmax=1.0,
            s=22,
            marker="s",
        )
        _hollow(axes, rows, height)
    axes.set_yticks(range(len(lines)), [title for title, _ in reversed(lines)], fontsize=8)
    axes.set_ylim(-0.7, len(lines) - 0.3)
    bar = slide.figure.colorbar(image, cax=slide.figure.add_axes((0.91, _LOW, 0.012, _TALL)))
    bar.ax.yaxis.set_major_formatter(lambda load, _: f"{100.0 * load:.0f} %")
    bar.set_label(slide.say("loads_bar"), fontsize=9)


def _columns(slide: Slide, axes: Axes, lines: list[Line]) -> None:
    """Height is the load: a line of columns from empty to full for each service."""
    import matplotlib as mpl

    colours = mpl.colormaps[_COLOURS]
    for height, (_, rows) in enumerate(reversed(lines)):
        for day, load in _points(rows):
            at: Any = day
            axes.vlines(at, height, height + 0.8 * load, color=colours(load), linewidth=3.0)
        axes.axhline(height, color=FAINT, linewidth=0.6)
        axes.axhline(height + 0.8, color=FAINT, linewidth=0.6, linestyle=(0, (2, 3)))
        _hollow(axes, rows, height)
    axes.set_yticks(
        [height + 0.4 for height in range(len(lines))],
        [title for title, _ in reversed(lines)],
        fontsize=10,
    )
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.1, len(lines) - 0.12)
    side = axes.twinx()
    ends = [height + share for height in range(len(lines)) for share in (0.0, 0.4, 0.8)]
    side.set_ylim(axes.get_ylim())
    side.set_yticks(ends, ["0 %", "50 %", "100 %"] * len(lines), fontsize=8.5)
    side.set_ylabel(slide.say("loads_bar"), fontsize=9)
    side.spines["top"].set_visible(False)


def _hollow(axes: Axes, rows: list[DepartureRow], height: float) -> None:
    idle: Any = _idle(rows)
    axes.scatter(idle, [height] * len(idle), facecolors="none", edgecolors=FAINT, s=12, lw=0.6)


def _key(slide: Slide, hollow: bool) -> None:
    from matplotlib.lines import Line2D

    ran = Line2D([], [], color=INK, marker="s", markersize=4.5, linestyle="none")
    idle = Line2D([], [], color=FAINT, marker="o", markersize=3.5, linestyle="none", mfc="none")
    ran.set_label(slide.say("loads_ran"))
    idle.set_label(slide.say("loads_idle"))
    slide.figure.legend(
        handles=[ran, idle] if hollow else [ran],
        loc="center",
        bbox_to_anchor=(_LEFT + _WIDE / 2.0, 0.075),
        fontsize=9,
        frameon=False,
        ncols=2,
    )


def _ranked(
    plan: Plan, results: Results, used: dict[str, list[DepartureRow]], hub: str
) -> list[str]:
    """Services that ran: those of the hub, then the others, each by tonnes."""
    weight = {
        row.service: row.value
        for row in results.kpis
        if row.kpi == "weight_t" and row.service and not row.flow
    }
    own = {service.name for service in plan.services if hub in service.calls}
    return sorted(used, key=lambda name: (name not in own, -weight.get(name, 0.0)))


def _lines(slide: Slide, plan: Plan, ranked: list[str], hub: str) -> list[tuple[str, list[str]]]:
    """The first by themselves: of the hub, then others, as in the plan; the rest by mode."""
    titles = {service.name: (service.title, service.mode) for service in plan.services}
    order = [one.name for one in sorted(plan.services, key=lambda one: hub not in one.calls)]
    rest: dict[str, list[str]] = defaultdict(list)
    for name in ranked[_MOST:]:
        rest[titles[name][1]].append(name)
    single = [members[0] for members in rest.values() if len(members) == 1]
    alone = sorted([*ranked[:_MOST], *single], key=order.index)
    lines = [(titles[name][0], [name]) for name in alone]
    return lines + [
        (slide.say("loads_rest", mode=slide.word(mode), count=len(members)), members)
        for mode, members in rest.items()
        if len(members) > 1
    ]


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


def _finding(slide: Slide, plan: Plan, results: Results) -> str:
    titles = {service.name: service.title for service in plan.services}
    loads = [
        (row.value, titles[row.service])
        for row in results.kpis
        if row.kpi == "load_factor" and row.service and row.value == row.value
    ]
    if not loads:
        return slide.say("loads_nobody")
    load, name = max(loads)
    return slide.say("loads_fullest", name=name, load=f"{100.0 * load:.0f}")
