"""How a flow divides over its routes: given shares, the best way, or a logit on generalised cost.

Multinomial logit (McFadden 1974): a route's share is proportional to exp(-scale * cost). The
generalised cost of a shipment is its freight, its mean time at the value of time, and the standard
deviation of its time at the value of time times the reliability ratio (Small 2012).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from corridor_sim.chance.laws import Law
from corridor_sim.clock import DAY
from corridor_sim.network.graph import Move
from corridor_sim.network.legs import leg_link, link_cost, travel_law
from corridor_sim.plan import Flow, RouteShare, Service, Split
from corridor_sim.scenario import flows as words
from corridor_sim.scenario.tables import Link


def shares(split: Split) -> tuple[float, ...]:
    """The share of each route, from what the split knows of their costs and times."""
    routes = split.routes
    if split.rule == "shares":
        return tuple(route.share for route in routes)
    if split.rule in ("cheapest", "fastest"):
        by = [route.freight if split.rule == "cheapest" else route.mean_s for route in routes]
        best = by.index(min(by))
        return tuple(float(number == best) for number in range(len(routes)))
    utility = [-split.scale * generalised_cost(split, route) for route in routes]
    top = max(utility)
    weight = [math.exp(one - top) for one in utility]
    whole = math.fsum(weight)
    return tuple(one / whole for one in weight)


def generalised_cost(split: Split, route: RouteShare) -> float:
    """USD of one mean shipment by this route."""
    days = (route.mean_s + split.reliability * route.sd_s) / DAY
    freight = (route.freight + route.constant) * split.teu
    return freight + split.value_of_time * split.value * days


def with_shares(flow: Flow, split: Split, found: Sequence[float]) -> Flow:
    """The flow whose shipments divide over the split's routes by these shares."""
    routes = tuple(
        replace(route, share=share) for route, share in zip(split.routes, found, strict=True)
    )
    edges = [math.fsum(found[: number + 1]) for number in range(len(found))]
    choice = replace(flow.choices[split.choice], cumulative=(*edges[:-1], 1.0))
    choices = list(flow.choices)
    choices[split.choice] = choice
    return replace(flow, choices=tuple(choices), split=replace(split, routes=routes))


def way_time(
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
        means.append(gap / 2.0 + _cut_off(service))
        variances.append(gap**2 / 12.0)
        add(service.late)
        for leg in service.legs[: service.calls.index(move.there)]:
            add(leg.law)
    return math.fsum(means), math.sqrt(math.fsum(variances))


def headway(service: Service) -> float:
    """Mean seconds between scheduled departures; the time of one alone is unknown: none."""
    times = service.scheduled
    return float(times[-1] - times[0]) / (len(times) - 1) if len(times) > 1 else 0.0


def _cut_off(service: Service) -> float:
    return float(service.scheduled[0] - service.cut_off[0]) if len(service.scheduled) else 0.0


def way_freight(
    moves: Sequence[Move], services: Mapping[str, Service], links: Sequence[Link]
) -> float:
    """USD per TEU: the links' costs along a way; infinite where one is unknown."""
    found = 0.0
    for move in moves:
        if not move.service:
            found += link_cost(move.link)
            continue
        service = services[move.service]
        calls = service.calls[: service.calls.index(move.there) + 1]
        for here, there in pairwise(calls):
            found += link_cost(leg_link(links, here, there, service.mode))
    return found


def terms(given: words.Flow, choice: int, routes: Sequence[RouteShare], flow: Flow) -> Split:
    """The split of a flow in plan form, before its shares are computed."""
    sizes = flow.demand.sizes
    teu = math.fsum(one.share * one.milli_teu / 1_000 for one in sizes)
    value = math.fsum(one.share * one.value.mean for one in sizes)
    if isinstance(given.split, words.Split):
        one = given.split.logit
        weights = (one.scale, one.value_of_time, one.reliability)
        return Split("logit", choice, tuple(routes), teu, value, *weights, iterate=one.iterate)
    return Split(given.split, choice, tuple(routes), teu, value)
