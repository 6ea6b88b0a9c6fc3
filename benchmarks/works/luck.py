"""The luck of a work: so many shipments in each replication, drawn by the program's keys."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER, WEEK
from corridor_sim.plan import Plan
from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from corridor_sim.workload import FlowWork, Trips, Workload

Column = NDArray[Any]
How = Callable[[list[Column]], Column]

SEED = 2021
#: Shipments drawn at once: gamma quantiles need room.
_AT_ONCE = 250_000


def exactly(plan: Plan, replications: int, shipments: int) -> Workload:
    """The first so many shipments of each flow in each replication."""

    def cut(parts: list[Column]) -> Column:
        return np.concatenate([_leading(one, shipments) for one in parts])

    size = max(1, _AT_ONCE // shipments)
    blocks = []
    for first in range(0, replications, size):
        numbers = range(first, min(first + size, replications))
        block = realise(plan, draw(plan, SEED, numbers))
        blocks.append(_merged([block], cut, _together))
    whole = _merged(blocks, _together, _together)
    for flow in whole.flows:
        assert int(flow.arrive.max()) < NEVER, "too few shipments were drawn"
    return whole


def rows(workload: Workload, chosen: Sequence[int] | NDArray[np.int64]) -> Workload:
    """Some replications of a workload."""
    numbers = np.asarray(chosen, dtype=np.int64)

    def take(parts: list[Column]) -> Column:
        return parts[0][numbers]

    return _merged([workload], take, take)


def lasting(plan: Plan, seconds: float, shipments: int, drain: float = 0.0) -> Plan:
    """The same plan over so many seconds, in which so many shipments of each flow surely come.

    A scenario ends within the calendar; a plan is only numbers, and may last as long as a long
    single run needs. The clock stops `drain` seconds, but at least the plan's own, after its end.
    """
    expected = shipments + 8.0 * math.sqrt(shipments) + 20.0
    end = math.ceil(seconds * expected / shipments)
    stop = end + max(plan.stop - plan.end, math.ceil(drain))
    flows = tuple(
        replace(
            flow,
            demand=replace(
                flow.demand,
                times=np.array([0, end], dtype=np.int64),
                expected=np.array([0.0, expected]),
            ),
        )
        for flow in plan.flows
    )
    weeks = np.arange(stop // WEEK + 1, dtype=np.int64) * WEEK
    services = tuple(
        replace(
            one,
            scheduled=one.scheduled[0] + weeks,
            cut_off=one.cut_off[0] + weeks,
            capacity=np.repeat(one.capacity[:1], len(weeks), axis=0),
            minimum=np.repeat(one.minimum[:1], len(weeks)),
        )
        for one in plan.services
    )
    calendars = tuple(
        replace(one, closes=np.array([stop + WEEK], dtype=np.int64)) for one in plan.calendars
    )
    return replace(plan, end=end, stop=stop, flows=flows, services=services, calendars=calendars)


def _merged(blocks: list[Workload], columns: How, trips: How) -> Workload:
    """One workload out of some: `columns` makes one array of a flow's, `trips` of a service's."""
    first = blocks[0]
    return Workload(
        trips([one.replications for one in blocks]),
        tuple(_flow([one.flows[k] for one in blocks], columns) for k in range(len(first.flows))),
        tuple(_trips([one.trips[k] for one in blocks], trips) for k in range(len(first.trips))),
    )


def _flow(parts: list[FlowWork], how: How) -> FlowWork:
    def each(columns: list[Column | None]) -> Column | None:
        known = [one for one in columns if one is not None]
        return how(known) if known else None

    stages, arrive = range(len(parts[0].skip)), how([one.arrive for one in parts])
    return FlowWork(
        arrive,
        how([one.refused for one in parts]),
        # A flow's priority is one number, and takes no more room in a workload than that.
        np.broadcast_to(parts[0].priority[:1, :1], arrive.shape),
        how([one.size for one in parts]),
        how([one.value for one in parts]),
        tuple(each([one.skip[k] for one in parts]) for k in stages),
        tuple(each([one.work[k] for one in parts]) for k in stages),
    )


def _trips(parts: list[Trips], how: How) -> Trips:
    return Trips(
        how([one.start for one in parts]),
        how([one.calls for one in parts]),
        how([one.capacity for one in parts]),
        how([one.cancelled for one in parts]),
    )


def _together(parts: list[Column]) -> Column:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _leading(column: Column, shipments: int) -> Column:
    return column[:, :shipments]
