"""What a way through the network measures, before any luck is drawn: nodes, km, time, freight."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from corridor_sim.chance.laws import Law
from corridor_sim.network.graph import Move
from corridor_sim.network.legs import leg_link, link_cost, travel_law
from corridor_sim.plan import Hop, Service, Way
from corridor_sim.scenario.tables import Link


def measured(
    moves: Sequence[Move],
    services: Mapping[str, Service],
    links: Sequence[Link],
    others: Sequence[Law | None],
) -> Way:
    """The way in numbers; `others` are laws of what it takes beside its moves (first mile, ...)."""
    mean, spread = _time(moves, services, others)
    hops = list(_hops(moves, services, links))
    freight = math.fsum(cost for _, cost in hops) if hops else 0.0
    return Way(tuple(hop for hop, _ in hops), mean, spread, freight)


def _hops(
    moves: Sequence[Move], services: Mapping[str, Service], links: Sequence[Link]
) -> Iterator[tuple[Hop, float]]:
    """Hops from node to node, and what each costs in USD per TEU."""
    for move in moves:
        if not move.service:
            yield Hop(move.here, move.there, "truck", _km(move.link)), link_cost(move.link)
            continue
        service = services[move.service]
        calls = service.calls[: service.calls.index(move.there) + 1]
        for here, there in pairwise(calls):
            link = leg_link(links, here, there, service.mode)
            yield Hop(here, there, service.mode, _km(link), service.name), link_cost(link)


def _km(link: Link | None) -> float:
    known = link is not None and bool(link.distance_mark or link.distance_mode_km)
    return link.distance_mode_km if link is not None and known else math.nan


def _time(
    moves: Sequence[Move], services: Mapping[str, Service], others: Sequence[Law | None]
) -> tuple[float, float]:
    """Mean and standard deviation, in seconds, of a way by the timetable.

    Half a headway, the cut-off and the lateness for every service, and what every leg and every
    other part (first mile, picking up) takes; no queue, no minimum load, no formality.
    """
    means, variances = [0.0], [0.0]

    def add(law: Law | None) -> None:
        if law is not None:
            means.append(law.mean)
            variances.append(law.sd**2)

    for law in others:
        add(law)
    for move in moves:
        if not move.service:
            add(travel_law(move.link) if move.link is not None else None)
            continue
        service = services[move.service]
        gap = headway(service)
        means.append(waiting(service))
        variances.append(gap**2 / 12.0)
        add(service.late)
        for leg in service.legs[: service.calls.index(move.there)]:
            add(leg.law)
    return math.fsum(means), math.sqrt(math.fsum(variances))


def headway(service: Service) -> float:
    """Mean seconds between scheduled departures; the time of one alone is unknown: none."""
    times = service.scheduled
    return float(times[-1] - times[0]) / (len(times) - 1) if len(times) > 1 else 0.0


def waiting(service: Service) -> float:
    """Mean seconds from being ready to a scheduled departure: half a headway and the cut-off."""
    return headway(service) / 2.0 + _cut_off(service)


def _cut_off(service: Service) -> float:
    return float(service.scheduled[0] - service.cut_off[0]) if len(service.scheduled) else 0.0
