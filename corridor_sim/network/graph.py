"""The multigraph of a scenario and the ways through it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx

from corridor_sim.clock import HOUR
from corridor_sim.network.legs import link_cost, travel_law
from corridor_sim.scenario.tables import Link

if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[str]


@dataclass(frozen=True, slots=True)
class ServiceEdges:
    """A service as the graph sees it.

    path       nodes it calls at
    seconds    mean time from the first call to each call
    cost       USD per TEU from the first call to each call; infinite where it is unknown
    headway    mean seconds between departures
    """

    name: str
    path: tuple[str, ...]
    seconds: tuple[float, ...]
    cost: tuple[float, ...]
    headway: float


@dataclass(frozen=True, slots=True)
class Move:
    """One part of a way: by a service (getting off at a node), or by truck along a link."""

    here: str
    there: str
    service: str = ""
    link: Link | None = None


class NoWayError(Exception):
    """No way exists; `nearest` is the reachable node nearest to the destination."""

    def __init__(self, here: str, there: str, nearest: str) -> None:
        super().__init__(f"{here}-{there}")
        self.here, self.there, self.nearest = here, there, nearest


class NotBoardedError(NoWayError):
    """No way to a service's first call exists; the goods stand at a later call of it."""

    def __init__(self, service: str, error: NoWayError) -> None:
        super().__init__(error.here, error.there, error.nearest)
        self.service = service


class CostUnknownError(Exception):
    """Ways exist, but each has a part of unknown cost; `parts` are those of the fastest."""

    def __init__(self, here: str, there: str, parts: Sequence[str]) -> None:
        super().__init__(f"{here}-{there}")
        self.here, self.there, self.parts = here, there, tuple(parts)


class Network:
    """Nodes, truck links (always there) and services (scheduled) as a NetworkX multigraph."""

    def __init__(
        self,
        positions: Mapping[str, tuple[float, float]],
        links: Sequence[Link],
        services: Sequence[ServiceEdges],
    ) -> None:
        self._positions = positions
        self._services = {service.name: service for service in services}
        self.graph: Graph = nx.MultiDiGraph()
        self.graph.add_nodes_from(positions)
        for link in links:
            self.graph.add_edge(link.origin, link.destination, key=f"link:{link.mode}", link=link)
            if link.mode == "truck":
                self._add_truck(link, link.origin, link.destination)
                self._add_truck(link, link.destination, link.origin)
        for service in services:
            self._add_service(service)

    def cheapest(self, here: str, there: str) -> list[Move]:
        """The way with the lowest cost per TEU; parts of unknown cost weigh infinitely much."""
        try:
            return self._shortest(here, there, "cost")
        except NoWayError:
            # Raises again where no way exists at all, whatever it may cost.
            moves = self.fastest(here, there)
            parts = [self._part(move) for move in moves if math.isinf(self._cost(move))]
            raise CostUnknownError(here, there, parts) from None

    def fastest(self, here: str, there: str) -> list[Move]:
        """The way with the lowest mean time, waiting for departures included (half a headway)."""
        return self._shortest(here, there, "seconds")

    def by_services(self, here: str, there: str, via: Sequence[str]) -> list[Move]:
        """The way that takes the given services in order, trucks between and around them."""
        moves: list[Move] = []
        position = here
        for number, name in enumerate(via):
            service = self._services[name]
            moves += self._to_first_call(position, service)
            following = via[number + 1 :]
            wanted = self._services[following[0]].path[0] if following else there
            position = wanted if wanted in service.path[1:] else service.path[-1]
            moves.append(Move(service.path[0], position, service=name))
        return moves + self._truck(position, there)

    def _to_first_call(self, here: str, service: ServiceEdges) -> list[Move]:
        try:
            return self._truck(here, service.path[0])
        except NoWayError as error:
            if here in service.path:
                raise NotBoardedError(service.name, error) from None
            raise

    def _truck(self, here: str, there: str) -> list[Move]:
        return [] if here == there else self._shortest(here, there, "seconds", trucks_only=True)

    def _shortest(self, here: str, there: str, by: str, trucks_only: bool = False) -> list[Move]:
        graph = self._travelled(by, trucks_only)
        try:
            nodes = nx.shortest_path(graph, here, there, weight=by)
        except nx.NetworkXNoPath:
            raise NoWayError(here, there, self._nearest(graph, here, there)) from None
        moves = []
        for start, stop in pairwise(nodes):
            edges = graph.get_edge_data(start, stop)
            best = min(edges.values(), key=lambda edge: edge[by])
            moves.append(Move(start, stop, best["service"], best["link"]))
        return moves

    def _cost(self, move: Move) -> float:
        if not move.service:
            return link_cost(move.link)
        service = self._services[move.service]
        return service.cost[service.path.index(move.there)]

    def _part(self, move: Move) -> str:
        return f"{move.service or 'truck'} {move.here}-{move.there}"

    def _travelled(self, by: str, trucks_only: bool) -> Graph:
        """The part of the graph that a shipment can use: trucks, and services where asked."""
        keep = [
            (start, stop, edge)
            for start, stop, edge in self.graph.edges(data=True)
            if math.isfinite(edge.get(by, math.inf)) and not (trucks_only and edge["service"])
        ]
        travelled: Graph = nx.MultiDiGraph()
        travelled.add_nodes_from(self.graph)
        travelled.add_edges_from(keep)
        return travelled

    def _nearest(self, graph: Graph, here: str, there: str) -> str:
        reached = {here} | nx.descendants(graph, here)
        goal = self._positions[there]

        def away(node: str) -> float:
            lat, lon = self._positions[node]
            # Degrees of longitude shrink towards the poles and meet again behind the dateline.
            across = (lon - goal[1] + 180.0) % 360.0 - 180.0
            narrowing = math.cos(math.radians((lat + goal[0]) / 2.0))
            return math.hypot(lat - goal[0], across * narrowing)

        return min(sorted(reached), key=away)

    def _add_truck(self, link: Link, here: str, there: str) -> None:
        self.graph.add_edge(
            here,
            there,
            key="truck",
            link=link,
            service="",
            seconds=travel_law(link).mean or HOUR,
            cost=link_cost(link),
        )

    def _add_service(self, service: ServiceEdges) -> None:
        for call in range(1, len(service.path)):
            self.graph.add_edge(
                service.path[0],
                service.path[call],
                key=service.name,
                link=None,
                service=service.name,
                seconds=service.seconds[call] + service.headway / 2.0,
                cost=service.cost[call],
            )
