"""Where names stand on the map: inside, none over another, each by its own dot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import hypot
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes

from corridor_sim.plan import Hop, Way
from corridor_sim.report.labels import LEADER, short
from corridor_sim.report.network import draw_network
from corridor_sim.report.style import Slide, cjk_font, look, new_figure, weight_of
from corridor_sim.report.views import Place
from corridor_sim.results.collect import Collector
from tests.report.chart import links, places
from tests.results.world import line

_SAME = 9.0  # pixels: what a reader takes for one dot
_BESIDE = 9.0  # pixels from a name to its dot without a line
_TRAINS = frozenset({"HYS", "CSX_R", "MZL", "ZAB", "MOW", "BIK", "ALK", "DOS", "BRE", "MAA"})
_OVERSEAS = frozenset({"HYS", "CSX", "LAX", "YTN", "LAX_P"})
_RIVER = frozenset({"SMP", "DYD", "ZZL", "CSL", "CLJ", "SHG"})


@dataclass(frozen=True)
class Map:
    axes: Axes
    names: dict[str, Any]  # text -> extent
    dots: list[tuple[float, float]]
    leaders: list[tuple[tuple[float, float], tuple[float, float]]]


@cache
def _maps(codes: frozenset[str] | None, lang: str = "en") -> tuple[list[Map], Mapping[str, Place]]:
    world, nodes = line(), places(lang)
    hops = tuple(
        Hop(here, there, mode, 1.0)
        for here, there, mode in links()
        if codes is None or {here, there} <= codes
    )
    assert hops
    flow = replace(world.plan.flows[0], ways=(Way(hops, 0.0, 0.0, 0.0),))
    plan = replace(world.plan, flows=(flow,))
    collector = Collector(plan)
    collector.add(world.workload, world.trace)
    font = cjk_font() if lang == "zh" else ""
    with look(font):
        figure = new_figure()
        slide = Slide(figure, "", "zh" if lang == "zh" else "en", weight_of(font))
        draw_network(slide, plan, collector.finish(), nodes, "HYS")
        figure.canvas.draw()
        return [_seen(axes) for axes in figure.axes], nodes


def _seen(axes: Axes) -> Map:
    canvas: Any = axes.get_figure()
    renderer = canvas.canvas.get_renderer()
    names = {text.get_text(): text.get_window_extent(renderer) for text in axes.texts}
    assert len(names) == len(axes.texts), "a name stands twice"
    dots, leaders = [], []
    for one in axes.lines:
        points = [
            (float(x), float(y)) for x, y in axes.transData.transform(np.array(one.get_xydata()))
        ]
        if one.get_marker() == "o":
            dots += points
        if one.get_gid() == LEADER:
            leaders.append((points[0], points[1]))
    return Map(axes, names, dots, leaders)


_CASES = [
    pytest.param(None, "en", id="all"),
    pytest.param(_TRAINS, "en", id="trains"),
    pytest.param(_RIVER, "en", id="river"),
    pytest.param(
        None,
        "zh",
        id="all in Chinese",
        marks=pytest.mark.skipif(not cjk_font(), reason="no font with Chinese"),
    ),
]


def _away(box: Any, spot: tuple[float, float]) -> float:
    x, y = spot
    return hypot(max(box.x0 - x, 0.0, x - box.x1), max(box.y0 - y, 0.0, y - box.y1))


@pytest.mark.parametrize(("codes", "lang"), _CASES)
def test_names_are_inside_and_apart(codes: frozenset[str] | None, lang: str) -> None:
    maps, _ = _maps(codes, lang)
    for seen in maps:
        frame = seen.axes.get_window_extent()
        boxes = list(seen.names.items())
        assert boxes
        for k, (name, box) in enumerate(boxes):
            assert frame.x0 <= box.x0, name
            assert box.x1 <= frame.x1, name
            assert frame.y0 <= box.y0, name
            assert box.y1 <= frame.y1, name
            for other, beside in boxes[k + 1 :]:
                assert not box.overlaps(beside), (name, other)
            for dot in seen.dots:
                assert _away(box, dot) > 0.0, (name, dot)


@pytest.mark.parametrize(("codes", "lang"), _CASES)
def test_each_name_is_nearest_to_its_own_dot_or_joined_to_it(
    codes: frozenset[str] | None, lang: str
) -> None:
    maps, nodes = _maps(codes, lang)
    for seen in maps:
        for said, box in seen.names.items():
            plain = "".join(said.replace("•", "").split())
            own = {
                tuple(seen.axes.transData.transform(place.spot))
                for place in nodes.values()
                if "".join(short(place.name).split()) in plain
            }
            joined = [start for start, end in seen.leaders if _away(box, end) < 3.0]
            dot = joined[0] if joined else min(seen.dots, key=lambda one: _away(box, one))
            assert joined or _away(box, dot) <= _BESIDE, said
            assert any(hypot(dot[0] - x, dot[1] - y) < _SAME for x, y in own), said


@pytest.mark.parametrize(("codes", "lang"), _CASES)
def test_hardly_a_dot_has_no_name_and_the_hub_is_named_on_each_map(
    codes: frozenset[str] | None, lang: str
) -> None:
    maps, nodes = _maps(codes, lang)
    hub = nodes["HYS" if codes is None or "HYS" in codes else "SMP"]
    for seen in maps:
        assert len(seen.names) >= 0.95 * len(seen.dots)
        words = "".join(short(hub.name).split())
        assert any(words in "".join(name.split()) for name in seen.names)


def test_no_line_to_a_name_crosses_another_name() -> None:
    maps, _ = _maps(None)
    for seen in maps:
        for start, end in seen.leaders:
            for share in np.linspace(0.0, 1.0, 60):
                spot = (
                    start[0] + (end[0] - start[0]) * share,
                    start[1] + (end[1] - start[1]) * share,
                )
                under = [name for name, box in seen.names.items() if _away(box, spot) == 0.0]
                assert all(_away(seen.names[name], end) < 3.0 for name in under), under


@pytest.mark.parametrize("codes", [None, _OVERSEAS], ids=["two maps", "one map"])
def test_all_that_is_drawn_is_in_view(codes: frozenset[str] | None) -> None:
    """A flight along the great circle lies far north of both its ends."""
    maps, _ = _maps(codes)
    world = maps[0].axes
    (west, out), (south, north) = world.get_xlim(), world.get_ylim()
    drawn = [one for one in world.lines if one.get_gid() in {"sea", "rail", "air", "barge"}]
    assert drawn
    for one in drawn:
        x, y = np.array(one.get_xydata()).T
        assert west < x.min()
        assert x.max() < out
        assert south < y.min()
        assert y.max() < north


def test_nodes_that_lie_on_one_another_share_a_dot() -> None:
    maps, _ = _maps(None)
    assert sum("Los Angeles" in name for seen in maps for name in seen.names) == 1
    assert all("…" not in name for seen in maps for name in seen.names)


def test_short_names() -> None:
    assert short("Ho Chi Minh City (Cai Mep)") == "Ho Chi Minh City"
    assert short("Los Angeles / Long Beach port") == "Los Angeles"
    assert short("北京大兴机场") == "北京大兴"
    assert short("上海(外高桥/洋山)") == "上海"


def test_one_map_where_little_lies_around_the_hub() -> None:
    assert len(_maps(None)[0]) == 2
    assert len(_maps(_RIVER)[0]) == 1
    assert len(_maps(_TRAINS)[0]) == 1
