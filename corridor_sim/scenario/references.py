"""The cross-reference pass: what joins two places of a scenario and must fit."""

from __future__ import annotations

import math
from collections.abc import Callable

from corridor_sim.errors import Finding
from corridor_sim.scenario.cells import is_zone
from corridor_sim.scenario.clock_references import check_clocks_and_facts
from corridor_sim.scenario.feeding import check_feeding
from corridor_sim.scenario.flow_references import check_flow
from corridor_sim.scenario.flows import Stage
from corridor_sim.scenario.hours import HoursError, opening_hours
from corridor_sim.scenario.limits import OPTIONS, Limits
from corridor_sim.scenario.model import Scenario
from corridor_sim.scenario.naming import Naming
from corridor_sim.scenario.network_rows import Tables
from corridor_sim.scenario.nodes import Node, Step
from corridor_sim.scenario.policy_references import check_places, check_policies
from corridor_sim.scenario.resources import Station
from corridor_sim.scenario.service_references import check_service
from corridor_sim.scenario.stage_references import check_handling

__all__ = ["limit_findings", "reference_findings"]

_DAY = 86_400
_YEAR = 366 * _DAY


def reference_findings(scenario: Scenario, tables: Tables | None, root: Node) -> list[Finding]:
    """Everything in a sound-looking scenario that does not fit together.

    root   the tree as written, for positions and for names of parts that could not be read
    """
    naming = Naming(scenario, tables, root)
    checks: tuple[Callable[[Naming], None], ...] = (
        _time,
        _calendars,
        _resources,
        _one_name_each,
        _services,
        _terminals,
        check_policies,
        check_places,
        _flows,
        check_feeding,
        check_clocks_and_facts,
        _network,
    )
    for check in checks:
        check(naming)
    return naming.findings


def limit_findings(scenario: Scenario, root: Node, limits: Limits) -> list[Finding]:
    """Is the simulated time longer than allowed?"""
    time = scenario.time
    seconds = ((time.end - time.start).days + 1) * _DAY + time.drain
    if seconds <= limits.years * _YEAR:
        return []
    naming = Naming(scenario, None, root)
    years = math.ceil(seconds / _YEAR * 10) / 10
    option = OPTIONS["years"]
    naming.report("time_too_long", "time", "end", number=years, limit=limits.years, option=option)
    return naming.findings


def _time(naming: Naming) -> None:
    time = naming.scenario.time
    days = (time.end - time.start).days + 1
    if days < 1:
        start, end = time.start.isoformat(), time.end.isoformat()
        naming.report("end_before_start", "time", "end", start=start, end=end)
    elif time.warm_up >= days * _DAY:
        naming.report("warm_up_too_long", "time", "warm_up", days=days)
    _zone(naming, time.zone, "time", "zone")


def _zone(naming: Naming, zone: str | None, *path: Step) -> None:
    if zone is not None and not is_zone(zone):
        naming.report("unknown_zone", *path, value=zone)


def _calendars(naming: Naming) -> None:
    for name, calendar in naming.scenario.calendars.items():
        here: tuple[Step, ...] = ("calendars", name)
        _zone(naming, calendar.zone, *here, "zone")
        single = isinstance(calendar.open, str)
        texts = [calendar.open] if isinstance(calendar.open, str) else calendar.open
        if not texts:
            naming.report("hours_unreadable", *here, "open", value="[]")
        for number, text in enumerate(texts):
            path = (*here, "open") if single else (*here, "open", number)
            try:
                opening_hours(text)
            except HoursError as error:
                naming.report(error.code, *path, value=error.part)


def _resources(naming: Naming) -> None:
    scenario = naming.scenario
    for name, station in scenario.stations.items():
        _servers(naming, name, station)
        naming.node(station.node, "stations", name, "node")
    for name, place in scenario.places.items():
        naming.node(place.node, "places", name, "node")
    if scenario.hub:
        naming.node(scenario.hub, "hub")


def _servers(naming: Naming, name: str, station: Station) -> None:
    """Servers who all keep the same hours, or shifts, and not both."""
    here: tuple[Step, ...] = ("stations", name)
    naming.check("calendar", station.calendar, *here, "calendar")
    for number, shift in enumerate(station.shifts):
        naming.check("calendar", shift.calendar, *here, "shifts", number, "calendar")
    if station.shifts:
        for key in ("servers", "calendar"):
            if getattr(station, key) is not None:
                naming.report_key("shifts_and_servers", *here, "shifts", station=name, key=key)
    elif station.servers is None:
        naming.report_key("servers_missing", *here, station=name)


def _one_name_each(naming: Naming) -> None:
    """Results list stations and pools of places together, by name."""
    for name in naming.scenario.places:
        if name in naming.scenario.stations:
            naming.report("name_shared", "places", name, name=name)


def _services(naming: Naming) -> None:
    for name, service in naming.scenario.services.items():
        _zone(naming, service.zone, "services", name, "zone")
        check_service(naming, name, service)


def _terminals(naming: Naming) -> None:
    for node, terminal in naming.scenario.terminals.items():
        here: tuple[Step, ...] = ("terminals", node)
        naming.node(node, *here)
        naming.check("place", terminal.yard, *here, "yard")
        for key, stage in (
            ("load", terminal.load),
            ("unload", terminal.unload),
            ("gate", terminal.gate),
        ):
            if stage is not None:
                check_handling(naming, stage, (*here, key))
                _stands_alone(naming, stage, (*here, key))


def _stands_alone(naming: Naming, stage: Stage, path: tuple[Step, ...]) -> None:
    """A terminal's handling is part of many journeys: it names no stage and no choice of one."""
    for key in ("name", "after", "when", "departures", "consolidation", "hold"):
        if getattr(stage, key):
            naming.report_key("key_not_for_terminal", *path, key, key=key)


def _flows(naming: Naming) -> None:
    for name, flow in naming.scenario.flows.items():
        check_flow(naming, name, flow)


def _network(naming: Naming) -> None:
    """Links whose ends or regime are nowhere defined; found in the tables themselves."""
    tables = naming.tables
    for link in tables.links if tables else ():
        for node in (link.origin, link.destination):
            if tables and node not in tables.nodes:
                values = {"name": node}
                naming.findings.append(Finding("link_unknown_node", values, link.where))
        if link.regime and link.regime not in naming.known("regime"):
            values = {"name": link.regime}
            naming.findings.append(Finding("link_unknown_regime", values, link.where))
