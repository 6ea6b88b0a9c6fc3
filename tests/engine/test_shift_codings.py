"""The codings of the law of shifts test one another; which one is taken leaves no trace."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array import compiled as fast
from corridor_sim.engine.array import queues, shifts
from corridor_sim.plan import Calendar
from corridor_sim.shifts import Shift
from tests.engine.test_queue_codings import line

Seconds = NDArray[np.int64]

_DAY = 86_400
_CREWS = [(1, 1), (2, 1), (1, 3), (1, 1, 1)]


def calendar(opens: int, length: int, until: int) -> Calendar:
    """Open for so long every day, from a second of the day on."""
    begins = np.arange(opens, until, _DAY)
    return Calendar("daily", begins, begins + length)


def crews(servers: tuple[int, ...], until: int) -> list[Shift]:
    """By day; at night, with an hour in common at either end; and always."""
    hours = [
        calendar(28_800, 36_000, until),
        calendar(61_200, 57_600, until),
        Calendar("always", np.array([0]), np.array([NEVER])),
    ]
    return list(zip(servers, hours, strict=False))


def seen(found: tuple[Seconds, Seconds], stop: int) -> tuple[Seconds, Seconds]:
    start, end = (np.where(one < stop, one, NEVER) for one in found)
    return start, end


def urgency(shape: tuple[int, ...]) -> Seconds:
    return np.random.default_rng(7).integers(-1, 2, shape)


def same(one: tuple[Seconds, Seconds], other: tuple[Seconds, Seconds]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("servers", _CREWS)
@pytest.mark.parametrize("load", [0.3, 1.0, 1.4])
@pytest.mark.parametrize(("rows", "longest"), [(1, 300), (60, 40)])
def test_every_coding_gives_the_same_times(
    servers: tuple[int, ...], load: float, rows: int, longest: int
) -> None:
    ready, work, stop = line(rows, longest, load, sum(servers))
    some = crews(servers, 2 * stop)
    one_by_one = shifts.one_by_one(some, ready, None, work)
    expected = seen(one_by_one, stop)
    assert (expected[0] > ready).any()
    assert same(seen(shifts.in_lanes(some, ready, work, stop), stop), expected)
    assert same(seen(shifts.by_shift(some, ready, None, work, stop), stop), expected)
    alike = np.zeros_like(ready)
    assert same(shifts.one_by_one(some, ready, alike, work), one_by_one)


@pytest.mark.parametrize("servers", _CREWS)
@pytest.mark.parametrize("load", [0.3, 1.0, 1.4])
def test_machine_code_gives_the_same_times(servers: tuple[int, ...], load: float) -> None:
    pytest.importorskip("numba", reason="numba is not installed: pip install 'corridor-sim[fast]'")
    ready, work, stop = line(3, 300, load, sum(servers))
    some = crews(servers, 2 * stop)
    for priority in (None, urgency(ready.shape)):
        expected = seen(shifts.one_by_one(some, ready, priority, work), stop)
        found = fast.taken(some, ready, priority, work, stop)
        assert same(seen(found, stop), expected)


def test_a_station_takes_whichever_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba", reason="numba is not installed: pip install 'corridor-sim[fast]'")
    ready, work, stop = line(3, 300, 1.0, 2)
    some = crews((1, 1), 2 * stop)
    monkeypatch.setenv(fast.SWITCH, "0")
    plain = [shifts.by_shift(some, ready, p, work, stop) for p in (None, urgency(ready.shape))]
    monkeypatch.setenv(fast.SWITCH, "1")
    monkeypatch.setattr(shifts, "one_by_one", None)
    machine = [shifts.by_shift(some, ready, p, work, stop) for p in (None, urgency(ready.shape))]
    for one, other in zip(plain, machine, strict=True):
        assert same(seen(one, stop), seen(other, stop))


def test_a_shift_for_each_of_many_servers() -> None:
    """More of them than NumPy chooses among at once."""
    ready, work, stop = line(50, 200, 1.0, 40)
    some = crews((1, 1, 1), 2 * stop) * 14
    expected = seen(shifts.one_by_one(some, ready, None, work), stop)
    assert same(seen(shifts.in_lanes(some, ready, work, stop), stop), expected)


@pytest.mark.parametrize("rows", [3, 60])
def test_shifts_without_a_break_are_one_queue(rows: int) -> None:
    ready, work, stop = line(rows, 200, 1.0, 3)
    always = Calendar("always", np.array([0]), np.array([NEVER]))
    start, _ = seen(shifts.by_shift([(1, always), (2, always)], ready, None, work, stop), stop)
    expected = queues.heaps(ready, work, 3)
    assert np.array_equal(start, np.where(expected < stop, expected, NEVER))


@pytest.mark.parametrize("rows", [3, 60])
def test_nobody_asks_and_nobody_serves(rows: int) -> None:
    nobody, ones = np.full((rows, 4), NEVER), np.ones((rows, 4), dtype=np.int64)
    never = Calendar("never", np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    some = crews((1, 2), 10 * _DAY)
    assert (seen(shifts.by_shift(some, nobody, None, ones, 100), 100)[0] == NEVER).all()
    found = shifts.by_shift([(1, never), (1, never)], ones * 5, None, ones, 100)
    assert (np.array(seen(found, 100)) == NEVER).all()
    none = shifts.by_shift(some, nobody[:, :0], None, ones[:, :0], 100)
    assert none[0].shape == (rows, 0)
