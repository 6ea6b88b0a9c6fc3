"""Services: their calls, timetable and capacity fit together."""

from __future__ import annotations

from collections.abc import Mapping

from corridor_sim.chance.laws import Law
from corridor_sim.scenario.hours import HoursError, slot
from corridor_sim.scenario.naming import Naming
from corridor_sim.scenario.nodes import Step
from corridor_sim.scenario.resources import Capacity, Departure, Service

#: Keys of a capacity, in the order of plan.UNITS.
_KEYS = ("box", "teu", "t", "m3")
_EXAMPLES = {"box": "50 box", "teu": "100 teu", "t": "1300 t", "m3": "60 m3"}


def check_service(naming: Naming, name: str, service: Service) -> None:
    """Notes what does not fit in one service."""
    here: tuple[Step, ...] = ("services", name)
    for number, node in enumerate(service.path):
        naming.node(node, *here, "path", number)
    if len(service.path) == 1 or len(set(service.path)) < len(service.path):
        naming.report("path_too_short_or_twice", *here, "path")
    if isinstance(service.travel, Mapping):
        _legs(naming, service, here)
    elif not service.path and not isinstance(service.travel, Law):
        naming.report("travel_missing", *here, service=name)
    check_capacity(naming, service.capacity, (*here, "capacity"))
    _timetable(naming, service, here)
    _seasons(naming, service, here)


def _seasons(naming: Naming, service: Service, here: tuple[Step, ...]) -> None:
    """Each month is in one season, each regime is known."""
    seen: set[int] = set()
    for number, season in enumerate(service.seasons):
        naming.check("regime", season.regime, *here, "seasons", number, "regime")
        for place, month in enumerate(season.months):
            if month in seen:
                path = (*here, "seasons", number, "months", place)
                naming.report("season_twice", *path, month=month)
            seen.add(month)


def check_capacity(
    naming: Naming, capacity: tuple[int, int] | Capacity, path: tuple[Step, ...]
) -> None:
    """A capacity names a unit, each in its own unit, and is not nothing."""
    if isinstance(capacity, tuple):
        if capacity[1] == 0:
            naming.report("capacity_zero", *path)
        return
    given = [getattr(capacity, key) for key in _KEYS]
    if not any(given):
        naming.report("capacity_no_unit", *path)
    for unit, (key, part) in enumerate(zip(_KEYS, given, strict=True)):
        if part is None:
            continue
        if part[0] != unit:
            naming.report("capacity_wrong_unit", *path, key, key=key, example=_EXAMPLES[key])
        elif part[1] == 0:
            naming.report("capacity_zero", *path, key)


def counted_units(capacity: tuple[int, int] | Capacity) -> set[int]:
    """The positions in plan.UNITS that a capacity counts."""
    if isinstance(capacity, tuple):
        return {capacity[0]}
    return {unit for unit, key in enumerate(_KEYS) if getattr(capacity, key) is not None}


def _legs(naming: Naming, service: Service, here: tuple[Step, ...]) -> None:
    pairs = zip(service.path, service.path[1:], strict=False)
    known = [f"{start}-{stop}" for start, stop in pairs]
    travel = service.travel if isinstance(service.travel, Mapping) else {}
    for leg in travel:
        if leg not in known:
            values = {"leg": leg, "known": ", ".join(known) or "-"}
            naming.report_key("unknown_leg", *here, "travel", leg, **values)


def _timetable(naming: Naming, service: Service, here: tuple[Step, ...]) -> None:
    table = service.timetable
    path: tuple[Step, ...] = (*here, "timetable")
    if not (table.every or table.slots or table.dates or table.file):
        code = "timetable_nothing" if table.every is None else "interval_zero"
        naming.report(code, *path, *(() if table.every is None else ("every",)))
    for number, text in enumerate(table.slots):
        try:
            slot(text)
        except HoursError as error:
            naming.report(error.code, *path, "slots", number, value=error.part)
    for number, dated in enumerate(table.dates):
        if isinstance(dated, Departure) and dated.capacity is not None:
            check_capacity(naming, dated.capacity, (*path, "dates", number, "capacity"))
    if table.begins and table.until and table.until < table.begins:
        start, end = table.begins.isoformat(), table.until.isoformat()
        naming.report("end_before_start", *path, "until", start=start, end=end)
    condition = table.run_when
    if condition is not None and condition.load[0] not in counted_units(service.capacity):
        naming.report("load_not_in_capacity", *path, "run_when", "load")
