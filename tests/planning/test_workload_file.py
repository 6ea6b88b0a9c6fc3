"""A saved workload is the portable artefact: an engine takes it up again and answers the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corridor_sim.engine.event import run
from corridor_sim.planning.compile import compile_plan
from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from corridor_sim.scenario.read import read
from corridor_sim.workload import load, save

STARTER = Path(__file__).parents[2] / "scenarios" / "starter" / "corridor.yaml"


def test_what_was_saved_runs_the_same(tmp_path: Path) -> None:
    plan = compile_plan(read(STARTER, ("time.end=2021-02-28",))).plan
    workload = realise(plan, draw(plan, 1, range(2)))
    save(workload, tmp_path / "work.npz")
    again = load(tmp_path / "work.npz")
    assert len(again.flows) == len(workload.flows)
    for ours, theirs in zip(workload.flows, again.flows, strict=True):
        assert [one is None for one in ours.skip] == [one is None for one in theirs.skip]
        assert [one is None for one in ours.work] == [one is None for one in theirs.work]
    for first, second in zip(run(plan, workload).flows, run(plan, again).flows, strict=True):
        for before, after in zip(first.end, second.end, strict=True):
            np.testing.assert_array_equal(before, after)


def test_another_file_is_not_taken_for_one(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", something=np.zeros(3))
    with pytest.raises(KeyError):
        load(tmp_path / "other.npz")
