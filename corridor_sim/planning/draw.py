"""Draw: all uniforms that plans need, before anything is decided by them (laws L2, L3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from corridor_sim.chance.streams import StreamKey, runs, scattered
from corridor_sim.plan import Flow, Kind, Plan
from corridor_sim.planning.draws import Draws
from corridor_sim.planning.luck import (
    flow_key,
    flow_streams,
    gaps_at_first,
    service_streams,
    week_key,
    week_numbers,
)

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
#: Of each stream how many numbers from 0 on, or which numbers.
Asked = dict[StreamKey, int | Numbers]


def draw(plans: Plan | Sequence[Plan], seed: int, replications: Sequence[int]) -> Draws:
    """Every uniform that a plan, or any of several, can ask for, for the given replications.

    Arms of one comparison are drawn together, once: each stream as far as the arm that needs most
    of it. A stream's values do not depend on which others are drawn, on the arms, nor on the block
    they are drawn in; so `realise` makes the same workload of shared draws as of a plan's own.
    """
    arms = [plans] if isinstance(plans, Plan) else list(plans)
    arrivals = _arrivals(arms, seed, replications)
    counts: dict[StreamKey, int] = {}
    numbers: dict[StreamKey, Numbers] = {}
    for key, wanted in _together([_asked(plan, arrivals) for plan in arms]).items():
        if isinstance(wanted, int):
            counts[key] = wanted
        else:
            numbers[key] = wanted
    drawn = arrivals.drawn | runs(seed, counts, replications)
    drawn |= scattered(seed, numbers, replications)
    kept: dict[StreamKey, tuple[object, object]] | None = {} if len(arms) > 1 else None
    return Draws(np.asarray(replications, dtype=np.int64), drawn, numbers, kept)


@dataclass(slots=True)
class _Arrivals:
    """Unit-rate gaps until every replication's demand, in every arm, is used up."""

    drawn: dict[StreamKey, Floats]
    known: dict[tuple[StreamKey, float], int] = field(default_factory=dict)

    def width(self, flow: Flow) -> int:
        """How many shipments of a flow are drawn for."""
        if flow.demand.process == "given":
            return len(flow.demand.arrive)
        if flow.demand.process == "fed":
            return 0
        key, total = flow_key(flow, "arrivals"), _total(flow)
        if (key, total) not in self.known:
            gaps, count = self.drawn[key], gaps_at_first(total)
            while count < gaps.shape[1] and not _enough(gaps[:, :count], total):
                count *= 2
            self.known[key, total] = min(count, gaps.shape[1])
        return self.known[key, total]


def _arrivals(arms: Sequence[Plan], seed: int, replications: Sequence[int]) -> _Arrivals:
    totals: dict[StreamKey, float] = {}
    for flow in (flow for plan in arms for flow in plan.flows):
        if flow.demand.process in ("poisson", "booked"):
            key = flow_key(flow, "arrivals")
            totals[key] = max(_total(flow), totals.get(key, 0.0))
    drawn: dict[StreamKey, Floats] = {}
    missing = {key: gaps_at_first(total) for key, total in totals.items()}
    while missing:
        drawn |= runs(seed, missing, replications)
        missing = {
            key: 2 * count for key, count in missing.items() if not _enough(drawn[key], totals[key])
        }
    return _Arrivals(drawn)


def _total(flow: Flow) -> float:
    return float(flow.demand.expected[-1])


def _enough(gaps: Floats, total: float) -> bool:
    return bool(np.all(-np.log1p(-gaps).sum(axis=1) > total))


def _asked(plan: Plan, arrivals: _Arrivals) -> Asked:
    """What a plan needs besides arrivals."""
    asked: Asked = {}
    widths = [arrivals.width(flow) for flow in plan.flows]
    for index, flow in enumerate(plan.flows):
        width: int | Numbers = widths[index]
        if flow.fed_by >= 0:
            width = _boxes_at_most(plan, index, widths)
        elif flow.demand.process == "given":
            width = _rising(flow.demand.numbers)
        asked |= dict.fromkeys(flow_streams(flow), width)
    for service in plan.services:
        asked |= dict.fromkeys(service_streams(service), _rising(service.scheduled))
    for regime in plan.regimes:
        asked[week_key(regime)] = week_numbers(plan, regime)
    return asked


def _boxes_at_most(plan: Plan, index: int, widths: Sequence[int]) -> int:
    """A box has at least one member, so no more boxes than members can close."""
    members = 0
    for feeder, flow in enumerate(plan.flows):
        joins = [s for s in flow.stages if s.kind is Kind.CONSOLIDATION]
        times = sum(plan.consolidations[s.resource].feeds == index for s in joins)
        if times:
            width = _boxes_at_most(plan, feeder, widths) if flow.fed_by >= 0 else widths[feeder]
            members += times * width
    return members


def _rising(numbers: Numbers) -> Numbers:
    """The numbers in order, each once; two departures of one second share their luck."""
    return numbers if np.all(numbers[1:] > numbers[:-1]) else np.unique(numbers)


def _together(arms: Sequence[Asked]) -> Asked:
    """What is enough for every arm."""
    whole: Asked = {}
    for asked in arms:
        for key, wanted in asked.items():
            before = whole.get(key)
            whole[key] = wanted if before is None else _both(before, wanted)
    return whole


def _both(one: int | Numbers, other: int | Numbers) -> int | Numbers:
    if isinstance(one, int) and isinstance(other, int):
        return max(one, other)
    listed = [np.arange(each) if isinstance(each, int) else each for each in (one, other)]
    return listed[0] if np.array_equal(listed[0], listed[1]) else np.union1d(listed[0], listed[1])
