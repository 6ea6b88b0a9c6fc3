"""Blocks in processes side by side: same results, faults come through, nobody is left over."""

from __future__ import annotations

import os
import pickle
from multiprocessing import active_children
from pathlib import Path
from typing import Any, cast

import pytest

from corridor_sim.errors import Finding
from corridor_sim.planning.compile import compile_plan
from corridor_sim.scenario.read import read
from corridor_sim.study import engines
from corridor_sim.study.pieces import EngineFaultError, Task, pieces
from corridor_sim.study.run import run_scenario
from tests.cli.shell import SOUND, written


class _Deadly:
    """Whoever unpickles it ends at once, as if the system had killed it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (1,)


def test_a_fault_passes_between_processes_with_its_findings() -> None:
    fault = EngineFaultError(Finding("law_broken", {"law": "order", "where": "desk", "number": 3}))
    copied = pickle.loads(pickle.dumps(fault))
    assert type(copied) is EngineFaultError
    assert copied.findings == fault.findings
    assert copied.exit_code == fault.exit_code


def test_what_fails_in_a_process_fails_here(tmp_path: Path) -> None:
    plan = compile_plan(read(written(tmp_path, SOUND))).plan
    wrong = cast("Any", ["no published figure"])
    with pytest.raises(AttributeError):
        list(pieces(Task(plan, 1, "array", wrong), [range(1), range(1, 2)], 2))
    assert not active_children()


def test_a_process_that_is_killed_is_out_of_memory(tmp_path: Path) -> None:
    plan = compile_plan(read(written(tmp_path, SOUND))).plan
    # One block: a pool that ends reads what is left in its queue, which would be deadly here.
    with pytest.raises(MemoryError):
        list(pieces(Task(plan, 1, "array", cast("Any", [_Deadly()])), [range(1)], 2))
    assert not active_children()


def test_an_interruption_keeps_what_came_and_leaves_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engines.WORTH_SHARING, "array", 0)
    loaded = read(written(tmp_path, SOUND))
    seen: list[tuple[int, int]] = []

    def stop(done: int, count: int) -> None:
        seen.append((done, count))
        raise KeyboardInterrupt

    outcome = run_scenario(loaded, compile_plan(loaded), replications=40, progress=stop, workers=2)
    assert seen == [(20, 40)]
    assert isinstance(outcome.interrupted, KeyboardInterrupt)
    assert outcome.results.replications.tolist() == list(range(20))
    assert not active_children()
