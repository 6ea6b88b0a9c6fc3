"""Published figures: a scenario's facts, completed from the network's table of facts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from corridor_sim.clock import Clock
from corridor_sim.errors import Finding, ScenarioError
from corridor_sim.kpis import FACT_KPIS, KPIS
from corridor_sim.results.facts import Published

if TYPE_CHECKING:
    from corridor_sim.plan import Plan
    from corridor_sim.scenario.model import Fact
    from corridor_sim.scenario.read import Loaded
    from corridor_sim.scenario.tables import FactRow

#: Per unit of a KPI: the units in which the table may publish it, and how many of the KPI's unit
#: one of them is.
_FITTING: dict[str, dict[str, float]] = {
    "departure": {"departure": 1.0, "departures": 1.0, "train": 1.0, "trains": 1.0},
    "box": {"box": 1.0, "boxes": 1.0},
    "TEU": {"TEU": 1.0},
    "t": {"t": 1.0},
    "parcel": {"parcel": 1.0, "parcels": 1.0},
    "USD": {"USD": 1.0, "USD million": 1e6},
    "1": {"1": 1.0, "%": 0.01},
    "d": {"d": 1.0, "h": 1.0 / 24.0},
    "h": {"h": 1.0, "d": 24.0},
}


def published_figures(loaded: Loaded, plan: Plan) -> tuple[Published, ...]:
    """The figures that a run is held against, each with its window in seconds.

    raises   ScenarioError where one asks for what no run shows, or in a unit of something else
    """
    rows = loaded.tables.facts if loaded.tables else {}
    facts = loaded.scenario.facts
    wrong = [_refusal(loaded, k, fact, rows.get(fact.id)) for k, fact in enumerate(facts)]
    if any(wrong):
        raise ScenarioError(*(one for one in wrong if one is not None))
    return tuple(_figure(fact, rows.get(fact.id), plan.clock, plan.end) for fact in facts)


def _refusal(loaded: Loaded, number: int, fact: Fact, row: FactRow | None) -> Finding | None:
    here = ("facts", number, "kpi")
    if (fact.label == "out_of_scope") == bool(fact.kpi):
        code = "fact_kpi_out_of_scope" if fact.kpi else "fact_kpi_missing"
        return loaded.finding(code, *here, id=fact.id)
    if not fact.kpi:
        return None
    if fact.kpi == "chain_time_d" and not fact.services:
        return loaded.finding("fact_chain_services", *here)
    if fact.kpi not in FACT_KPIS:
        known = ", ".join(FACT_KPIS)
        return loaded.finding("unknown_fact_kpi", *here, kpi=fact.kpi, known=known)
    if row is None or _has_own(fact) or row.unit in _fitting(fact.kpi):
        return None
    known = ", ".join(kpi for kpi in FACT_KPIS if row.unit in _fitting(kpi)) or "-"
    unit = row.unit or "-"
    return loaded.finding("fact_unit", *here, id=fact.id, unit=unit, kpi=fact.kpi, known=known)


def _fitting(kpi: str) -> dict[str, float]:
    return _FITTING[KPIS[kpi].unit]


def _has_own(fact: Fact) -> bool:
    """Whether a fact says its figure itself, in the KPI's unit, in place of the table's."""
    return not (fact.value is None and fact.low is None and fact.high is None)


def _figure(fact: Fact, row: FactRow | None, clock: Clock, end: int) -> Published:
    own = _has_own(fact)
    factor = 1.0 if row is None or own or not fact.kpi else _fitting(fact.kpi)[row.unit]

    def number(given: float | None, published: float | None) -> float | None:
        return given if own or published is None else published * factor

    window = _window(fact, row, clock)
    elsewhere = window is not None and (window[0] < 0 or window[1] > end)
    return Published(
        id=fact.id,
        item=row.item_en if row else fact.kpi,
        kpi=fact.kpi,
        flows=tuple(fact.flows),
        services=tuple(fact.services),
        clock=fact.clock,
        place=fact.place,
        office=fact.office,
        direction=fact.direction,
        stat=fact.stat,
        window=None if elsewhere else window,
        value=number(fact.value, row.value if row else None),
        low=number(fact.low, row.low if row else None),
        high=number(fact.high, row.high if row else None),
        unit=_unit(fact.kpi, row),
        label=fact.label,
        comparable=fact.comparable,
        elsewhere=elsewhere,
        note=fact.note,
        source=fact.source or (row.source if row else ""),
    )


def _unit(kpi: str, row: FactRow | None) -> str:
    """The table's word for the unit where its number needs no conversion."""
    if row is None or not kpi:
        return KPIS[kpi].unit if kpi == "value_usd" else ""
    return row.unit if _fitting(kpi).get(row.unit) == 1.0 else KPIS[kpi].unit


def _window(fact: Fact, row: FactRow | None, clock: Clock) -> tuple[int, int] | None:
    """The fact's own days or else its row's, which may lie outside the run; None: all of the run.

    A row with one day alone says too little to count by.
    """
    if fact.window == "whole":
        return None
    first, last = fact.window or (row.window_from if row else None, row.window_to if row else None)
    if first is None or last is None:
        return None
    return clock.midnight(first), clock.midnight(last + timedelta(days=1))
