"""What the plans of the equality suite exercise: each law binds in at least 15 % of them.

A law binds in a plan if some time changes when that law alone is taken away; see
`mutants_binding.py` for how each is taken away.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from corridor_sim.clock import NEVER
from corridor_sim.plan import ARRIVAL, Kind, Plan
from tests.engine.mutants_binding import BINDING, binding
from tests.engine.test_equality import PLANS
from tests.plans.cases import Case, case

LEAST = 0.15


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [case("dense", seed) for seed in range(PLANS)]


@pytest.mark.parametrize("law", BINDING)
def test_every_law_binds_in_enough_plans(law: str, cases: list[Case]) -> None:
    assert sum(BINDING[law](one) for one in cases) >= LEAST * len(cases)


def test_nothing_binds_where_nothing_happens(cases: list[Case]) -> None:
    """The measure can fail: in each plan that has no boxes, no box is closed by anything."""
    without = [one for one in cases if not _uses(one.plan, Kind.CONSOLIDATION)]
    assert len(without) >= 20
    found = {name for one in without for name in binding(one) if "box" in name or "consol" in name}
    assert found == set()


def test_shapes_of_every_sort_are_there(cases: list[Case]) -> None:
    seen: Counter[str] = Counter()
    for one in cases:
        seen.update(_sorts(one))
    least = {
        "a flow without shipments": 15,
        "several stages of one flow at one resource": 60,
        "a call of a trip waited for": 30,
        "the start of a trip waited for": 30,
        "a hold inside a hold": 20,
        "a hold until a stage that some skip": 20,
        "nothing goes in a circle": 20,
        "several boxes ready in one second": 20,
        "a departure before the start": 20,
        "a departure without room": 20,
        "a box flow with a priority for each": 20,
    }
    assert {name: seen[name] for name in least if seen[name] < least[name]} == {}


def _uses(plan: Plan, kind: Kind) -> bool:
    return any(stage.kind is kind for flow in plan.flows for stage in flow.stages)


def _sorts(one: Case) -> set[str]:
    found = {name for flow in range(len(one.plan.flows)) for name in _of_flow(one, flow)}
    if not any(group.loop for group in one.plan.components):
        found.add("nothing goes in a circle")
    for service, trips in zip(one.plan.services, one.workload.trips, strict=True):
        if (service.cut_off < 0).any():
            found.add("a departure before the start")
        if (trips.capacity == 0).any():
            found.add("a departure without room")
    return found


def _of_flow(one: Case, number: int) -> set[str]:
    flow, work, times = one.plan.flows[number], one.workload.flows[number], one.trace.flows[number]
    found = set()
    if not work.arrive.shape[1]:
        found.add("a flow without shipments")
    if flow.fed_by >= 0:
        came = times.arrive[0][times.arrive[0] < NEVER]
        if len(np.unique(came)) < len(came):
            found.add("several boxes ready in one second")
        if np.ptp(work.priority) if work.priority.size else 0:
            found.add("a box flow with a priority for each")
    visited = [(s.kind, s.resource) for s in flow.stages if s.kind is not Kind.DELAY]
    if len(set(visited)) < len(visited):
        found.add("several stages of one flow at one resource")
    calls = {anchor.call for s in flow.stages for anchor in s.after if anchor.stage != ARRIVAL}
    if max(calls, default=-1) > 0:
        found.add("a call of a trip waited for")
    if 0 in calls:
        found.add("the start of a trip waited for")
    holds = [(at, s.until) for at, s in enumerate(flow.stages) if s.kind is Kind.HOLD]
    if any(a < b and d <= c for a, c in holds for b, d in holds):
        found.add("a hold inside a hold")
    if any(work.skip[until] is not None for _, until in holds):
        found.add("a hold until a stage that some skip")
    return found
