"""A policy field that a flow never meets leaves every time of it as it was, on both engines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from corridor_sim.engine import array, event
from corridor_sim.trace import FlowTrace
from tests.customs.office import words
from tests.plans.written import compiled, settled

LAW = {"triangular": ["1 h", "3 h", "9 h"]}
BASE: dict[str, object] = {
    "prepare": LAW,
    "lead": "4 h",
    "review": {"station": "desk", "automatic": 0.3},
    "inspect": {"chance": 0.3, "work": LAW},
    "pay": LAW,
}
LEVERS: dict[str, object] = {
    "readiness": {"label": {"time": LAW, "chance": 0.5}},
    "permits": {"a": {"chance": 0.5, "time": LAW}},
    "permits_table": {"regime": "china_2018"},
    "origin_inspection": {"time": LAW, "chance": 0.4},
    "lodge": LAW,
    "lead": "8 h",
    "advance": {"share": 0.5, "amend": {"chance": 0.4, "time": LAW}},
    "appointment": {"share": 0.4, "notice": "2 h", "station": "desk"},
    "review": {"station": "desk", "returned": {"chance": 0.4, "time": LAW, "times": 2}},
    "two_step": {"share": 0.5, "full": LAW},
    "arrival_report": LAW,
    "quarantine": {"time": LAW, "chance": 0.4},
    "traders": {"aeo": {"share": 0.4, "selected": 0.1}, "general": {"share": 0.6}},
    "risk": {"box": 2},
    "inspect": {
        "chance": 0.6,
        "work": LAW,
        "channels": {"scanner": 0.5, "unpacking": 0.5},
        "scanner": {"work": "5 min", "escalate": 0.3},
        "arrange": {"time": LAW},
    },
    "violations": {"present": 0.4, "sanction": LAW},
    "guarantee": 0.5,
    "release": LAW,
    "yard": {"time": LAW, "direct": 0.4},
    "collect": LAW,
}


def _scenario(changed: Mapping[str, object]) -> dict[str, object]:
    """Two flows on one train, each cleared under its own policy by its own officers."""
    train = {"from": "MZL", "to": "HYS", "via": ["train"]}
    demand = {"process": "poisson", "total": "60 box"}
    mine = {"process": "poisson", "total": "60 box", "sizes": {"box": {"share": 1}}}
    base = {**BASE, "review": {"station": "other_desk", "automatic": 0.3}}
    return words(
        {**BASE, **changed},
        policies={"p": {**BASE, **changed}, "q": base},
        stations={
            "desk": {"servers": 1, "work": LAW},
            "other_desk": {"servers": 1, "work": LAW},
        },
        clearance={
            "office": {"node": "HYS", "formality": "import", "policy": "p", "flows": ["goods"]},
            "there": {"node": "HYS", "formality": "import", "policy": "q", "flows": ["others"]},
        },
        flows={"goods": {**train, "demand": mine}, "others": {**train, "demand": demand}},
    )


def _others(folder: Path, changed: Mapping[str, object]) -> list[FlowTrace]:
    plan = compiled(_scenario(changed), folder).plan
    workload = settled(plan, range(2))
    return [engine.run(plan, workload).flows[1] for engine in (event, array)]


def _columns(trace: FlowTrace) -> list[np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    return [trace.arrive, *trace.ready, *trace.start, *trace.end]


@pytest.mark.parametrize("lever", LEVERS)
def test_who_never_meets_a_lever_has_the_same_times(lever: str, tmp_path: Path) -> None:
    before = _others(tmp_path, {})
    after = _others(tmp_path, {lever: LEVERS[lever]})
    for one, two in zip(before, after, strict=True):
        for first, second in zip(_columns(one), _columns(two), strict=True):
            np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("lever", LEVERS)
def test_who_meets_it_has_others(lever: str, tmp_path: Path) -> None:
    """Every lever moves some release, so that the test above can fail."""
    found = []
    for changed in ({}, {lever: LEVERS[lever]}):
        plan = compiled(_scenario(changed), tmp_path).plan
        flow = plan.flows[0]
        found.append(event.run(plan, settled(plan, range(2))).flows[0].end[flow.delivery])
    assert (found[0] != found[1]).any()
