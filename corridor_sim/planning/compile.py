"""Compile: a scenario and its data tables become a plan."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from corridor_sim.clock import Clock
from corridor_sim.demand.sizes import ISO_SIZES
from corridor_sim.errors import Finding
from corridor_sim.network.graph import (
    CostUnknownError,
    Move,
    Network,
    NotBoardedError,
    NoWayError,
    ServiceEdges,
)
from corridor_sim.network.legs import leg_link, link_cost
from corridor_sim.plan import Flow, Plan, RouteShare, Service, Way
from corridor_sim.planning import resources
from corridor_sim.planning.branches import ROUTE, joined, on_route
from corridor_sim.planning.clocks import Clocks
from corridor_sim.planning.components import components
from corridor_sim.planning.demands import Demands, class_shares
from corridor_sim.planning.findings import Findings
from corridor_sim.planning.formal_events import formal_events
from corridor_sim.planning.journey_parts import Setting
from corridor_sim.planning.journeys import Journey, journey
from corridor_sim.planning.preview import warn
from corridor_sim.planning.split import shares, terms, with_shares
from corridor_sim.planning.stages import Compiled, Names, compile_stages
from corridor_sim.planning.ways import measured, waiting
from corridor_sim.scenario import flows as words
from corridor_sim.scenario.limits import Limits

if TYPE_CHECKING:
    from corridor_sim.scenario.read import Loaded


@dataclass(frozen=True, slots=True)
class Compilation:
    """A plan and what its making had to say."""

    plan: Plan
    warnings: tuple[Finding, ...]


def compile_plan(loaded: Loaded, limits: Limits | None = None) -> Compilation:
    """The plan of a scenario.

    raises   ScenarioError, LimitError with every finding of this pass
    """
    found = Findings(loaded)
    compiler = _Compiler(loaded, limits or Limits(), found)
    plan = compiler.plan()
    warn(plan, found)
    found.raise_errors()
    return Compilation(plan, tuple(one for one in found.found if one.severity != "error"))


class _Compiler:
    """Builds the plan section by section, gathering findings."""

    def __init__(self, loaded: Loaded, limits: Limits, found: Findings) -> None:
        self.loaded, self.limits, self.found = loaded, limits, found
        self.scenario, self.tables = loaded.scenario, loaded.tables
        time = self.scenario.time
        self.clock = Clock(time.start, time.zone)
        self.end = self.clock.midnight(time.end + timedelta(days=1))
        self.stop = self.end + time.drain
        self.regimes = resources.regimes(self.scenario, self.tables)
        maker = resources.Services(loaded, self.clock, self.stop, limits, found)
        self.services = maker.compile({one.name: k for k, one in enumerate(self.regimes)})
        found.raise_errors()
        self.names = self._names()
        self.ways: dict[tuple[str, ...], Sequence[Move]] = {}
        flows = self.scenario.flows
        self.cargo = {name: class_shares(flow.demand) for name, flow in flows.items()}
        self.demands = Demands(loaded, self.clock, self.names.services, limits, found)

    def plan(self) -> Plan:
        scenario = self.scenario
        calendars = resources.calendars(scenario, self.tables, self.clock, self.stop, self.found)
        known = {one.name: number for number, one in enumerate(calendars)}
        journeys = {name: self._journey(name, flow) for name, flow in scenario.flows.items()}
        self.found.raise_errors()
        compiled = {
            name: compile_stages(one.stages, one.choices, self.names, self.cargo[name])
            for name, one in journeys.items()
        }
        consolidations = resources.consolidations(scenario, ISO_SIZES)
        fed = {one.feeds: number for number, one in enumerate(consolidations)}
        flows = tuple(
            self._flow(name, journeys[name], compiled[name], fed.get(number, -1))
            for number, name in enumerate(scenario.flows)
        )
        self.found.raise_errors()
        return Plan(
            scenario.name,
            self.clock,
            self.end,
            self.stop,
            scenario.time.warm_up,
            flows,
            calendars,
            resources.stations(scenario, known),
            resources.places(scenario),
            consolidations,
            self.services,
            self.regimes,
            Clocks(scenario, self.clock, self.names, self.found).compile(journeys, compiled),
            formal_events(journeys, compiled, self.names),
            components(flows),
            self.cities,
        )

    @cached_property
    def cities(self) -> tuple[frozenset[str], ...]:
        """Nodes with one UN/LOCODE: the yard, the port, the zone and the airport of a city."""
        cities: dict[str, set[str]] = {}
        for node in self.tables.nodes.values() if self.tables else ():
            if node.unlocode:
                cities.setdefault(node.unlocode, set()).add(node.code)
        return tuple(frozenset(one) for one in cities.values() if len(one) > 1)

    def _names(self) -> Names:
        scenario = self.scenario
        return Names(
            {name: number for number, name in enumerate(scenario.stations)},
            {name: number for number, name in enumerate(scenario.services)},
            {name: number for number, name in enumerate(scenario.consolidations)},
            {name: number for number, name in enumerate(scenario.places)},
            {one.name: one.calls for one in self.services},
            {name: one.work for name, one in scenario.stations.items()},
        )

    def _journey(self, name: str, flow: words.Flow) -> Journey:
        if flow.stages:
            return Journey(list(flow.stages), {**flow.choices}, delivery=flow.delivery or "")
        if not flow.routes:
            return self._way(name, flow, ("flows", name))
        branches = {
            key: self._way(name, on_route(flow, route), ("flows", name, "routes", key))
            for key, route in flow.routes.items()
        }
        if not all(branch.stages for branch in branches.values()):
            return Journey()
        # Shares that are computed follow when the flow is whole.
        even = {key: route.share or 0.0 for key, route in flow.routes.items()}
        return joined(branches, even, flow.destination)

    def _way(self, name: str, flow: words.Flow, path: tuple[str, ...]) -> Journey:
        moves = self._moves(flow, path)
        if moves is None:
            return Journey()
        self.ways[path] = moves
        return journey(self.scenario, flow, (name, path), moves, self.setting, self.found)

    def _moves(self, flow: words.Flow, where: tuple[str, ...]) -> Sequence[Move] | None:
        """The way a flow takes; None if there is none, which is a finding."""
        network = self.network
        path = (*where, "route" if flow.route else "via")
        try:
            if flow.route == "cheapest":
                return network.cheapest(flow.origin, flow.destination)
            if flow.route == "fastest":
                return network.fastest(flow.origin, flow.destination)
            return network.by_services(flow.origin, flow.destination, flow.via)
        except NotBoardedError as error:
            first = {"service": error.service, "first": error.there}
            self.found.error("boards_at_first_call", *path, here=error.here, **first)
        except NoWayError as error:
            ends = {"here": error.here, "there": error.there}
            self.found.error("no_route", *path, **ends, nearest=error.nearest)
        except CostUnknownError as error:
            ends = {"here": error.here, "there": error.there}
            self.found.error("cost_unknown", *path, **ends, parts=", ".join(error.parts))
        return None

    @cached_property
    def network(self) -> Network:
        """Nodes, links and services as one graph."""
        tables = self.tables
        nodes = tables.nodes if tables else {}
        positions = {code: (node.lat, node.lon) for code, node in nodes.items()}
        links = tables.links if tables else ()
        return Network(positions, links, [self._edges(one) for one in self.services if one.calls])

    def _edges(self, service: Service) -> ServiceEdges:
        seconds, cost = [0.0], [0.0]
        links = self.tables.links if self.tables else ()
        for here, there in pairwise(service.calls):
            cost.append(cost[-1] + link_cost(leg_link(links, here, there, service.mode)))
        for leg in service.legs:
            seconds.append(seconds[-1] + leg.law.mean)
        span = max(1, len(service.scheduled))
        headway = float(self.stop) / span
        return ServiceEdges(service.name, service.calls, tuple(seconds), tuple(cost), headway)

    @cached_property
    def setting(self) -> Setting:
        """What all journeys have in common; planned times are the legs' means, rounded."""
        reach: dict[tuple[str, str], int] = {}
        for service in self.services:
            edges = self._edges(service)
            for node, seconds in zip(edges.path, edges.seconds, strict=False):
                reach[service.name, node] = round(seconds)
        waits = {one.name: waiting(one) for one in self.services}
        permits = self.tables.permits if self.tables else ()
        cargo = {name: tuple(shares) for name, shares in self.cargo.items()}
        return Setting(self.clock, reach, waits, permits, cargo)

    def _flow(self, name: str, made: Journey, compiled: Compiled, fed_by: int) -> Flow:
        given = self.scenario.flows[name]
        delivery = compiled.position[made.delivery] if made.delivery else _sink(compiled)
        flow = Flow(
            name,
            given.title or name,
            compiled.stages,
            delivery,
            self.demands.compile(name, given.demand, self.end),
            compiled.choices,
            given.priority,
            fed_by,
            given.direction,
            given.partner,
            given.corridor,
            given.hub or self.scenario.hub,
            given.origin,
            given.destination,
            given.customs_mode,
            ways=tuple(self._measured(name, given)),
        )
        return self._split(flow, given) if given.routes else flow

    def _measured(self, name: str, given: words.Flow) -> Iterator[Way]:
        """The flow's ways, in the order of its routes."""
        services = {one.name: one for one in self.services}
        links = self.tables.links if self.tables else ()
        ways: dict[tuple[str, ...], words.Flow] = {
            ("flows", name, "routes", key): on_route(given, route)
            for key, route in given.routes.items()
        }
        for path, way in (ways or {("flows", name): given}).items():
            if path in self.ways:
                laws = (way.first_mile, given.pick_up)
                yield measured(self.ways[path], services, links, laws)

    def _split(self, flow: Flow, given: words.Flow) -> Flow:
        """The flow with its shares settled."""
        position = {stage.name: number for number, stage in enumerate(flow.stages)}
        choice = [one.name for one in flow.choices].index(ROUTE)
        routes, here = [], next((one for one in self.cities if flow.hub in one), {flow.hub})
        for (key, route), way in zip(given.routes.items(), flow.ways, strict=True):
            path = ("flows", flow.name, "routes", key)
            origin = on_route(given, route).origin
            side = given.destination if given.direction == "import" else origin
            routes.append(
                RouteShare(
                    key,
                    route.title or key,
                    min(position[name] for name in position if name.startswith(f"{key}/")),
                    side in here if route.kept is None else route.kept,
                    way.freight if route.freight is None else route.freight,
                    route.constant,
                    way.mean_s,
                    way.sd_s,
                    route.share or 0.0,
                )
            )
            priced = given.split == "cheapest" or isinstance(given.split, words.Split)
            if priced and math.isinf(routes[-1].freight):
                ends = {"here": origin, "there": given.destination}
                moves = self.ways[path]
                parts = ", ".join(move.service or f"{move.here}-{move.there}" for move in moves)
                self.found.error("cost_unknown", *path, **ends, parts=parts)
        split = terms(given, choice, routes, flow)
        return with_shares(flow, split, shares(split))


def _sink(compiled: Compiled) -> int:
    followed = {anchor.stage for stage in compiled.stages for anchor in stage.after}
    return next(number for number in range(len(compiled.stages)) if number not in followed)
