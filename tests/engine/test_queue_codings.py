"""The codings of the queue law test one another; which one is taken leaves no trace."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array import lanes, queues
from corridor_sim.engine.array.hours import open_seconds
from corridor_sim.engine.event.station import Hours
from corridor_sim.plan import Calendar

Seconds = NDArray[np.int64]
SERVERS = (1, 2, 3, 7)
LOADS = (0.3, 0.9, 1.0, 1.4)


def line(rows: int, longest: int, load: float, servers: int) -> tuple[Seconds, Seconds, int]:
    """Requests on a grid of minutes, rows of different lengths, and a stop in the midst of them."""
    luck = np.random.default_rng([rows, longest, servers, int(100 * load)])
    work = 60 * luck.integers(1, 40, (rows, longest))
    gaps = 60 * luck.integers(0, 2 * max(int(20.0 / (load * servers)), 1) + 1, (rows, longest))
    ready = np.cumsum(gaps, axis=1)
    lengths = luck.integers(longest // 2, longest + 1, rows)
    ready[np.arange(longest) >= lengths[:, None]] = NEVER
    known = ready[ready < NEVER]
    return ready, work, int(known.max() * 0.9)


def seen(start: Seconds, stop: int) -> Seconds:
    """What of an answer lies before the stop."""
    return np.where(start < stop, start, NEVER)


@pytest.mark.parametrize("servers", SERVERS)
@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize(("rows", "longest"), [(1, 900), (5, 300), (200, 60)])
def test_every_coding_gives_the_same_starts(
    servers: int, load: float, rows: int, longest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "_SPAN", 64)
    ready, work, stop = line(rows, longest, load, servers)
    expected = seen(queues.heaps(ready, work, servers), stop)
    waited = (expected > ready) & (expected < NEVER)
    assert waited.any() or load < 0.9
    alike = np.zeros_like(ready)
    answers = {
        "lanes": lanes.in_lanes(ready, work, servers, stop),
        "spans": lanes.in_spans(ready, work, servers, stop),
        "urgent": queues.by_priority(ready, alike, work, servers),
        "chosen": queues.served(ready, work, servers, stop),
    }
    if servers == 1:
        answers["sums"] = queues.by_sums(ready, work)
    for name, start in answers.items():
        assert np.array_equal(seen(start, stop), expected), name


@pytest.mark.parametrize("rounds", [0, 1, 3])
def test_spans_that_never_settle_are_walked_one_by_one(
    rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "_SPAN", 32)
    monkeypatch.setattr(lanes, "_ROUNDS", rounds)
    ready, work, stop = line(3, 2_000, 1.4, 2)
    expected = queues.heaps(ready, work, 2)
    assert np.array_equal(seen(lanes.in_spans(ready, work, 2, stop), stop), seen(expected, stop))


def test_a_queue_that_outgrows_32_bits_is_walked_in_64() -> None:
    work = np.full((200, 100), 10_000_000)
    ready = np.tile(np.arange(100), (200, 1))
    assert lanes.width(work[:, :10], 1_000) is np.int32
    assert lanes.width(work, 1_400_000_000) is np.int64
    assert lanes.width(work[:, :10], 2**31) is np.int64
    stop = 2**40
    expected = queues.heaps(ready, work * 1_000, 2)
    assert 2**31 < int(expected.max()) < stop
    for rows in (200, 3):
        for coding in (lanes.in_lanes, lanes.in_spans, queues.served):
            part = ready[:rows], work[:rows] * 1_000
            assert np.array_equal(coding(*part, 2, stop), expected[:rows])


def test_an_urgent_request_overtakes_those_who_wait_and_nobody_in_service() -> None:
    ready = np.array([[0, 1, 2, 3]])
    work = np.array([[10, 10, 10, 10]])
    priority = np.array([[1, 1, 1, 0]])
    start = queues.by_priority(ready, priority, work, 1)
    assert start.tolist() == [[0, 20, 30, 10]]


def test_nobody_asks() -> None:
    nobody = np.full((3, 4), NEVER)
    for servers in (1, 2, 9):
        assert (queues.served(nobody, np.ones_like(nobody), servers, 100) == NEVER).all()
        assert queues.served(nobody[:, :0], nobody[:, :0], servers, 100).shape == (3, 0)


def test_open_seconds_there_and_back_are_the_event_engine_s_hours() -> None:
    opens, closes = np.array([30, 100, 160]), np.array([60, 130, 161])
    hours = open_seconds(Calendar("some", opens, closes), 200)
    assert not hours.always
    seconds = np.arange(200)
    start = hours.start(hours.passed(seconds))
    assert start.tolist() == [
        Hours([30, 100, 160], [60, 130, 161]).next_open(s) for s in range(200)
    ]
    for begun in np.flatnonzero(start == seconds).tolist():
        walked = Hours([30, 100, 160], [60, 130, 161])
        walked.next_open(begun)
        works = np.arange(1, 80)
        ends = hours.end(hours.passed(np.array([begun])) + works)
        assert ends.tolist() == [walked.finish(begun, work) for work in works.tolist()]


def test_hours_without_a_break_are_known_as_such() -> None:
    whole = Calendar("always", np.array([0]), np.array([500]))
    assert open_seconds(whole, 500).always
    assert not open_seconds(whole, 501).always
    late = Calendar("late", np.array([1]), np.array([500]))
    assert not open_seconds(late, 500).always
