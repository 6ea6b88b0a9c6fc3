"""Opening hours as seconds: zones, holidays, worked weekends, nights of 23 and 25 hours."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corridor_sim.clock import DAY, HOUR, NEVER, Clock
from corridor_sim.plan import Calendar
from corridor_sim.resources.calendars import Days, open_intervals
from corridor_sim.scenario.hours import opening_hours
from corridor_sim.shipped import data_folder
from tests.plans.written import compiled

NONE = Days(frozenset(), frozenset())


def _open(
    text: str, start: date, zone: str, days: int, *, there: str = "", special: Days = NONE
) -> list[tuple[int, int]]:
    clock = Clock(start, zone)
    opens, closes = open_intervals(opening_hours(text), special, clock, there or zone, days * DAY)
    return list(zip(opens.tolist(), closes.tolist(), strict=True))


def _h(*hours: float) -> tuple[int, ...]:
    return tuple(round(hour * HOUR) for hour in hours)


def test_a_plain_week() -> None:
    found = _open("Mon-Tue 08:30-12:00, 14:00-17:30", date(2021, 1, 4), "UTC", 7)
    assert found == [_h(8.5, 12), _h(14, 17.5), _h(32.5, 36), _h(38, 41.5)]


def test_a_calendar_in_another_zone() -> None:
    """Moscow's 9 o'clock is 14 o'clock in Shanghai; Monday there begins at 5 here."""
    found = _open("Mon 09:00-18:00", date(2021, 1, 4), "Asia/Shanghai", 7, there="Europe/Moscow")
    assert found == [_h(14, 23)]


def test_a_zone_ahead_is_open_before_the_first_midnight_there() -> None:
    """Second 0 in New York is 13:00 in Shanghai: an office there is in the middle of its day."""
    found = _open(
        "Mon-Fri 09:00-17:00", date(2021, 1, 4), "America/New_York", 1, there="Asia/Shanghai"
    )
    assert found == [_h(0, 4), _h(20, 28)]


@pytest.mark.parametrize(
    ("day", "length"), [(date(2021, 3, 28), 23), (date(2021, 10, 31), 25), (date(2021, 6, 6), 24)]
)
def test_a_night_of_daylight_saving(day: date, length: int) -> None:
    """Open from midnight to midnight on the Sunday: as long as that day really is."""
    assert _open("Sun 00:00-24:00", day, "Europe/Berlin", 1) == [_h(0, length)]
    (morning,) = _open("Sun 08:00-12:00", day, "Europe/Berlin", 1)
    assert morning == _h(length - 24 + 8, length - 24 + 12)


def test_hours_that_meet_are_one_interval() -> None:
    found = _open("Mon-Tue 00:00-24:00; Wed 00:00-10:00, 10:00-12:00", date(2021, 1, 4), "UTC", 7)
    assert found == [_h(0, 60)]


def test_every_second_of_the_week_is_open_without_end() -> None:
    assert _open("24/7", date(2021, 1, 4), "UTC", 7) == [(0, NEVER)]
    whole = "Mon-Sun 00:00-24:00"
    closed = Days(frozenset({date(2021, 1, 6)}), frozenset())
    found = _open(whole, date(2021, 1, 4), "UTC", 7, special=closed)
    assert found[0] == _h(0, 48)
    assert found[1][0] == 72 * HOUR


def test_closed_days_and_worked_weekends() -> None:
    special = Days(frozenset({date(2021, 1, 5)}), frozenset({date(2021, 1, 9)}))
    found = _open("Mon-Fri 09:00-17:00", date(2021, 1, 4), "UTC", 7, special=special)
    assert found == [_h(24 * day + 9, 24 * day + 17) for day in (0, 2, 3, 4, 5)]


def test_a_worked_saturday_keeps_hours_of_its_own() -> None:
    special = Days(frozenset(), frozenset({date(2021, 1, 9)}))
    found = _open(
        "Mon-Fri 09:00-17:00; Sat 10:00-11:00", date(2021, 1, 4), "UTC", 7, special=special
    )
    assert found[-1] == _h(130, 131)


def test_the_table_covers_the_drain() -> None:
    opens = np.array([o for o, _ in _open("Mon-Sun 09:00-10:00", date(2021, 1, 4), "UTC", 30)])
    assert len(opens) == 30


def _hubs(folder: Path, start: str, end: str, **calendar: object) -> tuple[Calendar, list[str]]:
    words = {
        "corridor_sim": 1,
        "name": "holidays",
        "network": str(data_folder() / "hengyang"),
        "time": {"start": start, "end": end, "drain": "0 d"},
        "calendars": {"office": {"open": "Mon-Fri 09:00-17:00", **calendar}},
        "stations": {"desk": {"servers": 1, "work": "1 h", "calendar": "office"}},
        "flows": {
            "box": {
                "demand": {"process": "deterministic", "every": "1 d"},
                "stages": [{"station": "desk"}],
            }
        },
    }
    made = compiled(words, folder)
    return made.plan.calendars[1], [one.code for one in made.warnings]


def test_the_spring_festival_of_2021(tmp_path: Path) -> None:
    """Closed from 11 to 17 February; the Sunday before and the Saturday after are worked."""
    calendar, warnings = _hubs(tmp_path, "2021-02-06", "2021-02-21", holidays="CN")
    worked = [7, 8, 9, 10, 18, 19, 20]
    assert (calendar.opens // DAY + 6).tolist() == worked
    assert (calendar.closes - calendar.opens == 8 * HOUR).all()
    assert warnings == []


def test_without_holidays_the_festival_is_worked_through(tmp_path: Path) -> None:
    calendar, _ = _hubs(tmp_path, "2021-02-08", "2021-02-14")
    assert (calendar.opens // DAY + 8).tolist() == [8, 9, 10, 11, 12]


def test_a_year_without_official_holidays_is_said(tmp_path: Path) -> None:
    _, warnings = _hubs(tmp_path, "2035-01-01", "2035-02-01", holidays="CN")
    assert "no_holidays_for_year" in warnings
