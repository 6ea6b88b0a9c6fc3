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
    yield "nobody left behind without need", _left_behind(service, trips, row, seen, (gone, known))


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
    service: Service, trips: Trips, row: int, seen: Visits, boarded: tuple[Seconds, int]
) -> int:
    """Departures, of the first so many, that took too few.

    boarded   which departure each took, and how many departures to look at
    """
    gone, known = boarded
    by_ready = np.argsort(seen.ready, kind="stable")
    present = np.searchsorted(seen.ready[by_ready], service.cut_off[:known], side="right")
    waiting, came, wrong = by_ready[:0], 0, 0
    for trip, upto in enumerate(present.tolist()):
        if upto > came:
            # Rows of `seen` are in the order of the law; so are those who wait.
            waiting = np.sort(np.concatenate([waiting, by_ready[came:upto]]))
            came = upto
        if len(waiting):
            if service.cut_off[trip] >= 0 and not trips.cancelled[row][trip]:
                capacity = trips.capacity[row][trip]
                wrong += _took_too_few(service, trip, seen.take(waiting), gone[waiting], capacity)
            waiting = waiting[gone[waiting] > trip]
    return wrong


def _took_too_few(
    service: Service, trip: int, present: Visits, gone: Seconds, capacity: Seconds
) -> int:
    """Whether the first left behind fitted, or the load did not suffice to run at all."""
    left = np.flatnonzero(gone > trip)
    if not len(left):
        return 0
    took = np.flatnonzero(gone == trip)
    if not len(took):
        return int(_should_have_run(service, trip, present, capacity))
    load = present.size[took].sum(axis=0)
    wrong = bool(np.all(load + present.size[left[0]] <= capacity))
    waited = service.cut_off[trip] - present.ready[0]
    too_few = load[service.first_unit] < service.minimum[trip]
    return int(wrong) + int(too_few and waited < service.patience)


def _should_have_run(service: Service, trip: int, waiting: Visits, capacity: Seconds) -> bool:
    fits = np.all(np.cumsum(waiting.size, axis=0) <= capacity, axis=1)
    boards = len(fits) if fits.all() else int(np.argmin(fits))
    if boards == 0:
        return False
    load = int(waiting.size[:boards, service.first_unit].sum())
    waited = int(service.cut_off[trip] - waiting.ready[0])
    return load >= service.minimum[trip] or waited >= service.patience
