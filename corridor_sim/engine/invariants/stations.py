"""The laws of a station."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.invariants.order import overtaken
from corridor_sim.engine.invariants.visits import Visits
from corridor_sim.plan import Calendar, Plan, Station

Seconds = NDArray[np.int64]


def breaches(plan: Plan, station: Station, seen: Visits) -> Iterator[tuple[str, int]]:
    """How often each law of a station is broken."""
    calendar = plan.calendars[station.calendar]
    began = seen.take(seen.start < NEVER)
    yield "served only while open", int((~_open(calendar, began.start)).sum())
    due = finish(calendar, began.start, began.work)
    due = np.where(due >= plan.stop, NEVER, due)
    yield "work goes on only while open", int((began.end != due).sum())
    yield "no more served than servers", _too_many(began, due, station.servers)
    yield "order of service", overtaken(seen, seen.start, seen.start)
    yield "nobody waits before a free server", _idle(calendar, station, seen, plan.stop)


def finish(calendar: Calendar, start: Seconds, work: Seconds) -> Seconds:
    """When `work` open seconds after `start` are over: by the table of open seconds so far."""
    lengths = calendar.closes - calendar.opens
    before = np.concatenate([[0], np.cumsum(lengths)])
    here = np.searchsorted(calendar.opens, start, side="right") - 1
    target = before[here] + (start - calendar.opens[here]) + work
    last = np.searchsorted(before, target, side="left") - 1
    known = last < len(lengths)
    last = np.minimum(last, len(lengths) - 1)
    return np.where(known, calendar.opens[last] + (target - before[last]), NEVER)


def next_open(calendar: Calendar, second: Seconds) -> Seconds:
    """The first open second from each given one; NEVER where none follows."""
    here = np.searchsorted(calendar.closes, second, side="right")
    known = here < len(calendar.closes)
    opens = calendar.opens[np.minimum(here, len(calendar.closes) - 1)]
    return np.where(known, np.maximum(second, opens), NEVER)


def _open(calendar: Calendar, second: Seconds) -> NDArray[np.bool_]:
    return np.equal(next_open(calendar, second), second)


def _too_many(began: Visits, due: Seconds, servers: int) -> int:
    starts, ends = np.sort(began.start), np.sort(due)
    busy = np.arange(1, len(starts) + 1) - np.searchsorted(ends, starts, side="right")
    return int((busy > servers).sum())


def _idle(calendar: Calendar, station: Station, seen: Visits, stop: int) -> int:
    """Visits that waited although, at the first open second they could have had, a server was free.

    After an arrival all who came before are served or waiting; it is enough to look at each
    visit's own first chance and at the seconds at which a server became free.
    """
    if not len(seen):
        return 0
    chance = next_open(calendar, seen.ready)
    waited = (seen.start > chance) & (chance < stop)
    starts, ends = np.sort(seen.start), np.sort(seen.end)
    at = np.concatenate([chance[waited], next_open(calendar, ends[ends < NEVER])])
    at = np.unique(at[at < stop])
    busy = np.searchsorted(starts, at, side="right") - np.searchsorted(ends, at, side="right")
    waiting = np.searchsorted(np.sort(seen.ready), at, side="right") - np.searchsorted(
        starts, at, side="right"
    )
    return int(((busy < station.servers) & (waiting > 0)).sum())
