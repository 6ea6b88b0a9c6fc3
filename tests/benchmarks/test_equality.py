"""Equality: what counts as the same answer."""

from typing import Any

import numpy as np
import pytest

from benchmarks.equality import UnequalError, plain, same, same_per_train
from benchmarks.plain import corridor as plain_corridor
from benchmarks.works.kinds import CORRIDOR


def test_one_second_is_a_difference() -> None:
    same({"start": [1, 2]}, {"start": np.array([1, 2])}, "x")
    with pytest.raises(UnequalError, match="x: start differs for 1 of 2"):
        same({"start": [1, 2]}, {"start": [1, 3]}, "x")
    with pytest.raises(UnequalError, match="shape"):
        same({"start": [1, 2]}, {"start": [1]}, "x")


def test_a_column_is_an_array_in_shipment_order() -> None:
    plain({"start": np.zeros((2, 3), dtype=np.int64)}, (2, 3))
    with pytest.raises(UnequalError, match="not an array"):
        plain({"start": np.zeros((3, 2), dtype=np.int64)}, (2, 3))
    with pytest.raises(UnequalError, match="whole numbers"):
        plain({"start": np.zeros((2, 3))}, (2, 3))


def _answer() -> dict[str, Any]:
    plan, workload = CORRIDOR.make(1, 300)
    return dict(plain_corridor.run(CORRIDOR.given(plan, workload, 0)))


def test_order_within_a_train_is_free() -> None:
    ours = _answer()
    slot = np.array(ours["first_slot"])
    one, two = np.flatnonzero(slot == slot[150])[:2].tolist()
    swapped = {name: list(column) for name, column in ours.items()}
    for name in ("gauge_start", "gauge_end", "second_slot", "delivery"):
        column = swapped[name]
        column[one], column[two] = column[two], column[one]
    same_per_train(ours, swapped, "x")


def test_another_train_is_not() -> None:
    ours = _answer()
    moved = {**ours, "second_slot": [one + 1 for one in ours["second_slot"]]}
    with pytest.raises(UnequalError, match="per train"):
        same_per_train(ours, moved, "x")
    late = {**ours, "gauge_start": [ours["gauge_start"][0] + 1, *ours["gauge_start"][1:]]}
    with pytest.raises(UnequalError, match="gauge_start per train"):
        same_per_train(ours, late, "x")
