"""Opening hours as intervals of open seconds, holidays and daylight saving included."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import DAY, NEVER, Clock

Seconds = NDArray[np.int64]

#: (weekday 0 = Monday, second it opens, second it closes)
Hours = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Days:
    """Days that differ from their weekday: closed ones, and weekends that are worked."""

    closed: frozenset[date]
    worked: frozenset[date]


def open_intervals(
    hours: Sequence[Hours], days: Days, clock: Clock, zone: str, until: int
) -> tuple[Seconds, Seconds]:
    """When a calendar is open between second 0 and `until`.

    hours     weekly pattern in local time
    days      exceptions; a worked weekend has the hours of the first weekday that has any
    returns   opens, closes: int64 [n] s, sorted; touching intervals are one; open without end
              when the pattern is every second of the week and there are no exceptions
    """
    if _always(hours) and not days.closed:
        return np.zeros(1, dtype=np.int64), np.full(1, NEVER, dtype=np.int64)
    pattern: dict[int, list[tuple[int, int]]] = {weekday: [] for weekday in range(7)}
    for weekday, opens, closes in sorted(hours):
        pattern[weekday].append((opens, closes))
    working = next((pattern[weekday] for weekday in range(7) if pattern[weekday]), [])
    intervals: list[tuple[int, int]] = []
    for day in _days(clock, until):
        if day in days.closed:
            continue
        # A worked Saturday has a working day's hours, unless Saturdays have hours of their own.
        today = pattern[day.weekday()] or (working if day in days.worked else [])
        intervals += [(_at(clock, day, o, zone), _at(clock, day, c, zone)) for o, c in today]
    return _joined(intervals, until)


def _always(hours: Iterable[Hours]) -> bool:
    whole = {weekday for weekday, opens, closes in hours if opens == 0 and closes == DAY}
    return whole == set(range(7))


def _days(clock: Clock, until: int) -> Iterable[date]:
    count = until // DAY + 4  # a day of margin on both sides for zones far from the scenario's
    return (clock.start + timedelta(days=offset) for offset in range(-2, count))


def _at(clock: Clock, day: date, second: int, zone: str) -> int:
    extra, rest = divmod(second, DAY)
    moment = datetime.combine(day + timedelta(days=extra), time.min) + timedelta(seconds=rest)
    return clock.seconds(moment, zone)


def _joined(intervals: list[tuple[int, int]], until: int) -> tuple[Seconds, Seconds]:
    opens: list[int] = []
    closes: list[int] = []
    for begin, end in sorted(intervals):
        start = max(begin, 0)
        if end <= start or start >= until:
            continue
        if closes and start <= closes[-1]:
            closes[-1] = max(closes[-1], end)
        else:
            opens.append(start)
            closes.append(end)
    return np.array(opens, dtype=np.int64), np.array(closes, dtype=np.int64)
