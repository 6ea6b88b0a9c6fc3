"""Which streams of luck a plan has, and which numbers of them it asks for (law L3)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from corridor_sim.chance.laws import Law
from corridor_sim.chance.streams import StreamKey
from corridor_sim.clock import DAY
from corridor_sim.plan import Flow, Plan, Regime, Service, Stage

Numbers = NDArray[np.int64]

#: Weeks beyond the stop for which a place's regime is drawn; later passers meet the last of them.
_WEEKS_BEYOND = 26
#: A regime forgets what has less weight than this.
_FORGOTTEN = 1e-6


def flow_key(flow: Flow, stream: str) -> StreamKey:
    """The stream of a flow's shipments."""
    return StreamKey(stream, f"flow:{flow.name}")


def service_key(service: Service, stream: str) -> StreamKey:
    """The stream of a service's departures, numbered by their scheduled second."""
    return StreamKey(stream, f"service:{service.name}")


def gaps_at_first(total: float) -> int:
    """How many gaps of unit rate are tried first for so many expected shipments."""
    return math.ceil(total + 6.0 * math.sqrt(total)) + 16


def week_key(regime: Regime) -> StreamKey:
    """The stream of a place's weekly level, numbered by calendar week."""
    return StreamKey("week", f"regime:{regime.name}")


def first_week(plan: Plan) -> int:
    """The calendar week (Monday first, counted from year 1) in which second 0 lies."""
    return (plan.clock.start.toordinal() - 1) // 7


def memory_weeks(regime: Regime) -> int:
    """How many past weeks a regime remembers."""
    if regime.persistence == 0.0:
        return 0
    return math.ceil(math.log(_FORGOTTEN) / math.log(regime.persistence))


def week_numbers(plan: Plan, regime: Regime) -> Numbers:
    """The calendar weeks of the run and those that it remembers."""
    first = first_week(plan)
    last = first + plan.stop // (7 * DAY) + _WEEKS_BEYOND
    return np.arange(first - memory_weeks(regime), last + 1)


def needs_luck(law: Law | None) -> bool:
    """Whether a law draws at all."""
    return law is not None and law.draws


def flow_streams(flow: Flow) -> list[StreamKey]:
    """The streams of a flow, arrivals apart."""
    names = [f"choice:{choice.name}" for choice in flow.choices if not choice.since]
    names += [work_stream(stage) for stage in flow.stages if needs_luck(stage.work)]
    sizes = flow.demand.sizes
    if len(sizes) > 1:
        names.append("size")
    if any(needs_luck(size.weight) for size in sizes):
        names.append("weight")
    if any(needs_luck(size.value) for size in sizes):
        names.append("value")
    if needs_luck(flow.demand.lead):
        names.append("lead")
    return [flow_key(flow, name) for name in dict.fromkeys(names)]


def work_stream(stage: Stage) -> str:
    """The stream of a stage's work."""
    return f"work:{stage.luck or stage.name}"


def service_streams(service: Service) -> list[StreamKey]:
    """The streams of a service: legs, lateness, short capacity, cancellation."""
    names = [f"leg:{leg.name}" for leg in service.legs if needs_luck(leg.law)]
    names += ["late"] if needs_luck(service.late) else []
    shorts = [service.short, *(season.short for season in service.seasons)]
    names += ["short"] if any(needs_luck(law) for law in shorts) else []
    names += ["cancelled"] if np.any(service.cancelled > 0.0) else []
    return [service_key(service, name) for name in names]
