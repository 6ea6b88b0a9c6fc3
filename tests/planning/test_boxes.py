"""The bound on boxes: never too small, and far below one box for each member."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corridor_sim.engine.event import run
from corridor_sim.trace import NOWHERE
from tests.plans.written import bare, compiled, settled

CAPACITIES = [{"box": "1 box"}, {"box": "7 box"}, {"t": "9 t"}, {"box": "5 box", "t": "14 t"}]


def _words(capacity: dict[str, str], wait: str, every: str) -> dict[str, object]:
    weight = {"empirical": ["1 t", "3 t", "5 t"]}
    flows = {
        "cartons": {
            "demand": {"process": "deterministic", "every": every, "batch": 3, "weight": weight},
            "stages": [{"name": "join", "consolidation": "c", "chance": 0.7}, {"delay": "1 min"}],
        },
        "boxes": {"demand": {"process": "fed"}, "stages": [{"delay": "1 h"}]},
    }
    rule = {"capacity": capacity, "wait": wait, "feeds": "boxes"}
    return bare(flows, consolidations={"c": rule})


@pytest.mark.parametrize("capacity", CAPACITIES)
@pytest.mark.parametrize("wait", ["1 min", "3 h", "20 d"])
@pytest.mark.parametrize("every", ["10 min", "5 h"])
def test_every_box_has_a_place(
    tmp_path: Path, capacity: dict[str, str], wait: str, every: str
) -> None:
    plan = compiled(_words(capacity, wait, every), tmp_path).plan
    workload = settled(plan, range(3))
    slot = run(plan, workload).flows[0].slot[0]
    assert slot is not None
    places = workload.flows[1].arrive.shape[1]
    skip = workload.flows[0].skip[0]
    assert skip is not None
    assert slot.max() < places <= (~skip).sum(axis=1).max()
    assert (slot != NOWHERE).any()


def test_full_boxes_need_few_places(tmp_path: Path) -> None:
    plan = compiled(_words({"box": "7 box"}, "20 d", "10 min"), tmp_path).plan
    workload = settled(plan, range(3))
    members = int((~np.asarray(workload.flows[0].skip[0])).sum(axis=1).max())
    assert workload.flows[1].arrive.shape[1] < members * 0.3


def test_boxes_that_hold_one_have_a_place_each(tmp_path: Path) -> None:
    plan = compiled(_words({"box": "1 box"}, "20 d", "10 min"), tmp_path).plan
    workload = settled(plan, range(3))
    skip = np.asarray(workload.flows[0].skip[0])
    assert workload.flows[1].arrive.shape[1] == (~skip).sum(axis=1).max()
