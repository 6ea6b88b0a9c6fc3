"""The network on the map: where goods go, how many tonnes, by which mode."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from corridor_sim.report.labels import place_names, short, spots_of
from corridor_sim.report.land import east
from corridor_sim.report.lanes import pieces, rounded, sea_lane
from corridor_sim.report.style import FAINT, INK, MODES, Slide
from corridor_sim.report.views import (
    NARROW,
    Place,
    View,
    draw_land,
    near,
    north,
    one_is_enough,
    view_of,
)
from corridor_sim.report.waypoints import Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from corridor_sim.plan import Flow, Plan
    from corridor_sim.results.collect import Results

__all__ = ["Place", "draw_network", "leg_tonnes"]

Leg = tuple[str, str, str]  # from, to, mode
Legs = Mapping[Leg, float]
Line = list[Point]
Rectangle = tuple[float, float, float, float]  # left, bottom, width, height; shares of the slide

_WIDEST = 7.0  # points
_NAMED = 45  # dots of a map
_FEW = 4  # nodes around the hub that have a map of their own
_BEND, _BENT_MOST = 0.10, 2.5  # share of the length; units of the map
_FAR = 30.0  # degrees from which a flight is drawn as the great circle
_WORLD: Rectangle = (0.02, 0.145, 0.60, 0.765)
_HOME: Rectangle = (0.635, 0.145, 0.345, 0.765)
_ALL: Rectangle = (0.02, 0.145, 0.96, 0.765)


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
    slide: Slide, plan: Plan, results: Results, places: Mapping[str, Place], hub: str
) -> None:
    """Two maps: all of it, and the surroundings of the hub; one if that shows both."""
    legs = leg_tonnes(plan, results)
    known = {key: tonnes for key, tonnes in legs.items() if key[0] in places and key[1] in places}
    busiest = _busiest(known)
    middle = _middle(busiest, places, hub)
    spots = [places[code].spot for code in busiest]
    lines = {key: _line(places[key[0]], places[key[1]], key[2]) for key in known}
    drawn = [point for parts in lines.values() for part in parts for point in part]
    whole = view_of(drawn, _ratio(slide, _ALL))
    around = near(spots, places[middle].spot)
    home = view_of(around, _ratio(slide, _HOME), NARROW)
    ranked = [middle, *(code for code in busiest if code != middle)]
    if len(around) < _FEW or one_is_enough(whole, _ALL[2], home, _HOME[2]):
        _name(slide, _map(slide, _ALL, whole, known, lines), places, ranked)
    else:
        world = view_of(drawn, _ratio(slide, _WORLD))
        abroad = [code for code in ranked if code == middle or not home.holds(places[code].spot)]
        axes = _map(slide, _WORLD, world, known, lines)
        _frame(axes, home)
        _name(slide, axes, places, abroad)
        _name(slide, _map(slide, _HOME, home, known, lines), places, ranked)
    _legend(slide, {mode for _, _, mode in known}, max(known.values()))
    most = max(legs, key=lambda key: legs[key])
    names = [short(places[code].name) if code in places else code for code in most[:2]]
    tonnes = f"{legs[most]:,.0f}"
    mode = slide.word(most[2])
    slide.title(
        slide.say("network_busiest", here=names[0], there=names[1], mode=mode, tonnes=tonnes)
    )


def _middle(busiest: list[str], places: Mapping[str, Place], hub: str) -> str:
    """The hub; if nothing passes it, the nearest node that something passes."""
    if hub not in places:
        return busiest[0]
    x, y = places[hub].spot
    return min(
        busiest, key=lambda code: math.hypot(places[code].spot[0] - x, places[code].spot[1] - y)
    )


def _ratio(slide: Slide, where: Rectangle) -> float:
    wide, tall = slide.figure.get_size_inches()
    return float(where[2] * wide / (where[3] * tall))


def _map(
    slide: Slide, where: Rectangle, view: View, legs: Legs, lines: Mapping[Leg, list[Line]]
) -> Axes:
    """Land, and what moves over it."""
    axes = slide.figure.add_axes(where)
    draw_land(axes, view)
    top = max(legs.values())
    for key, tonnes in sorted(legs.items(), key=lambda one: -one[1]):
        _leg(axes, lines[key], key[2], tonnes / top)
    return axes


def _name(slide: Slide, axes: Axes, places: Mapping[str, Place], ranked: list[str]) -> None:
    """The names of the nodes, the first the hub, in the order of what goes through them."""
    (west, out), (south, top) = axes.get_xlim(), axes.get_ylim()
    view = View(west, out, south, top)
    seen = [code for code in ranked if view.holds(places[code].spot)]
    place_names(slide, axes, spots_of(axes, places, seen, slide), _NAMED)


def _frame(axes: Axes, home: View) -> None:
    """What the other map shows."""
    xs = [home.west, home.east, home.east, home.west, home.west]
    ys = [home.south, home.south, home.north, home.north, home.south]
    axes.plot(xs, ys, color=INK, linewidth=0.7, linestyle=(0, (4, 3)), zorder=4)


def _leg(axes: Axes, lines: list[Line], mode: str, share: float) -> None:
    width = 0.6 + _WIDEST * math.sqrt(share)
    colour = MODES.get(mode, FAINT)
    for line in lines:
        xs, ys = zip(*line, strict=True)
        axes.plot(
            xs,
            ys,
            color=colour,
            linewidth=width,
            alpha=0.75,
            solid_capstyle="round",
            solid_joinstyle="round",
            zorder=3,
            gid=mode,
        )


def _line(here: Place, there: Place, mode: str) -> list[Line]:
    """By sea along the lanes, far by air over the globe, else bent so that both directions show."""
    ends = [(one.longitude, one.latitude) for one in (here, there)]
    if mode == "sea":
        return [[(x, north(y)) for x, y in part] for part in pieces(rounded(sea_lane(*ends)))]
    if mode == "air" and abs(here.spot[0] - there.spot[0]) > _FAR:
        return [[(x, north(y)) for x, y in part] for part in pieces(_great_circle(*ends))]
    return [_bent(here.spot, there.spot)]


def _great_circle(here: Point, there: Point) -> list[Point]:
    """The shortest way over the globe, by steps between the two directions."""
    ends = []
    for point in (here, there):
        x, y = (math.radians(angle) for angle in point)
        ends.append((math.cos(y) * math.cos(x), math.cos(y) * math.sin(x), math.sin(y)))
    way = []
    for step in range(49):
        a, b, c = (one + (other - one) * step / 48.0 for one, other in zip(*ends, strict=True))
        way.append(
            (east(math.degrees(math.atan2(b, a))), math.degrees(math.atan2(c, math.hypot(a, b))))
        )
    return way


def _bent(here: Point, there: Point) -> list[Point]:
    (x0, y0), (x1, y1) = here, there
    length = math.hypot(x1 - x0, y1 - y0)
    bend = min(_BEND, _BENT_MOST / length) if length else 0.0
    across, up = (y1 - y0) * bend, -(x1 - x0) * bend
    way = []
    for step in range(25):
        t = step / 24.0
        bow = 4.0 * t * (1.0 - t)
        way.append((x0 + (x1 - x0) * t + across * bow, y0 + (y1 - y0) * t + up * bow))
    return way


def _busiest(legs: Legs) -> list[str]:
    through: dict[str, float] = {}
    for (here, there, _), tonnes in legs.items():
        for code in (here, there):
            through[code] = through.get(code, 0.0) + tonnes
    return sorted(through, key=lambda code: (-through[code], code))


def _legend(slide: Slide, modes: set[str], top: float) -> None:
    """Colours and widths, below the maps."""
    from matplotlib.lines import Line2D

    lines = [
        Line2D([], [], color=MODES.get(mode, FAINT), linewidth=3, label=slide.word(mode))
        for mode in sorted(modes)
    ]
    for tonnes in (_round(top), _round(top / 10.0)):
        width = 0.6 + _WIDEST * math.sqrt(tonnes / top)
        label = slide.say("network_width", tonnes=f"{tonnes:,g}")
        lines.append(Line2D([], [], color=FAINT, linewidth=width, label=label))
    slide.figure.legend(
        handles=lines,
        loc="center",
        bbox_to_anchor=(0.5, 0.1),
        fontsize=9,
        frameon=False,
        ncols=len(lines),
        handlelength=2.6,
    )


def _round(tonnes: float) -> float:
    """The next lower of 1, 2 and 5 times a power of ten."""
    power: float = 10.0 ** math.floor(math.log10(tonnes))
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= tonnes * (1.0 + 1e-9))
