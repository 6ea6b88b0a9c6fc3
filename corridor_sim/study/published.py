"""Published figures: a scenario's facts, completed from the network's table of facts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from corridor_sim.clock import Clock
from corridor_sim.columns import FACT_KPIS
from corridor_sim.errors import ScenarioError
from corridor_sim.results.facts import Published

if TYPE_CHECKING:
    from corridor_sim.plan import Plan
    from corridor_sim.scenario.model import Fact
    from corridor_sim.scenario.read import Loaded
    from corridor_sim.scenario.tables import FactRow

#: How many of the KPI's unit one of the table's units is.
_FACTORS = {("USD million", "value_usd"): 1e6}


def published_figures(loaded: Loaded, plan: Plan) -> tuple[Published, ...]:
    """The figures that a run is held against, each with its window in seconds.

    raises   ScenarioError where one asks for what no run shows
    """
    known = ", ".join(FACT_KPIS)
    wrong = [
        loaded.finding("unknown_fact_kpi", "facts", k, "kpi", kpi=fact.kpi, known=known)
        for k, fact in enumerate(loaded.scenario.facts)
        if fact.kpi not in FACT_KPIS
    ]
    if wrong:
        raise ScenarioError(*wrong)
    rows = loaded.tables.facts if loaded.tables else {}
    return tuple(
        _figure(fact, rows.get(fact.id), plan.clock, plan.end) for fact in loaded.scenario.facts
    )


def _figure(fact: Fact, row: FactRow | None, clock: Clock, end: int) -> Published:
    factor = _FACTORS.get((row.unit, fact.kpi), 1.0) if row else 1.0

    def number(own: float | None, published: float | None) -> float | None:
        if own is not None:
            return own
        return None if published is None else published * factor

    return Published(
        id=fact.id,
        item=row.item_en if row else fact.kpi,
        kpi=fact.kpi,
        flows=tuple(fact.flows),
        services=tuple(fact.services),
        clock=fact.clock,
        place=fact.place,
        window=_window(fact, row, clock, end),
        value=number(fact.value, row.value if row else None),
        low=number(fact.low, row.low if row else None),
        high=number(fact.high, row.high if row else None),
        unit=_UNITS.get(fact.kpi, row.unit if row else ""),
        label=fact.label,
        comparable=fact.comparable,
        note=fact.note,
        source=fact.source or (row.source if row else ""),
    )


_UNITS = {"value_usd": "USD"}


def _window(fact: Fact, row: FactRow | None, clock: Clock, end: int) -> tuple[int, int] | None:
    """The fact's own days where they lie in the run; without days: all of it."""
    first, last = fact.window or (row.window_from if row else None, row.window_to if row else None)
    if first is None or last is None:
        return None
    window = clock.midnight(first), clock.midnight(last + timedelta(days=1))
    return window if window[0] >= 0 and window[1] <= end else None
