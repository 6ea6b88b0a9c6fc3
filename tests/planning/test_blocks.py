"""A replication is the same whatever block it is drawn, settled and run in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.event import run
from corridor_sim.plan import Plan
from corridor_sim.planning.draw import draw
from corridor_sim.shipped import data_folder
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload
from tests.plans.dependent import dependent
from tests.plans.random_plans import random_plan
from tests.plans.written import bare, compiled, settled

BLOCKS = [[[0], [1], [2], [3], [4], [5]], [[0, 1], [2, 3], [4, 5]], [[5, 3], [4, 0, 1, 2]]]


@pytest.mark.parametrize("blocks", BLOCKS, ids=["6 x 1", "3 x 2", "out of order"])
@pytest.mark.parametrize("seed", [1, 4, 9])
def test_blocks_give_equal_workloads_and_traces(
    tmp_path: Path, seed: int, blocks: list[list[int]]
) -> None:
    plan = compiled(random_plan(seed), tmp_path).plan
    _same_in_blocks(plan, blocks)
    _same_in_blocks(dependent(plan, seed), blocks)


@pytest.mark.parametrize("blocks", BLOCKS, ids=["6 x 1", "3 x 2", "out of order"])
def test_blocks_meet_the_same_regimes(tmp_path: Path, blocks: list[list[int]]) -> None:
    """A weekly level is a sum of many terms: its last bits must not depend on the block."""
    words = bare({"box": FLOW}, 60, services={"train": TRAIN})
    words["network"] = str(data_folder() / "hengyang")
    plan = compiled(words, tmp_path).plan
    assert any(leg.regime >= 0 for leg in plan.services[0].legs)
    _same_in_blocks(plan, blocks)


@pytest.mark.parametrize("seed", [2, 4, 6])
def test_blocks_of_any_size_draw_the_same_uniforms(tmp_path: Path, seed: int) -> None:
    """Also a block so large that it is drawn in several tiles."""
    plan = compiled(random_plan(seed), tmp_path).plan
    whole = draw(plan, 3, range(400))
    rows = 0
    for block in ([0], [399, 7], list(range(30, 90))):
        part = draw(plan, 3, block)
        assert part.uniforms.keys() == whole.uniforms.keys()
        for key, drawn in part.uniforms.items():
            shared = min(drawn.shape[1], whole.uniforms[key].shape[1])
            assert np.array_equal(drawn[:, :shared], whole.uniforms[key][block, :shared])
            rows += drawn.size
    assert rows > 0


FLOW = {
    "demand": {"process": "poisson", "rate": "5/d"},
    "stages": [{"departures": "train"}, {"name": "road", "delay": {"exponential": "1 d"}}],
}
TRAIN = {"path": ["HYS", "MZL", "ZAB"], "timetable": {"every": "3 d"}, "capacity": "50 box"}


def _same_in_blocks(plan: Plan, blocks: list[list[int]]) -> None:
    whole = settled(plan, range(6), 3)
    trace = run(plan, whole)
    for block in blocks:
        part = settled(plan, block, 3)
        for row, replication in enumerate(block):
            _same_row(_columns(part, row), _columns(whole, replication))
            _same_row(_times(run(plan, part), row), _times(trace, replication))


def _columns(work: Workload, row: int) -> list[NDArray[np.int64]]:
    found: list[NDArray[np.int64]] = []
    for flow in work.flows:
        found += [flow.arrive[row], flow.refused[row].astype(np.int64), flow.priority[row]]
        found += [flow.size[row].T, flow.value[row]]
        found += [column[row].astype(np.int64) for column in flow.skip if column is not None]
        found += [column[row] for column in flow.work if column is not None]
    for trips in work.trips:
        found += [trips.start[row], trips.calls[row].T, trips.capacity[row].T]
        found.append(trips.cancelled[row].astype(np.int64))
    return found


def _times(trace: Trace, row: int) -> list[NDArray[np.int64]]:
    found: list[NDArray[np.int64]] = []
    for flow in trace.flows:
        found += [flow.arrive[row], flow.value[row]]
        found += [
            column[row] for columns in (flow.ready, flow.start, flow.end) for column in columns
        ]
    return found


def _same_row(one: list[NDArray[np.int64]], other: list[NDArray[np.int64]]) -> None:
    """Equal where both have shipments; a wider block has only more of those that do not come."""
    assert len(one) == len(other)
    came = False
    for mine, theirs in zip(one, other, strict=True):
        shared = min(mine.shape[-1], theirs.shape[-1])
        assert np.array_equal(mine[..., :shared], theirs[..., :shared])
        came = came or shared > 0
    assert came
    assert (one[0][other[0].shape[-1] :] == NEVER).all()
    assert (other[0][one[0].shape[-1] :] == NEVER).all()
