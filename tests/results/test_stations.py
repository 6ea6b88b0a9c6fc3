from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_sim.clock import NEVER
from corridor_sim.plan import Calendar
from corridor_sim.results.busy import Opening, Use, open_seconds, use, used_by_day
from corridor_sim.results.spells import Spells
from corridor_sim.results.stations import queue_lengths
from tests.results.asked import values
from tests.results.world import World, whole


def test_by_hand(world: World) -> None:
    # 10 800 s and 7 200 s of work, all on the first of two days.
    assert values(world, "utilisation", "ratio", station="officers") == [1 / 8, 1 / 12]
    assert values(world, "utilisation", "busiest", station="officers") == [1 / 8, 1 / 12]
    assert values(world, "served", "total", station="officers") == [3, 2]
    assert values(world, "queue", "mean", station="officers") == [0.026, 0]
    assert values(world, "queue", "max", station="officers") == [1, 0]
    assert values(world, "wait_h", "p95", station="officers") == pytest.approx([2_600 / 3600, 0])


def test_only_open_time_counts(world: World) -> None:
    """Open [0, 2000) and [81 000, 200 000): 7 400 s on the first day, the only one with work."""
    hours = Calendar("hours", whole([0, 81_000]), whole([2_000, 200_000]))
    closed = replace(world, plan=replace(world.plan, calendars=(hours,)))
    # Visits [0, 3600), [3600, 7200) and [80 000, 83 600).
    busy = values(closed, "utilisation", "ratio", station="officers")
    assert busy == pytest.approx([(2_000 + 0 + 2_600) / 7_400, (2_000 + 2_600) / 7_400])


def test_a_station_that_never_opens_has_no_utilisation(world: World) -> None:
    never = Calendar("never", whole([]), whole([]))
    shut = replace(world, plan=replace(world.plan, calendars=(never,)))
    assert np.isnan(values(shut, "utilisation", "ratio", station="officers")).all()


def _use(spells: list[Spells], hours: Opening, servers: int, rows: int = 1) -> Use:
    return use(used_by_day(spells, hours, rows), servers * hours.by_day())


def test_months_without_work_hide_no_overload() -> None:
    """Idle for 300 days, busy to the full for 50, idle for 50, half busy for 50."""
    day, horizon = 86_400, 450 * 86_400
    visits = [(300 * day, 350 * day), *((k * day, k * day + day // 2) for k in range(400, 450))]
    begun, ended = (whole([times]) for times in zip(*visits, strict=True))
    hours = Opening(Calendar("always", whole([0]), whole([horizon])), horizon)
    found = _use([Spells(begun, ended)], hours, 1)
    assert found.mean.tolist() == [75 / 150]
    assert found.busiest.tolist() == [1.0]
    assert _use([Spells(begun, ended)], hours, 4).busiest.tolist() == [0.25]


def test_the_busiest_stretch_is_no_single_day() -> None:
    """One full day in the middle of sixty with an hour each: 24 + 27 hours of 28 days."""
    begun = whole([[k * 86_400 for k in range(60)]])
    ended = begun + whole([[86_400 if k == 30 else 3_600 for k in range(60)]])
    hours = Opening(Calendar("always", whole([0]), whole([10**9])), 60 * 86_400)
    found = _use([Spells(begun, ended)], hours, 1)
    assert found.busiest.tolist() == [51 / (28 * 24)]
    assert found.mean.tolist() == [83 / (60 * 24)]


def test_who_does_not_count_uses_nothing() -> None:
    hours = Opening(Calendar("always", whole([0]), whole([10**9])), 10 * 86_400)
    visits = Spells(whole([[0, 50], [NEVER, 0]]), whole([[10, 90], [NEVER, 40]]))
    some = replace(visits, absent=np.array([[False, True], [False, False]]))
    assert used_by_day([some], hours, 2).sum(axis=1).tolist() == [10, 40]
    nobody = replace(visits, absent=np.ones((2, 2), dtype=np.bool_))
    assert _use([nobody], hours, 1, 2).mean.tolist() == [0.0, 0.0]
    assert _use([], hours, 1, 2).busiest.tolist() == [0.0, 0.0]


@given(
    edges=st.lists(st.integers(0, 100), unique=True, max_size=8),
    visits=st.lists(st.tuples(st.integers(0, 90), st.integers(1, 60), st.booleans()), max_size=9),
)
def test_use_is_counted_hour_by_hour(edges: list[int], visits: list[tuple[int, int, bool]]) -> None:
    """Against open hours counted one by one; the horizon ends within the fourth day."""
    hour, horizon = 3_600, 82
    ordered = sorted(edges[: len(edges) // 2 * 2])
    calendar = Calendar("any", whole(ordered[::2]) * hour, whole(ordered[1::2]) * hour)
    begun = whole([[at for at, _, _ in visits]]) * hour
    ended = whole([[at + long if done else NEVER // hour for at, long, done in visits]]) * hour
    found = used_by_day([Spells(begun, ended)], Opening(calendar, horizon * hour), 1)
    expected = [0] * 4
    for at, long, done in visits:
        for now in range(at, min(at + long if done else horizon, horizon)):
            shut = not any(a <= now < b for a, b in zip(ordered[::2], ordered[1::2], strict=True))
            expected[now // 24] += 0 if shut else hour
    assert found.tolist() == [expected]


@given(
    edges=st.lists(st.integers(-50, 250), unique=True, max_size=12),
    until=st.lists(st.integers(0, 200), min_size=1, max_size=20),
)
def test_open_seconds_are_counted_one_by_one(edges: list[int], until: list[int]) -> None:
    ordered = sorted(edges[: len(edges) // 2 * 2])
    calendar = Calendar("any", whole(ordered[::2]), whole(ordered[1::2]))
    seconds = [
        any(a <= t < b for a, b in zip(ordered[::2], ordered[1::2], strict=True))
        for t in range(200)
    ]
    found = open_seconds(calendar, whole(until), 200)
    assert found.tolist() == [sum(seconds[:t]) for t in until]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40), st.booleans()), max_size=25))
def test_littles_law_holds_path_by_path(visits: list[tuple[int, int, bool]]) -> None:
    """The number waiting, second by second, against the waits."""
    horizon = 50
    begun = [ready for ready, _, _ in visits] + [NEVER]
    ended = [ready + wait if served else NEVER for ready, wait, served in visits] + [NEVER]
    waits = Spells(whole([begun]), whole([ended]))
    waiting = [sum(a <= t < b for a, b in zip(begun, ended, strict=True)) for t in range(horizon)]
    mean, longest = queue_lengths([waits], horizon, 1)
    assert mean.tolist() == [sum(waiting) / horizon]
    assert longest.tolist() == [max(waiting)]
