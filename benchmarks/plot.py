"""Two pictures of a run: who is how fast, and how cost grows. PNG and SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import end_to_end, head_to_head, scaling, sweep
from benchmarks.record import Measurement, Run
from benchmarks.rounds import figure

#: Colours that remain apart for the colour-blind (Okabe and Ito 2008).
_COLOURS = {
    "array": "#0072B2",
    "array [fast]": "#56B4E9",
    "event": "#009E73",
    "plain recursion": "#E69F00",
    "SimPy": "#D55E00",
    "Cimba (Python)": "#CC79A7",
    "draw and realise": "#0072B2",
}
_GREY, _INK = "#999999", "#333333"
_NAMES = {"W3 corridor": "the tandem corridor"}
_SIZE = "1,000 x 1,000"
_SETTINGS: Any = {"svg.hashsalt": "corridor-sim", "svg.fonttype": "none", "font.size": 9}
_STEPS = ("#0072B2", "#56B4E9", "#009E73", "#F0E442", "#E69F00", "#D55E00", "#CC79A7", "#999999")


def draw(run: Run, folder: Path) -> list[Path]:
    """Writes the pictures of what the run measured; the files."""
    import matplotlib as mpl

    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    with mpl.rc_context(_SETTINGS):
        for name, figure_of in (("ratios", _ratios), ("scaling", _scaling), ("steps", _steps)):
            drawn = figure_of(run)
            if drawn is None:
                continue
            for kind in ("png", "svg"):
                written.append(folder / f"{name}.{kind}")
                drawn.savefig(written[-1], dpi=150)
    return written


def _figure(width: float, height: float) -> Any:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    made = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(made)
    return made


def _ratios(run: Run) -> Any:
    """One panel per work: how many times as fast as SimPy, with the range of the rounds."""
    found = [
        one
        for one in run.measurements
        if one.suite == head_to_head.SUITE and one.size == _SIZE and one.ratios
    ]
    works = list(dict.fromkeys(one.work for one in found))
    if not works:
        return None
    made = _figure(11.0, 4.2)
    axes = made.subplots(1, len(works), squeeze=False, sharex=True)[0]
    for axis, work in zip(axes, works, strict=True):
        group = [one for one in found if one.work == work]
        _bars(axis, sorted(group, key=lambda one: one.ratio.middle))
        axis.set_title(work, loc="left", color=_INK)
    low = min(one.ratio.low for one in found)
    high = max(one.ratio.high for one in found)
    axes[0].set_xlim(low / 8.0, high * 8.0)
    made.supxlabel("times as fast as SimPy: median of the rounds, and their range", fontsize=9)
    best = run.find(head_to_head.SUITE, works[-1], _SIZE, "array", "ns per shipment")
    title = "Cost of a shipment, 1,000 replications of 1,000"
    if best is not None:
        title = (
            f"The array engine simulates a shipment of {_NAMES.get(works[-1], works[-1])} "
            f"{figure(best.ratio.middle)} times as fast as SimPy (1,000 replications of 1,000)"
        )
    made.suptitle(title, x=0.01, ha="left", color=_INK)
    return made


def _bars(axis: Any, group: Sequence[Measurement]) -> None:
    axis.set_xscale("log")
    for place, one in enumerate(group):
        spread, colour = one.ratio, _COLOURS.get(one.engine, _GREY)
        # Drawn from the baseline: a logarithmic axis has no zero to begin at.
        axis.barh(place, spread.middle - 1.0, left=1.0, color=colour, height=0.7)
        axis.plot([spread.low, spread.high], [place, place], color=_INK, linewidth=1.2)
        faster = spread.middle >= 1.0
        axis.annotate(
            figure(spread.middle),
            (spread.high if faster else spread.low, place),
            xytext=(4 if faster else -4, 0),
            textcoords="offset points",
            ha="left" if faster else "right",
            va="center",
            color=_INK,
        )
    axis.set_yticks(range(len(group)), [one.engine for one in group])
    axis.axvline(1.0, color=_INK, linewidth=0.8)
    _bare(axis)
    _numbered(axis.xaxis, subs=(1.0,))


def _scaling(run: Run) -> Any:
    """Cost of a shipment over six things that may grow."""
    found = [one for one in run.measurements if one.suite in {scaling.SUITE, sweep.SUITE}]
    if not any(one.suite == scaling.SUITE for one in found):
        return None
    made = _figure(11.0, 6.6)
    panels = made.subplots(2, 3).flat
    parts: tuple[tuple[str, str, Callable[[Measurement], float | None], bool], ...] = (
        ("W3, one replication", "shipments", _shipments_of_one, True),
        ("W3, 1,000 shipments each", "replications", _replications, True),
        ("M/M/c at load 0.8, many short runs", "servers c", _servers, True),
        ("M/M/4, 200 runs of 1,000", "load", _load, False),
        (
            "Import and export in opposite order",
            "shipments of each direction, all visits in a loop",
            _loop,
            True,
        ),
        ("Drawing and realising, by arms", "arms of W3", _arms, False),
    )
    for axis, (title, label, place, log) in zip(panels, parts, strict=True):
        _lines(axis, list(_placed(found, place)))
        axis.set_title(title, loc="left", color=_INK)
        axis.set_xlabel(label)
        if log:
            axis.set_xscale("log")
            _numbered(axis.xaxis, subs=(1.0,))
    made.suptitle(_finding(found), x=0.01, ha="left", color=_INK)
    return made


def _finding(found: Sequence[Measurement]) -> str:
    costs = {
        one.size: one.value.middle
        for one in found
        if one.engine == "array" and one.work == "W3 corridor" and one.values
    }
    if not costs:
        return "Cost of one shipment as work grows"
    least = min(costs, key=lambda size: costs[size])
    most = max(costs, key=lambda size: costs[size])
    return (
        f"A shipment of W3 costs the array engine {figure(costs[most])} ns at {most} "
        f"and {figure(costs[least])} ns at {least}"
    )


def _placed(
    found: Sequence[Measurement], place: Callable[[Measurement], float | None]
) -> Iterator[tuple[str, float, Measurement]]:
    for one in found:
        at = place(one)
        if at is not None and one.values:
            yield one.engine, at, one


def _lines(axis: Any, points: Sequence[tuple[str, float, Measurement]]) -> None:
    for engine in dict.fromkeys(name for name, _, _ in points):
        mine = sorted((at, one.value) for name, at, one in points if name == engine)
        places = [at for at, _ in mine]
        colour = _COLOURS.get(engine, _GREY)
        axis.plot(places, [s.middle for _, s in mine], "o-", color=colour, label=engine, ms=3.5)
        low, high = [s.low for _, s in mine], [s.high for _, s in mine]
        axis.fill_between(places, low, high, color=colour, alpha=0.2, linewidth=0)
    axis.set_yscale("log")
    _numbered(axis.yaxis)
    axis.set_ylabel("ns per shipment")
    if points:
        axis.legend(frameon=False, fontsize=7.5, loc="best")
    _bare(axis)


def _counts(size: str) -> tuple[int, int]:
    first, _, second = size.replace(",", "").partition(" x ")
    return int(first), int(second.split(" x ")[-1])


def _shipments_of_one(one: Measurement) -> float | None:
    if one.suite != scaling.SUITE or one.work != "W3 corridor":
        return None
    replications, shipments = _counts(one.size)
    return shipments if replications == 1 else None


def _replications(one: Measurement) -> float | None:
    if one.suite != scaling.SUITE or one.work != "W3 corridor":
        return None
    replications, shipments = _counts(one.size)
    return replications if shipments == 1_000 else None


def _servers(one: Measurement) -> float | None:
    if one.suite != scaling.SUITE or not one.work.endswith(", servers"):
        return None
    return float(one.work.removeprefix("M/M/").partition(",")[0])


def _load(one: Measurement) -> float | None:
    if one.suite != sweep.SUITE or not one.work.startswith("M/M/4 ") or one.size.startswith("1 x"):
        return None
    return float(one.work.rpartition(" ")[2])


def _loop(one: Measurement) -> float | None:
    if one.suite != scaling.SUITE or not one.work.startswith("loop: 100 %"):
        return None
    return _counts(one.size)[1]


def _arms(one: Measurement) -> float | None:
    return float(one.work[6:]) if one.suite == scaling.SUITE and one.work[:5] == "arms:" else None


def _steps(run: Run) -> Any:
    """What a replication of hengyang-2021 spends its time on, on each engine."""
    found = {
        name: end_to_end.steps(run.measurements, name)
        for name in dict.fromkeys(one.engine for one in run.measurements)
    }
    found = {name: steps for name, steps in found.items() if steps}
    if not found:
        return None
    made = _figure(9.0, 1.9 + 0.5 * len(found))
    axis = made.subplots()
    for place, steps in enumerate(found.values()):
        times = {step: steps[step].value.middle for step in end_to_end.EACH}
        total, left = sum(times.values()), 0.0
        for colour, (step, spent) in zip(_STEPS, times.items(), strict=False):
            label = step if place == 0 else None
            share = 100.0 * spent / total
            axis.barh(place, share, left=left, color=colour, label=label, height=0.6)
            left += share
        axis.text(101.0, place, f"{figure(total)} ms", va="center", color=_INK)
    axis.set_yticks(range(len(found)), list(found))
    axis.set_xlim(0.0, 112.0)
    axis.set_xlabel("% of the time of a replication (to the right: all of it, in ms)")
    handles, labels = axis.get_legend_handles_labels()
    made.legend(handles, labels, frameon=False, ncols=len(labels), loc="outside lower left")
    first = "array" if "array" in found else next(iter(found))
    worst = max(end_to_end.EACH, key=lambda step: found[first][step].value.middle)
    text = f"hengyang-2021 on the {first} engine: the step that takes longest is “{worst}”"
    made.suptitle(text, x=0.01, ha="left", color=_INK)
    _bare(axis)
    return made


def _bare(axis: Any) -> None:
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)
    axis.grid(visible=True, which="major", color="#dddddd", linewidth=0.6)
    axis.set_axisbelow(True)


def _numbered(axis: Any, subs: tuple[float, ...] = (1.0, 2.0, 5.0)) -> None:
    """Plain numbers on a logarithmic axis."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axis.set_major_locator(LogLocator(subs=subs))
    axis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 1.0 else f"{value:g}")
    )
    axis.set_minor_formatter(NullFormatter())
