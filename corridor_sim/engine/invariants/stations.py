"""The laws of a station."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.invariants.order import overtaken
from corridor_sim.engine.invariants.visits import Visits
from corridor_sim.plan import Calendar, Plan, Station
from corridor_sim.shifts import Shift, shifts_of, taken_by

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


def breaches(plan: Plan, station: Station, seen: Visits) -> Iterator[tuple[str, int]]:
    """How often each law of a station is broken."""
    shifts = shifts_of(plan, station)
    began = seen.take(seen.start < NEVER)
    began = began.take(np.argsort(began.start, kind="stable"))
    opened = np.logical_or.reduce([_open(calendar, began.start) for _, calendar in shifts])
    yield "served only while open", int((~opened).sum())
    by = taken_by(shifts, began.start, began.end)
    due = [finish(calendar, began.start, began.work) for _, calendar in shifts]
    due = [np.where(one >= plan.stop, NEVER, one) for one in due]
    # Whoever nobody can have taken is counted for that alone.
    ends = np.array([*due, began.end])[by, np.arange(len(began))]
    yield "work goes on only while open", int((began.end != ends).sum())
    yield "no more served than servers", int((opened & (by < 0)).sum())
    yield "order of service", overtaken(seen, seen.start, seen.start)
    busy = [began.take(by == number) for number in range(len(shifts))]
    yield "nobody waits before a free server", _idle(shifts, seen, busy, plan.stop)


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


def _open(calendar: Calendar, second: Seconds) -> Flags:
    return np.equal(next_open(calendar, second), second)


def _idle(shifts: Sequence[Shift], seen: Visits, busy: Sequence[Visits], stop: int) -> int:
    """Seconds at which somebody waited although a server was free and open.

    After an arrival all who came before are served or waiting; it is enough to look, in the hours
    of each shift, at each visit's own first chance and at the seconds at which a server was freed.
    """
    found = np.empty(0, dtype=np.int64)
    begun, ready = np.sort(seen.start), np.sort(seen.ready)
    for (servers, calendar), mine in zip(shifts, busy, strict=True):
        chance = next_open(calendar, seen.ready)
        starts, ends = mine.start, np.sort(mine.end)
        at = np.concatenate([chance[seen.start > chance], next_open(calendar, ends[ends < NEVER])])
        at = np.unique(at[at < stop])
        held = np.searchsorted(starts, at, side="right") - np.searchsorted(ends, at, side="right")
        waiting = np.searchsorted(ready, at, side="right")
        waiting -= np.searchsorted(begun, at, side="right")
        found = np.union1d(found, at[(held < servers) & (waiting > 0)])
    return len(found)
