from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.trace import NOWHERE
from tests.results.asked import values
from tests.results.world import World


def _boarded(world: World, slots: list[list[int]]) -> World:
    """The world in which the boxes take these trains; their later times do not matter here."""
    times = world.trace.flows[0]
    changed = replace(times, slot=(None, np.array(slots, dtype=np.int64), None))
    return replace(world, trace=replace(world.trace, flows=(changed,)))


def _rolled(world: World, window: tuple[int, int] | None = None) -> list[float]:
    return values(world, "boxes_rolled", "total", window, service="train")


def test_who_takes_the_first_train_after_being_ready_is_not_rolled(world: World) -> None:
    assert _rolled(world) == [0, 0]


def test_left_behind_with_room_on_a_later_train_only(world: World) -> None:
    # In replication 1 the second box does not exist; nobody is rolled who is not there.
    later = _boarded(world, [[0, 1, 1], [0, NOWHERE, NOWHERE]])
    assert _rolled(later) == [1, 0]
    assert _rolled(later, (0, 50_000)) == [0, 0]  # rolled when the train left at 50,000
    assert _rolled(later, (50_000, 50_001)) == [1, 0]


def test_left_behind_for_good(world: World) -> None:
    assert _rolled(_boarded(world, [[0, NOWHERE, 1], [0, NOWHERE, NOWHERE]])) == [1, 0]


def test_a_train_that_did_not_run_rolls_nobody(world: World) -> None:
    # The third box of replication 1 was ready for the second train, which was cancelled.
    assert world.workload.trips[0].cancelled[1, 1]
    ready = world.trace.flows[0].ready[1]
    assert ready[1, 2] != NEVER
    assert _rolled(world)[1] == 0


def test_the_cut_off_itself_is_still_in_time(world: World) -> None:
    times = world.trace.flows[0]
    for second, expected in ((50_000, 1), (50_001, 0)):
        ready = times.ready[1].copy()
        ready[0, 1] = second
        moved = replace(times, ready=(times.ready[0], ready, times.ready[2]))
        late = replace(world, trace=replace(world.trace, flows=(moved,)))
        assert _rolled(_boarded(late, [[0, 1, 1], [0, NOWHERE, NOWHERE]]))[0] == expected
