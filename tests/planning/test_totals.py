"""A total counts boxes, whatever the shipments are made of; a rate counts shipments."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corridor_sim.plan import Plan
from corridor_sim.planning.compile import compile_plan
from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from corridor_sim.scenario.read import read

HEAD = """\
corridor_sim: 1
name: totals
time: {start: 2021-01-01, end: 2021-03-31, zone: UTC}
flows:
  f: {demand: {process: poisson, DEMAND}, stages: [{delay: 1 h}]}
"""
DAYS = (date(2021, 3, 31) - date(2020, 12, 31)).days


def _boxes(tmp_path: Path, demand: str) -> tuple[float, float]:
    """Mean shipments and mean boxes of 40 replications."""
    path = tmp_path / "totals.yaml"
    path.write_text(HEAD.replace("DEMAND", demand), encoding="utf-8")
    plan = compile_plan(read(path)).plan
    (work,) = realise(plan, draw(plan, 1, range(40))).flows
    there = work.arrive < plan.end
    boxes = np.where(there, work.size[..., 0], 0).sum()
    return there.sum() / 40, boxes / 40


@pytest.mark.parametrize(
    ("demand", "per_shipment"),
    [
        ("total: 1000 box", 1.0),
        ("total: 1000 box, per_shipment: 10", 10.0),
        ("total: 1000 box, sizes: {20ft: 0.5, 40ft: 0.5}", 1.0),
        ("total: 1000 box, sizes: {lot: {share: 1, box: 5}}", 5.0),
        ("total: 1000 box, sizes: {lot: {share: 0.5, box: 9}, 20ft: 0.5}", 5.0),
    ],
)
def test_a_total_is_in_boxes(tmp_path: Path, demand: str, per_shipment: float) -> None:
    shipments, boxes = _boxes(tmp_path, demand)
    # A mean of 40 Poisson counts of boxes in lots: sd = sqrt(lots x lot size^2 / 40), lots <= 9.
    assert abs(boxes - 1000) < 4.5 * (1000 * 9 / 40) ** 0.5
    assert abs(shipments - 1000 / per_shipment) < 4.5 * (1000 / per_shipment / 40) ** 0.5


def test_a_rate_is_in_shipments(tmp_path: Path) -> None:
    shipments, boxes = _boxes(tmp_path, "rate: 10/d, per_shipment: 10")
    expected = 10 * DAYS
    assert abs(shipments - expected) < 4.5 * (expected / 40) ** 0.5
    assert boxes == pytest.approx(10 * shipments)


BORDER = """\
corridor_sim: 1
name: border
network: hengyang
time: {start: 2021-01-01, end: 2021-12-31}
services:
  one: {path: [HYS, MZL, ZAB], timetable: {slots: Mon 08:00}, capacity: 50 box}
  two: {path: [HYS, MZL, ZAB], timetable: {slots: Mon 08:00}, capacity: 50 box}
flows:
  f: {demand: {process: poisson, total: 10 box}, from: HYS, to: ZAB, via: [one]}
"""
LAW = "{lognormal: {median: 48 h, p95: 168 h, low: 12 h}}"


def _plan(tmp_path: Path, *sets: str) -> Plan:
    path = tmp_path / "border.yaml"
    path.write_text(BORDER, encoding="utf-8")
    return compile_plan(read(path, sets)).plan


def test_another_law_of_a_border_keeps_the_weeks_that_all_share(tmp_path: Path) -> None:
    """Two trains of one week meet one congestion, also where a scenario gives its own figures."""
    plan = _plan(
        tmp_path, f"services.two.travel={{MZL-ZAB: {LAW}}}", "services.two.travel.HYS-MZL=91 h"
    )
    kept = [service.legs[1] for service in plan.services]
    assert kept[0].regime == kept[1].regime >= 0
    assert {leg.kind for leg in kept} == {"border"}
    work = realise(plan, draw(plan, 1, range(20)))
    first, second = (np.diff(trips.calls, axis=2)[..., 1].ravel() for trips in work.trips)
    # 0.8 of the variance of the level is shared; with luck of their own the ranks are unrelated.
    ranks = [np.argsort(np.argsort(one)) for one in (first, second)]
    assert np.asarray(np.corrcoef(ranks))[0, 1] > 0.5
