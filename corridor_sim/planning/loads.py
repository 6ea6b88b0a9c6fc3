"""Loads: what is asked of a station or a service, and in which stretch of the run the most.

Demand is taken at its expected value and where it arises: what a shipment does before it gets to a
station delays its work, but adds none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import DAY
from corridor_sim.kpis import STRETCH
from corridor_sim.plan import Calendar, Demand, Seconds
from corridor_sim.shifts import Shift

Floats = NDArray[np.float64]

#: Departures that the busiest stretch of a service has at the least: between two trains of a month
#: boxes wait, and that is no overload.
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked of a resource, against what it can do.

    share     asked over able from the first day on which something is asked to the last
    busiest   the same in the busiest stretch, or `share` if that is more
    since     s: when that stretch begins
    """

    name: str
    share: float
    busiest: float
    since: int


def day_edges(end: int) -> Seconds:
    """int64 [D + 1] s: the midnights of [0, end), and its end."""
    return np.append(np.arange(0, end, DAY), end)


def asked_by(demand: Demand, times: Seconds) -> Floats:
    """float64, of any shape: how many shipments are expected before each time; 0 for a fed flow."""
    if demand.process in ("poisson", "booked"):
        return np.interp(times, demand.times, demand.expected)
    return np.searchsorted(np.sort(demand.arrive), times).astype(np.float64)


def station_load(name: str, asked: Floats, shifts: Sequence[Shift], end: int) -> Load:
    """The load of servers with opening hours; the busiest stretch has STRETCH days.

    asked    float64 [D + 1]: seconds of work asked before each of `day_edges`
    shifts   servers, and the hours that they keep
    """
    edges = day_edges(end)
    able = np.zeros(len(edges))
    for servers, calendar in shifts:
        able += servers * _open_by(calendar, edges)
    days = np.flatnonzero(np.diff(asked) > 0)
    if not len(days):
        return Load(name, 0.0, 0.0, 0)
    first, last = int(days[0]), int(days[-1]) + 1
    whole = _over(asked[last] - asked[first], able[last] - able[first])
    length = min(STRETCH, len(edges) - 1)
    stretches = _shares(asked[length:] - asked[:-length], able[length:] - able[:-length])
    return _load(name, whole, int(edges[first]), stretches, edges[:-length])


def service_load(name: str, asked: Floats, cut_off: Seconds, room: Floats, end: int) -> Load:
    """The load of departures; the busiest stretch has STRETCH days and _FEWEST departures.

    What arises between two cut-offs is asked of the second departure; what is left over then is
    told by the longer stretches.

    asked     float64 [K + 2]: size asked before the start, before each cut-off, before the end
    cut_off   int64 [K] s, in rising order; room: float64 [K]
    """
    if asked[-1] <= asked[0]:
        return Load(name, 0.0, 0.0, 0)
    able = np.concatenate([[0.0], np.cumsum(room)])
    first = int(np.count_nonzero(asked[1:-1] <= asked[0]))
    whole = _over(asked[-1] - asked[0], able[-1] - able[first])
    since = np.concatenate([[0], cut_off])
    stop = np.maximum(
        np.searchsorted(cut_off, since[:-1] + STRETCH * DAY) + 1, np.arange(len(cut_off)) + _FEWEST
    )
    full = stop <= np.count_nonzero(cut_off < end)
    begin, stop = np.flatnonzero(full), stop[full]
    stretches = _shares(asked[stop] - asked[begin], able[stop] - able[begin])
    return _load(name, whole, int(since[first]), stretches, since[begin])


def _load(name: str, whole: float, since: int, stretches: Floats, begins: Seconds) -> Load:
    """Of equal stretches the first."""
    most = int(stretches.argmax()) if len(stretches) else -1
    if most >= 0 and stretches[most] > whole:
        return Load(name, whole, float(stretches[most]), int(begins[most]))
    return Load(name, whole, whole, since)


def _open_by(calendar: Calendar, times: Seconds) -> Floats:
    """float64 [D + 1]: open seconds in [0, time)."""
    opens, closes = (np.clip(one, 0, None) for one in (calendar.opens, calendar.closes))
    before = np.concatenate([[0], np.cumsum(closes - opens)])
    begun = np.searchsorted(opens, times, side="right")
    current = np.maximum(begun - 1, 0)
    if not len(opens):
        return np.zeros(len(times))
    running = np.minimum(times, closes[current]) - opens[current]
    return np.where(begun > 0, before[current] + running, 0).astype(np.float64)


def _shares(asked: Floats, able: Floats) -> Floats:
    """Asked over able; a stretch that is wholly closed has none of its own."""
    return np.where(able > 0, asked / np.where(able > 0, able, 1.0), 0.0)


def _over(asked: float, able: float) -> float:
    if able > 0:
        return float(asked / able)
    return float("inf") if asked > 0 else 0.0
