"""Published figures: the clocks, hubs and legs that they name exist in the plan.

A figure on something that no run has would be held against nothing, without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from corridor_sim.events import ClockDefinition
from corridor_sim.plan import Kind
from corridor_sim.planning.findings import Findings
from corridor_sim.planning.stages import Compiled, Names
from corridor_sim.scenario import model

#: The only leg of a service without a path.
_TRIP = "trip"


def check_facts(
    scenario: model.Scenario,
    clocks: Iterable[ClockDefinition],
    compiled: Mapping[str, Compiled],
    names: Names,
    found: Findings,
) -> None:
    """Notes an error for each published figure that names what is not there."""
    made = list(clocks)
    for number, fact in enumerate(scenario.facts):
        if fact.kpi == "clock_h":
            _clock(scenario, made, fact, number, found)
        elif fact.kpi == "share_kept_by_hub":
            _place(_hubs(scenario), fact, number, found)
        elif fact.kpi in ("teu_handled", "tonnes_handled"):
            _place(_ends(scenario), fact, number, found)
        elif fact.kpi == "leg_time_d":
            services = _services(scenario, compiled, names, fact)
            _place(_legs(services, names), fact, number, found)


def _clock(
    scenario: model.Scenario,
    clocks: Iterable[ClockDefinition],
    fact: model.Fact,
    number: int,
    found: Findings,
) -> None:
    order = {name: k for k, name in enumerate(scenario.flows)}
    flows = {order[name] for name in fact.flows} or set(order.values())
    sides = [one for one in clocks if fact.direction in ("", one.direction)]
    known = {
        (one.name, one.office if fact.office else one.place) for one in sides if one.flow in flows
    }
    wanted = fact.office or fact.place
    if not any(name == fact.clock and wanted in ("", place) for name, place in known):
        listed = ", ".join(sorted({f"{name} ({place})" for name, place in known})) or "-"
        here = ("facts", number)
        values = {"clock": fact.clock, "place": wanted, "known": listed}
        found.error("fact_clock_unknown", *here, **values)


def _place(known: Iterable[str], fact: model.Fact, number: int, found: Findings) -> None:
    names = list(dict.fromkeys(known))
    if fact.place not in names:
        here = ("facts", number, "place") if fact.place else ("facts", number)
        listed = ", ".join(names) or "-"
        found.error("fact_place_unknown", *here, kpi=fact.kpi, place=fact.place, known=listed)


def _ends(scenario: model.Scenario) -> Iterator[str]:
    for flow in scenario.flows.values():
        ends = [flow.origin, flow.destination, *(one.origin for one in flow.routes.values())]
        yield from (node for node in ends if node)


def _hubs(scenario: model.Scenario) -> Iterator[str]:
    for flow in scenario.flows.values():
        if hub := flow.hub or scenario.hub:
            yield hub


def _services(
    scenario: model.Scenario, compiled: Mapping[str, Compiled], names: Names, fact: model.Fact
) -> list[str]:
    """The named services; without names those that the named flows use; without both, all."""
    if fact.services or not fact.flows:
        return list(fact.services or scenario.services)
    used = {
        stage.resource
        for flow in fact.flows
        for stage in compiled[flow].stages
        if stage.kind is Kind.DEPARTURES
    }
    return [name for name, number in names.services.items() if number in used]


def _legs(services: Iterable[str], names: Names) -> Iterator[str]:
    """From every call to every later one."""
    for service in services:
        calls = names.calls[service]
        if not calls:
            yield _TRIP
        yield from (f"{start}-{end}" for start, end in combinations(calls, 2))
