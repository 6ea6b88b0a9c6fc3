"""Values with units, as the planner writes them: `3 h`, `50 box`, `0.57 %`, `USD 329`, laws.

Each parser raises a PydanticCustomError whose type is a code of the message catalogue.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from corridor_sim.chance.laws import (
    Law,
    fixed,
    gamma_from_mean,
    lognormal_from_mean,
    lognormal_from_p95,
)
from corridor_sim.scenario.refusals import bad

_TIME_UNITS = {"s": 1, "sec": 1, "min": 60, "h": 3_600, "hour": 3_600, "d": 86_400, "day": 86_400}
_TIME_UNITS |= {"hours": 3_600, "days": 86_400, "w": 604_800, "week": 604_800, "weeks": 604_800}
#: unit -> (position in plan.UNITS, how many of that unit)
_SIZE_UNITS = {"box": (0, 1), "boxes": (0, 1), "piece": (0, 1), "pieces": (0, 1)}
_SIZE_UNITS |= {"teu": (1, 1_000), "TEU": (1, 1_000), "t": (2, 1_000), "kg": (2, 1)}
_SIZE_UNITS |= {"m3": (3, 1_000), "l": (3, 1)}
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_QUANTITY = re.compile(rf"\s*({_NUMBER})\s*([A-Za-z0-9]*)")
_MOST = 1e15
_NARROWEST, _WIDEST = 0.001, 10.0  # coefficients of variation
_STEEPEST = 1_000  # 95th percentile over median
_YEARS = range(1970, 2201)
_STEEPEST_FALL, _STEEPEST_RISE = -0.9, 10.0  # a year
_LONGEST = 100 * 366 * 86_400  # a duration beyond a century is a slip of the pen

Scalar = Callable[[Any], float]


def duration(value: Any) -> float:
    """Seconds of `3 h`, `1 d 12 h`, `45 min`; not negative."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise bad("unit_missing", value=str(value), example=f"{value} h")
    if not isinstance(value, str):
        raise bad("not_a_duration", value=str(value))
    total, rest = 0.0, value.strip()
    if not rest:
        raise bad("not_a_duration", value=value)
    while rest:
        match = _QUANTITY.match(rest)
        if match is None or match[2] not in _TIME_UNITS:
            raise bad("not_a_duration", value=value)
        total += _finite(match[1]) * _TIME_UNITS[match[2]]
        rest = rest[match.end() :].strip()
    if total < 0:
        raise bad("negative", value=value)
    if total > _LONGEST:
        raise bad("duration_too_long", value=value)
    return total


def size(value: Any) -> tuple[int, int]:
    """(position in plan.UNITS, whole number) of `50 box`, `100 teu`, `1300 t`, `20 m3`."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise bad("unit_missing", value=str(value), example=f"{value} box, {value} t or {value} m3")
    match = _QUANTITY.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or match[2] not in _SIZE_UNITS:
        raise bad("not_a_size", value=str(value))
    unit, factor = _SIZE_UNITS[match[2]]
    number = _finite(match[1]) * factor
    if number < 0:
        raise bad("negative", value=value)
    if number != int(number) or number > _MOST:
        raise bad("size_not_whole", value=value)
    return unit, int(number)


def boxes(value: Any) -> float:
    """An expected number of boxes, `1337.5 box`: a mean need not be whole."""
    match = _QUANTITY.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or _SIZE_UNITS.get(match[2], (1, 0))[0] != 0:
        raise bad("not_boxes", value=str(value))
    return _amount(_finite(match[1]), value)


def weight(value: Any) -> float:
    """Kilograms of `22.5 t` or `800 kg`."""
    match = _QUANTITY.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or match[2] not in ("t", "kg"):
        raise bad("not_a_weight", value=str(value))
    return _amount(_finite(match[1]) * (1_000 if match[2] == "t" else 1), value)


def share(value: Any) -> float:
    """A share between 0 and 1, written `0.0057` or `0.57 %`."""
    if isinstance(value, str) and (match := re.fullmatch(rf"\s*({_NUMBER})\s*[%]\s*", value)):
        number = _finite(match[1]) / 100.0
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value)
    else:
        raise bad("not_a_share", value=str(value))
    if not 0.0 <= number <= 1.0:
        raise bad("share_outside", value=str(value))
    return number


def growth(value: Any) -> float:
    """A growth a year, written `0.195` or `19.5 %`; it may be negative, and above 100 %."""
    if isinstance(value, str) and (match := re.fullmatch(rf"\s*({_NUMBER})\s*[%]\s*", value)):
        number = _finite(match[1]) / 100.0
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value)
    else:
        raise bad("not_a_growth", value=str(value))
    if not _STEEPEST_FALL <= number <= _STEEPEST_RISE:
        raise bad("growth_outside", value=str(value))
    return number


def money(value: Any) -> float:
    """US dollars of `USD 329` or `USD 118220/box`."""
    match = (
        re.fullmatch(rf"\s*USD\s*({_NUMBER})\s*(?:/\s*box)?\s*", value)
        if isinstance(value, str)
        else None
    )
    if match is None:
        raise bad("not_money", value=str(value))
    return _amount(_finite(match[1]), value)


def freight(value: Any) -> float:
    """US dollars per TEU of `USD 2250/teu`; a constant may be negative."""
    match = (
        re.fullmatch(rf"\s*USD\s*({_NUMBER})\s*/\s*(?:teu|TEU)\s*", value)
        if isinstance(value, str)
        else None
    )
    if match is None:
        raise bad("not_freight", value=str(value))
    return math.copysign(_amount(abs(_finite(match[1])), value), _finite(match[1]))


def rate(value: Any) -> float:
    """Shipments per second of `12/h`, `26/week`."""
    match = (
        re.fullmatch(rf"\s*({_NUMBER})\s*(?:box|boxes)?\s*/\s*([a-z]+)\s*", value)
        if isinstance(value, str)
        else None
    )
    if match is None or match[2] not in _TIME_UNITS:
        raise bad("not_a_rate", value=str(value))
    return _amount(_finite(match[1]), value) / _TIME_UNITS[match[2]]


def day(value: Any) -> date:
    """A calendar day, `2021-08-01`."""
    return _civil(value, r"\d{4}-\d\d-\d\d", "not_a_date").date()


def moment(value: Any) -> datetime:
    """A civil time, `2021-08-01 12:00` (or a day: its midnight), without a zone."""
    return _civil(value, r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?", "not_a_moment")


def _civil(value: Any, pattern: str, code: str) -> datetime:
    """A time without a zone, in years that every calendar and time zone can be asked about."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        found = datetime.fromisoformat(text) if re.fullmatch(pattern, text, re.ASCII) else None
    except ValueError:
        found = None
    if found is None:
        raise bad(code, value=str(value))
    if found.year not in _YEARS:
        raise bad("year_outside", value=text, first=_YEARS[0], last=_YEARS[-1])
    return found


def law(value: Any, scalar: Scalar) -> Law:
    """A law: one value, or a mapping with the law's name and its parameters in `scalar`'s unit."""
    if isinstance(value, Law):
        return value
    if not isinstance(value, Mapping):
        return fixed(scalar(value))
    if set(value) == {"chance", "of"}:
        inner = law(value["of"], scalar)
        return replace(inner, chance=inner.chance * share(value["chance"]))
    if len(value) != 1:
        raise bad("law_needs_one_name", names=", ".join(map(str, value)))
    ((name, given),) = value.items()
    builder = _BUILDERS.get(str(name))
    if builder is None:
        raise bad("unknown_law", name=str(name), known=", ".join(_BUILDERS))
    return builder(given, scalar)


def _numbers(given: Any, count: int | None, name: str, scalar: Scalar) -> list[float]:
    if not isinstance(given, list) or (count is not None and len(given) != count) or not given:
        raise bad("law_needs_list", name=name, count=count or "one or more")
    numbers = [scalar(item) for item in given]
    if numbers != sorted(numbers):
        raise bad("law_not_rising", name=name)
    return numbers


def _named(given: Any, name: str, keys: tuple[str, ...], scalar: Scalar) -> tuple[float, float]:
    if not isinstance(given, Mapping) or set(given) != set(keys):
        raise bad("law_needs_keys", name=name, keys=", ".join(keys))
    first = scalar(given[keys[0]])
    second = scalar(given[keys[1]]) if keys[1] == "p95" else _plain(given[keys[1]])
    if first <= 0 or second <= 0:
        raise bad("law_needs_positive", name=name)
    if keys[1] == "cv" and not _NARROWEST <= second <= _WIDEST:
        raise bad("law_cv_outside", value=second, low=_NARROWEST, high=_WIDEST)
    if keys[1] == "p95" and second / first > _STEEPEST:
        raise bad("law_too_wide", name=name, limit=_STEEPEST)
    return first, second


def _lognormal(given: Any, scalar: Scalar) -> Law:
    if isinstance(given, Mapping) and "median" in given:
        low = scalar(given["low"]) if "low" in given else 0.0
        rest = {key: item for key, item in given.items() if key != "low"}
        median, p95 = _named(rest, "lognormal", ("median", "p95"), scalar)
        if p95 < median or low > median:
            raise bad("law_not_rising", name="lognormal")
        return lognormal_from_p95(median, p95, low)
    return lognormal_from_mean(*_named(given, "lognormal", ("mean", "cv"), scalar))


def _uniform(given: Any, scalar: Scalar) -> Law:
    return Law("uniform", tuple(_numbers(given, 2, "uniform", scalar)))


def _triangular(given: Any, scalar: Scalar) -> Law:
    return Law("triangular", tuple(_numbers(given, 3, "triangular", scalar)))


def _empirical(given: Any, scalar: Scalar) -> Law:
    if not isinstance(given, list) or not given:
        raise bad("law_needs_list", name="empirical", count="one or more")
    return Law("empirical", tuple(sorted(scalar(item) for item in given)))


def _exponential(given: Any, scalar: Scalar) -> Law:
    return Law("exponential", (scalar(given),))


def _gamma(given: Any, scalar: Scalar) -> Law:
    return gamma_from_mean(*_named(given, "gamma", ("mean", "cv"), scalar))


def _fixed(given: Any, scalar: Scalar) -> Law:
    return fixed(scalar(given))


_BUILDERS: dict[str, Callable[[Any, Scalar], Law]] = {
    "fixed": _fixed,
    "uniform": _uniform,
    "triangular": _triangular,
    "exponential": _exponential,
    "lognormal": _lognormal,
    "gamma": _gamma,
    "empirical": _empirical,
}


def _plain(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise bad("not_a_number", value=str(value))
    return float(value)


def _amount(number: float, value: object) -> float:
    """A number that is neither negative nor beyond anything that moves."""
    if number < 0:
        raise bad("negative", value=str(value))
    if number > _MOST:
        raise bad("amount_too_large", value=str(value))
    return number


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise bad("not_finite", value=text)
    return number


def _schema(description: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": description, "examples": [example]})


def _law_schema(unit: str, example: str) -> WithJsonSchema:
    scalar = {"type": ["string", "number"], "examples": [example]}
    listed = {"type": "array", "items": scalar}
    pair = {"type": "object"}
    laws = {"fixed": scalar, "exponential": scalar, "uniform": listed, "triangular": listed}
    laws |= {"empirical": listed, "lognormal": pair, "gamma": pair}
    named = {"type": "object", "properties": laws, "additionalProperties": True}
    text = f"a value in {unit}, or a law: {', '.join(laws)}; or {{parameter: id}} of a data table"
    return WithJsonSchema({"anyOf": [scalar, named], "description": text})


def whole_seconds(value: Any) -> int:
    """A duration that is used as it stands, rounded to whole seconds."""
    return round(duration(value))


Duration = Annotated[
    int,
    BeforeValidator(whole_seconds),
    _schema("a duration with its unit (s, min, h, d, w)", "3 h"),
]
Size = Annotated[
    tuple[int, int],
    BeforeValidator(lambda value: value if isinstance(value, tuple) else size(value)),
    _schema("a size with its unit (box, teu, t, kg, m3, l)", "50 box"),
]
Boxes = Annotated[float, BeforeValidator(boxes), _schema("an expected number of boxes", "1070 box")]
Freight = Annotated[
    float,
    BeforeValidator(lambda v: v if isinstance(v, float) else freight(v)),
    _schema("a price per TEU", "USD 2250/teu"),
]
Growth = Annotated[
    float,
    BeforeValidator(growth),
    WithJsonSchema({"type": ["number", "string"], "examples": [0.2, "19.5 %"]}),
]
Share = Annotated[
    float,
    BeforeValidator(share),
    WithJsonSchema({"type": ["number", "string"], "examples": [0.05, "0.57 %"]}),
]
Rate = Annotated[float, BeforeValidator(rate), _schema("shipments per time", "12/h")]
Day = Annotated[
    date,
    BeforeValidator(lambda value: value if isinstance(value, date) else day(value)),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Moment = Annotated[
    datetime,
    BeforeValidator(lambda value: value if isinstance(value, datetime) else moment(value)),
    _schema("a civil time", "2021-08-01 12:00"),
]
_AS_TEXT = PlainSerializer(str)
DurationLaw = Annotated[
    Law, BeforeValidator(lambda v: law(v, duration)), _AS_TEXT, _law_schema("time", "3 h")
]
WeightLaw = Annotated[
    Law, BeforeValidator(lambda v: law(v, weight)), _AS_TEXT, _law_schema("weight", "22 t")
]
MoneyLaw = Annotated[
    Law, BeforeValidator(lambda v: law(v, money)), _AS_TEXT, _law_schema("USD", "USD 118220/box")
]
ShareLaw = Annotated[
    Law, BeforeValidator(lambda v: law(v, share)), _AS_TEXT, _law_schema("share", "90 %")
]
