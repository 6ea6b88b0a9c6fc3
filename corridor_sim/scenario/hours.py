"""Opening hours and weekly slots as text: `Mon-Fri 08:30-12:00, 14:00-17:30`, `Mon 20:00`."""

from __future__ import annotations

import re

from corridor_sim.scenario.fullwidth import narrow

Opening = tuple[int, int, int]

_DAY = 86_400
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAYS = {name: number for number, name in enumerate(_NAMES)}
_WEEKDAYS |= {
    long + "day": number
    for number, long in enumerate(("mon", "tues", "wednes", "thurs", "fri", "satur", "sun"))
}
_WEEKDAYS |= {week + day: n for week in ("周", "星期") for n, day in enumerate("一二三四五六日")}
_WEEKDAYS |= {"周天": 6, "星期天": 6, "tues": 1, "thur": 3, "thurs": 3}
_TIME = re.compile(r"(\d{1,2}):(\d\d)")
_SPAN = re.compile(r"(\d{1,2}:\d\d)\s*[-至到]\s*(\d{1,2}:\d\d)")
_RULE = re.compile(r"(?P<days>[^\d\s][^\d]*?)\s*(?P<spans>\d.*)")


class HoursError(ValueError):
    """A text that is not opening hours or not a slot.

    code      entry of the message catalogue: hours_unreadable, hours_past_midnight, hours_empty,
              slot_unreadable
    part      the part of the text that is meant
    """

    def __init__(self, code: str, part: str) -> None:
        super().__init__(f"{code}: {part}")
        self.code, self.part = code, part


def opening_hours(text: str) -> list[Opening]:
    """On which weekdays (0 Monday .. 6) does it open, from which second of the day to which?

    Rules are separated by `;`, hours of one rule by `,`. Raises HoursError.
    """
    rules = [rule.strip() for rule in narrow(text).split(";") if rule.strip()]
    if not rules:
        raise HoursError("hours_unreadable", text)
    return sorted({opening for rule in rules for opening in _rule(rule)})


def slot(text: str) -> tuple[int, int]:
    """Which weekday (0 Monday .. 6) and which second of the day is `Mon 20:00`?

    Raises HoursError.
    """
    day, _, time = narrow(text).strip().rpartition(" ")
    if not day and (match := re.fullmatch(r"([周星期一二三四五六日天]+)(\d.*)", time)):
        day, time = match[1], match[2]
    weekday, second = _WEEKDAYS.get(day.strip().lower()), _second(time)
    if weekday is None or second is None or second >= _DAY:
        raise HoursError("slot_unreadable", text)
    return weekday, second


def _rule(rule: str) -> list[Opening]:
    if rule == "24/7":
        return [(day, 0, _DAY) for day in range(7)]
    match = _RULE.fullmatch(rule)
    days = _days(match["days"]) if match else None
    if match is None or days is None:
        raise HoursError("hours_unreadable", rule)
    spans = [_span(part.strip()) for part in match["spans"].split(",")]
    return [(day, opens, closes) for day in days for opens, closes in spans]


def _days(text: str) -> list[int] | None:
    """Weekdays of `Mon-Fri`, `Sat,Sun`, `周一至周五`; None if a name is unknown."""
    found: list[int] = []
    for part in text.rstrip(":").split(","):
        ends = [_WEEKDAYS.get(name.strip().lower()) for name in re.split("[-至到]", part)]
        if None in ends or len(ends) > 2:  # noqa: PLR2004
            return None
        first, last = ends[0] or 0, ends[-1] or 0
        found += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return found


def _span(text: str) -> tuple[int, int]:
    match = _SPAN.fullmatch(text)
    opens, closes = (_second(match[1]), _second(match[2])) if match else (None, None)
    if opens is None or closes is None:
        raise HoursError("hours_unreadable", text)
    if closes == opens:
        raise HoursError("hours_empty", text)
    if closes < opens:
        raise HoursError("hours_past_midnight", text)
    return opens, closes


def _second(text: str) -> int | None:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2])
    whole = hour == 24 and minute == 0  # noqa: PLR2004
    return hour * 3_600 + minute * 60 if whole or (hour < 24 and minute < 60) else None  # noqa: PLR2004
