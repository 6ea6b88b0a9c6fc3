"""The clock: whole seconds since the scenario's first midnight.

Inside a plan, a workload, an engine and a trace an instant and a duration are both an
integer count of seconds, so that two engines can be equal and not merely close.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTE = 60
HOUR = 3_600
DAY = 86_400
WEEK = 7 * DAY

#: "Not within this run": larger than any instant, small enough that a sum of two cannot overflow.
NEVER = 1 << 61


@dataclass(frozen=True, slots=True)
class Clock:
    """Turns civil time into seconds of the run and back.

    start   first day; second 0 is 00:00 of that day in `zone`
    zone    IANA name of the scenario's time zone
    """

    start: date
    zone: str

    @property
    def origin(self) -> datetime:
        """The instant that is second 0, with its zone."""
        return datetime.combine(self.start, time.min, tzinfo=ZoneInfo(self.zone))

    def seconds(self, moment: datetime, zone: str | None = None) -> int:
        """Seconds from the origin to `moment`; a moment without a zone is read in `zone`.

        Elapsed time, not wall-clock difference: a night of 23 or 25 hours counts as such.
        """
        aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone or self.zone))
        # In UTC: Python subtracts two times of one zone by the wall, not by what has elapsed.
        return int((aware.astimezone(UTC) - self.origin.astimezone(UTC)).total_seconds())

    def midnight(self, day: date, zone: str | None = None) -> int:
        """The second at which `day` begins in `zone`."""
        return self.seconds(datetime.combine(day, time.min), zone)

    def moment(self, second: int, zone: str | None = None) -> datetime:
        """The civil time of a second, in `zone` (default: the scenario's)."""
        aware = self.origin.astimezone(UTC) + timedelta(seconds=int(second))
        return aware.astimezone(ZoneInfo(zone or self.zone))
