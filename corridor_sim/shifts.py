"""The shifts of a station: servers who keep the same hours, in the order in which they take."""

from __future__ import annotations

from corridor_sim.plan import Calendar, Plan, Station

#: Servers, and the hours that they keep.
Shift = tuple[int, Calendar]


def shifts_of(plan: Plan, station: Station) -> list[Shift]:
    """The shifts of a station; a single one where all servers keep the same hours."""
    shifts = station.shifts or ((station.servers, station.calendar),)
    return [(servers, plan.calendars[calendar]) for servers, calendar in shifts]
