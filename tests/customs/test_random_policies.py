"""Policies at random: they compile, both engines give the same trace, the laws hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor_sim.clock import NEVER
from corridor_sim.engine.invariants import check, find_stuck
from tests.plans.cases import ran
from tests.plans.policies import random_clearance
from tests.plans.written import compiled, settled


@pytest.mark.parametrize("seed", range(24))
def test_any_policies_run_alike_on_both_engines(seed: int, tmp_path: Path) -> None:
    plan = compiled(random_clearance(seed), tmp_path).plan
    case = ran(plan, settled(plan, range(2), seed))
    assert case.differences() == []
    assert check(plan, case.workload, case.trace) == []
    assert find_stuck(plan, case.workload, case.trace) == []


@pytest.mark.parametrize("seed", range(6))
def test_nobody_is_lost_on_the_way(seed: int, tmp_path: Path) -> None:
    plan = compiled(random_clearance(seed), tmp_path).plan
    case = ran(plan, settled(plan, range(1), seed))
    for flow, trace in zip(plan.flows, case.trace.flows, strict=True):
        came = trace.arrive < NEVER
        assert (trace.end[flow.delivery][came] < NEVER).all()
        assert came.any()


def test_on_a_route_two_ways_of_a_step_share_its_luck(tmp_path: Path) -> None:
    policy = {"lead": "4 h", "advance": {"share": 0.5}, "review": {"work": "1 h"}}
    given = random_clearance(0)
    given["policies"] = {f"p{number}": policy for number in range(6)}
    flow = next(one for one in compiled(given, tmp_path).plan.flows if one.name == "either")
    lucks = {stage.name: stage.luck for stage in flow.stages}
    for route in ("early", "late"):
        assert lucks[f"{route}/export/on_arrival/review"] == f"{route}/export/review"
        assert lucks[f"{route}/export/review"] == ""
