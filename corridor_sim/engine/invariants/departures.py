"""The laws of departures."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.invariants.order import overtaken
from corridor_sim.engine.invariants.visits import Visits
from corridor_sim.plan import END, Plan, Service
from corridor_sim.workload import Trips

Seconds = NDArray[np.int64]


def breaches(
    plan: Plan, service: Service, trips: Trips, row: int, seen: Visits
) -> Iterator[tuple[str, int]]:
    """How often each law of departures is broken."""
    aboard = seen.take(seen.start < NEVER)
    trip = aboard.slot
    yield "leaves with its departure", int((aboard.start != trips.start[row][trip]).sum())
    yield "aboard by the cut-off", int((aboard.ready > service.cut_off[trip]).sum())
    yield "a cancelled departure takes nobody", int(trips.cancelled[row][trip].sum())
    yield "gets off when the trip is there", _late(plan, service, trips, row, aboard)
    loads = np.zeros((len(service.scheduled), 4), dtype=np.int64)
    np.add.at(loads, trip, aboard.size)
    yield "capacity never exceeded", int((loads > trips.capacity[row]).any(axis=1).sum())
    # A departure that leaves after the stop has boarded, but is not part of the trace: from the
    # first of them on, whoever was not taken before may be aboard it.
    unseen = np.flatnonzero(trips.start[row] >= plan.stop)
    known = int(unseen[0]) if len(unseen) else len(loads)
    gone = np.where(seen.start < NEVER, np.minimum(seen.slot, known), known)
    last = np.where(gone < known, service.cut_off[np.minimum(gone, len(loads) - 1)], -1)
    yield "order of boarding", overtaken(seen, gone, last)
    behind = sum(_left_behind(service, trips, row, seen, gone, k) for k in range(known))
    yield "nobody left behind without need", behind


def _late(plan: Plan, service: Service, trips: Trips, row: int, aboard: Visits) -> int:
    alight = {
        (flow, stage): len(service.legs) if step.alight == END else step.alight
        for flow, one in enumerate(plan.flows)
        for stage, step in enumerate(one.stages)
    }
    pairs = zip(aboard.flow.tolist(), aboard.stage.tolist(), strict=True)
    calls = np.array([alight[pair] for pair in pairs], dtype=np.int64)
    due = aboard.start + trips.calls[row][aboard.slot, calls]
    due = np.where(due >= plan.stop, NEVER, due)
    return int((aboard.end != due).sum())


def _left_behind(
    service: Service, trips: Trips, row: int, seen: Visits, gone: Seconds, trip: int
) -> int:
    """Whether a departure took too few: the first left behind fitted, or the load sufficed."""
    closes, capacity = int(service.cut_off[trip]), trips.capacity[row][trip]
    present = (seen.ready <= closes) & (gone >= trip)
    left = np.flatnonzero(present & (gone > trip))
    if trips.cancelled[row][trip] or not len(left) or closes < 0:
        return 0
    took = np.flatnonzero(gone == trip)
    if not len(took):
        return int(_should_have_run(service, trip, seen.take(left), capacity))
    load = seen.size[took].sum(axis=0)
    wrong = bool(np.all(load + seen.size[left[0]] <= capacity))
    first = seen.ready[np.flatnonzero(present)[0]]
    too_few = load[service.first_unit] < service.minimum[trip]
    return int(wrong) + int(too_few and closes - first < service.patience)


def _should_have_run(service: Service, trip: int, waiting: Visits, capacity: Seconds) -> bool:
    fits = np.all(np.cumsum(waiting.size, axis=0) <= capacity, axis=1)
    boards = len(fits) if fits.all() else int(np.argmin(fits))
    if boards == 0:
        return False
    load = int(waiting.size[:boards, service.first_unit].sum())
    waited = int(service.cut_off[trip] - waiting.ready[0])
    return load >= service.minimum[trip] or waited >= service.patience
