"""Ships keep off the land: held against the outlines that the map is drawn with."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.path import Path as Outline

from corridor_sim.report.land import east, on_land, outlines
from corridor_sim.report.lanes import pieces, rounded, sea_lane
from corridor_sim.report.waypoints import CANALS, POINTS, WAYS, Point
from tests.report.chart import links, places

_STEP = 0.05  # degrees
_SLIP = 0.1  # degrees of a leg that may touch a coast
_HARBOUR = 0.6  # degrees around a port: the outlines are coarser than its bay
_CANAL = 1.5  # degrees around either end of a canal
_RINGS = [Outline(ring) for ring in outlines()]
_EDGES = [pair for way in WAYS for pair in pairwise(way)]
_BY_SEA = [(here, there) for here, there, mode in links() if mode == "sea"]


def _ashore(way: list[Point]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Points of the way on land, even-odd over all outlines."""
    points = []
    for (x0, y0), (x1, y1) in pairwise(way):
        steps = max(2, int(np.hypot(x1 - x0, y1 - y0) / _STEP))
        share = np.linspace(0.0, 1.0, steps)
        points.append(np.column_stack([x0 + (x1 - x0) * share, y0 + (y1 - y0) * share]))
    every = np.concatenate(points)
    charted = np.column_stack([(every[:, 0] + 180.0) % 360.0 - 180.0, every[:, 1]])
    inside = np.zeros(len(charted), dtype=bool)
    for ring in _RINGS:
        inside ^= ring.contains_points(charted)
    return every[inside]


def _clear_of(
    points: np.ndarray[tuple[int, ...], np.dtype[np.float64]], spots: list[Point], far: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    for x, y in spots:
        points = points[np.hypot(points[:, 0] - x, points[:, 1] - y) > far]
    return points


@pytest.mark.parametrize("edge", _EDGES, ids=" - ".join)
def test_no_way_of_the_table_crosses_land(edge: tuple[str, str]) -> None:
    here, there = (POINTS[name] for name in edge)
    if edge in CANALS or abs(here[0] - there[0]) > 180.0:
        return
    assert len(_ashore([here, there])) * _STEP <= _SLIP


def test_there_are_links_by_sea() -> None:
    assert ("NSA", "RTM") in _BY_SEA
    assert ("SHG", "MBA") in _BY_SEA


@pytest.mark.parametrize("link", _BY_SEA, ids=" - ".join)
def test_no_lane_of_a_link_crosses_land(link: tuple[str, str]) -> None:
    nodes = places()
    ends = [(nodes[code].longitude, nodes[code].latitude) for code in link]
    lane = rounded(sea_lane(ends[0], ends[1]))
    harbours = [(east(x), y) for x, y in ends]
    assert (lane[0], lane[-1]) == tuple(harbours)
    dry = _clear_of(_ashore(lane), harbours, _HARBOUR)
    dry = _clear_of(dry, [POINTS[name] for canal in CANALS for name in canal], _CANAL)
    assert len(dry) * _STEP <= _SLIP, dry[:5]


def test_a_straight_line_would_cross_it() -> None:
    """The measure can fail."""
    nodes = places()
    here, there = nodes["SHG"], nodes["MBA"]
    straight = [(here.longitude, here.latitude), (there.longitude, there.latitude)]
    assert len(_ashore(straight)) * _STEP > 10.0
    assert on_land(straight[:1], straight[1:])[0] > 10.0


@pytest.mark.parametrize(
    ("link", "through", "not_through"),
    [
        (("NSA", "RTM"), {"Malacca", "Dondra Head", "Bab el Mandeb", "Suez", "Gibraltar"}, "Sunda"),
        (("SHG", "MBA"), {"Taiwan Strait", "Malacca"}, "Suez"),
        (("NSA", "HPH"), {"Hainan South"}, "Macclesfield"),
        (("NSA", "APP"), {"Agulhas", "Good Hope"}, "Suez"),
        (("RTM", "NSA"), {"Malacca", "Suez"}, "Good Hope"),
        (("YTN", "LAX_P"), {"Osumi", "Date Line"}, "Malacca"),
    ],
)
def test_lanes_go_the_way_ships_go(
    link: tuple[str, str], through: set[str], not_through: str
) -> None:
    nodes = places()
    ends = [(nodes[code].longitude, nodes[code].latitude) for code in link]
    lane = sea_lane(ends[0], ends[1])
    passed = {name for name, point in POINTS.items() if point in lane}
    assert through <= passed
    assert not_through not in passed


def test_a_lane_over_the_cut_of_the_map_is_in_two_pieces() -> None:
    lane = sea_lane((4.05, 51.95), (-74.0, 40.5))
    parts = pieces(lane)
    assert len(parts) == 2
    assert [parts[0][-1][0], parts[1][0][0]] == [-30.0, 330.0]
    assert parts[0][-1][1] == pytest.approx(parts[1][0][1])
    assert all(abs(b[0] - a[0]) < 180.0 for part in parts for a, b in pairwise(part))


def test_every_point_has_a_way_and_every_way_points() -> None:
    assert {name for way in WAYS for name in way} == set(POINTS)
    for canal in CANALS:
        assert canal in _EDGES
