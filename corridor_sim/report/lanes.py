"""The lanes of ships: the shortest way over the table of points at sea.

For the eye only: the distances of a run are those of its links.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from math import asin, cos, hypot, radians, sin, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from corridor_sim.report.land import CUT, east, on_land
from corridor_sim.report.waypoints import POINTS, WAYS, Point

if TYPE_CHECKING:
    import networkx as nx

_NEAR = 14  # points that a port is tried with
_ASHORE = 60.0  # a degree over land counts as so many at sea
_HALF = 180.0
_ROUND = 4.0  # degrees before and behind a corner


@cache
def _sea() -> nx.Graph[Any]:
    import networkx as nx

    graph: nx.Graph[Any] = nx.Graph()
    for way in WAYS:
        for here, there in pairwise(way):
            graph.add_edge(here, there, weight=_arc(POINTS[here], POINTS[there]))
    return graph


def sea_lane(here: Point, there: Point) -> list[Point]:
    """Which way does a ship take from one port to another?

    Both ends and the points between, longitudes from the cut on; where a lane passes the cut of
    the map two neighbours are more than 180 degrees apart.
    """
    import networkx as nx

    ends = [(east(x), y) for x, y in (here, there)]
    graph = _sea().copy()
    names = list(POINTS)
    points = np.array([POINTS[name] for name in names])
    for port, end in enumerate(ends):
        away = np.hypot(points[:, 0] - end[0], points[:, 1] - end[1])
        near = np.argsort(away, kind="stable")[:_NEAR]
        dry = on_land(np.tile(end, (len(near), 1)), points[near])
        for k, ashore in zip(near, dry, strict=True):
            cost = _arc(end, POINTS[names[k]]) + _ASHORE * float(ashore)
            graph.add_edge(port, names[k], weight=cost)
    straight = _ASHORE * float(on_land(ends[:1], ends[1:])[0])
    graph.add_edge(0, 1, weight=_arc(*ends) + straight)
    way = nx.dijkstra_path(graph, 0, 1)
    return [ends[0], *(POINTS[name] for name in way[1:-1]), ends[1]]


def rounded(lane: list[Point]) -> list[Point]:
    """The lane with its corners rounded as far as the curve stays off the land."""
    way = [lane[0]]
    for before, corner, after in zip(lane, lane[1:], lane[2:], strict=False):
        way += _curve(before, corner, after)
    return [*way, lane[-1]]


def _curve(before: Point, corner: Point, after: Point) -> list[Point]:
    """Around a corner along a parabola that touches both sides."""
    (x0, y0), (x, y), (x1, y1) = before, corner, after
    sides = hypot(x0 - x, y0 - y), hypot(x1 - x, y1 - y)
    if max(sides) > _HALF:
        return [corner]
    for cut in (_ROUND, _ROUND / 2.0, _ROUND / 4.0):
        a, b = (min(cut, 0.45 * side) / side if side else 0.0 for side in sides)
        curve = []
        for step in range(9):
            t = step / 8.0
            p, q = (1.0 - t) ** 2 * a, t**2 * b
            curve.append((x + (x0 - x) * p + (x1 - x) * q, y + (y0 - y) * p + (y1 - y) * q))
        if not on_land(curve[:-1], curve[1:]).any():
            return curve
    return [corner]


def pieces(lane: list[Point]) -> list[list[Point]]:
    """A lane cut where it leaves the map on one side and comes in on the other."""
    parts = [[lane[0]]]
    for (x0, y0), (x1, y1) in pairwise(lane):
        if abs(x1 - x0) > _HALF:
            out = CUT if x0 < x1 else CUT + 360.0
            back = CUT + CUT + 360.0 - out
            share = (out - x0) / (x1 - (back - out) - x0)
            y = y0 + (y1 - y0) * share
            parts[-1].append((out, y))
            parts.append([(back, y)])
        parts[-1].append((x1, y1))
    return parts


def _arc(one: Point, other: Point) -> float:
    """Degrees of the great circle; haversine."""
    x0, y0, x1, y1 = (radians(value) for value in (*one, *other))
    chord = hypot(sin((y1 - y0) / 2.0), sqrt(cos(y0) * cos(y1)) * sin((x1 - x0) / 2.0))
    return 2.0 * asin(min(1.0, chord)) * 180.0 / np.pi
