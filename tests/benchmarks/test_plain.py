"""The plain recursion, which all others are checked against, counted by hand and by the engines."""

import numpy as np
import pytest

from benchmarks.plain import corridor as plain_corridor
from benchmarks.plain import queue as plain_queue
from benchmarks.works import corridor
from benchmarks.works.corridor import Corridor
from benchmarks.works.kinds import CORRIDOR, Work, queues
from benchmarks.works.queue import Queue
from corridor_sim.engine import array, event


def test_one_server_by_hand() -> None:
    found = plain_queue.run(Queue([10, 12, 40], [5, 8, 3], 1))
    assert found["start"] == [10, 15, 40]
    assert found["departure"] == [15, 23, 43]


def test_a_second_server_takes_who_waits() -> None:
    found = plain_queue.run(Queue([10, 12, 13], [50, 8, 3], 2))
    assert found["start"] == [10, 12, 20]
    assert found["departure"] == [60, 20, 23]


def _hand(**changes: object) -> Corridor:
    base = {
        "arrive": [0, 1, 2],
        "documents": [10, 10, 10],
        "inspected": [False, True, False],
        "inspection": [7, 20, 7],
        "gauge": [5, 5, 5],
        "last_mile": [1, 2, 3],
        "leaves": ([12, 40, 80], [50, 60, 100]),
        "travel": ([10, 1, 1], [4, 4, 4]),
        "capacity": 2,
        "stop": 1_000,
    }
    return Corridor(**{**base, **changes})  # type: ignore[arg-type]  # the names are its fields


def test_corridor_by_hand() -> None:
    found = plain_corridor.run(_hand())
    assert found["documents_end"] == [10, 11, 12]
    assert found["cleared"] == [10, 31, 12]
    assert found["first_slot"] == [0, 1, 0]  # ready at the very second of the cut-off: aboard
    assert found["border"] == [22, 41, 22]
    assert found["gauge_end"] == [27, 46, 27]
    assert found["second_slot"] == [0, 1, 0]  # two seats
    assert found["delivery"] == [55, 66, 57]


def test_trains_may_overtake() -> None:
    leaves = ([12, 40, 80], [60, 100, 130])
    found = plain_corridor.run(_hand(capacity=1, leaves=leaves, travel=([100, 10, 1], [4] * 3)))
    assert found["first_slot"] == [0, 2, 1]
    assert found["border"] == [112, 81, 50]


def test_who_comes_off_one_train_goes_by_number() -> None:
    given = _hand(
        arrive=[0] * 5,
        documents=[5, 4, 3, 2, 1],
        inspected=[False] * 5,
        inspection=[0] * 5,
        gauge=[9] * 5,
        last_mile=[1] * 5,
        leaves=([60], [200]),
        travel=([10], [4]),
        capacity=9,
    )
    assert plain_corridor.run(given)["gauge_start"] == [70, 70, 70, 70, 79]


@pytest.mark.parametrize("work", [queues(1), queues(4, 1.2), CORRIDOR], ids=lambda work: work.name)
@pytest.mark.parametrize("engine", [event.run, array.run], ids=["event", "array"])
def test_engines_agree_with_it(work: Work, engine: object) -> None:
    assert callable(engine)
    plan, workload = work.make(3, 250)
    found = work.columns(engine(plan, workload))
    for row in range(3):
        for name, column in work.plain(work.given(plan, workload, row)).items():
            np.testing.assert_array_equal(found[name][row], column, err_msg=name)


def test_the_corridor_is_what_it_says() -> None:
    plan, workload = corridor.work(2, 1_000)
    flow = workload.flows[0]
    assert flow.arrive.shape == (2, 1_000)
    inspected = flow.skip[1]
    assert inspected is not None
    assert 0.02 < float((~inspected).mean()) < 0.09
    gaps = np.diff(flow.arrive, axis=1).mean() / 3_600.0
    assert gaps == pytest.approx(1.0 / 0.268, rel=0.1)
    found = corridor.columns(event.run(plan, workload))
    aboard = np.bincount(found["first_slot"][0])
    assert aboard.max() == 50
