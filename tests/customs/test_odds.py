"""What the odds of the levers come to over many shipments, against what multiplies out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from corridor_sim.plan import Plan
from corridor_sim.planning.choices import chosen
from corridor_sim.planning.draw import draw
from corridor_sim.planning.preview import pass_share
from corridor_sim.planning.realise import realise
from tests.customs.office import words
from tests.plans.written import compiled

COUNT = 20_000
SIZES = {"x": {"share": 0.4}, "y": {"share": 0.6}}
DEMAND = {"process": "deterministic", "every": "25 min", "count": COUNT, "sizes": SIZES}


def _plan(folder: Path, policy: Mapping[str, object]) -> Plan:
    goods = {"from": "MZL", "to": "HYS", "via": ["train"], "demand": DEMAND}
    return compiled(words(policy, flows={"goods": goods}), folder).plan


def _share_of(plan: Plan, choice: str, option: int = 0) -> float:
    """The share of shipments for whom a choice fell so."""
    flow = plan.flows[0]
    fell = chosen(flow, draw(plan, 7, (0,)), (1, COUNT), None)
    number = [one.name for one in flow.choices].index(f"office/{choice}")
    return float((fell[number] == option).mean())


def _is(found: float, share: float) -> bool:
    return abs(found - share) < 4 * math.sqrt(share * (1 - share) / COUNT)


INSPECT = {
    "chance": 0.3,
    "work": "1 h",
    "channels": {
        "documents": {"share": 0.2, "work": "1 h"},
        "scanner": 0.5,
        "unpacking": 0.3,
    },
    "scanner": {"work": "5 min", "escalate": 0.1},
}
TRADERS = {
    "aeo": {"share": 0.5, "selected": 0.06},
    "general": {"share": 0.4},
    "low_credit": {"share": 0.1, "selected": 0.8},
}


def test_the_rate_of_selection_is_that_of_traders_and_cargo(tmp_path: Path) -> None:
    policy = {"traders": TRADERS, "risk": {"x": 0.5, "y": 2}, "inspect": INSPECT}
    plan = _plan(tmp_path, policy)
    rates = {"aeo": 0.06, "general": 0.3, "low_credit": 0.8}
    wanted = sum(
        TRADERS[name]["share"] * share * min(1.0, rate * risk)
        for name, rate in rates.items()
        for share, risk in ((0.4, 0.5), (0.6, 2.0))
    )
    assert _is(_share_of(plan, "selected"), wanted)
    choice = next(one for one in plan.flows[0].choices if one.name == "office/selected")
    assert choice.cumulative[0] == pytest.approx(wanted)


def test_found_is_present_and_selected_and_seen(tmp_path: Path) -> None:
    found = {"documents": 0.2, "scanner": 0.3, "unpacking": 0.9}
    inspect = {**INSPECT, "scanner": {"work": "5 min", "escalate": 0.5}}
    violations = {"present": {"aeo": 0.02, "general": 0.2, "low_credit": 0.6}, "found": found}
    plan = _plan(tmp_path, {"traders": TRADERS, "inspect": inspect, "violations": violations})
    opened_after_scan = 1 - (1 - 0.3) * (1 - 0.5)
    seen = 0.2 * 0.2 + 0.5 * opened_after_scan * 0.9 + 0.3 * 0.9
    odds = {"aeo": (0.06, 0.02), "general": (0.3, 0.2), "low_credit": (0.8, 0.6)}
    wanted = sum(TRADERS[one]["share"] * a * b * seen for one, (a, b) in odds.items())
    assert _is(_share_of(plan, "found"), wanted)
    present = sum(TRADERS[one]["share"] * b for one, (_, b) in odds.items())
    assert _is(_share_of(plan, "violation"), present)


def test_looks_at_declarations_that_come_back(tmp_path: Path) -> None:
    """1 + p + p^2 + p^3 looks in the mean."""
    back = {"chance": 0.4, "time": "1 h", "times": 3}
    plan = _plan(tmp_path, {"review": {"work": "1 h", "returned": back}})
    flow = plan.flows[0]
    looks = [number for number, one in enumerate(flow.stages) if "/review" in one.name]
    skip = realise(plan, draw(plan, 3, (0,))).flows[0].skip
    skips = [skip[number] for number in looks]
    passed = sum(COUNT if one is None else int((~one).sum()) for one in skips)
    wanted = sum(0.4**n for n in range(4))
    assert abs(passed / COUNT - wanted) < 4 * 1.1 / math.sqrt(COUNT)
    assert sum(pass_share(flow, flow.stages[n]) for n in looks) == pytest.approx(wanted)


def test_a_permit_of_the_table_is_needed_as_often_as_it_says(tmp_path: Path) -> None:
    plan = _plan(tmp_path, {"permits_table": {"regime": "china_2018"}})
    flow = plan.flows[0]
    skip = realise(plan, draw(plan, 3, (0,))).flows[0].skip
    number = [one.name for one in flow.stages].index("office/permit/inspection_form")
    needed = skip[number]
    assert needed is not None
    assert _is(float(np.mean(~needed)), 0.1)


def test_a_permit_for_a_class_is_asked_of_nobody_else(tmp_path: Path) -> None:
    demand = {**DEMAND, "sizes": {"machinery": {"share": 0.4}, "y": {"share": 0.6}}}
    goods = {"from": "MZL", "to": "HYS", "via": ["train"], "demand": demand}
    policy = {"permits_table": {"regime": "china_2018"}}
    plan = compiled(words(policy, flows={"goods": goods}), tmp_path).plan
    flow = plan.flows[0]
    names = [stage.name for stage in flow.stages]
    assert "office/permit/food_and_drug" not in names
    skip = realise(plan, draw(plan, 3, (0,))).flows[0].skip[names.index("office/permit/dual_use")]
    assert skip is not None
    assert _is(float(np.mean(~skip)), 0.4 * 0.012)
