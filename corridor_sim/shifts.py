"""The shifts of a station: servers who keep the same hours, in the order in which they take."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapreplace

import numpy as np
from numpy.typing import NDArray

from corridor_sim.plan import Calendar, Plan, Station

Seconds = NDArray[np.int64]

#: Servers, and the hours that they keep.
Shift = tuple[int, Calendar]


def shifts_of(plan: Plan, station: Station) -> list[Shift]:
    """The shifts of a station; a single one where all servers keep the same hours."""
    shifts = station.shifts or ((station.servers, station.calendar),)
    return [(servers, plan.calendars[calendar]) for servers, calendar in shifts]


def open_hours(shifts: Sequence[Shift]) -> Calendar:
    """When any of the shifts is at work."""
    if len(shifts) == 1:
        return shifts[0][1]
    opens = np.concatenate([calendar.opens for _, calendar in shifts])
    closes = np.concatenate([calendar.closes for _, calendar in shifts])
    order = np.argsort(opens, kind="stable")
    opens, closes = opens[order], np.maximum.accumulate(closes[order])
    # What opens after all before it have closed is apart from them.
    apart = np.flatnonzero(opens[1:] > closes[:-1]) + 1
    first = np.concatenate([[0], apart])[: len(opens)]
    last = np.concatenate([apart - 1, [len(opens) - 1]])[: len(opens)]
    return Calendar("", opens[first], closes[last])


def taken_by(shifts: Sequence[Shift], start: Seconds, end: Seconds) -> Seconds:
    """Which shift has served each visit to a station in one replication.

    A trace does not say who served. But it says when each service began, and that settles it: of
    the servers who are open and free at that second the first in order takes.

    start, end   int64 [n] s, start rising and, where it is the same, in the order of law L4
    returns      int64 [n], positions in `shifts`; -1: nobody is both open and free
    """
    found = np.full(len(start), -1, dtype=np.int64)
    opened = np.array([_is_open(calendar, start) for _, calendar in shifts]).T.tolist()
    free = [[0] * servers for servers, _ in shifts]
    visits = zip(opened, start.tolist(), end.tolist(), strict=True)
    for one, (open_now, begun, ended) in enumerate(visits):
        for shift, theirs in enumerate(free):
            if open_now[shift] and theirs[0] <= begun:
                heapreplace(theirs, ended)
                found[one] = shift
                break
    return found


def _is_open(calendar: Calendar, times: Seconds) -> NDArray[np.bool_]:
    begun = np.searchsorted(calendar.opens, times, side="right")
    return np.asarray(begun > np.searchsorted(calendar.closes, times, side="right"))
