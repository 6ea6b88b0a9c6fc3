"""How a flow divides over its routes: given shares, the best way, or a logit on generalised cost.

Multinomial logit (McFadden 1974): a route's share is proportional to exp(-scale * cost). The
generalised cost of a shipment is its freight, its mean time at the value of time, and the standard
deviation of its time at the value of time times the reliability ratio (Small 2012).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from corridor_sim.clock import DAY
from corridor_sim.plan import Flow, RouteShare, Split
from corridor_sim.scenario import flows as words


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
