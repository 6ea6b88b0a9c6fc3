"""Opening hours and weekly slots."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_sim.scenario.hours import HoursError, opening_hours, slot

HOUR = 3_600
WEEK = range(7)


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("24/7", [(day, 0, 24 * HOUR) for day in WEEK]),
        ("Mon-Sun 00:00-24:00", [(day, 0, 24 * HOUR) for day in WEEK]),
        ("Sat,Sun 09:00-12:00", [(5, 9 * HOUR, 12 * HOUR), (6, 9 * HOUR, 12 * HOUR)]),
        ("Mon 08:00-12:00, 14:00-17:00", [(0, 28_800, 43_200), (0, 50_400, 61_200)]),
        ("Mon 08:00-09:00; Tue 9:00-10:00", [(0, 28_800, 32_400), (1, 32_400, 36_000)]),
        ("周一 08:00-09:00", [(0, 28_800, 32_400)]),
        ("周六至周日 08：00－09：00", [(5, 28_800, 32_400), (6, 28_800, 32_400)]),
        ("星期一,星期天 08:00-09:00", [(0, 28_800, 32_400), (6, 28_800, 32_400)]),
        ("monday-TUESDAY 08:00-09:00", [(0, 28_800, 32_400), (1, 28_800, 32_400)]),
        ("Sun-Mon 08:00-09:00", [(0, 28_800, 32_400), (6, 28_800, 32_400)]),
    ],
)
def test_hours(text: str, openings: list[tuple[int, int, int]]) -> None:
    assert opening_hours(text) == openings


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "hours_unreadable"),
        ("Mon", "hours_unreadable"),
        ("Mon 8-12", "hours_unreadable"),
        ("Mox 08:00-12:00", "hours_unreadable"),
        ("Mon-Tue-Wed 08:00-12:00", "hours_unreadable"),
        ("Mon 08:60-12:00", "hours_unreadable"),
        ("Mon 08:00-25:00", "hours_unreadable"),
        ("Mon 24:30-24:40", "hours_unreadable"),
        ("Mon 22:00-06:00", "hours_past_midnight"),
        ("Mon 08:00-08:00", "hours_empty"),
    ],
)
def test_what_is_not_hours(text: str, code: str) -> None:
    with pytest.raises(HoursError) as refused:
        opening_hours(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mon 20:00", (0, 72_000)),
        ("sunday 0:00", (6, 0)),
        ("周三 08:30", (2, 30_600)),
        ("周三08:30", (2, 30_600)),
    ],
)
def test_slots(text: str, found: tuple[int, int]) -> None:
    assert slot(text) == found


@pytest.mark.parametrize(
    "text", ["", "Mon", "20:00", "Mon 24:00", "Mon 20", "Mo 20:00", "Mon 20:00 x"]
)
def test_what_is_no_slot(text: str) -> None:
    with pytest.raises(HoursError, match="slot_unreadable"):
        slot(text)


@given(st.text(alphabet="MonTue周一0123456789:-,; /至", max_size=40))
def test_any_text_is_hours_or_refused(text: str) -> None:
    try:
        found = opening_hours(text)
    except HoursError:
        return
    assert all(day in WEEK and 0 <= opens < closes <= 86_400 for day, opens, closes in found)
