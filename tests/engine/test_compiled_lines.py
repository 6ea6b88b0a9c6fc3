"""Lines walked by machine code, held against plain Python: served and boarded, urgent or not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array import compiled as fast
from corridor_sim.engine.array import departures, queues
from corridor_sim.engine.array.departures import Queue
from corridor_sim.plan import Service
from corridor_sim.workload import Trips
from tests.engine.test_boarding_codings import STOP, timetable
from tests.engine.test_boarding_codings import line as passengers
from tests.engine.test_queue_codings import line as requests

pytest.importorskip("numba", reason="numba is not installed: pip install 'corridor-sim[fast]'")

Seconds = NDArray[np.int64]


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is called by its own name is plain Python."""
    monkeypatch.setenv(fast.SWITCH, "0")


def urgency(shape: tuple[int, ...], seed: int) -> Seconds:
    """Priorities of three kinds, the smallest negative."""
    return np.random.default_rng(seed).integers(-1, 2, shape)


@pytest.mark.parametrize("servers", [1, 2, 3, 7])
@pytest.mark.parametrize("load", [0.3, 0.9, 1.0, 1.4])
@pytest.mark.parametrize(("rows", "longest"), [(1, 900), (5, 300), (4, 2)])
def test_served(servers: int, load: float, rows: int, longest: int) -> None:
    ready, work, _ = requests(rows, longest, load, servers)
    plain = queues.heaps(ready, work, servers)
    assert np.array_equal(fast.served(ready, None, work, servers), plain)
    priority = urgency(ready.shape, servers)
    urgent = queues.by_priority(ready, priority, work, servers)
    assert np.array_equal(fast.served(ready, priority, work, servers), urgent)
    assert load < 1 or longest < 9 or not np.array_equal(plain, urgent)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("minimum", [0, 3])
@pytest.mark.parametrize("weighed", [0, 2])
def test_boarded(seed: int, minimum: int, weighed: int) -> None:
    service, trips = timetable(seed)
    service = replace(
        service, minimum=np.full(20, minimum), patience=100 + 50 * (seed % 4), first_unit=weighed
    )
    queue = passengers(seed, 1, 3)
    queue.size[2] = np.random.default_rng(seed).integers(0, 3, queue.ready.shape)
    for priority in (None, urgency(queue.ready.shape, seed)):
        both(service, trips, replace(queue, priority=priority))


def both(service: Service, trips: Trips, queue: Queue) -> None:
    """Plain Python and machine code find the same departures, and somebody boards."""
    live = (service.cut_off >= 0) & (service.cut_off < STOP) & ~trips.cancelled
    found = fast.boarded(service, trips.capacity, live, (queue.ready, queue.size, queue.priority))
    if queue.priority is not None:
        assert np.array_equal(found, departures._urgent_first(service, trips, live, queue))
    else:
        for row in range(len(live)):
            taken = departures._walked(service, trips.capacity[row], live[row], queue, row)
            reached = np.searchsorted(found[row], np.arange(live.shape[1]), "right")
            assert reached.tolist() == taken
    assert (found < live.shape[1]).any()
    assert (found[queue.ready == NEVER] == live.shape[1]).all()


@pytest.mark.parametrize("priorities", [False, True])
def test_a_service_takes_whichever_pays(priorities: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    boarded = fast.boarded

    def watched(service: Service, *given: object) -> Seconds:
        asked.append(1)
        return boarded(service, *given)  # type: ignore[arg-type]  # whatever it was given

    monkeypatch.setattr(fast, "boarded", watched)
    for seed in range(12):
        service, trips = timetable(seed)
        service = replace(service, minimum=np.full(20, 3), patience=150)
        queue = passengers(seed, 1, 3)
        if priorities:
            queue = replace(queue, priority=urgency(queue.ready.shape, seed))
        monkeypatch.setenv(fast.SWITCH, "0")
        plain = departures.board(service, trips, STOP, queue, [1])
        assert len(asked) == seed
        monkeypatch.setenv(fast.SWITCH, "1")
        machine = departures.board(service, trips, STOP, queue, [1])
        assert len(asked) == seed + 1
        assert np.array_equal(plain.slot, machine.slot)
        assert np.array_equal(plain.ends[0], machine.ends[0])


def test_a_station_takes_whichever_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    ready, work, stop = requests(5, 300, 1.4, 2)
    priority = urgency(ready.shape, 1)
    plain = queues.served(ready, work, 2, stop), queues.by_priority(ready, priority, work, 2)
    monkeypatch.setenv(fast.SWITCH, "1")
    monkeypatch.setattr(queues, "heaps", None)
    monkeypatch.setattr(queues, "_urgent_first", None)
    machine = queues.served(ready, work, 2, stop), queues.by_priority(ready, priority, work, 2)
    for one, other in zip(plain, machine, strict=True):
        assert np.array_equal(one, other)


def test_priorities_that_do_not_fit_a_word_are_left_to_plain_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ready, work, _ = requests(5, 300, 1.4, 2)
    monkeypatch.setenv(fast.SWITCH, "1")
    wide = urgency(ready.shape, 1) << 60
    assert not fast.pays("queues", ready.size, wide)
    assert fast.pays("queues", ready.size, wide >> 20)
    narrow = queues.by_priority(ready, wide >> 20, work, 2)
    assert np.array_equal(queues.by_priority(ready, wide, work, 2), narrow)
