"""The ways of a plan's flows, listed like a map: node, mode, node, with km, days and shares."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING

from corridor_sim.cli.findings import known_word, words
from corridor_sim.cli.language import Language
from corridor_sim.cli.tables import grouped, number
from corridor_sim.clock import DAY

if TYPE_CHECKING:
    from corridor_sim.plan import Flow, Plan, RouteShare, Way


def way_lines(plan: Plan, lang: Language) -> list[str]:
    """A table of all ways, corridor by corridor; nothing where no flow has any."""
    corridors: dict[str, list[list[str]]] = {}
    for flow in plan.flows:
        rows = [_row(flow, *one, lang) for one in _ways(flow)]
        title = f"[{flow.corridor}]" if flow.corridor else ""
        corridors.setdefault(title, []).extend(rows)
    if not any(corridors.values()):
        return []
    codes = ("flow", "route", "way", "share", "kilometres", "days_planned", "usd_teu")
    lines = grouped([words(code, lang) for code in codes], corridors, 3)
    found = [words("ways_title", lang), *(f"  {line}" for line in lines)]
    found.append(f"  {words('ways_note', lang)}")
    if any(_unsettled(flow) for flow in plan.flows):
        found.append(f"  {words('unsettled_note', lang)}")
    return [*found, ""]


def way_records(plan: Plan) -> dict[str, list[dict[str, object]]]:
    """The same for programs; null where a figure is unknown."""
    return {
        flow.name: [
            {
                "route": route.name if route else None,
                "share": route.share if route else 1.0,
                "settled": not _unsettled(flow),
                "hops": [
                    {
                        "from": hop.here,
                        "to": hop.there,
                        "mode": hop.mode,
                        "service": hop.service or None,
                        "km": _known(hop.km),
                    }
                    for hop in way.hops
                ],
                "km": _known(way.km),
                "days": way.mean_s / DAY,
                "sd_days": way.sd_s / DAY,
                "usd_per_teu": _known(route.freight if route else way.freight),
            }
            for route, way in _ways(flow)
        ]
        for flow in plan.flows
        if flow.ways
    }


def _ways(flow: Flow) -> Iterator[tuple[RouteShare | None, Way]]:
    routes = flow.split.routes if flow.split else (None,) * len(flow.ways)
    yield from zip(routes, flow.ways, strict=True)


def _unsettled(flow: Flow) -> bool:
    """Whether rounds of simulation will move the shares."""
    return flow.split is not None and flow.split.iterate > 0


def _row(flow: Flow, route: RouteShare | None, way: Way, lang: Language) -> list[str]:
    freight = route.freight if route else way.freight
    mark = "~" if _unsettled(flow) else ""
    share = f"{mark}{number(100.0 * route.share)} %" if route else "-"
    return [
        flow.title,
        route.title if route else "-",
        _chain(flow, way, lang),
        share,
        number(way.km, 0),
        number(way.mean_s / DAY),
        number(freight, 0) if isfinite(freight) else "-",
    ]


def _chain(flow: Flow, way: Way, lang: Language) -> str:
    """HYS -rail- MZL - ZAB: the mode is named where it changes."""
    if not way.hops:
        return flow.destination
    parts, mode = [way.hops[0].here], ""
    for hop in way.hops:
        said = known_word("mode", hop.mode, lang)
        parts.append(f"- {hop.there}" if hop.mode == mode else f"-{said}- {hop.there}")
        mode = hop.mode
    return " ".join(parts)


def _known(value: float) -> float | None:
    return value if isfinite(value) else None
