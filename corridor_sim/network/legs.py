"""A link's figures as a law of time."""

from __future__ import annotations

import math
from collections.abc import Iterable

from corridor_sim.chance.laws import Law, fixed, lognormal_from_p95
from corridor_sim.clock import HOUR
from corridor_sim.scenario.tables import Link


def travel_law(link: Link) -> Law:
    """Seconds that a link takes: triangular between its figures, or lognormal with a long tail."""
    low, mode, high = (
        hours * HOUR for hours in (link.time_low_h, link.time_mode_h, link.time_high_h)
    )
    match link.time_law:
        case "lognormal":
            return lognormal_from_p95(mode, high, low)
        case "triangular":
            return Law("triangular", (low, mode, high))
        case "uniform":
            return Law("uniform", (low, high))
        case _:
            return fixed(mode)


def between(links: Iterable[Link], here: str, there: str, mode: str | None = None) -> Link | None:
    """The link that joins two nodes, in either direction."""
    for link in links:
        if {link.origin, link.destination} == {here, there} and mode in (None, link.mode):
            return link
    return None


def leg_link(links: Iterable[Link], here: str, there: str, mode: str) -> Link | None:
    """The link that a service of this mode travels: one of its mode, else any that joins."""
    known = list(links)
    return between(known, here, there, mode) or between(known, here, there)


def link_cost(link: Link | None) -> float:
    """USD per TEU; infinite where no cost is given, so that no unknown cost passes for cheap."""
    if link is None or not (link.cost_mark or link.cost_mode_usd_teu):
        return math.inf
    return link.cost_mode_usd_teu
