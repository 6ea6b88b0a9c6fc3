"""A block: some replications' plan, workload and trace, and what every subject reads off them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
from corridor_sim.workload import Workload


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
    """

    plan: Plan
    workload: Workload
    trace: Trace
    delivered: tuple[Seconds, ...]
    loads: tuple[Load, ...]

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
        return within(self.trace.flows[flow].arrive, (self.plan.warm, self.plan.stop))


def open_block(plan: Plan, workload: Workload, trace: Trace) -> Block:
    """Reads off once what several subjects need: deliveries and the loads of departures."""
    loads = tuple(_load(plan, workload, trace, number) for number in range(len(plan.services)))
    return Block(plan, workload, trace, deliveries(plan, trace), loads)


def _load(plan: Plan, workload: Workload, trace: Trace, service: int) -> Load:
    trips = workload.trips[service]
    aboard = np.zeros((*trips.start.shape, 4), dtype=np.int64)
    heads = np.zeros(trips.start.shape, dtype=np.int64)
    for number, flow in enumerate(plan.flows):
        for stage in departure_stages(plan, number):
            if flow.stages[stage].resource == service:
                here = within(boarded(trace, number, stage), (0, plan.stop))
                _stow(aboard, heads, slots(trace, number, stage), trace.flows[number].size, here)
    empty = (plan.services[service].minimum[None, :] == 0) & (trips.start < plan.end)
    runs = (heads > 0) | empty
    return Load(~trips.cancelled & runs & (trips.start < plan.stop), aboard)


def _stow(
    aboard: Seconds, heads: Seconds, slot: Seconds, size: Seconds, here: NDArray[np.bool_]
) -> None:
    """Adds the sizes of one stage's passengers to their departures; whole numbers, so exact."""
    row, shipment = np.nonzero(here)
    departure = slot[row, shipment]
    np.add.at(aboard, (row, departure), size[row, shipment])
    np.add.at(heads, (row, departure), 1)
