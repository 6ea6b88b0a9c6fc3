"""A block: some replications' plan, workload and trace, and what every subject reads off them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.plan import Plan
from corridor_sim.results.events import (
    Flags,
    Seconds,
    boarded,
    deliveries,
    departure_stages,
    slots,
    within,
)
from corridor_sim.trace import Trace
from corridor_sim.workload import Trips, Workload

#: Below this a float holds every whole number.
_EXACT = 1 << 53


@dataclass(frozen=True, slots=True)
class Load:
    """What the departures of one service carried.

    ran       bool [R, K]: not cancelled, left before the stop, and with somebody aboard; one
              without a minimum also runs empty, but only while there is demand (before `plan.end`)
    aboard    int64 [R, K, 4] in plan.UNITS
    """

    ran: Flags
    aboard: Seconds


@dataclass(frozen=True, slots=True)
class Block:
    """Plan, workload and trace of R replications.

    delivered   one int64 [R, N] s per flow, NEVER where not delivered within the run
    loads       one per service
    untimed     per flow bool [R, N]: who does not count in time KPIs
    boardings   per flow and departures stage int64 [R, N] s: when whoever boarded there left
    """

    plan: Plan
    workload: Workload
    trace: Trace
    delivered: tuple[Seconds, ...]
    loads: tuple[Load, ...]
    untimed: tuple[Flags, ...]
    boardings: tuple[Mapping[int, Seconds], ...]

    @property
    def rows(self) -> int:
        """R, the number of replications in hand."""
        return len(self.trace.replications)

    @property
    def whole(self) -> tuple[int, int]:
        """The window that is the whole run."""
        return (0, self.plan.stop)

    def timed(self, flow: int) -> Flags:
        """bool [R, N]: who counts in time KPIs, having come when the warm-up was over."""
        return ~self.untimed[flow]

    def first_departure(self, flow: int) -> Seconds:
        """int64 [R, N] s: when each shipment leaves with its first departure, on any route."""
        left = self.boardings[flow].values()
        return reduce(np.minimum, left) if left else self._nothing(flow)

    def leaving(self, flow: int) -> Seconds:
        """int64 [R, N] s: when each shipment leaves: with its first departure; one whose way has
        none leaves when it is delivered. Boxes of a consolidation leave with departures only."""
        left = self.first_departure(flow)
        if self.plan.flows[flow].fed_by >= 0:
            return left
        skips = [self.workload.flows[flow].skip[stage] for stage in self.boardings[flow]]
        passed_by = [skip for skip in skips if skip is not None]
        if len(passed_by) < len(skips):
            return left
        none = reduce(np.logical_and, passed_by, np.ones(left.shape, dtype=np.bool_))
        return np.where(none, self.delivered[flow], left)

    def _nothing(self, flow: int) -> Seconds:
        return np.full_like(self.trace.flows[flow].arrive, NEVER)

    def apart(self, flow: int, stage: int) -> Flags:
        """bool [R, N]: who does not count in the times of a stage: untimed, or skipping it."""
        skip = self.workload.flows[flow].skip[stage]
        return self.untimed[flow] if skip is None else self.untimed[flow] | skip


def open_block(plan: Plan, workload: Workload, trace: Trace) -> Block:
    """Reads off once what several subjects need: deliveries and the loads of departures."""
    users: list[dict[tuple[int, int], Seconds]] = [{} for _ in plan.services]
    boardings: list[dict[int, Seconds]] = [{} for _ in plan.flows]
    for flow, one in enumerate(plan.flows):
        for stage in departure_stages(plan, flow):
            left = boardings[flow][stage] = boarded(trace, flow, stage)
            users[one.stages[stage].resource][flow, stage] = left
    loads = tuple(
        _load(plan, workload.trips[number], trace, number, at) for number, at in enumerate(users)
    )
    counted = (plan.warm, plan.stop)
    untimed = tuple(~within(times.arrive, counted) for times in trace.flows)
    return Block(plan, workload, trace, deliveries(plan, trace), loads, untimed, tuple(boardings))


def _load(
    plan: Plan,
    trips: Trips,
    trace: Trace,
    service: int,
    boardings: Mapping[tuple[int, int], Seconds],
) -> Load:
    rows, count = trips.start.shape
    aboard = np.zeros((4, rows * count), dtype=np.int64)
    heads = np.zeros(rows * count, dtype=np.int64)
    for (flow, stage), left in boardings.items():
        here = np.flatnonzero(within(left, (0, plan.stop)))
        at = slots(trace, flow, stage).ravel()[here] + here // max(left.shape[1], 1) * count
        some = np.bincount(at, minlength=rows * count)
        heads += some
        for unit in range(4):
            size = trace.flows[flow].size[..., unit]
            alike = int(size.min(initial=NEVER)), int(size.max(initial=0))
            if alike[0] == alike[1]:
                aboard[unit] += some * alike[0]
            else:
                aboard[unit] += _summed(at, size.ravel()[here], rows * count)
    ran = heads.reshape(rows, count) > 0
    ran |= (plan.services[service].minimum[None, :] == 0) & (trips.start < plan.end)
    ran &= ~trips.cancelled & (trips.start < plan.stop)
    return Load(ran, np.moveaxis(aboard.reshape(4, rows, count), 0, -1))


def _summed(at: Seconds, amount: Seconds, count: int) -> Seconds:
    """int64 [count]: amounts added up by place, exactly."""
    if not len(at) or not amount.any():
        return np.zeros(count, dtype=np.int64)
    if int(np.abs(amount).max()) * len(at) < _EXACT:  # floats add whole numbers exactly below
        return np.bincount(at, weights=amount, minlength=count).astype(np.int64)
    sums = np.zeros(count, dtype=np.int64)
    np.add.at(sums, at, amount)
    return sums
