"""Draw: all uniforms a plan needs, before anything is decided by them (laws L2, L3)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.chance.laws import Law
from corridor_sim.chance.streams import StreamKey, uniforms, uniforms_at
from corridor_sim.clock import DAY
from corridor_sim.plan import Flow, Plan, Regime, Service

Floats = NDArray[np.float64]

#: Weeks beyond the stop for which a place's regime is drawn; later passers meet the last of them.
_WEEKS_BEYOND = 26
#: A regime forgets what has less weight than this.
_FORGOTTEN = 1e-6


@dataclass(frozen=True, slots=True)
class Draws:
    """The luck of a block of replications.

    uniforms   float64 [R, n] per stream; n counts shipments, departures or weeks of the owner
    """

    replications: NDArray[np.int64]
    uniforms: Mapping[StreamKey, Floats]


def draw(plan: Plan, seed: int, replications: Sequence[int]) -> Draws:
    """Every uniform that `plan` can ask for, for the given replications.

    A stream's values do not depend on which others are drawn, nor on the block they are drawn in.
    """
    drawn: dict[StreamKey, Floats] = {}
    widths = [_arrivals(plan, index, seed, replications, drawn) for index in range(len(plan.flows))]
    for index, flow in enumerate(plan.flows):
        width = _boxes_at_most(plan, index, widths) if flow.fed_by >= 0 else widths[index]
        numbers = flow.demand.numbers if flow.demand.process == "given" else np.arange(width)
        _fill(drawn, seed, replications, _flow_streams(flow), numbers)
    for service in plan.services:
        _fill(drawn, seed, replications, _service_streams(service), service.scheduled)
    for regime in plan.regimes:
        _fill(drawn, seed, replications, [week_key(regime)], week_numbers(plan, regime))
    return Draws(np.asarray(replications, dtype=np.int64), drawn)


def flow_key(flow: Flow, stream: str) -> StreamKey:
    """The stream of a flow's shipments."""
    return StreamKey(stream, f"flow:{flow.name}")


def service_key(service: Service, stream: str) -> StreamKey:
    """The stream of a service's departures, numbered by their scheduled second."""
    return StreamKey(stream, f"service:{service.name}")


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


def week_numbers(plan: Plan, regime: Regime) -> NDArray[np.int64]:
    """The calendar weeks of the run and those that it remembers."""
    first = first_week(plan)
    last = first + plan.stop // (7 * DAY) + _WEEKS_BEYOND
    return np.arange(first - memory_weeks(regime), last + 1)


def needs_luck(law: Law | None) -> bool:
    """Whether a law draws at all."""
    return law is not None and law.draws


def _arrivals(
    plan: Plan, index: int, seed: int, replications: Sequence[int], drawn: dict[StreamKey, Floats]
) -> int:
    """Draw the unit-rate gaps until every replication's demand is used up; the flow's width."""
    flow = plan.flows[index]
    if flow.demand.process == "given":
        return len(flow.demand.arrive)
    if flow.demand.process == "fed":
        return 0
    total = float(flow.demand.expected[-1])
    count = math.ceil(total + 6.0 * math.sqrt(total)) + 16
    key = flow_key(flow, "arrivals")
    while True:
        gaps = np.stack([uniforms(seed, key, replication, count) for replication in replications])
        if np.all(-np.log1p(-gaps).sum(axis=1) > total):
            drawn[key] = gaps
            return count
        count *= 2


def _boxes_at_most(plan: Plan, index: int, widths: Sequence[int]) -> int:
    """A box has at least one member, so no more boxes than members can close."""
    members = 0
    for feeder, flow in enumerate(plan.flows):
        joins = [s for s in flow.stages if s.kind.name == "CONSOLIDATION"]
        times = sum(plan.consolidations[s.resource].feeds == index for s in joins)
        if times:
            width = _boxes_at_most(plan, feeder, widths) if flow.fed_by >= 0 else widths[feeder]
            members += times * width
    return members


def _fill(
    drawn: dict[StreamKey, Floats],
    seed: int,
    replications: Sequence[int],
    keys: Sequence[StreamKey],
    numbers: NDArray[np.int64],
) -> None:
    for key in keys:
        rows = [uniforms_at(seed, key, replication, numbers) for replication in replications]
        drawn[key] = np.stack(rows)


def _flow_streams(flow: Flow) -> list[StreamKey]:
    names = [f"choice:{choice.name}" for choice in flow.choices]
    names += [f"work:{stage.name}" for stage in flow.stages if needs_luck(stage.work)]
    sizes = flow.demand.sizes
    if len(sizes) > 1:
        names.append("size")
    if any(needs_luck(size.weight) for size in sizes):
        names.append("weight")
    if any(needs_luck(size.value) for size in sizes):
        names.append("value")
    if needs_luck(flow.demand.lead):
        names.append("lead")
    return [flow_key(flow, name) for name in names]


def _service_streams(service: Service) -> list[StreamKey]:
    names = [f"leg:{leg.name}" for leg in service.legs if needs_luck(leg.law)]
    names += ["late"] if needs_luck(service.late) else []
    shorts = [service.short, *(season.short for season in service.seasons)]
    names += ["short"] if any(needs_luck(law) for law in shorts) else []
    names += ["cancelled"] if np.any(service.cancelled > 0.0) else []
    return [service_key(service, name) for name in names]
