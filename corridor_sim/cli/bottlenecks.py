"""What each corridor came nearest to: its busiest station, fullest service and fullest store.

Stations and stores by their busiest four weeks: a dock that opened in June is no less full then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from corridor_sim.cli.findings import words
from corridor_sim.cli.language import Language
from corridor_sim.cli.tables import number, table

if TYPE_CHECKING:
    from corridor_sim.plan import Plan
    from corridor_sim.results.collect import Results


def bottleneck_lines(plan: Plan, results: Results, lang: Language) -> list[str]:
    """A table with one line per corridor; nothing where there are fewer than two corridors."""
    shares = {
        "STATION": {row.station: row.utilisation_busiest for row in results.stations},
        "DEPARTURES": {
            row.service: row.value
            for row in results.kpis
            if row.kpi == "load_factor" and row.stat == "ratio" and row.service and not row.flow
        },
        "HOLD": {
            row.station: row.value
            for row in results.kpis
            if row.kpi == "utilisation" and row.stat == "busiest" and row.station and not row.flow
        },
    }
    used = _used(plan)
    if len(used) < 2:  # noqa: PLR2004 - one corridor's own tables say it
        return []
    rows = [
        [corridor, *(_top(names[kind], shares[kind]) for kind in shares)]
        for corridor, names in used.items()
    ]
    codes = ("corridor", "busiest", "fullest_service", "fullest_place")
    return table([words(code, lang) for code in codes], rows, len(codes))


def _used(plan: Plan) -> dict[str, dict[str, set[str]]]:
    """Names of the resources that a corridor's flows pass."""
    known = {
        "STATION": [one.name for one in plan.stations],
        "DEPARTURES": [one.name for one in plan.services],
        "HOLD": [one.name for one in plan.places],
    }
    used: dict[str, dict[str, set[str]]] = {}
    for flow in plan.flows:
        if not flow.corridor:
            continue
        names = used.setdefault(flow.corridor, {kind: set() for kind in known})
        for stage in flow.stages:
            if stage.kind.name in known:
                names[stage.kind.name].add(known[stage.kind.name][stage.resource])
    return used


def _top(names: set[str], shares: Mapping[str, float]) -> str:
    found = [(shares[name], name) for name in sorted(names) if shares.get(name, 0.0) > 0.0]
    if not found:
        return "-"
    share, name = max(found)
    return f"{name} {number(100.0 * share)} %"
