"""Timetables as scheduled seconds with capacities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from corridor_sim.clock import Clock

Capacity = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Slot:
    """One scheduled departure.

    capacity   None: the service's own
    cancelled  probability that it does not run; None: the service's own
    listed     dated by the planner: runs without the timetable's condition
    """

    second: int
    capacity: Capacity | None = None
    listed: bool = False
    cancelled: float | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The days in which slots are made: from the first to before the second `stop`."""

    clock: Clock
    zone: str
    stop: int
    begins: date | None
    until: date | None

    def contains(self, second: int) -> bool:
        """Whether a slot at this second belongs to the span."""
        if not 0 <= second < self.stop:
            return False
        day = self.clock.moment(second, self.zone).date()
        return (self.begins or day) <= day <= (self.until or day)

    def ends_early(self) -> bool:
        """Whether slots end before the clock stops."""
        return self.until is not None and self.clock.midnight(self.until, self.zone) < self.stop


def weekly(slots: Sequence[tuple[int, int]], every_weeks: int, span: Span) -> Iterator[Slot]:
    """Weekly slots (weekday, second of the day), in every n-th week from the first that has one."""
    clock = span.clock
    begins = span.begins or clock.start
    monday = begins - timedelta(days=begins.weekday())
    while clock.midnight(monday, span.zone) < span.stop:
        for weekday, second in sorted(slots):
            local = datetime.combine(monday + timedelta(days=weekday), time.min)
            at = clock.seconds(local + timedelta(seconds=second), span.zone)
            if span.contains(at):
                yield Slot(at)
        monday += timedelta(weeks=every_weeks)


def regular(first: int, every: int, span: Span) -> Iterator[Slot]:
    """One slot every so many seconds, from `first`."""
    for second in range(first, span.stop, every):
        if span.contains(second):
            yield Slot(second)


@dataclass(frozen=True, slots=True)
class Dated:
    """A departure that the planner lists by its civil time."""

    moment: datetime
    capacity: Capacity | None = None
    cancelled: float | None = None


def listed(departures: Sequence[Dated], span: Span) -> Iterator[Slot]:
    """Dated departures; those outside the span's horizon are left out."""
    for one in departures:
        second = span.clock.seconds(one.moment, span.zone)
        if 0 <= second < span.stop:
            yield Slot(second, one.capacity, listed=True, cancelled=one.cancelled)
