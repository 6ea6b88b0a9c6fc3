"""Boarding in the space of departures, held against a line walked departure by departure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array import departures
from corridor_sim.engine.array.departures import Queue, board, units
from corridor_sim.plan import UNITS, Service
from corridor_sim.trace import NOWHERE
from corridor_sim.workload import Trips

Seconds = NDArray[np.int64]
STOP = 1_000
LONGEST = 60


def timetable(seed: int) -> tuple[Service, Trips]:
    """Three replications of twenty departures, some with one cut-off, some late, some cancelled."""
    luck = np.random.default_rng(seed)
    cut_off = np.sort(luck.integers(0, 12, 20) * 100 - 100)
    capacity = np.full((3, 20, len(UNITS)), NEVER)
    capacity[:, :, 0] = luck.integers(0, 8, (3, 20))
    service = Service(
        name="train",
        title="train",
        mode="rail",
        calls=(),
        legs=(),
        scheduled=cut_off,
        cut_off=cut_off,
        capacity=np.full((20, len(UNITS)), NEVER),
        minimum=np.zeros(20, dtype=np.int64),
        patience=NEVER,
        first_unit=0,
        endless=False,
    )
    start = cut_off + luck.integers(0, 3, (3, 20)) * 150
    calls = np.stack([np.zeros((3, 20)), luck.integers(1, 200, (3, 20))], axis=2).astype(np.int64)
    return service, Trips(start, calls, capacity, luck.random((3, 20)) < 0.2)


def line(seed: int, low: int, high: int) -> Queue:
    """Who asks, in three replications of different length; sizes from `low` to `high`."""
    luck = np.random.default_rng(seed)
    ready = np.sort(luck.integers(0, 11, (3, LONGEST)) * 100, axis=1)
    ready[np.arange(LONGEST) >= np.array([[LONGEST], [40], [0]])] = NEVER
    return Queue(ready, {0: luck.integers(low, high + 1, (3, LONGEST))}, None)


def walked(service: Service, trips: Trips, queue: Queue) -> Seconds:
    """The slots that a walk through every replication's departures gives."""
    live = (service.cut_off >= 0) & (service.cut_off < STOP) & ~trips.cancelled
    slot = np.full(queue.ready.shape, NOWHERE)
    for row in range(3):
        taken = departures._walked(service, trips.capacity[row], live[row], queue, row)
        for trip, (front, last) in enumerate(zip([0, *taken], taken, strict=False)):
            slot[row, front:last] = trip if trips.start[row, trip] < STOP else NOWHERE
    return slot


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("low", "high"), [(1, 1), (2, 2), (0, 0), (1, 3)])
def test_the_closed_form_boards_whom_a_walk_boards(seed: int, low: int, high: int) -> None:
    service, trips = timetable(seed)
    queue = line(seed, low, high)
    found = board(service, trips, STOP, queue, [1])
    assert np.array_equal(found.slot, walked(service, trips, queue))
    aboard = found.slot != NOWHERE
    row = np.nonzero(aboard)[0]
    leaves = trips.start[row, found.slot[aboard]]
    assert np.array_equal(found.start[aboard], leaves)
    ends = leaves + trips.calls[row, found.slot[aboard], 1]
    assert np.array_equal(found.ends[0][aboard], np.where(ends < STOP, ends, NEVER))
    assert (found.start[~aboard] == NEVER).all()


def test_the_plans_bind() -> None:
    """Some are left behind, some find everything full, some have a whole train to themselves."""
    behind = 0
    for seed in range(12):
        service, trips = timetable(seed)
        queue = line(seed, 1, 1)
        slot = board(service, trips, STOP, queue, [1]).slot
        first = np.searchsorted(service.cut_off, queue.ready)
        behind += int(((slot != NOWHERE) & (slot > first)).sum())
    assert behind > 100


@pytest.mark.parametrize("seed", range(12))
def test_who_are_alike_in_priority_board_as_if_they_had_none(seed: int) -> None:
    service, trips = timetable(seed)
    service = replace(service, minimum=np.full(20, 3), patience=250)
    queue = line(seed, 1, 3)
    alike = replace(queue, priority=np.zeros_like(queue.ready))
    one, other = (board(service, trips, STOP, each, [1]) for each in (queue, alike))
    assert np.array_equal(one.slot, other.slot)
    assert np.array_equal(one.ends[0], other.ends[0])
    assert (one.slot != NOWHERE).any()


def test_only_units_that_can_bind_are_looked_at() -> None:
    service, trips = timetable(1)
    assert units(service, trips) == [0]
    heavy = replace(service, minimum=np.full(20, 5), first_unit=2)
    assert units(heavy, trips) == [0, 2]
