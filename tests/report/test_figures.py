"""The figures: what is drawn, what is not, and that they say what the tables say."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from corridor_sim.plan import Hop, Plan, Way
from corridor_sim.report import figures
from corridor_sim.report.figures import write_figures
from corridor_sim.report.network import Place, leg_tonnes
from corridor_sim.report.style import new_figure
from corridor_sim.report.times import draw_times
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
    draw_times(figure, world.plan, results, "")
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


def test_more_services_than_a_slide_holds_share_a_line(tmp_path: Path) -> None:
    world = repeated(line(), 1)
    many = 40
    services = tuple(
        replace(world.plan.services[0], name=f"train {k}", title=f"Train {k}") for k in range(many)
    )
    stages = world.plan.flows[0].stages
    flows = tuple(
        replace(
            world.plan.flows[0],
            name=f"out {k}",
            title=f"Out {k}",
            stages=(stages[0], replace(stages[1], resource=k), stages[2]),
        )
        for k in range(many)
    )
    plan = replace(world.plan, flows=flows, services=services, clocks=())
    work = replace(
        world.workload, flows=world.workload.flows * many, trips=world.workload.trips * many
    )
    full = World(plan, work, replace(world.trace, flows=world.trace.flows * many))
    drawn = _drawn(tmp_path, full)
    assert b"6 other, rail" in drawn["departures.svg"]
