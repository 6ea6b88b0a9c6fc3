"""What the results rest on: sourced values and assumptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corridor_sim.cli.findings import words
from corridor_sim.cli.language import Language

if TYPE_CHECKING:
    from corridor_sim.plan import Leg, Plan, Service, Stage
    from corridor_sim.scenario.network_rows import Link, RegimeRow
    from corridor_sim.scenario.provenance import Sourced
    from corridor_sim.scenario.read import Loaded

_NAMED = 6  # assumptions named per flow; manifest.json names all
#: Flows above which they are grouped by corridor.
_MANY = 12


def sources_line(sourced: Sequence[Sourced], lang: Language) -> str:
    """How many values come from where."""
    if not sourced:
        return words("of_which_simple", lang)
    marks = Counter(one.mark for one in sourced)
    inline = sum(1 for one in sourced if not one.parameter)
    return words(
        "of_which",
        lang,
        all=len(sourced),
        assumed=marks["assumption"],
        published=marks["published"],
        computed=marks["computed"],
        article=marks["article"],
        inline=inline,
    )


def all_sourced(plan: Plan, loaded: Loaded) -> tuple[Sourced, ...]:
    """The sourced values of the scenario, and those that its ways take from links and regimes."""
    met: dict[str, Sourced] = {}
    for service in plan.services:
        met |= {one.path: one for one in _on_legs(loaded, service, service.legs)}
    for flow in plan.flows:
        met |= {one.path: one for one in _by_truck(loaded, flow.name, flow.stages)}
    return (*loaded.sourced, *met.values())


def assumption_lines(plan: Plan, loaded: Loaded, lang: Language) -> list[str]:
    """Per flow, the assumptions that its figures rest on; of many flows, per corridor."""
    lines = []
    groups: dict[str, list[str]] = {}
    many = len(plan.flows) > _MANY
    for flow in plan.flows:
        named = groups.setdefault(flow.corridor or flow.title if many else flow.name, [])
        named += assumptions_of(plan, loaded, flow.name)
    titles = {flow.name: flow.title for flow in plan.flows}
    for group, every in groups.items():
        names = list(dict.fromkeys(every))
        if names:
            more = words("more_in_manifest", lang) if len(names) > _NAMED else ""
            listed = ", ".join(names[:_NAMED]) + more
            lines.append(
                words(
                    "rests_on",
                    lang,
                    flow=group if many else titles[group],
                    assumed=len(names),
                    names=listed,
                )
            )
    return lines


def assumptions_of(plan: Plan, loaded: Loaded, flow: str) -> list[str]:
    """The assumed values that a flow meets.

    First the times of the links it travels and the regimes there, in the order of the trip: they
    move its figures most. Then its own values, its stations', services' and policies', by name.
    """
    one = next(each for each in plan.flows if each.name == flow)
    used = {f"flows.{flow}"}
    trip: list[Sourced] = []
    for stage in one.stages:
        if stage.resource >= 0:
            used.add(_resource(plan, stage))
        if stage.kind.name == "DEPARTURES":
            service = plan.services[stage.resource]
            # END is -1: who stays aboard to the last call travels every leg.
            legs = service.legs if stage.alight < 0 else service.legs[: stage.alight]
            trip += _on_legs(loaded, service, legs)
            used |= {f"regimes.{plan.regimes[leg.regime].name}" for leg in legs if leg.regime >= 0}
        trip += _by_truck(loaded, flow, (stage,))
    for key, formality in loaded.scenario.clearance.items():
        # On a flow of several routes a formality's stages carry the route's name in front.
        if any(f"/{key}/" in f"/{stage.name}" for stage in one.stages):
            used |= {f"clearance.{key}", *(f"policies.{one.use}" for one in formality.in_force)}
    used |= {f"terminals.{node}" for node in (one.origin, one.destination) if node}
    found = [s for s in loaded.sourced if any(s.path.startswith(f"{u}.") for u in used)]
    found.sort(key=lambda s: (not s.path.startswith("regimes."), s.parameter or s.path))
    names = [s.parameter or s.path for s in (*trip, *found) if s.mark == "assumption"]
    return list(dict.fromkeys(names))


def _on_legs(loaded: Loaded, service: Service, legs: Sequence[Leg]) -> Iterator[Sourced]:
    """What a service takes from the links of these legs, and from the regimes of the tables."""
    from corridor_sim.network.legs import leg_link

    given = loaded.scenario.services[service.name].travel
    if loaded.tables is None or not (given is None or isinstance(given, dict)):
        return
    for leg, here, there in zip(legs, service.calls, service.calls[1:], strict=False):
        links = loaded.tables.links
        link = leg_link(links, here, there, service.mode)
        if link is None or leg.name in (given or {}):
            continue
        yield from _link(link)
        row = loaded.tables.regimes.get(link.regime)
        if leg.regime >= 0 and row is not None and link.regime not in loaded.scenario.regimes:
            yield from _regime(row)


def _by_truck(loaded: Loaded, flow: str, stages: Sequence[Stage]) -> Iterator[Sourced]:
    """What a journey by the network takes from the links of its truck legs."""
    if loaded.tables is None or loaded.scenario.flows[flow].stages:
        return
    # Of several links between two nodes the way takes the last.
    trucks = {
        f"truck/{here}-{there}": link
        for link in loaded.tables.links
        if link.mode == "truck"
        for here, there in (
            (link.origin, link.destination),
            (link.destination, link.origin),
        )
    }
    for stage in stages:
        name = stage.name.partition("#")[0]
        name = name[max(name.find("truck/"), 0) :]  # the second time on a link is `truck/A-B#2`
        if name in trucks:
            yield from _link(trucks[name])


def _link(link: Link) -> Iterator[Sourced]:
    """The time of a link, if it says where that is from."""
    from corridor_sim.scenario.provenance import Sourced

    if not link.time_mark:
        return
    name = f"links.{link.origin}-{link.destination} time"
    value = f"{link.time_low_h:g} / {link.time_mode_h:g} / {link.time_high_h:g} h"
    about = (link.time_mark, link.time_source, link.time_year, link.note)
    yield Sourced(name, value, *about, name, link.where)


def _regime(row: RegimeRow) -> Iterator[Sourced]:
    """The level of a place by week."""
    from corridor_sim.scenario.provenance import Sourced

    name = f"regimes.{row.name}"
    value = f"persistence {row.persistence:g}, shared {row.shared:g}"
    yield Sourced(name, value, row.mark, row.source, row.year, row.note, name, row.where)


def _resource(plan: Plan, stage: Stage) -> str:
    """Where the scenario describes what a stage uses."""
    match stage.kind.name:
        case "STATION":
            return f"stations.{plan.stations[stage.resource].name}"
        case "DEPARTURES":
            return f"services.{plan.services[stage.resource].name}"
        case "CONSOLIDATION":
            return f"consolidations.{plan.consolidations[stage.resource].name}"
        case _:
            return f"places.{plan.places[stage.resource].name}"
