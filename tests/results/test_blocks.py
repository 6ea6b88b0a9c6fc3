"""A block of replications gives what its replications give one by one, measure by measure."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import add

import numpy as np
import pytest

from corridor_sim import tiles
from corridor_sim.engine.event import run
from corridor_sim.results import figures
from corridor_sim.results.collect import Reduced, reduce_block
from corridor_sim.results.measures import joined
from corridor_sim.trace import Trace
from tests.plans.random_plans import random_plan
from tests.plans.stirred import stirred
from tests.plans.written import Run, compiled, settled

ROWS = 4


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    """Plans with the clock stopped in mid-service in every second one, and with a warm-up."""
    folder, made = tmp_path_factory.mktemp("plans"), []
    for seed in range(16):
        plan = compiled(random_plan(seed), folder).plan
        if seed % 2:
            plan = replace(plan, stop=plan.end * 3 // 4, end=plan.end // 2)
        plan = replace(plan, warm=plan.end // 5 if seed % 3 else 0)
        workload = settled(plan, range(ROWS), seed)
        workload = stirred(workload) if seed % 4 == 1 else workload
        made.append(Run(plan, workload, run(plan, workload)))
    return made


def test_replications_are_not_mixed_up(runs: list[Run]) -> None:
    for one in runs:
        whole = reduce_block(one.plan, one.workload, one.trace)
        parts = [_alone(one, row) for row in range(ROWS)]
        assert len(whole.measures) > 50
        together = joined([part.measures for part in parts])
        for mine, apart in zip(whole.measures, together, strict=True):
            assert mine.key == apart.key
            for name in ("values", "count", "unfinished", "above"):
                alike = getattr(mine, name), getattr(apart, name)
                assert alike[0].tobytes() == alike[1].tobytes(), (one.plan.name, mine.key, name)
        for number, tally in enumerate(whole.tallies):
            added = reduce(add, (part.tallies[number] for part in parts))
            for name in ("ran", "cancelled", "aboard", "room", "late", "missed"):
                assert np.array_equal(getattr(tally, name), getattr(added, name)), name


def test_something_is_unfinished_and_differs_by_replication(runs: list[Run]) -> None:
    """Else the test above could not tell rows apart."""
    measures = [m for one in runs for m in reduce_block(one.plan, one.workload, one.trace).measures]
    assert sum(bool(one.unfinished.any()) for one in measures) > 100
    assert sum(bool(np.isinf(one.values).any()) for one in measures) > 100
    assert sum(len(set(one.values.tolist())) == ROWS for one in measures) > 1_000


def test_neither_tiles_nor_stacks_are_seen(
    runs: list[Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [reduce_block(one.plan, one.workload, one.trace) for one in runs]
    monkeypatch.setattr(tiles, "_NEAR", 1)
    monkeypatch.setattr(tiles, "_FEWEST", 3)
    monkeypatch.setattr(figures, "_NEAR", 1)
    for one, before in zip(runs, whole, strict=True):
        after = reduce_block(one.plan, one.workload, one.trace)
        assert _bytes(after) == _bytes(before)


def _alone(one: Run, row: int) -> Reduced:
    part = slice(row, row + 1)
    flows = tuple(tiles._times(flow, part) for flow in one.trace.flows)
    trace = Trace(one.trace.replications[part], flows)
    return reduce_block(one.plan, tiles._luck(one.workload, part), trace)


def _bytes(one: Reduced) -> list[tuple[bytes, ...]]:
    return [
        (m.values.tobytes(), m.count.tobytes(), m.unfinished.tobytes(), m.above.tobytes())
        for m in one.measures
    ]
