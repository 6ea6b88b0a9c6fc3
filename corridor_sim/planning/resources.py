"""Calendars, stations, places, consolidations and services of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor_sim.chance.laws import Law
from corridor_sim.clock import NEVER, Clock
from corridor_sim.errors import Finding, Position
from corridor_sim.network.legs import leg_link, travel_law
from corridor_sim.plan import (
    UNITS,
    Calendar,
    Consolidation,
    Leg,
    Place,
    Regime,
    Season,
    Service,
    Station,
)
from corridor_sim.planning.findings import Findings
from corridor_sim.resources.calendars import Days, open_intervals
from corridor_sim.resources.timetables import Capacity, Dated, Slot, Span, listed, regular, weekly
from corridor_sim.scenario import resources as words
from corridor_sim.scenario.hours import opening_hours, slot
from corridor_sim.scenario.limits import OPTIONS, Limits
from corridor_sim.scenario.model import Scenario
from corridor_sim.scenario.tables import Holiday, Tables, read_table, shipped_holidays
from corridor_sim.scenario.values import moment, size

if TYPE_CHECKING:
    from corridor_sim.scenario.read import Loaded

_ALWAYS = "always"
_ENDS = 2  # nodes of a path without a call on the way


def calendars(
    scenario: Scenario, tables: Tables | None, clock: Clock, until: int, found: Findings
) -> tuple[Calendar, ...]:
    """Every calendar as open intervals that cover the run; `always` comes first."""
    whole = Calendar(_ALWAYS, np.zeros(1, dtype=np.int64), np.full(1, NEVER, dtype=np.int64))
    made = [whole]
    for name, calendar in scenario.calendars.items():
        if name == _ALWAYS:
            continue
        texts = [calendar.open] if isinstance(calendar.open, str) else calendar.open
        hours = [part for text in texts for part in opening_hours(text)]
        days = _days(calendar, name, tables, clock, until, found)
        zone = calendar.zone or scenario.time.zone
        opens, closes = open_intervals(hours, days, clock, zone, until)
        if not len(opens):
            found.error("calendar_never_open", "calendars", name, name=name)
        made.append(Calendar(name, opens, closes))
    return tuple(made)


def _days(
    calendar: words.Calendar,
    name: str,
    tables: Tables | None,
    clock: Clock,
    until: int,
    found: Findings,
) -> Days:
    closed, worked = set(calendar.closed), set()
    if calendar.holidays is not None:
        rows = _holidays(calendar.holidays, tables)
        closed |= {row.date for row in rows if row.kind == "holiday"}
        worked |= {row.date for row in rows if row.kind == "workday"}
        known = {row.date.year for row in rows}
        years = set(range(clock.start.year, clock.moment(until).year + 1))
        if missing := sorted(years - known):
            found.warning(
                "no_holidays_for_year",
                "calendars",
                name,
                "holidays",
                country=calendar.holidays,
                year=", ".join(map(str, missing)),
            )
    return Days(frozenset(closed), frozenset(worked))


def _holidays(country: str, tables: Tables | None) -> list[Holiday]:
    """A country's days in the network's table, else in the one that comes with the program."""
    own = [row for row in (tables.holidays if tables else ()) if row.country == country]
    return own or [row for row in shipped_holidays() if row.country == country]


def stations(scenario: Scenario, calendar: Mapping[str, int]) -> tuple[Station, ...]:
    """Every station of the scenario."""
    return tuple(_station(name, one, calendar) for name, one in scenario.stations.items())


def _station(name: str, one: words.Station, calendar: Mapping[str, int]) -> Station:
    """Shifts that stand next to one another and keep the same hours are one."""
    shifts = [(shift.servers, calendar[shift.calendar]) for shift in one.shifts]
    if not shifts:
        shifts = [(one.servers or 0, calendar[one.calendar or _ALWAYS])]
    joined = tuple(
        (sum(servers for servers, _ in some), hours)
        for hours, some in groupby(shifts, key=lambda shift: shift[1])
    )
    if len(joined) == 1:
        return Station(name, *joined[0], one.node or "")
    return Station(name, sum(servers for servers, _ in joined), -1, one.node or "", joined)


def places(scenario: Scenario) -> tuple[Place, ...]:
    """Every pool of places."""
    return tuple(Place(name, one.places, one.node or "") for name, one in scenario.places.items())


def consolidations(
    scenario: Scenario, sizes: Mapping[str, tuple[int, int]]
) -> tuple[Consolidation, ...]:
    """Every consolidation; `sizes` gives (milli-TEU, litre) of the box sizes."""
    order = list(scenario.flows)
    made = []
    for name, one in scenario.consolidations.items():
        limits = [0 if limit >= NEVER else limit for limit in _capacity(one.capacity)]
        box = (1, *sizes[one.box])
        capacity = np.array(limits, dtype=np.int64)
        made.append(
            Consolidation(name, capacity, one.wait, box, order.index(one.feeds), one.node or "")
        )
    return tuple(made)


def regimes(scenario: Scenario, tables: Tables | None) -> tuple[Regime, ...]:
    """Regimes of the scenario, and those of the network's tables that it does not redefine."""
    made = {
        name: Regime(name, one.persistence, one.shared) for name, one in scenario.regimes.items()
    }
    for row in tables.regimes.values() if tables else ():
        made.setdefault(row.name, Regime(row.name, row.persistence, row.shared))
    return tuple(made.values())


class Services:
    """Compiles the services of a scenario."""

    def __init__(
        self, loaded: Loaded, clock: Clock, stop: int, limits: Limits, found: Findings
    ) -> None:
        self.loaded, self.scenario, self.tables = loaded, loaded.scenario, loaded.tables
        self.clock, self.stop, self.limits, self.found = clock, stop, limits, found

    def compile(self, regime: Mapping[str, int]) -> tuple[Service, ...]:
        """Every service: its legs and its departures until the stop."""
        made = []
        for name, one in self.scenario.services.items():
            legs = self._legs(name, one, regime)
            made.append(self._service(name, one, legs, regime))
        return tuple(made)

    def zone(self, service: words.Service) -> str:
        """The zone of a service's timetable: its own, that of its first node, the scenario's."""
        if service.zone:
            return service.zone
        node = self.tables.nodes.get(service.path[0]) if self.tables and service.path else None
        return node.zone if node is not None else self.scenario.time.zone

    def _legs(self, name: str, one: words.Service, regime: Mapping[str, int]) -> tuple[Leg, ...]:
        if not one.path:
            if not isinstance(one.travel, Law):
                self.found.error("travel_missing", "services", name, service=name)
                return ()
            return (Leg("trip", one.travel),)
        own = one.travel or {}
        if isinstance(own, Law):
            if len(one.path) > _ENDS:
                self.found.error("travel_needs_legs", "services", name, "travel", service=name)
                return ()
            own = {f"{one.path[0]}-{one.path[1]}": own}
        legs = []
        for here, there in pairwise(one.path):
            label = f"{here}-{there}"
            links = self.tables.links if self.tables else ()
            link = leg_link(links, here, there, one.mode)
            if link is not None:
                # Another law of time is still that place's: its weekly level is shared by all.
                law = own.get(label) or travel_law(link)
                legs.append(Leg(label, law, regime.get(link.regime, -1), link.kind))
            elif label in own:
                legs.append(Leg(label, own[label]))
            else:
                self.found.error("no_link", "services", name, "path", here=here, there=there)
        return tuple(legs)

    def _service(
        self,
        name: str,
        one: words.Service,
        legs: tuple[Leg, ...],
        regime: Mapping[str, int],
    ) -> Service:
        own = _capacity(one.capacity)
        slots = self._slots(name, one)
        condition = one.timetable.run_when
        unit, least = condition.load if condition else (_first_unit(own), 0)
        waited = condition.or_waited if condition else None
        order = sorted(range(len(slots)), key=lambda k: slots[k].second)
        scheduled = np.array([slots[k].second for k in order], dtype=np.int64)
        capacity = np.array([slots[k].capacity or own for k in order], dtype=np.int64).reshape(
            -1, len(UNITS)
        )
        minimum = np.array([0 if slots[k].listed else least for k in order], dtype=np.int64)
        lost = [one.cancelled if slots[k].cancelled is None else slots[k].cancelled for k in order]
        if condition and least > own[unit]:
            path = ("services", name, "timetable", "run_when", "load")
            self.found.error("minimum_above_capacity", *path, service=name)
        if not len(scheduled) and not self.found.limited:
            self.found.error("timetable_empty", "services", name, "timetable", service=name)
        return Service(
            name,
            one.title or name,
            one.mode,
            tuple(one.path),
            legs,
            scheduled,
            scheduled - one.cut_off,
            capacity,
            minimum,
            NEVER if waited is None else waited,
            unit,
            self._endless(one),
            one.late,
            np.array(lost, dtype=np.float64),
            one.short,
            np.array(own, dtype=np.int64),
            least,
            tuple(Season(s.short, s.slower, regime.get(s.regime or "", -1)) for s in one.seasons),
            self._season(one, scheduled),
        )

    def _season(self, one: words.Service, scheduled: NDArray[np.int64]) -> NDArray[np.int64]:
        """The season of each departure by its month in the service's zone; -1: none."""
        if not one.seasons:
            return np.empty(0, dtype=np.int64)
        of_month = {month: k for k, season in enumerate(one.seasons) for month in season.months}
        zone = self.zone(one)
        months = [self.clock.moment(int(second), zone).month for second in scheduled]
        return np.array([of_month.get(month, -1) for month in months], dtype=np.int64)

    def _endless(self, one: words.Service) -> bool:
        table = one.timetable
        return bool(table.slots or table.every) and not self._span(one).ends_early()

    def _span(self, one: words.Service) -> Span:
        table = one.timetable
        return Span(self.clock, self.zone(one), self.stop, table.begins, table.until)

    def _slots(self, name: str, one: words.Service) -> list[Slot]:
        table, span, made = one.timetable, self._span(one), list[Slot]()
        if table.slots:
            made += weekly([slot(text) for text in table.slots], table.every_weeks, span)
        if table.every:
            first = self.clock.seconds(table.first, span.zone) if table.first else table.every
            if self._too_many((self.stop - first) // table.every, name, "every"):
                return made
            made += regular(first, table.every, span)
        dated = [self._dated(one_date) for one_date in table.dates]
        dated += self._file(name, one)
        if self._too_many(len(dated), name, "file" if table.file else "dates"):
            return made
        inside = list(listed(dated, span))
        if dated and len(inside) < len(dated):
            self.found.warning(
                "departures_outside",
                "services",
                name,
                "timetable",
                service=name,
                number=len(dated) - len(inside),
                all=len(dated),
            )
        return made + inside

    def _too_many(self, number: int, name: str, key: str) -> bool:
        limit = self.limits.departures
        if number > limit:
            path, option = ("services", name, "timetable", key), OPTIONS["departures"]
            self.found.limit(
                "too_many_departures", *path, number=number, limit=limit, option=option
            )
        return number > limit

    def _dated(self, given: datetime | words.Departure) -> Dated:
        if isinstance(given, words.Departure):
            return Dated(given.at, _capacity_or_none(given.capacity), given.cancelled)
        return Dated(given)

    def _file(self, name: str, one: words.Service) -> list[Dated]:
        """Departures of a table with columns at, box, teu, t, m3."""
        if one.timetable.file is None:
            return []
        path = self.loaded.beside("services", name, "timetable", "file")
        table = read_table(path, one.timetable.sheet, self.limits)
        if "at" not in table.columns:
            where = Position(table.file, 1, 1, ",".join(table.columns))
            self.found.found.append(Finding("table_needs_column", {"column": "at"}, where))
            return []
        rows: list[Dated] = []
        for row in table.rows:
            given = {
                unit: text for unit in ("box", "teu", "t", "m3") if (text := row.cells.get(unit))
            }
            try:
                sizes = {unit: size(f"{text} {unit}") for unit, text in given.items()}
                capacity = words.Capacity(**sizes) if sizes else None
                at = moment(row.cells.get("at", ""))
                rows.append(Dated(at, _capacity_or_none(capacity)))
            except ValueError:
                self.found.found.append(table.finding("departure_unreadable", row, "at"))
        return rows


def _first_unit(capacity: Capacity) -> int:
    return next(unit for unit, limit in enumerate(capacity) if limit < NEVER)


def _capacity_or_none(given: tuple[int, int] | words.Capacity | None) -> Capacity | None:
    return None if given is None else _capacity(given)


def _capacity(given: tuple[int, int] | words.Capacity) -> Capacity:
    """Capacity in plan.UNITS; NEVER where a unit does not count."""
    limits = [NEVER] * len(UNITS)
    parts = [given] if isinstance(given, tuple) else [given.box, given.teu, given.t, given.m3]
    for part in parts:
        if part is not None:
            limits[part[0]] = part[1]
    return limits[0], limits[1], limits[2], limits[3]
