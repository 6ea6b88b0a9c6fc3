"""The figures: what is drawn, what is not, and that they say what the tables say."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from corridor_sim.messages import Language
from corridor_sim.plan import Hop, Plan, Way
from corridor_sim.report import figures
from corridor_sim.report.figures import write_figures
from corridor_sim.report.loads import draw_loads
from corridor_sim.report.network import draw_network, leg_tonnes
from corridor_sim.report.style import Slide, new_figure, wrapped
from corridor_sim.report.times import draw_times
from corridor_sim.report.views import Place
from corridor_sim.results.collect import Collector, Results
from corridor_sim.workload import Workload
from tests.results.world import World, line, repeated

_PLACES = {
    "H": Place("Home", 112.6, 26.9),
    "M": Place("Middle", 117.4, 49.6),
    "Z": Place("Zeta", 52.4, 55.7),
}


def _results(world: World) -> Results:
    collector = Collector(world.plan)
    collector.add(world.workload, world.trace)
    return collector.finish()


def _drawn(
    folder: Path, world: World, plan: Plan | None = None, places: Mapping[str, Place] = _PLACES
) -> dict[str, bytes]:
    seen = world.plan if plan is None else plan
    results = _results(replace(world, plan=seen))
    paths = write_figures(folder, seen, results, places, "H", "one line")
    return {path.name: path.read_bytes() for path in paths}


def test_a_network_is_drawn_where_there_is_one(tmp_path: Path) -> None:
    assert set(_drawn(tmp_path / "a", line())) == {
        f"{name}.{kind}"
        for name in ("network", "door_to_door", "departures")
        for kind in ("png", "svg")
    }
    assert "network.png" not in _drawn(tmp_path / "b", line(), places={})


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    assert _drawn(tmp_path / "a", line()) == _drawn(tmp_path / "b", line())


def test_nothing_that_matplotlib_was_told_stays(tmp_path: Path) -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    _drawn(tmp_path, line())
    assert dict(mpl.rcParams) == before


def test_nobody_came_so_nothing_is_drawn(tmp_path: Path) -> None:
    world = line()
    nobody = replace(world.plan, flows=(), services=(), clocks=())
    numbers = world.workload.replications
    empty = World(nobody, Workload(numbers, (), ()), replace(world.trace, flows=()))
    assert _drawn(tmp_path, empty) == {}


def _in_chinese(world: World) -> tuple[Plan, dict[str, Place]]:
    flows = tuple(replace(one, title="衡阳—别科良", corridor="中欧") for one in world.plan.flows)
    services = tuple(replace(one, title="中欧班列") for one in world.plan.services)
    places = {code: replace(place, name="衡阳南站") for code, place in _PLACES.items()}
    return replace(world.plan, flows=flows, services=services), places


def test_without_a_chinese_font_no_letter_is_an_empty_box(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "cjk_font", lambda: "")
    plan, places = _in_chinese(line())
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a glyph that a font has not
        drawn = _drawn(tmp_path, line(), plan, places)
    assert "network.png" in drawn
    assert all("衡".encode() not in text for text in drawn.values())


def test_bars_are_as_long_as_the_journey_takes() -> None:
    from matplotlib.patches import Rectangle

    world = line()
    results = _results(world)
    figure = new_figure()
    draw_times(Slide(figure), world.plan, results)
    axes = figure.axes[0]
    bars = sum(one.get_width() for one in axes.patches if isinstance(one, Rectangle))
    means = [
        row.value
        for row in results.kpis
        if (row.kpi, row.stat, row.flow) == ("transit_time_d", "mean", "out")
    ]
    assert means[0] > 0.0
    assert bars == pytest.approx(means[0])


def test_tonnes_lie_on_the_legs_that_goods_travel() -> None:
    world = line()
    results = _results(world)
    # A flow without ways is drawn where its services run; 10 t a box, 2 boxes in the mean.
    assert leg_tonnes(world.plan, results) == {("H", "M", "rail"): 20.0, ("M", "Z", "rail"): 20.0}
    way = Way((Hop("H", "M", "rail", 1.0, "train"), Hop("M", "Q", "truck", 1.0)), 0.0, 0.0, 0.0)
    moved = replace(world.plan, flows=(replace(world.plan.flows[0], ways=(way,)),))
    assert leg_tonnes(moved, results) == {("H", "M", "rail"): 20.0, ("M", "Q", "truck"): 20.0}


def _many(world: World, many: int, **flow: object) -> World:
    """So many trains, each with a flow of its own; the flows bring what the first brings."""
    services = tuple(
        replace(world.plan.services[0], name=f"train {k}", title=f"Train {k}") for k in range(many)
    )
    first = world.plan.flows[0]
    stages = first.stages
    flows = tuple(
        replace(
            first,
            name=f"out {k}",
            title=f"Out {k}",
            stages=(stages[0], replace(stages[1], resource=k), stages[2]),
            **flow,  # type: ignore[arg-type]
        )
        for k in range(many)
    )
    plan = replace(world.plan, flows=flows, services=services, clocks=())
    work = replace(
        world.workload, flows=world.workload.flows * many, trips=world.workload.trips * many
    )
    return World(plan, work, replace(world.trace, flows=world.trace.flows * many))


def _words(figure: Figure) -> list[str]:
    """Names of the lines or bars, from the top."""
    return [tick.get_text() for tick in reversed(figure.axes[0].get_yticklabels())]


def _departures(world: World, hub: str) -> list[str]:
    figure = new_figure()
    draw_loads(Slide(figure), world.plan, _results(world), hub)
    return _words(figure)


def test_more_services_than_a_slide_holds_share_a_line() -> None:
    names = _departures(_many(repeated(line(), 1), 40), "H")
    assert len(names) == 35
    assert names[-1] == "other services, rail (6)"


def test_one_service_beyond_the_slide_keeps_its_name() -> None:
    names = _departures(_many(repeated(line(), 1), 35), "H")
    assert sorted(names) == sorted(f"Train {k}" for k in range(35))


def test_services_of_the_hub_come_first_and_none_is_hidden() -> None:
    world = _many(repeated(line(), 1), 40)
    foreign = tuple(
        one if k >= 37 else replace(one, calls=("Q", *one.calls[1:]))
        for k, one in enumerate(world.plan.services)
    )
    names = _departures(replace(world, plan=replace(world.plan, services=foreign)), "H")
    assert names[:3] == ["Train 37", "Train 38", "Train 39"]
    assert names[-1] == "other services, rail (6)"


def _bars(world: World, results: Results | None = None) -> tuple[Figure, list[str]]:
    figure = new_figure()
    draw_times(Slide(figure), world.plan, _results(world) if results is None else results)
    return figure, _words(figure)


def _ended(results: Results) -> Results:
    """As if more than nine in ten had been delivered, after 40 days and more."""
    kpis = tuple(
        replace(row, value=40.0 + k / 1000.0)
        if (row.kpi, row.stat) == ("transit_time_d", "p90")
        else row
        for k, row in enumerate(results.kpis)
    )
    return replace(results, kpis=kpis)


def test_few_corridors_are_shown_by_their_busiest_flows() -> None:
    _, names = _bars(_many(line(), 40, corridor="west"))
    assert len(names) == 24
    assert names[-1] == "west: other flows (17)"
    assert set(names[:-1]) < {f"Out {k}" for k in range(40)}


def test_many_corridors_are_shown_by_direction() -> None:
    world = _many(line(), 40)
    flows = tuple(
        replace(one, corridor=f"way {k % 10}", direction="import" if k % 2 else "export")
        for k, one in enumerate(world.plan.flows)
    )
    _, names = _bars(replace(world, plan=replace(world.plan, flows=flows)))
    assert sorted(names) == sorted(
        f"way {k} ({'import' if k % 2 else 'export'})" for k in range(10)
    )


def test_more_corridors_than_a_slide_holds_share_a_bar() -> None:
    _, names = _bars(_many(line(), 40, corridor=""))
    assert len(names) == 24
    assert names[-1] == "other flows (17)"


@pytest.mark.parametrize("many", [2, 30])
def test_every_bar_has_its_mean_and_its_p90_beside_it(many: int) -> None:
    world = _many(line(), many, corridor="west")
    figure, names = _bars(world, _ended(_results(world)))
    said = [text.get_text() for text in figure.axes[0].texts]
    numbers = [one for one in said if one not in {"mean", "P90"}]
    assert len(numbers) == 2 * len(names)
    assert all(float(one.partition("–")[0]) > 0.0 for one in numbers)
    marks = [one for one in figure.axes[0].lines if one.get_linewidth() > 1.5]
    rest = sum("other" in name for name in names)
    assert len(marks) == len(names) + rest  # the lowest and the highest


def test_a_p90_that_falls_on_the_unfinished_is_said_to_lie_beyond() -> None:
    figure, names = _bars(_many(line(), 2))
    said = [text.get_text() for text in figure.axes[0].texts]
    assert said.count("beyond the run") == len(names) == 2
    assert len(figure.legends) == 1  # no mark is explained


def test_nothing_of_a_bar_lies_under_the_legend() -> None:
    for many in (1, 2, 30):
        figure, _ = _bars(_many(line(), many, corridor="west"))
        figure.canvas.draw()
        box = figure.axes[0].get_tightbbox()
        assert box is not None
        for legend in figure.legends:
            assert not legend.get_window_extent().overlaps(box)


def test_the_p90_of_a_bar_is_that_of_its_flow() -> None:
    world = line()
    results = _ended(_results(world))
    figure, _ = _bars(world, results)
    slow = next(
        row.value
        for row in results.kpis
        if (row.kpi, row.stat, row.flow) == ("transit_time_d", "p90", "out")
    )
    marks = [one for one in figure.axes[0].lines if one.get_linewidth() > 1.5]
    assert [float(np.asarray(one.get_xdata())[0]) for one in marks] == [pytest.approx(slow)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_titles_are_sentences(lang: Language) -> None:
    stop = {"en": ".", "zh": "。"}[lang]
    world = line()
    results = _results(world)
    slides = [Slide(new_figure(), "", lang) for _ in range(3)]
    draw_times(slides[0], world.plan, results)
    draw_loads(slides[1], world.plan, results, "H")
    draw_network(slides[2], world.plan, results, _PLACES, "H")
    for slide in slides:
        assert slide.figure.texts[0].get_text().endswith(stop)


def test_figures_speak_the_language_of_their_foot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, seen = line(), []
    plan = replace(world.plan, name="衡阳")
    results = _results(replace(world, plan=plan))
    monkeypatch.setattr(figures, "cjk_font", lambda: "DejaVu Sans")
    monkeypatch.setattr(figures, "draw_times", lambda slide, *_: seen.append(slide.lang))
    monkeypatch.setattr(figures, "draw_loads", lambda slide, *_: seen.append(slide.lang))
    for foot in ("衡阳: mean of 2 replications.", "衡阳：2 次重复的平均。"):
        monkeypatch.setattr(figures, "saved", lambda *_: [])
        write_figures(tmp_path, plan, results, {}, "H", foot)
    assert seen == ["en", "en", "zh", "zh"]


def test_lines_are_as_long_as_asked_and_chinese_counts_twice() -> None:
    assert wrapped("one two three", 7) == "one two\nthree"
    assert wrapped("衡阳综合保税区", 8) == "衡阳综合\n保税区"
    assert wrapped("衡阳综合。", 8) == "衡阳综合。"
    assert wrapped("for 137,421\u00a0t", 10) == "for\n137,421\u00a0t"
