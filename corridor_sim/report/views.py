"""What part of the earth a map shows, and where a place lies on it: Mercator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import asinh, degrees, radians, tan
from typing import TYPE_CHECKING, Any

import numpy as np

from corridor_sim.report.land import Degrees, east, outlines
from corridor_sim.report.style import FAINT, LAND
from corridor_sim.report.waypoints import Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_POLE = 79.0  # degrees of latitude beyond which nothing is drawn
_WIDE = 0.05  # margin on each side, of what is shown
#: The same on the map around the hub.
NARROW = 0.09
_LEAST = 5.0  # degrees that a map shows at least
_REACH = 12.0  # degrees around the hub that its own map shows at most
_CLOSE_ENOUGH = 0.55  # of the scale around the hub: one map shows all


@dataclass(frozen=True, slots=True)
class Place:
    """A node on the map."""

    name: str
    longitude: float
    latitude: float

    @property
    def spot(self) -> Point:
        """Where it lies on the map."""
        return east(self.longitude), north(self.latitude)


@dataclass(frozen=True, slots=True)
class View:
    """The part that a map shows, in units of the map."""

    west: float
    east: float
    south: float
    north: float

    def holds(self, spot: Point) -> bool:
        """Whether a spot is inside."""
        return self.west < spot[0] < self.east and self.south < spot[1] < self.north

    @property
    def width(self) -> float:
        """From west to east."""
        return self.east - self.west


def north(latitude: float) -> float:
    """Mercator's height in degrees of the equator."""
    return degrees(asinh(tan(radians(max(-_POLE, min(_POLE, latitude))))))


def view_of(spots: Iterable[Point], ratio: float, margin: float = _WIDE) -> View:
    """The smallest part, `ratio` times as wide as high, that shows all spots with a margin."""
    xs, ys = zip(*spots, strict=True)
    half = [max(max(axis) - min(axis), _LEAST) * (0.5 + margin) for axis in (xs, ys)]
    wide, tall = max(half[0], half[1] * ratio), max(half[1], half[0] / ratio)
    x, y = (max(xs) + min(xs)) / 2.0, (max(ys) + min(ys)) / 2.0
    top = north(_POLE)
    y = max(-top + tall, min(top - tall, y)) if tall < top else 0.0
    return View(x - wide, x + wide, y - tall, y + tall)


def near(spots: Iterable[Point], middle: Point) -> list[Point]:
    """The spots around the hub, itself among them."""
    return [
        spot
        for spot in spots
        if max(abs(a - b) for a, b in zip(spot, middle, strict=True)) < _REACH
    ]


def one_is_enough(whole: View, whole_share: float, home: View, home_share: float) -> bool:
    """Whether a map of everything, on its share of the slide, shows the hub's surroundings well."""
    return whole_share / whole.width >= _CLOSE_ENOUGH * home_share / home.width


def draw_land(axes: Axes, view: View) -> None:
    """The land that the view shows, and the frame."""
    from matplotlib.collections import PolyCollection

    rings: list[Degrees] = []
    for ring in outlines():
        flat = np.column_stack([ring[:, 0], [north(y) for y in ring[:, 1]]])
        for shift in (0.0, 360.0):
            x, y = flat[:, 0] + shift, flat[:, 1]
            across = x.max() > view.west and x.min() < view.east
            if across and y.max() > view.south and y.min() < view.north:
                rings.append(np.column_stack([x, y]))
    shapes: Any = rings
    axes.add_collection(PolyCollection(shapes, facecolors=LAND, edgecolors=LAND, linewidths=0.3))
    axes.set_xlim(view.west, view.east)
    axes.set_ylim(view.south, view.north)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_color(FAINT)
