"""The network on the map: where goods go, how many tonnes, by which mode."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from corridor_sim.report.style import FAINT, INK, LAND, MODES, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridor_sim.plan import Flow, Plan
    from corridor_sim.results.collect import Results

Point = tuple[float, float]  # longitude, latitude

_WIDEST = 7.0  # points
_NAMED_ABROAD, _NAMED_HOME = 26, 22
_LONGEST = 26  # letters of a name
_BEND = 0.10
#: Where the lanes of ships turn, from west to east.
_ASIA, _ATLANTIC, _NORTH, _SOUTH = 95.0, 15.0, 20.0, -10.0
_CHINA_SEA: tuple[Point, ...] = ((110.5, 10.5), (113.0, 17.5))
_MALACCA: tuple[Point, ...] = ((80.0, 5.4), (95.0, 6.0), (103.9, 1.2), (106.5, 4.0), *_CHINA_SEA)
_SUNDA: tuple[Point, ...] = ((104.0, -6.6), (106.6, -3.0), (108.0, 4.0), *_CHINA_SEA)
_CAPE: tuple[Point, ...] = ((6.0, -12.0), (18.0, -36.0), (28.0, -36.5), (60.0, -25.0), *_SUNDA)
_SUEZ: tuple[Point, ...] = (
    (1.6, 51.1),
    (-5.8, 48.8),
    (-10.0, 43.5),
    (-9.8, 37.0),
    (-5.5, 36.0),
    (11.0, 38.0),
    (32.3, 31.4),
    (34.5, 27.0),
    (43.3, 12.6),
    (52.0, 13.0),
    *_MALACCA,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A node on the map."""

    name: str
    longitude: float
    latitude: float


def leg_tonnes(plan: Plan, results: Results) -> dict[tuple[str, str, str], float]:
    """Tonnes in the mean replication by (from, to, mode), each direction on its own."""
    left = {
        row.flow: row.value
        for row in results.kpis
        if row.kpi == "weight_t" and row.flow and not row.service
    }
    took = {(row.flow, row.stage): row.value for row in results.kpis if row.kpi == "route_share"}
    legs: dict[tuple[str, str, str], float] = {}
    for flow in plan.flows:
        routes = [route.name for route in flow.split.routes] if flow.split else [""]
        ways = [[(hop.here, hop.there, hop.mode) for hop in way.hops] for way in flow.ways]
        for route, way in zip(routes, ways or [list(_ridden(plan, flow))], strict=True):
            tonnes = left.get(flow.name, 0.0) * took.get((flow.name, route), 1.0)
            for key in way:
                legs[key] = legs.get(key, 0.0) + tonnes
    return {key: tonnes for key, tonnes in legs.items() if tonnes > 0.0}


def _ridden(plan: Plan, flow: Flow) -> Iterator[tuple[str, str, str]]:
    """Legs of the services that a flow with stages of its own rides."""
    for stage in flow.stages:
        if stage.kind.name == "DEPARTURES":
            service = plan.services[stage.resource]
            last = len(service.calls) if stage.alight < 0 else stage.alight + 1
            for here, there in pairwise(service.calls[:last]):
                yield here, there, service.mode


def draw_network(
    figure: Figure, plan: Plan, results: Results, places: Mapping[str, Place], hub: str, foot: str
) -> None:
    """Two maps: all of it, and the surroundings of the hub."""
    legs = leg_tonnes(plan, results)
    drawn = {code for here, there, _ in legs for code in (here, there)} & set(places)
    world = figure.add_axes((0.02, 0.07, 0.60, 0.84))
    home = figure.add_axes((0.64, 0.07, 0.34, 0.84))
    top = max(legs.values(), default=1.0)
    middle = places.get(hub) or places[next(iter(sorted(drawn)))]
    for axes, window in ((world, _around(places, drawn)), (home, _near(middle))):
        _land(axes)
        for (here, there, mode), tonnes in sorted(legs.items(), key=lambda one: -one[1]):
            if here in places and there in places:
                _leg(axes, places[here], places[there], mode, tonnes / top)
        axes.set_xlim(*window[0])
        axes.set_ylim(*window[1])
        axes.set_xticks([])
        axes.set_yticks([])
        for side in axes.spines.values():
            side.set_color(FAINT)
    busiest = _busiest(legs, drawn)
    (west, east), (south, north) = _near(middle)
    abroad = [
        code
        for code in busiest
        if not (
            west < _east(places[code].longitude) < east and south < places[code].latitude < north
        )
    ]
    _names(world, places, abroad, _NAMED_ABROAD)
    _names(home, places, busiest, _NAMED_HOME)
    _legend(world, {mode for _, _, mode in legs}, top)
    total: dict[str, float] = {}
    for (_, _, mode), tonnes in legs.items():
        total[mode] = max(total.get(mode, 0.0), tonnes)
    most = max(legs, key=lambda key: legs[key])
    names = [places[code].name if code in places else code for code in most[:2]]
    finding = f"The busiest link is {names[0]} - {names[1]} ({most[2]}): {legs[most]:,.0f} t"
    titled(figure, finding, foot)


def _around(places: Mapping[str, Place], drawn: set[str]) -> tuple[Point, Point]:
    east = [_east(places[code].longitude) for code in drawn]
    north = [places[code].latitude for code in drawn]
    return (min(east) - 17, max(east) + 8), (min(north) - 8, max(north) + 8)


def _near(middle: Place) -> tuple[Point, Point]:
    east = _east(middle.longitude)
    return (east - 11.0, east + 12.0), (middle.latitude - 9.0, middle.latitude + 13.0)


_CUT = -30.0  # degrees: the Atlantic
_LATIN = 255  # code points beyond are drawn twice as wide


def _east(longitude: float) -> float:
    """Degrees east of 30 W: the Pacific is in one piece, the cut is in the Atlantic."""
    return longitude if longitude >= _CUT else longitude + 360.0


def _land(axes: Axes) -> None:
    from matplotlib.collections import PolyCollection

    text = resources.files("corridor_sim.report").joinpath("land.json").read_text("ascii")
    rings = []
    for flat in json.loads(text):
        ring = list(zip(flat[::2], flat[1::2], strict=True))
        rings.append(ring)
        rings.append([(x + 360.0, y) for x, y in ring])
    shapes: Any = rings
    axes.add_collection(PolyCollection(shapes, facecolors=LAND, edgecolors=LAND, linewidths=0.3))


def _leg(axes: Axes, here: Place, there: Place, mode: str, share: float) -> None:
    """A line; by sea along the usual lanes, else bent a little so that both directions show."""
    xs, ys = _bent(here, there) if mode != "sea" else _by_sea(here, there)
    width = 0.6 + _WIDEST * math.sqrt(share)
    colour = MODES.get(mode, FAINT)
    axes.plot(xs, ys, color=colour, linewidth=width, alpha=0.75, solid_capstyle="round", zorder=3)


def _by_sea(here: Place, there: Place) -> tuple[list[float], list[float]]:
    """Through the straits that ships take, for the eye: distances are those of the links."""
    ends = [(_east(one.longitude), one.latitude) for one in (here, there)]
    west, east = min(ends), max(ends)
    lane: tuple[Point, ...] = ()
    if east[0] > _ASIA > west[0]:
        if west[1] > _NORTH:
            lane = _SUEZ
        elif west[0] < _ATLANTIC:
            lane = _CAPE
        elif west[1] > _SOUTH:
            lane = _MALACCA
        else:
            lane = _SUNDA
    way = [west, *lane, east]
    return [x for x, _ in way], [y for _, y in way]


def _bent(here: Place, there: Place) -> tuple[list[float], list[float]]:
    x0, y0, x1, y1 = _east(here.longitude), here.latitude, _east(there.longitude), there.latitude
    across, up = (y1 - y0) * _BEND, -(x1 - x0) * _BEND
    xs, ys = [], []
    for step in range(25):
        t = step / 24.0
        bow = 4.0 * t * (1.0 - t)
        xs.append(x0 + (x1 - x0) * t + across * bow)
        ys.append(y0 + (y1 - y0) * t + up * bow)
    return xs, ys


def _busiest(legs: Mapping[tuple[str, str, str], float], drawn: set[str]) -> list[str]:
    through = dict.fromkeys(drawn, 0.0)
    for (here, there, _), tonnes in legs.items():
        for code in (here, there):
            if code in through:
                through[code] += tonnes
    return sorted(through, key=lambda code: (-through[code], code))


def _names(axes: Axes, places: Mapping[str, Place], busiest: list[str], most: int) -> None:
    """Names of the busiest nodes, each where it meets no other; what finds no room has a dot."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    wide, tall = (right - left) / 100.0, (high - low) / 100.0
    box = axes.get_window_extent()
    per_letter = 7.8 / box.width * (right - left)
    line = 16.0 / box.height * (high - low)
    taken: list[tuple[float, float, float, float]] = []
    for code in busiest:
        place = places[code]
        x, y = _east(place.longitude), place.latitude
        if not (left < x < right and low < y < high):
            continue
        axes.plot([x], [y], "o", color=INK, markersize=2.6, zorder=5)
        if len(taken) >= most:
            continue
        name = place.name.partition(" (")[0].partition(" / ")[0].removesuffix(" airport")
        name = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        length = per_letter * sum(2.0 if ord(letter) > _LATIN else 1.0 for letter in name)
        for dx, dy in ((1, 0), (-1, 0), (0.5, 3), (0.5, -3), (-0.5, 3), (-0.5, -3)):
            start = x + dx * wide if dx > 0 else x + dx * wide - length
            area = (start, y + dy * tall - line / 2, start + length, y + dy * tall + line / 2)
            if area[0] < left or area[2] > right or area[1] < low or area[3] > high:
                continue
            if any(_meet(area, other) for other in taken):
                continue
            axes.text(area[0], y + dy * tall, name, fontsize=7.5, color=INK, va="center", zorder=6)
            taken.append(area)
            break


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    return not apart


def _legend(axes: Axes, modes: set[str], top: float) -> None:
    from matplotlib.lines import Line2D

    lines = [Line2D([], [], color=MODES.get(m, FAINT), linewidth=3, label=m) for m in sorted(modes)]
    for share in (1.0, 0.1):
        width = 0.6 + _WIDEST * math.sqrt(share)
        label = f"{share * top:,.0f} t"
        lines.append(Line2D([], [], color=FAINT, linewidth=width, label=label))
    axes.legend(handles=lines, loc="lower right", fontsize=8, framealpha=0.9, ncols=2)
