"""The lanes of ships: the shortest way over a table of straits, capes and points of the open sea.

For the eye only: the distances of a run are those of its links.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from math import asin, cos, hypot, radians, sin, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from corridor_sim.report.land import CUT, east, on_land

if TYPE_CHECKING:
    import networkx as nx

Point = tuple[float, float]  # longitude, latitude

#: Points at sea, placed by hand clear of the coast.
POINTS: dict[str, Point] = {
    "Gulf of Finland": (24.5, 59.6),
    "Hiiumaa": (21.4, 59.0),
    "Gotland": (18.9, 56.7),
    "Bornholm": (14.6, 55.2),
    "Trelleborg": (12.9, 55.15),
    "Oresund": (12.7, 55.85),
    "Skagen": (10.9, 57.9),
    "Lindesnes": (6.9, 57.6),
    "German Bight": (7.3, 54.2),
    "Texel": (4.2, 53.1),
    "Dover": (1.5, 51.0),
    "Ushant": (-5.9, 48.9),
    "Finisterre": (-10.1, 43.3),
    "St Vincent": (-9.7, 36.7),
    "Gibraltar": (-5.95, 35.9),
    "Europa Point": (-5.15, 35.85),
    "Alboran": (-3.0, 36.2),
    "Balearic": (3.5, 38.2),
    "Gulf of Lion": (6.0, 42.2),
    "Ligurian": (9.0, 43.6),
    "Cape Bon": (11.4, 37.6),
    "Malta": (15.0, 35.4),
    "Otranto": (19.0, 40.0),
    "Adriatic": (13.6, 44.4),
    "Crete": (23.5, 34.3),
    "Kythira": (22.9, 35.9),
    "Aegean": (24.6, 37.2),
    "Port Said": (32.5, 31.7),
    "Suez": (32.37, 29.85),
    "Zaafarana": (32.72, 29.0),
    "Ras Gharib": (33.15, 28.1),
    "Gulf of Suez": (33.95, 27.3),
    "Red Sea": (38.6, 20.0),
    "Hanish": (42.3, 14.3),
    "Bab el Mandeb": (43.3, 12.55),
    "Gulf of Aden": (45.5, 12.1),
    "Guardafui": (51.7, 12.5),
    "Hallaniyat": (57.2, 16.8),
    "Masirah": (59.6, 20.2),
    "Ras al Hadd": (60.3, 22.6),
    "Hormuz": (56.55, 26.45),
    "Persian Gulf": (53.0, 26.0),
    "Mumbai": (72.0, 18.6),
    "Comorin": (77.3, 7.4),
    "Dondra Head": (80.6, 5.5),
    "Batticaloa": (82.5, 7.3),
    "Chennai": (81.6, 12.5),
    "Bengal": (90.9, 20.2),
    "Andaman": (94.8, 6.3),
    "Malacca": (98.6, 5.3),
    "Port Klang": (100.7, 3.1),
    "Singapore West": (103.4, 1.12),
    "Singapore": (104.4, 1.22),
    "Horsburgh": (105.3, 2.2),
    "Gulf of Thailand": (103.0, 7.4),
    "Bangkok": (100.75, 12.3),
    "Con Dao": (107.3, 8.2),
    "Cam Ranh": (110.3, 11.6),
    "Macclesfield": (113.2, 17.5),
    "Pearl River": (114.0, 21.6),
    "Hainan South": (109.6, 17.4),
    "Tonkin": (107.6, 19.3),
    "Luzon Strait": (121.0, 21.25),
    "Manila": (119.6, 14.5),
    "Bolinao": (119.3, 16.3),
    "Taiwan Strait South": (118.2, 22.9),
    "Taiwan Strait": (120.1, 25.3),
    "Zhejiang": (122.9, 28.8),
    "Yangtze": (122.9, 31.1),
    "Yellow Sea": (123.2, 34.5),
    "Chengshan": (123.0, 37.5),
    "Bohai": (120.7, 38.45),
    "Jeju": (126.5, 32.6),
    "Busan": (129.4, 34.9),
    "Sea of Japan": (134.0, 39.5),
    "Tappi": (139.9, 41.1),
    "Tsugaru": (140.6, 41.4),
    "Shiriya": (141.7, 41.6),
    "Hokkaido": (145.5, 41.9),
    "Osumi": (130.3, 30.6),
    "Shikoku": (134.5, 32.4),
    "Tokyo": (140.2, 34.6),
    "Kuroshio": (152.0, 38.2),
    "North Pacific West": (166.0, 42.6),
    "Date Line": (180.0, 45.0),
    "North Pacific East": (196.0, 45.6),
    "Gulf of Alaska": (212.0, 44.0),
    "Mendocino": (228.0, 39.6),
    "San Francisco": (236.9, 37.6),
    "Point Arguello": (238.6, 34.2),
    "Juan de Fuca": (234.6, 48.4),
    "Cape Blanco": (235.0, 41.0),
    "Baja": (243.6, 27.3),
    "San Lucas": (249.6, 22.2),
    "Acapulco": (260.0, 15.6),
    "Papagayo": (272.0, 10.2),
    "Osa": (275.8, 7.8),
    "Azuero": (279.6, 6.9),
    "Azuero East": (280.3, 7.2),
    "Panama Pacific": (280.5, 8.4),
    "Panama Caribbean": (280.1, 9.7),
    "Callao": (281.6, -12.2),
    "Galapagos": (278.4, -1.5),
    "Talara": (278.2, -4.8),
    "Valparaiso": (287.8, -33.0),
    "Jamaica": (284.6, 17.6),
    "Windward Passage": (285.8, 20.1),
    "Bahamas": (286.2, 25.0),
    "Hatteras": (286.0, 35.0),
    "New York": (287.2, 40.1),
    "Grand Banks": (308.0, 42.0),
    "Yucatan": (274.0, 22.3),
    "Havana": (277.0, 23.6),
    "Gulf of Mexico": (270.0, 27.5),
    "Florida": (279.4, 24.2),
    "Florida East": (280.3, 27.0),
    "Mid-Atlantic West": (328.0, 44.0),
    "Mid-Atlantic East": (-28.0, 45.0),
    "Canaries": (-16.5, 28.6),
    "Dakar": (-18.4, 14.7),
    "Bissagos": (-18.0, 10.8),
    "Sherbro": (-14.2, 7.2),
    "Palmas": (-7.8, 3.9),
    "Gulf of Guinea": (2.6, 4.6),
    "Saint Helena": (6.0, -12.0),
    "Good Hope": (17.4, -34.2),
    "Agulhas": (20.2, -35.7),
    "Algoa": (26.4, -34.8),
    "Wild Coast": (29.9, -32.2),
    "Durban": (31.9, -30.3),
    "Mozambique Channel": (40.4, -18.5),
    "Cabo Delgado": (41.4, -10.6),
    "Zanzibar": (40.2, -6.6),
    "Mombasa": (40.6, -4.3),
    "Somali Basin": (52.5, 4.0),
    "Chagos": (73.2, -3.2),
    "Madagascar South": (46.5, -27.5),
    "Mascarenes": (60.0, -24.5),
    "Sunda": (104.6, -6.9),
    "Sunda Strait": (105.85, -5.95),
    "Java Sea": (107.0, -4.6),
    "Gelasa": (107.5, -2.5),
    "Karimata": (107.3, 0.8),
    "Surabaya": (112.8, -6.3),
    "Makassar": (118.3, -2.0),
    "Celebes": (120.5, 3.5),
    "Sibutu": (119.6, 5.0),
    "Mindoro": (119.9, 12.3),
    "Sulu": (120.6, 8.6),
    "Lombok": (115.75, -8.9),
    "Lombok North": (116.0, -7.6),
    "North West Cape": (113.4, -21.6),
    "Shark Bay": (112.4, -26.2),
    "Fremantle": (114.9, -32.2),
    "Leeuwin": (114.6, -34.9),
    "Bight": (131.0, -36.2),
    "Bass Strait": (144.8, -39.3),
    "Wilsons Promontory": (146.6, -39.5),
    "Gabo": (150.4, -37.9),
    "Brisbane": (154.2, -27.4),
    "Port Macquarie": (153.7, -31.0),
    "Sydney": (152.2, -34.0),
    "Coral Sea": (154.0, -13.5),
    "Solomon Sea": (152.9, -6.6),
    "Bismarck": (151.5, -2.0),
    "New Ireland": (154.0, -4.2),
    "Philippine Sea": (131.0, 15.0),
    "Tasman": (171.6, -34.2),
    "North Cape": (173.4, -33.9),
    "Auckland": (175.3, -36.0),
}
#: Ways from point to point, each clear of land but for the canals.
WAYS: tuple[tuple[str, ...], ...] = (
    (
        "Gulf of Finland",
        "Hiiumaa",
        "Gotland",
        "Bornholm",
        "Trelleborg",
        "Oresund",
        "Skagen",
        "Lindesnes",
        "Texel",
    ),
    ("German Bight", "Texel", "Dover", "Ushant", "Finisterre", "St Vincent", "Gibraltar"),
    ("Lindesnes", "German Bight"),
    (
        "Gibraltar",
        "Europa Point",
        "Alboran",
        "Balearic",
        "Cape Bon",
        "Malta",
        "Crete",
        "Port Said",
        "Suez",
    ),
    ("Balearic", "Gulf of Lion", "Ligurian"),
    ("Malta", "Otranto", "Adriatic"),
    ("Crete", "Kythira", "Aegean"),
    (
        "Suez",
        "Zaafarana",
        "Ras Gharib",
        "Gulf of Suez",
        "Red Sea",
        "Hanish",
        "Bab el Mandeb",
        "Gulf of Aden",
        "Guardafui",
    ),
    ("Guardafui", "Hallaniyat", "Masirah", "Ras al Hadd", "Hormuz", "Persian Gulf"),
    ("Guardafui", "Mumbai", "Comorin"),
    ("Ras al Hadd", "Mumbai"),
    ("Guardafui", "Comorin", "Dondra Head", "Andaman", "Malacca", "Port Klang", "Singapore West"),
    ("Dondra Head", "Batticaloa", "Chennai", "Bengal", "Andaman"),
    ("Singapore West", "Singapore", "Horsburgh", "Con Dao", "Cam Ranh", "Macclesfield"),
    ("Horsburgh", "Gulf of Thailand", "Bangkok"),
    ("Gulf of Thailand", "Con Dao"),
    ("Macclesfield", "Pearl River", "Taiwan Strait South", "Taiwan Strait", "Zhejiang", "Yangtze"),
    ("Cam Ranh", "Hainan South", "Tonkin"),
    ("Hainan South", "Pearl River"),
    ("Horsburgh", "Manila", "Bolinao", "Luzon Strait"),
    ("Macclesfield", "Taiwan Strait South"),
    ("Macclesfield", "Luzon Strait"),
    ("Pearl River", "Luzon Strait", "Osumi"),
    ("Pearl River", "Manila"),
    (
        "Luzon Strait",
        "Philippine Sea",
        "Bismarck",
        "New Ireland",
        "Solomon Sea",
        "Coral Sea",
        "Brisbane",
        "Port Macquarie",
        "Sydney",
        "Gabo",
    ),
    ("Yangtze", "Yellow Sea", "Chengshan", "Bohai"),
    ("Zhejiang", "Jeju"),
    ("Zhejiang", "Osumi"),
    (
        "Yangtze",
        "Jeju",
        "Busan",
        "Sea of Japan",
        "Tappi",
        "Tsugaru",
        "Shiriya",
        "Hokkaido",
        "Date Line",
    ),
    ("Yellow Sea", "Jeju", "Osumi", "Shikoku", "Tokyo", "Kuroshio", "North Pacific West"),
    ("Yangtze", "Osumi"),
    ("North Pacific West", "Date Line", "North Pacific East", "Gulf of Alaska", "Mendocino"),
    ("Mendocino", "San Francisco", "Point Arguello"),
    (
        "Mendocino",
        "Point Arguello",
        "Baja",
        "San Lucas",
        "Acapulco",
        "Papagayo",
        "Osa",
        "Azuero",
        "Azuero East",
        "Panama Pacific",
    ),
    ("Gulf of Alaska", "Juan de Fuca", "Cape Blanco", "San Francisco"),
    ("Papagayo", "Galapagos", "Talara", "Callao", "Valparaiso"),
    ("Panama Pacific", "Panama Caribbean", "Jamaica", "Windward Passage", "Bahamas", "Hatteras"),
    ("Hatteras", "New York", "Grand Banks", "Mid-Atlantic West", "Mid-Atlantic East", "Ushant"),
    ("Panama Caribbean", "Yucatan", "Gulf of Mexico"),
    ("Yucatan", "Havana", "Florida", "Florida East", "Hatteras"),
    ("Florida", "Gulf of Mexico"),
    ("Bahamas", "Mid-Atlantic West"),
    ("Mid-Atlantic East", "Finisterre"),
    ("Mid-Atlantic East", "St Vincent"),
    ("St Vincent", "Canaries", "Dakar", "Bissagos", "Sherbro", "Palmas", "Gulf of Guinea"),
    ("Gibraltar", "Canaries"),
    ("Palmas", "Good Hope"),
    (
        "Gulf of Guinea",
        "Saint Helena",
        "Good Hope",
        "Agulhas",
        "Algoa",
        "Wild Coast",
        "Durban",
        "Mozambique Channel",
    ),
    ("Mozambique Channel", "Cabo Delgado", "Zanzibar", "Mombasa", "Somali Basin", "Guardafui"),
    ("Mombasa", "Chagos", "Andaman"),
    ("Zanzibar", "Chagos"),
    ("Somali Basin", "Comorin"),
    ("Cabo Delgado", "Chagos"),
    ("Durban", "Madagascar South", "Mascarenes", "Sunda", "Sunda Strait", "Java Sea", "Gelasa"),
    ("Agulhas", "Madagascar South"),
    ("Agulhas", "Fremantle"),
    ("Mascarenes", "Fremantle"),
    ("Gelasa", "Karimata", "Horsburgh"),
    ("Java Sea", "Surabaya", "Lombok North", "Makassar", "Celebes", "Sibutu", "Sulu", "Mindoro"),
    ("Mindoro", "Manila"),
    (
        "Lombok North",
        "Lombok",
        "North West Cape",
        "Shark Bay",
        "Fremantle",
        "Leeuwin",
        "Bight",
        "Bass Strait",
    ),
    ("Sunda", "North West Cape"),
    ("Bass Strait", "Wilsons Promontory", "Gabo", "Tasman", "North Cape", "Auckland"),
)
#: Dug through land.
CANALS = frozenset({("Port Said", "Suez"), ("Panama Pacific", "Panama Caribbean")})

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
