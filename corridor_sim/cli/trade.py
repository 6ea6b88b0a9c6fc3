"""The trade of the hub's city: by direction and partner, what the hub keeps, what customs released.

A city may have several nodes: the rail yard, the river port, the bonded zone, the airport.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import fsum, isnan
from typing import TYPE_CHECKING

from corridor_sim.cli.findings import known_word, words
from corridor_sim.cli.language import Language
from corridor_sim.cli.tables import number, table

if TYPE_CHECKING:
    from corridor_sim.plan import Flow, Plan
    from corridor_sim.results.rows import KpiRow
    from corridor_sim.scenario.network_rows import CustomsMode
    from corridor_sim.scenario.read import Loaded

#: Finds the rows of a KPI and a statistic.
Rows = Callable[[str, str], Sequence["KpiRow"]]


def trade_lines(plan: Plan, hub: str, rows: Rows, lang: Language) -> list[str]:
    """Boxes and value by direction and partner: of the hub's city; without a hub, of all flows."""
    boxes = {row.flow: row.value for row in rows("boxes_dispatched", "total")}
    value = {row.flow: row.value for row in rows("value_usd", "total")}
    sides: dict[tuple[str, str], list[Flow]] = {}
    for flow in plan.flows:
        if flow.direction and _is_trade(plan, flow, hub):
            sides.setdefault((flow.direction, flow.partner or "-"), []).append(flow)
    lines = []
    for side, flows in sides.items():
        valued = any(_states_value(plan, flow) for flow in flows)
        amount = number(fsum(value[one.name] for one in flows) / 1e6) if valued else "-"
        named = [known_word("side", side[0], lang), side[1]]
        lines.append([*named, number(fsum(boxes[one.name] for one in flows), 0), amount])
    head = [words(code, lang) for code in ("direction", "partner", "boxes", "value_musd")]
    if not lines:
        return []
    hubs = dict.fromkeys(flow.hub for flows in sides.values() for flow in flows)
    whose = ", ".join(dict.fromkeys((hub, *hubs)))
    title = words("title_trade_hub", lang, hub=whose) if hub else words("title_trade", lang)
    return ["", title, *table(head, lines, 2)]


def _is_trade(plan: Plan, flow: Flow, hub: str) -> bool:
    """What leaves the hub's city or comes to it; not what moves inside it or inside the country.

    A journey that names no nodes is taken to pass the hub that it belongs to.
    """
    if not hub:
        return bool(flow.partner)
    city = _city(plan, hub)
    if flow.hub not in city or flow.direction == "domestic":
        return False
    ends = [flow.origin in city, flow.destination in city]
    return any(ends) != all(ends) or not (flow.origin or flow.destination)


def _city(plan: Plan, hub: str) -> frozenset[str]:
    from corridor_sim.results.counts import city

    return city(plan, hub)


def kept_line(hub: str, rows: Rows, lang: Language) -> list[str]:
    """The share that the hub keeps, where boxes of its flows left at all."""
    return [
        words("kept", lang, hub=hub, share=number(100.0 * row.value))
        for row in rows("share_kept_by_hub", "ratio")
        if hub and row.place == hub and not row.corridor and not isnan(row.value)
    ]


def kept_lines(plan: Plan, hub: str, rows: Rows, lang: Language) -> list[str]:
    """The share kept of each corridor of the hub's city, if there are several."""
    city = _city(plan, hub) if hub else frozenset()
    shown = [
        row
        for row in rows("share_kept_by_hub", "ratio")
        if row.corridor and row.place in city and not isnan(row.value)
    ]
    if len(shown) < 2:  # noqa: PLR2004 - one corridor is the whole
        return []
    body = [
        [row.corridor, row.place, number(row.count / row.n, 0), f"{number(100.0 * row.value)} %"]
        for row in shown
    ]
    head = [words(code, lang) for code in ("corridor", "hub", "boxes", "kept_share")]
    return table(head, body, 2)


def released_lines(
    plan: Plan, loaded: Loaded, rows: Rows, replications: int, lang: Language
) -> list[str]:
    """Goods declared in the hub's city and released, of flows that name a customs mode.

    `place` is where they were released, which may be a port.
    """
    modes = {flow.name: flow.customs_mode for flow in plan.flows if flow.customs_mode}
    hub = loaded.scenario.hub
    lists = {row.flow: row.value for row in rows("parcels", "total")}
    groups: dict[tuple[str, ...], list[KpiRow]] = {}
    for row in rows("released_usd", "total"):
        known = loaded.scenario.clearance.get(row.stage)
        declared = known.node if known else row.place
        if row.flow in modes and (not hub or declared in _city(plan, hub)):
            group = (row.stage, row.place, row.formality, modes[row.flow])
            groups.setdefault(group, []).append(row)
    body = []
    for (name, place, formality, mode), members in groups.items():
        parcels = fsum(lists.get(row.flow, 0.0) for row in members)
        body.append(
            [
                name,
                place,
                known_word("side", formality, lang),
                mode,
                number(sum(row.count for row in members) / replications, 0),
                number(parcels, 0) if parcels else "-",
                number(fsum(row.value for row in members) / 1e6, 2),
            ]
        )
    codes = ("formality_name", "place", "formality", "mode", "declarations", "parcels")
    head = [words(code, lang) for code in (*codes, "value_musd")]
    return table(head, body, 4) if body else []


def mode_lines(plan: Plan, loaded: Loaded, lang: Language) -> list[str]:
    """Which customs mode each flow is declared under, and since when the mode is in force."""
    body = []
    for flow in plan.flows:
        if mode := flow.customs_mode:
            name = _named(_mode(loaded, mode), lang)
            body.append([flow.title, mode, mode_since(loaded, mode), name])
    head = [words(code, lang) for code in ("flow", "mode", "since", "name_of_mode")]
    return table(head, body, len(head)) if body else []


def mode_since(loaded: Loaded, mode: str) -> str:
    """The first day of a mode, `-` where the table names none: before what is simulated."""
    known = _mode(loaded, mode)
    return known.begins.isoformat() if known is not None and known.begins is not None else "-"


def _mode(loaded: Loaded, mode: str) -> CustomsMode | None:
    return loaded.tables.customs_modes.get(mode) if loaded.tables else None


def _named(mode: CustomsMode | None, lang: Language) -> str:
    if mode is None:
        return "-"
    return mode.name_zh if lang == "zh" else mode.name_en


def parcel_line(rows: Rows, lang: Language) -> Iterable[str]:
    """How many parcels were on the released lists, if the scenario has lists."""
    for row in rows("parcels", "total"):
        if not (row.flow or row.corridor or row.direction or row.partner):
            yield words("parcels_total", lang, number=number(row.value, 0))


def _states_value(plan: Plan, flow: Flow) -> bool:
    """Whether its goods have a value; a box has one if something has that goes into it."""
    from corridor_sim.plan import Kind

    if flow.fed_by >= 0:
        return any(
            _states_value(plan, one)
            for one in plan.flows
            for stage in one.stages
            if stage.kind is Kind.CONSOLIDATION and stage.resource == flow.fed_by
        )
    given = flow.demand.given_value
    stated = given is not None and bool((given >= 0).any())
    return stated or any(size.value.mean > 0 for size in flow.demand.sizes)
