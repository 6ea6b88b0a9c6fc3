"""Door to door, and where the time goes: bars of mean days with the slow tenth marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any

from corridor_sim.report.style import FAINT, INK, TIMES, Slide, wrapped
from corridor_sim.results.owners import OPENING_HOURS, SCHEDULE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from corridor_sim.plan import Flow, Plan
    from corridor_sim.results.collect import Results

_OWNERS = {
    "shipper": "shipper",
    "broker": "papers",
    "customs": "papers",
    "other agency": "papers",
    "terminal": "terminal",
    "consignee": "consignee",
    SCHEDULE: "wait",
    OPENING_HOURS: "opening",
}
_MOST = 24  # bars that a slide can hold
_FEW = 6  # bars below which corridors are shown by their flows
_LEFT, _TOP, _WIDE, _TALL = 0.30, 0.875, 0.55, 0.665
_THICK = 0.125  # of the slide: a bar and its gap at most
_HALF = 0.34  # of a bar's thickness
_LETTERS = 54  # of a bar's name, a line
_SHORT = 0.05  # days that would be said as none
_EXACT = 10.0  # days below which a decimal is said
_WAIT = " (wait)"


@dataclass(slots=True)
class Bar:
    """Mean days of some flows by kind.

    rest  what is left of a corridor, or of all
    p90   days by which nine in ten are delivered: of all of them, or from the lowest to the highest
          of the flows where the tables hold none of all; infinite: beyond the run
    """

    flows: list[str]
    days: dict[str, float] = field(default_factory=lambda: dict.fromkeys(TIMES, 0.0))
    p90: tuple[float, ...] = ()
    rest: bool = False

    @property
    def total(self) -> float:
        """Days from door to door."""
        return sum(self.days.values())


def draw_times(slide: Slide, plan: Plan, results: Results) -> None:
    """One bar per flow, or one step of the only flow below another.

    Of more flows than a slide can hold: one bar per corridor and direction. Of few corridors: the
    busiest flows, and what is left in a bar of its own.
    """
    bars = _bars(slide, plan, results)
    if len(bars) == 1 and len(next(iter(bars.values())).flows) == 1:
        (name, bar), *_ = bars.items()
        _steps(slide, results, bar)
        said = {"slow": name, "days": _said(bar.total), "wait": _said(bar.days["wait"])}
        slide.title(slide.say("times_single", **said))
        return
    names = sorted(bars, key=lambda name: (not bars[name].rest, bars[name].total))
    axes = _axes(slide, len(names))
    for row, name in enumerate(names):
        left = 0.0
        for kind, days in bars[name].days.items():
            axes.barh(row, days, left=left, color=TIMES[kind], height=2.0 * _HALF)
            left += days
        _mark(axes, row, bars[name].p90)
        _numbers(slide, axes, row, bars[name])
    axes.set_yticks(range(len(names)), [wrapped(name, _LETTERS) for name in names], fontsize=9)
    axes.set_xlabel(slide.say("times_days"))
    if names:
        _heads(slide, axes, len(names))
    _legend(slide, list(bars.values()))
    slide.title(_finding(slide, bars))


def _axes(slide: Slide, rows: int) -> Axes:
    tall = min(_TALL, max(3, rows) * _THICK)
    axes = slide.figure.add_axes((_LEFT, _TOP - tall, _WIDE, tall))
    axes.set_ylim(-0.6, max(3, rows) - 0.4)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="x", color=FAINT, alpha=0.3)
    axes.set_axisbelow(True)
    return axes


def _steps(slide: Slide, results: Results, bar: Bar) -> None:
    """The steps of one flow, each beginning where the one before ended."""
    steps = [
        (row.stage, _kind(row.stage, row.owner), row.value / 24.0)
        for row in results.kpis
        if row.kpi == "step_h" and row.flow == bar.flows[0]
    ]
    axes = _axes(slide, len(steps))
    left = 0.0
    for row, (_, kind, days) in enumerate(reversed(steps)):
        left = sum(one[2] for one in steps[: len(steps) - 1 - row])
        axes.barh(row, days, left=left, color=TIMES[kind], height=2.0 * _HALF)
        axes.annotate(
            _tenths(days),
            (left + days, row),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=INK,
        )
    names = []
    for stage, kind, _ in reversed(steps):
        plain = stage.removesuffix(_WAIT)
        names.append(f"{plain}: {slide.word('wait')}" if kind == "wait" else plain)
    axes.set_yticks(range(len(names)), [wrapped(name, _LETTERS) for name in names], fontsize=10)
    axes.set_xlabel(slide.say("times_days_single"))
    for p90 in bar.p90:
        if isfinite(p90):
            axes.axvline(p90, color=INK, linewidth=1.6)
            said = f"{slide.say('times_p90')} {p90:.1f}"
            across = axes.get_xaxis_transform()
            axes.text(p90, 1.01, said, transform=across, ha="center", va="bottom", fontsize=9)
    axes.margins(x=0.06)
    _legend(slide, [bar])


def _mark(axes: Axes, row: int, p90: tuple[float, ...]) -> None:
    known = [days for days in p90 if isfinite(days)]
    for days in known:
        axes.plot([days, days], [row - _HALF, row + _HALF], color=INK, linewidth=1.6)
    if len(known) > 1:
        axes.plot(known, [row, row], color=INK, linewidth=0.9)


def _numbers(slide: Slide, axes: Axes, row: int, bar: Bar) -> None:
    """Mean and P90 in two columns right of the bars."""
    slow = "–".join(dict.fromkeys(_tenths(days) for days in bar.p90 if isfinite(days)))
    if any(not isfinite(days) for days in bar.p90):
        slow = slide.say("times_open")
    across = axes.get_yaxis_transform()
    for at, said in ((1.055, _tenths(bar.total)), (1.20, slow)):
        axes.text(at, row, said, transform=across, ha="right", va="center", fontsize=9, color=INK)


def _heads(slide: Slide, axes: Axes, rows: int) -> None:
    across = axes.get_yaxis_transform()
    for at, said in ((1.055, slide.say("times_mean")), (1.20, slide.say("times_p90"))):
        axes.text(
            at,
            rows - 0.45,
            said,
            transform=across,
            ha="right",
            va="bottom",
            fontsize=9,
            color=INK,
            weight=slide.weight,
        )


def _legend(slide: Slide, bars: list[Bar]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Patch | Line2D] = [
        Patch(color=colour, label=slide.word(kind))
        for kind, colour in TIMES.items()
        if any(bar.days[kind] > 0.0 for bar in bars)
    ]
    ink: dict[str, Any] = {"color": INK, "marker": "|", "markersize": 11, "markeredgewidth": 1.6}
    marks: list[Patch | Line2D] = []
    known = [len([days for days in bar.p90 if isfinite(days)]) for bar in bars]
    if 1 in known:
        marks.append(Line2D([], [], linestyle="none", label=slide.say("times_mark"), **ink))
    if max(known, default=0) > 1:
        marks.append(Line2D([0, 1], [0, 0], linewidth=0.9, label=slide.say("times_span"), **ink))
    for height, some in ((0.117, handles), (0.08, marks)):
        if some:
            slide.figure.legend(
                handles=some,
                loc="center",
                bbox_to_anchor=(0.5, height),
                fontsize=9,
                frameon=False,
                ncols=len(some),
                handlelength=2.0,
            )


def _kind(stage: str, owner: str) -> str:
    return "wait" if stage.endswith(_WAIT) else _OWNERS.get(owner, "way")


def _bars(slide: Slide, plan: Plan, results: Results) -> dict[str, Bar]:
    """Mean days by bar and kind; several flows weighted by who was delivered."""
    delivered = {row.flow: row.value for row in results.kpis if row.kpi == "delivered" and row.flow}
    flows = [flow for flow in plan.flows if flow.fed_by < 0 and delivered.get(flow.name)]
    name_of = _names(slide, flows, delivered)
    bars: dict[str, Bar] = {}
    for flow, name in name_of.items():
        bars.setdefault(name, Bar([])).flows.append(flow)
    whole = {name: sum(delivered[flow] for flow in bar.flows) for name, bar in bars.items()}
    for row in results.kpis:
        if row.kpi == "step_h" and row.flow in name_of:
            name = name_of[row.flow]
            share = delivered[row.flow] / whole[name]
            bars[name].days[_kind(row.stage, row.owner)] += row.value / 24.0 * share
    plain = {name for flow in flows for name in (flow.title, _corridor(slide, flow))}
    for name, bar in bars.items():
        bar.p90, bar.rest = _p90(plan, results, bar.flows), name not in plain
    return bars


def _names(slide: Slide, flows: list[Flow], delivered: Mapping[str, float]) -> dict[str, str]:
    """Which bar a flow belongs to. Boxes fed by others are in the bars of what is in them."""
    if len(flows) <= _MOST:
        return {flow.name: flow.title for flow in flows}
    names = {flow.name: _corridor(slide, flow) for flow in flows}
    groups = set(names.values())
    busiest = sorted(flows, key=lambda flow: -delivered[flow.name])
    if len(groups) < _FEW:
        alone = busiest[: _MOST - len(groups)]
        left = [flow for flow in flows if flow not in alone]
        rest = {flow.name: flow.corridor for flow in left}
        named = {flow.name: flow.title for flow in alone}
    elif len(groups) > _MOST:
        kept = list(dict.fromkeys(names[flow.name] for flow in busiest))[: _MOST - 1]
        rest = {name: "" for name, group in names.items() if group not in kept}
        named = {name: group for name, group in names.items() if group in kept}
    else:
        return names
    titles = {flow.name: flow.title for flow in flows}
    return named | {name: _rest(slide, name, rest, titles) for name in rest}


def _rest(slide: Slide, name: str, rest: Mapping[str, str], titles: Mapping[str, str]) -> str:
    corridor = rest[name]
    count = sum(one == corridor for one in rest.values())
    if count == 1:
        return titles[name]
    if not corridor:
        return slide.say("times_others", count=count)
    return slide.say("times_rest", corridor=corridor, count=count)


def _corridor(slide: Slide, flow: Flow) -> str:
    if not flow.corridor:
        return flow.title
    if flow.direction not in ("export", "import"):
        return flow.corridor
    return slide.say("times_side", corridor=flow.corridor, direction=slide.word(flow.direction))


def _p90(plan: Plan, results: Results, flows: list[str]) -> tuple[float, ...]:
    """P90 in days of the flows together; where no table has it, their lowest and highest."""
    rows = [row for row in results.kpis if row.kpi == "transit_time_d" and row.stat == "p90"]
    single = sorted(row.value for row in rows if row.flow in flows and row.value == row.value)
    if len(flows) == 1:
        return tuple(single)
    for row in rows:
        members = {
            one.name for one in plan.flows if one.fed_by < 0 and one.corridor == row.corridor
        }
        if not row.flow and row.corridor and members == set(flows):
            return (row.value,)
    return (single[0], single[-1]) if single else ()


def _tenths(days: float) -> str:
    return f"{days:.1f}" if days >= _SHORT else f"< {2.0 * _SHORT:.1f}"


def _said(days: float) -> str:
    return _tenths(days) if days < _EXACT else f"{days:.0f}"


def _finding(slide: Slide, bars: Mapping[str, Bar]) -> str:
    if not bars:
        return slide.say("times_nobody")
    named = [name for name, bar in bars.items() if not bar.rest]
    slow = max(named, key=lambda name: bars[name].total)
    most = max(named, key=lambda name: bars[name].days["wait"])
    days, wait = _said(bars[slow].total), _said(bars[most].days["wait"])
    if slow == most:
        return slide.say("times_both", slow=slow, days=days, wait=wait)
    return slide.say("times_longest", slow=slow, days=days, most=most, wait=wait)
