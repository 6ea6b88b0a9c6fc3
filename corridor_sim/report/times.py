"""Door to door, and where the time goes: bars of mean days with the slow tenth marked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from corridor_sim.report.style import FAINT, INK, TIMES, titled
from corridor_sim.results.owners import OPENING_HOURS, SCHEDULE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corridor_sim.plan import Plan
    from corridor_sim.results.collect import Results

_OWNERS = {
    "shipper": "shipper",
    "broker": "papers and customs",
    "customs": "papers and customs",
    "other agency": "papers and customs",
    "terminal": "terminal",
    "consignee": "consignee",
    SCHEDULE: "waiting for departure",
    OPENING_HOURS: "waiting for opening hours",
}
_MOST = 24  # bars that a slide can hold


def draw_times(figure: Figure, plan: Plan, results: Results, foot: str) -> None:
    """One bar per flow; of more flows than a slide can hold, one per corridor and direction."""
    parts, ends = _days(plan, results)
    names = sorted(parts, key=lambda name: sum(parts[name].values()))
    axes = figure.add_axes((0.30, 0.13, 0.66, 0.76))
    for row, name in enumerate(names):
        left = 0.0
        for kind, colour in TIMES.items():
            days = parts[name].get(kind, 0.0)
            axes.barh(row, days, left=left, color=colour, height=0.68)
            left += days
        p90 = ends.get(name)
        if p90 is not None:
            axes.plot([p90, p90], [row - 0.34, row + 0.34], color=INK, linewidth=1.6)
        axes.text(left, row, f" {left:.1f} d", va="center", fontsize=8.5, color=INK)
    axes.set_yticks(range(len(names)), names, fontsize=9)
    axes.set_xlabel(
        "days in the mean; black mark, on bars of one flow: nine in ten are delivered by then"
    )
    axes.margins(x=0.08, y=0.01)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="x", color=FAINT, alpha=0.3)
    axes.set_axisbelow(True)
    from matplotlib.patches import Patch

    handles = [Patch(color=colour, label=kind) for kind, colour in TIMES.items()]
    axes.legend(handles=handles, loc="lower right", fontsize=8.5)
    titled(figure, _finding(parts), foot)


def _days(plan: Plan, results: Results) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Mean days by bar and kind, and P90 by bar; several flows weighted by who was delivered."""
    name_of = _bars(plan)
    delivered = {row.flow: row.value for row in results.kpis if row.kpi == "delivered" and row.flow}
    sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    whole: dict[str, float] = defaultdict(float)
    for flow, name in name_of.items():
        whole[name] += delivered.get(flow, 0.0)
    for row in results.kpis:
        number = delivered.get(row.flow, 0.0)
        if row.kpi != "step_h" or row.flow not in name_of or not number:
            continue
        kind = _OWNERS.get(row.owner, "on the way")
        sums[name_of[row.flow]][kind] += row.value / 24.0 * number / whole[name_of[row.flow]]
    return {name: dict(parts) for name, parts in sums.items()}, _p90(results, name_of)


def _bars(plan: Plan) -> dict[str, str]:
    """Which bar a flow belongs to. Boxes fed by others are in the bars of what is in them."""
    flows = [flow for flow in plan.flows if flow.fed_by < 0]
    if len(flows) <= _MOST:
        return {flow.name: flow.title for flow in flows}
    names = {}
    for flow in flows:
        side = f", {flow.direction}" if flow.direction in ("export", "import") else ""
        names[flow.name] = f"{flow.corridor}{side}" if flow.corridor else flow.title
    return names


def _p90(results: Results, name_of: dict[str, str]) -> dict[str, float]:
    """P90 in days of bars that are one flow; of several it is no mean of theirs."""
    members: dict[str, list[str]] = defaultdict(list)
    for flow, name in name_of.items():
        members[name].append(flow)
    single = {flows[0]: name for name, flows in members.items() if len(flows) == 1}
    return {
        single[row.flow]: row.value
        for row in results.kpis
        if row.kpi == "transit_time_d"
        and row.stat == "p90"
        and row.flow in single
        and row.value != float("inf")
    }


def _finding(parts: dict[str, dict[str, float]]) -> str:
    if not parts:
        return "Nothing was delivered"
    slow = max(parts, key=lambda name: sum(parts[name].values()))
    days = sum(parts[slow].values())
    waits = {name: one.get("waiting for departure", 0.0) for name, one in parts.items()}
    most = max(waits, key=lambda name: waits[name])
    wait = f"{most} waits longest for departures, {waits[most]:.0f} days"
    return f"{slow} takes longest, {days:.0f} days door to door; {wait}"
