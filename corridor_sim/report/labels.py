"""Names on a map: each beside its own dot, or joined to it by a line, none over another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corridor_sim.report.style import INK, Slide, wrapped
from corridor_sim.report.views import Place
from corridor_sim.report.waypoints import Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text
    from matplotlib.transforms import Transform

#: How the line from a dot to its name is marked in the drawing.
LEADER = "leader"

Box = tuple[float, float, float, float]  # left, low, right, high; pixels

_SAME = 8.0  # pixels between dots that a reader takes for one
_WIDTH = 24  # letters of a line
_LINES = 4  # names of one dot
_SIZE = 8.0  # points
_BESIDE = 6.0  # pixels; a name farther away has a line to its dot
_RADII = (5.0, 12.0, 20.0, 30.0, 42.0, 56.0, 74.0, 95.0, 120.0, 150.0)
_ANGLES = 24
_CLEAR = 3.0  # pixels around a dot
_APART = 5.0  # pixels that the next dot is farther from a name without a line
_PASS = 6.0  # pixels between a line and the dot of another
_GAP = 2.0  # pixels between names
_TURN = 2.0  # cost of a name to the left instead of the right
_TRIES = 6
_DEAR = 60.0  # cost from which another order is tried
_TOUCH = 1e-6  # pixels
_CROSSED = 0.35  # cost of a pixel of drawn line under a name; a pixel of distance has _FAR
_FAR = 1.5


@dataclass(frozen=True, slots=True)
class Spot:
    """What a reader sees as one dot: pixels of its busiest node, and the names of all."""

    x: float
    y: float
    names: tuple[str, ...]


@dataclass(slots=True)
class _Sheet:
    """What is on a map already, in pixels."""

    frame: Box
    ink: NDArray[np.int64]
    dots: NDArray[np.float64]
    names: list[Box] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)

    def crossed(self, box: Box) -> int:
        """Pixels of drawn lines under a name."""
        tall, wide = (size - 1 for size in self.ink.shape)
        left, right = (int(max(0, min(wide, x - self.frame[0]))) for x in (box[0], box[2]))
        low, high = (int(max(0, min(tall, y - self.frame[1]))) for y in (box[1], box[3]))
        ink = self.ink
        return int(ink[high, right] - ink[low, right] - ink[high, left] + ink[low, left])

    def takes(self, spot: Spot, box: Box) -> Box | None:
        """The line from dot to name if there is room; it ends where it starts if beside."""
        frame = self.frame
        if box[0] < frame[0] or box[1] < frame[1] or box[2] > frame[2] or box[3] > frame[3]:
            return None
        if any(_meet(box, name) for name in self.names):
            return None
        away = _distances(box, self.dots)
        own = _away(box, spot.x, spot.y)
        if away.min(initial=np.inf) < _CLEAR:
            return None
        if any(_cuts(line, box) for line in self.lines):
            return None
        if own <= _BESIDE and np.count_nonzero(away < own + _APART) <= 1:
            return (spot.x, spot.y, spot.x, spot.y)
        return self._leader(spot, box)

    def _leader(self, spot: Spot, box: Box) -> Box | None:
        end = (min(max(spot.x, box[0]), box[2]), min(max(spot.y, box[1]), box[3]))
        line = (spot.x, spot.y, *end)
        if any(_cuts(line, name) for name in self.names):
            return None
        if any(_cross(line, other) for other in self.lines):
            return None
        others = self.dots[np.hypot(self.dots[:, 0] - spot.x, self.dots[:, 1] - spot.y) > _TOUCH]
        if len(others) and _from_line(line, others).min() < _PASS:
            return None
        return line


def spots_of(
    axes: Axes, places: Mapping[str, Place], codes: Sequence[str], more: Slide
) -> list[Spot]:
    """Dots of the nodes, the busiest first; nodes that lie on one another share the first's dot."""
    heads: list[tuple[float, float, list[str]]] = []
    for code in codes:
        x, y = (float(one) for one in axes.transData.transform(places[code].spot))
        name = short(places[code].name) or code
        for head in heads:
            if hypot(head[0] - x, head[1] - y) < _SAME:
                if name not in head[2]:
                    head[2].append(name)
                break
        else:
            heads.append((x, y, [name]))
    spots = []
    for x, y, names in heads:
        beyond = len(names) - _LINES
        if beyond > 1:
            names[_LINES:] = [more.say("network_more", count=beyond)]
        spots.append(Spot(x, y, tuple(names)))
    return spots


def short(name: str) -> str:
    """A node's name without what stands in brackets or after a slash, nor that it is an airport."""
    plain = re.split(r"\s*[(（]|\s*/", name)[0].strip()
    return plain.removesuffix(" airport").removesuffix("机场")


def place_names(slide: Slide, axes: Axes, spots: Sequence[Spot], most: int) -> None:
    """Draw every dot, and names from the first on, which is bold; without room, only the dot."""
    if not spots:
        return
    canvas: Any = slide.figure.canvas
    ink, back = _ink(axes), axes.transData.inverted()
    dots = np.array([(spot.x, spot.y) for spot in spots])
    axes.plot(*back.transform(dots).T, "o", color=INK, markersize=3.2, zorder=5)
    names = [_written(slide, axes, spot, k == 0) for k, spot in enumerate(spots[:most])]
    sizes = [name.get_window_extent(canvas.get_renderer()) for name in names]
    around = axes.get_window_extent().padded(-_GAP)
    frame = (float(around.x0), float(around.y0), float(around.x1), float(around.y1))
    boxes = [(at.width + _GAP, at.height + _GAP) for at in sizes]
    found = _arranged(spots, boxes, lambda: _Sheet(frame, ink, dots))
    for k, (name, at) in enumerate(zip(names, sizes, strict=True)):
        if k not in found:
            name.remove()
            continue
        box, line = found[k]
        if box[2] <= spots[k].x:
            name.set_multialignment("right")  # its lines end where the line to the dot does
        shift = box[0] + _GAP / 2.0 - at.x0, box[1] + _GAP / 2.0 - at.y0
        name.set_position(_spot(back, spots[k].x + shift[0], spots[k].y + shift[1]))
        if line[:2] != line[2:]:
            ends = back.transform([line[:2], line[2:]])
            axes.plot(*ends.T, color=INK, linewidth=0.6, zorder=4.5, gid=LEADER)


def _written(slide: Slide, axes: Axes, spot: Spot, strong: bool) -> Text:
    from matplotlib.patheffects import withStroke

    said = wrapped(spot.names[0], _WIDTH)
    if len(spot.names) > 1:
        lines = (wrapped(name, _WIDTH).replace("\n", "\n   ") for name in spot.names)
        said = "\n".join(f"• {line}" for line in lines)
    halo: Any = [withStroke(linewidth=2.0, foreground="white", alpha=0.85)]
    name = axes.text(0, 0, said, fontsize=_SIZE, color=INK, zorder=7, linespacing=1.2)
    name.set(ha="left", va="bottom", path_effects=halo, weight=slide.weight if strong else "normal")
    name.set_position(_spot(axes.transData.inverted(), spot.x, spot.y))
    return name


def _spot(back: Transform, x: float, y: float) -> Point:
    across, up = back.transform((x, y))
    return float(across), float(up)


def _arranged(
    spots: Sequence[Spot], sizes: Sequence[tuple[float, float]], sheet_of: Callable[[], _Sheet]
) -> dict[int, tuple[Box, Box]]:
    """Name and line by spot; who found no room, or none near, comes first the next time."""
    best: dict[int, tuple[Box, Box]] = {}
    least = (len(sizes) + 1, 0.0)
    order = list(range(len(sizes)))
    for _ in range(_TRIES):
        sheet, found = sheet_of(), {}
        costs: dict[int, float] = {}
        for k in order:
            room = _room(spots[k], sizes[k], sheet)
            if room is not None:
                costs[k], found[k] = room[0], room[1:]
                sheet.names.append(room[1])
                if room[2][:2] != room[2][2:]:
                    sheet.lines.append(room[2])
        worth = (len(sizes) - len(found), sum(cost**2 for cost in costs.values()))
        if worth < least:
            best, least = found, worth
        late = [k for k in order if costs.get(k, _DEAR) >= _DEAR]
        if not late:
            break
        order = late + [k for k in order if k not in late]
    return best


def _room(spot: Spot, size: tuple[float, float], sheet: _Sheet) -> tuple[float, Box, Box] | None:
    """Where the name costs least, and the line to it; cost, name, line."""
    best, least = None, np.inf
    for far, box in _around(spot, *size):
        if far >= least + _TURN:
            break  # what follows lies farther yet
        if far >= least:
            continue
        cost = far + _CROSSED * sheet.crossed(box)
        line = sheet.takes(spot, box) if cost < least else None
        if line is not None:
            best, least = (cost, box, line), cost
    return best


def _around(spot: Spot, wide: float, tall: float) -> Iterator[tuple[float, Box]]:
    """Boxes at growing distance, to the right first; cost, box."""
    for radius in _RADII:
        for step in range(_ANGLES):
            turn = (step + 1) // 2 * (-1) ** step * 2.0 * pi / _ANGLES
            x, y = cos(turn), sin(turn)
            middle_x = spot.x + radius * x + wide / 2.0 * max(-1.0, min(1.0, 1.5 * x))
            middle_y = spot.y + radius * y + tall / 2.0 * max(-1.0, min(1.0, 1.5 * y))
            left, low = middle_x - wide / 2.0, middle_y - tall / 2.0
            yield _FAR * radius + _TURN * abs(turn) / pi, (left, low, left + wide, low + tall)


def _ink(axes: Axes) -> NDArray[np.int64]:
    """Summed from the lower left corner: pixels of the axes that drawn lines pass through."""
    box = axes.get_window_extent()
    wide, tall = int(box.width) + 1, int(box.height) + 1
    drawn = np.zeros((tall + 1, wide + 1), dtype=np.int64)
    for line in axes.lines:
        points = line.get_transform().transform(np.asarray(line.get_xydata()))
        points = points[np.isfinite(points).all(axis=1)] - (box.x0, box.y0)
        for (x0, y0), (x1, y1) in pairwise(points):
            share = np.linspace(0.0, 1.0, max(2, int(hypot(x1 - x0, y1 - y0))))
            x, y = (x0 + (x1 - x0) * share).astype(int), (y0 + (y1 - y0) * share).astype(int)
            seen = (x >= 0) & (x < wide) & (y >= 0) & (y < tall)
            drawn[y[seen] + 1, x[seen] + 1] = 1
    return drawn.cumsum(axis=0).cumsum(axis=1)


def _away(box: Box, x: float, y: float) -> float:
    return hypot(max(box[0] - x, 0.0, x - box[2]), max(box[1] - y, 0.0, y - box[3]))


def _distances(box: Box, dots: NDArray[np.float64]) -> NDArray[np.float64]:
    across = np.maximum(np.maximum(box[0] - dots[:, 0], dots[:, 0] - box[2]), 0.0)
    up = np.maximum(np.maximum(box[1] - dots[:, 1], dots[:, 1] - box[3]), 0.0)
    away: NDArray[np.float64] = np.hypot(across, up)
    return away


def _meet(one: Box, other: Box) -> bool:
    apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    return not apart


def _cross(one: Box, other: Box) -> bool:
    """Whether two lines meet."""
    a, b, c, d = one[:2], one[2:], other[:2], other[2:]
    return _side(a, b, c) != _side(a, b, d) and _side(c, d, a) != _side(c, d, b)


def _side(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])


def _cuts(line: Box, box: Box) -> bool:
    """Whether a line passes through a box."""
    left, low, right, high = box
    if left < line[2] < right and low < line[3] < high:
        return True
    diagonals = ((left, low, right, high), (left, high, right, low))
    return any(_cross(line, one) for one in diagonals)


def _from_line(line: Box, dots: NDArray[np.float64]) -> NDArray[np.float64]:
    start, along = np.array(line[:2]), np.array(line[2:]) - np.array(line[:2])
    share = np.clip((dots - start) @ along / max(float(along @ along), 1e-9), 0.0, 1.0)
    away: NDArray[np.float64] = np.hypot(*(dots - start - share[:, None] * along).T)
    return away
