"""Law L5 on everything shipped: both engines give the same trace of every scenario."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor_sim.planning.compile import compile_plan
from corridor_sim.scenario.read import read
from tests.plans.cases import ran
from tests.plans.written import settled

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = [
    SCENARIOS / "hengyang-2021.yaml",
    *sorted((SCENARIOS / "hengyang-2021").glob("*.yaml")),
    *sorted((SCENARIOS / "starter").glob("*.yaml")),
]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_shipped_scenarios(path: Path) -> None:
    plan = compile_plan(read(path)).plan
    assert ran(plan, settled(plan, range(1))).differences() == []


def test_all_of_them_are_found() -> None:
    assert len(SHIPPED) >= 8
