"""Busy: how much of what was open, or of the places there are, was really used.

A station that opens in June is idle until then, and a mean over the year would hide that it is
overloaded. So its use is told over the days from the first with work to the last, and over its
busiest stretch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corridor_sim.clock import DAY
from corridor_sim.edges import Edges
from corridor_sim.kpis import STRETCH
from corridor_sim.plan import Calendar, Plan
from corridor_sim.results.measures import Floats, Seconds, ratio
from corridor_sim.results.spells import Spells
from corridor_sim.shifts import open_hours, shifts_of


def open_seconds(calendar: Calendar, until: Seconds, horizon: int) -> Seconds:
    """Open seconds in [0, until), for instants of any shape up to the horizon."""
    return Opening(calendar, horizon).until(until)


class Opening:
    """When a calendar is open in [0, horizon)."""

    def __init__(self, calendar: Calendar, horizon: int) -> None:
        some = (calendar.closes > 0) & (calendar.opens < horizon)
        self._opens = np.clip(calendar.opens[some], 0, horizon)
        self._closes = np.clip(calendar.closes[some], 0, horizon)
        self._before = np.concatenate([[0], np.cumsum(self._closes - self._opens)])
        self._edges = Edges(self._opens)
        whole = len(self._opens) == 1 and int(self._before[-1]) == horizon
        self._always, self.horizon = whole, horizon

    @property
    def always(self) -> bool:
        """Whether it never closes."""
        return self._always

    def by_day(self) -> Seconds:
        """int64 [D]: open seconds of each day of [0, horizon)."""
        return np.diff(self.until(day_edges(self.horizon)))

    def until(self, times: Seconds) -> Seconds:
        """Open seconds in [0, time), for each time up to the horizon; beyond it, as at it."""
        times = np.minimum(times, self.horizon)
        if self._always:
            return np.maximum(times, 0)
        if not len(self._opens):
            return np.zeros_like(times)
        begun = self._edges.passed(times)
        current = np.maximum(begun - 1, 0)
        np.minimum(times, self._closes.take(current), out=times)
        times -= self._opens.take(current)
        times += self._before.take(current)
        return times if int(self._opens[0]) == 0 else np.where(begun > 0, times, 0)


def station_opening(plan: Plan, station: int, horizon: int) -> Opening:
    """When a station is open in [0, horizon), which is while any of its servers is."""
    return Opening(open_hours(shifts_of(plan, plan.stations[station])), horizon)


@dataclass(frozen=True, slots=True)
class Use:
    """How much of the servers' open time, or of the places' time, was used: float64 [R] each.

    mean       from the first day with work to the last, within [0, horizon); of all without any
    busiest    in the busiest STRETCH days in a row, or over all those days if that is more
    """

    mean: Floats
    busiest: Floats


def use(worked: Seconds, able: Seconds) -> Use:
    """How much servers worked of what they were open for; NaN where they never are.

    worked   int64 [R, D]: open server-seconds used on each day (`used_by_day`)
    able     int64 [D]: open server-seconds
    """
    days = worked.shape[1]
    busy = worked > 0
    first, last = busy.argmax(axis=1), days - busy[:, ::-1].argmax(axis=1)
    done = _from_start(worked)
    room = np.concatenate([[0], np.cumsum(able)])
    # Without any work first is 0 and last is the end: idle all the time.
    mean = ratio(done[:, -1], room[last] - room[first])
    length = min(STRETCH, days)
    open_there = room[length:] - room[:-length]
    used = done[:, length:] - done[:, :-length]
    most = np.where(open_there > 0, used / np.maximum(open_there, 1), 0.0).max(axis=1)
    return Use(mean, np.maximum(mean, most))


def day_edges(horizon: int) -> Seconds:
    """int64 [D + 1] s: the midnights of [0, horizon], and its end."""
    return np.append(np.arange(0, horizon, DAY), horizon)


def used_by_day(spells: Sequence[Spells], opening: Opening, rows: int) -> Seconds:
    """int64 [R, D]: open server-seconds used on each day of [0, horizon).

    spells   [R, M], from the second at which a server is taken to the one at which it is free
    """
    edges = opening.until(day_edges(opening.horizon))
    days = len(edges) - 1
    row, begun, ended = _visits(spells, opening.horizon)
    # What ends with the horizon ends on its last day.
    first = row * days + begun // DAY
    last = row * days + np.minimum(ended // DAY, days - 1)
    begun, ended = opening.until(begun), opening.until(ended)
    worked = _summed(first, ended - begun, rows * days)
    into, out = np.zeros((2, rows * days), dtype=np.int64)
    long = np.flatnonzero(first < last)
    if len(long):  # moved from the first day to those on which it was done
        first, last, ended = first[long], last[long], ended[long]
        worked -= _summed(first, ended - edges[first % days + 1], rows * days)
        worked += _summed(last, ended - edges[last % days], rows * days)
        into += np.bincount(first + 1, minlength=rows * days)
        out += np.bincount(last, minlength=rows * days)
    through = np.cumsum((into - out).reshape(rows, days), axis=1)
    found: Seconds = worked.reshape(rows, days) + through * np.diff(edges)
    return found


def _visits(spells: Sequence[Spells], horizon: int) -> tuple[Seconds, Seconds, Seconds]:
    """Row, beginning and end (cut at the horizon) of all visits that begin in [0, horizon)."""
    parts = [(np.empty(0, dtype=np.int64),) * 3]
    for one in spells:
        counted = one.begun < horizon
        if one.absent is not None:
            counted &= ~one.absent
        here = np.flatnonzero(counted)
        ended = np.minimum(one.ended.ravel()[here], horizon)
        parts.append((here // max(one.begun.shape[1], 1), one.begun.ravel()[here], ended))
    row, begun, ended = (np.concatenate(column) for column in zip(*parts, strict=True))
    return row, begun, ended


def _summed(at: Seconds, amount: Seconds, count: int) -> Seconds:
    """int64 [count]: seconds added up by place; floats hold these sums exactly."""
    sums: Seconds = np.bincount(at, weights=amount, minlength=count).astype(np.int64)
    return sums


def _from_start(worked: Seconds) -> Seconds:
    """int64 [R, D + 1]: what was used by each midnight."""
    done = np.zeros((worked.shape[0], worked.shape[1] + 1), dtype=np.int64)
    np.cumsum(worked, axis=1, out=done[:, 1:])
    return done
