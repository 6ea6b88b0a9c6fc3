"""Screens decide how fast a check is, never what it says: they pass nothing that a count finds.

Numbers of random traces are changed, and what the check says is compared with the counts of every
law in every replication.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from corridor_sim import tiles
from corridor_sim.clock import NEVER
from corridor_sim.edges import Edges
from corridor_sim.engine.event import run
from corridor_sim.engine.invariants import find_stuck
from corridor_sim.engine.invariants.check import check
from corridor_sim.engine.invariants.screens.resources import suspect_resources
from corridor_sim.plan import Kind, Plan
from corridor_sim.trace import FlowTrace, Trace
from corridor_sim.workload import Workload
from tests.plans.random_plans import random_plan
from tests.plans.written import Run, compiled, settled

PLANS, CHANGES = 24, 9


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    """Three replications of each plan; in two of three nobody is more urgent than others."""
    folder, made = tmp_path_factory.mktemp("plans"), []
    for seed in range(PLANS):
        plan = compiled(random_plan(seed), folder).plan
        workload = settled(plan, range(3), seed)
        if seed % 3:
            alike = (replace(one, priority=one.priority * 0) for one in workload.flows)
            workload = replace(workload, flows=tuple(alike))
        made.append(Run(plan, workload, run(plan, workload)))
    return made


def test_changed_numbers_are_counted_as_without_screens(
    runs: list[Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    found, expected = [], []
    changed = [(one, trace) for seed, one in enumerate(runs) for trace in _changed(one, seed)]
    for one, trace in changed:
        found.append(check(one.plan, one.workload, trace))
    monkeypatch.setattr(
        import_module("corridor_sim.engine.invariants.check"), "_screened", _nothing_passes
    )
    for one, trace in changed:
        expected.append(check(one.plan, one.workload, trace))
    assert found == expected
    broken = {law.law for laws in expected for law in laws}
    assert len(broken) > 18
    assert sum(not laws for laws in expected) < len(expected) // 2


def test_what_keeps_the_laws_passes(runs: list[Run]) -> None:
    """Where nobody is more urgent, the laws are almost never counted one by one."""
    plain = [one for seed, one in enumerate(runs) if seed % 3]
    suspects = [suspect_resources(one.plan, one.workload, one.trace) for one in plain]
    resources = sum(
        len(one.plan.stations) + len(one.plan.services) + len(one.plan.places) for one in plain
    )
    assert sum(int(rows.sum()) for found in suspects for rows in found.values()) < resources // 10


def test_tiles_change_nothing(runs: list[Run], monkeypatch: pytest.MonkeyPatch) -> None:
    changed = [(one, trace) for seed, one in enumerate(runs) for trace in _changed(one, seed)]
    whole = [check(one.plan, one.workload, trace) for one, trace in changed]
    monkeypatch.setattr(tiles, "_NEAR", 1)
    monkeypatch.setattr(tiles, "_FEWEST", 1)
    assert [check(one.plan, one.workload, trace) for one, trace in changed] == whole


def test_stuck_shipments_stay_in_their_replication(runs: list[Run]) -> None:
    seen = 0
    for one in runs:
        alone = [
            stuck
            for row in range(3)
            for stuck in find_stuck(one.plan, *_rows(one, slice(row, row + 1)))
        ]
        assert find_stuck(one.plan, one.workload, one.trace) == alone
        seen += len(alone)
    assert seen > 0


@pytest.mark.parametrize("edges", [[], [5], [0, 3], [2, 2, 9], [100, 10**6, 10**9], [7, 8, 50]])
def test_edges_are_counted_as_by_searching(edges: list[int]) -> None:
    whole = np.array(edges, dtype=np.int64)
    around = [one + step for one in [0, 40, *edges] for step in (-1, 0, 1)]
    times = np.array([*around, 10**12, NEVER], dtype=np.int64)
    found = Edges(whole).passed(times)
    assert found.tolist() == np.searchsorted(whole, times, side="right").tolist()


def _rows(one: Run, rows: slice) -> tuple[Workload, Trace]:
    for part, some, seen in tiles.tiles(one.workload, one.trace):
        assert part == slice(0, 3)
        del some, seen
    flows = tuple(tiles._times(flow, rows) for flow in one.trace.flows)
    trace = Trace(one.trace.replications[rows], flows)
    return tiles._luck(one.workload, rows), trace


def _nothing_passes(
    plan: Plan, workload: Workload, trace: Trace
) -> tuple[list[int], dict[int, list[tuple[Kind, int]]]]:
    del workload
    kinds = (
        (Kind.STATION, plan.stations),
        (Kind.DEPARTURES, plan.services),
        (Kind.HOLD, plan.places),
        (Kind.CONSOLIDATION, plan.consolidations),
    )
    every = [(kind, k) for kind, some in kinds for k in range(len(some))]
    return list(range(len(plan.flows))), dict.fromkeys(range(len(trace.replications)), every)


def _changed(one: Run, seed: int) -> Iterator[Trace]:
    """The trace, and the trace with one number after another changed."""
    yield one.trace
    luck = Random(seed)
    for _ in range(CHANGES):
        flow = luck.choice([k for k, f in enumerate(one.trace.flows) if f.arrive.shape[1]])
        flows = list(one.trace.flows)
        flows[flow] = _one_changed(flows[flow], luck, one.plan)
        yield replace(one.trace, flows=tuple(flows))


def _one_changed(flow: FlowTrace, luck: Random, plan: Plan) -> FlowTrace:
    name = luck.choice(["arrive", "size", "ready", "start", "start", "end", "end", "slot", "slot"])
    at = luck.randrange(flow.arrive.shape[0]), luck.randrange(flow.arrive.shape[1])
    if name == "arrive":
        return replace(flow, arrive=_moved(flow.arrive, at, luck, plan.stop))
    if name == "size":
        size = flow.size.copy()
        size[(*at, luck.randrange(3))] += luck.choice([1, 40])
        return replace(flow, size=size)
    columns = list(getattr(flow, name))
    stage = luck.choice([k for k, column in enumerate(columns) if column is not None] or [-1])
    if stage < 0:
        return replace(flow, arrive=_moved(flow.arrive, at, luck, plan.stop))
    if name == "slot":
        column = columns[stage].copy()
        column[at] = luck.randint(-1, max(int(column.max()), 0))
        columns[stage] = column
    else:
        columns[stage] = _moved(columns[stage], at, luck, plan.stop)
    times = {other: getattr(flow, other) for other in ("ready", "start", "end", "slot")}
    times[name] = tuple(columns)
    return FlowTrace(flow.arrive, flow.size, flow.value, **times)


def _moved(
    column: NDArray[np.int64], at: tuple[int, int], luck: Random, stop: int
) -> NDArray[np.int64]:
    moved = column.copy()
    was = 0 if moved[at] == NEVER else int(moved[at])
    steps = [was + step for step in (-3600, -60, -1, 1, 60, 3600, 86_400)]
    moved[at] = luck.choice([NEVER, stop + 5, *(max(0, step) for step in steps)])
    return moved
