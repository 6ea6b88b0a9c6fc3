from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_sim.clock import NEVER
from corridor_sim.plan import Calendar
from corridor_sim.results.spells import Spells
from corridor_sim.results.stations import open_seconds, queue_lengths
from tests.results.asked import values
from tests.results.world import World, whole


def test_by_hand(world: World) -> None:
    assert values(world, "utilisation", "ratio", station="officers") == [0.108, 0.072]
    assert values(world, "served", "total", station="officers") == [3, 2]
    assert values(world, "queue", "mean", station="officers") == [0.026, 0]
    assert values(world, "queue", "max", station="officers") == [1, 0]
    assert values(world, "wait_h", "p95", station="officers") == pytest.approx([2_600 / 3600, 0])


def test_only_open_time_counts(world: World) -> None:
    """Open [0, 2000) and [81 000, 200 000): 21 000 s until the end of demand."""
    hours = Calendar("hours", whole([0, 81_000]), whole([2_000, 200_000]))
    closed = replace(world, plan=replace(world.plan, calendars=(hours,)))
    # Visits [0, 3600), [3600, 7200) and [80 000, 83 600).
    busy = values(closed, "utilisation", "ratio", station="officers")
    assert busy == pytest.approx([(2_000 + 0 + 2_600) / 21_000, (2_000 + 2_600) / 21_000])


def test_a_station_that_never_opens_has_no_utilisation(world: World) -> None:
    never = Calendar("never", whole([]), whole([]))
    shut = replace(world, plan=replace(world.plan, calendars=(never,)))
    assert np.isnan(values(shut, "utilisation", "ratio", station="officers")).all()


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
