"""Arms on the same luck: what a saving before a train is worth, and to whom."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corridor_sim.scenario.limits import DEFAULT
from corridor_sim.scenario.read import read, under
from corridor_sim.study.variants import Comparison, compare, prepared

#: Ready at random, a train a week that is never full, some hours in between that an arm saves.
WEEKLY = """\
corridor_sim: 1
name: weekly
time: {start: 2021-01-04, end: 2021-12-26, warm_up: 14 d, drain: 30 d, zone: UTC}
study: {replications: 20, seed: 2021}
services:
  train: {timetable: {slots: [Mon 20:00]}, capacity: 100000 box, travel: 3 d}
flows:
  out:
    demand: {process: poisson, total: 8000 box}
    stages:
      - {name: papers, delay: 48 h}
      - {departures: train}
      - {name: pick_up, delay: {uniform: [1 h, 20 h]}}
  apart:
    demand: {process: poisson, total: 300 box}
    stages:
      - {name: elsewhere, delay: {uniform: [1 h, 9 h]}}
arms:
  sooner: {changes: {flows.out.stages.0.delay: 24 h}}
  nothing: {title: As before}
"""


def compared(
    folder: Path,
    text: str = WEEKLY,
    replications: int | None = None,
    most: int | None = None,
    workers: int = 1,
) -> Comparison:
    """All arms of a scenario, beside it."""
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    base = read(folder / "s.yaml")
    arms = {name: under(base, arm) for name, arm in base.arms.items()}
    ready = prepared(base, arms, DEFAULT)
    return compare(ready, replications=replications, most=most, workers=workers)


def gain(done: Comparison, arm: str, flow: str, kpi: str, stat: str) -> float:
    """One figure of the pairs, mean over replications."""
    (found,) = [
        row.value
        for row in done.rows
        if row.role == "gain" and (row.arm, row.flow, row.kpi, row.stat) == (arm, flow, kpi, stat)
    ]
    return found


def test_a_saving_before_a_weekly_train_is_worth_itself_to_a_few(tmp_path: Path) -> None:
    """Ready at random, saved d = 24 h, headway T = 168 h: mean gain d, unmoved 1 - d/T."""
    done = compared(tmp_path, replications=20)
    rows = {
        (r.kpi, r.stat): r
        for r in done.rows
        if (r.arm, r.flow, r.role) == ("sooner", "out", "gain")
    }
    saved, unmoved = rows["saved_h", "mean"], rows["share_unmoved", "ratio"]
    assert saved.low < 24.0 < saved.high
    assert saved.high - saved.low < 0.7
    assert unmoved.low < 1.0 - 24.0 / 168.0 < unmoved.high
    assert rows["saved_by_sooner_h", "mean"].value == pytest.approx(168.0)  # a week, to the second
    assert rows["share_later", "ratio"].value == 0.0
    assert rows["ready_sooner_h", "mean"].value == pytest.approx(24.0)
    earlier = rows["share_earlier_departure", "ratio"].value
    assert earlier == pytest.approx(1.0 - unmoved.value)


def test_the_lead_that_a_shipper_must_allow_is_shorter(tmp_path: Path) -> None:
    done = compared(tmp_path, replications=20)
    (row,) = [r for r in done.rows if r.kpi == "lead_needed_h" and r.arm == "sooner"]
    assert (row.base, row.value, row.difference) == (48.0, 24.0, -24.0)


def test_a_flow_that_an_arm_does_not_touch_is_the_same_to_the_second(tmp_path: Path) -> None:
    done = compared(tmp_path, replications=5)
    said = {(r.arm, r.flow): (r.verdict, r.reason) for r in done.rows if r.role == "primary"}
    assert said["sooner", "apart"] == ("same", "identical")
    assert said["nothing", "out"] == ("same", "identical")
    assert said["sooner", "out"] == ("better", "")
    assert [one.code for one in done.prepared.findings] == ["arm_changes_nothing"]


def test_a_bottleneck_lets_nobody_gain(tmp_path: Path) -> None:
    """Trains that are always full: who is ready sooner waits longer at the platform."""
    full = WEEKLY.replace("capacity: 100000 box", "capacity: 100 box").replace(
        "drain: 30 d", "drain: 900 d"
    )
    done = compared(tmp_path, full, replications=5)
    assert abs(gain(done, "sooner", "out", "saved_h", "mean")) < 2.0
    assert gain(done, "sooner", "out", "ready_sooner_h", "mean") == pytest.approx(24.0)


def test_other_demand_is_compared_by_means_only(tmp_path: Path) -> None:
    text = WEEKLY.replace("flows.out.stages.0.delay: 24 h", "flows.out.demand.total: 9000 box")
    done = compared(tmp_path, text, replications=5)
    assert np.isnan(gain(done, "sooner", "out", "saved_h", "mean"))
    (row,) = [r for r in done.rows if r.role == "primary" and (r.arm, r.flow) == ("sooner", "out")]
    assert np.isfinite(row.difference)


def test_processes_and_blocks_leave_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corridor_sim.study import engines

    one = compared(tmp_path, replications=12)
    monkeypatch.setitem(engines.WORTH_SHARING, "array", 0)
    two = compared(tmp_path, replications=12, workers=2)
    assert [str(row) for row in one.rows] == [str(row) for row in two.rows]


def test_it_stops_when_all_differences_are_known(tmp_path: Path) -> None:
    done = compared(tmp_path, most=60)
    assert done.compared.enough
    assert len(done.compared.replications) == 20
    wide = WEEKLY + "comparison: {precision: 1 min, judged: [out], smallest: 24 h}\n"
    done = compared(tmp_path, wide, most=40)
    assert not done.compared.enough
    assert len(done.compared.replications) == 40
    assert done.forecast() is not None


def test_the_best_is_named_and_ties_are_a_set(tmp_path: Path) -> None:
    text = WEEKLY.replace(
        "  nothing:",
        "  a_bit: {changes: {flows.out.stages.0.delay: 47 h}}\n  nothing:",
    )
    done = compared(tmp_path, text, replications=20)
    (best,) = done.best  # the flow apart does not differ in any arm
    assert (best.flow, best.names, best.decided) == ("out", ("sooner",), True)
    tied = compared(tmp_path, text.replace("0.delay: 24 h", "0.delay: 46 h"), replications=20)
    assert set(tied.best[0].names) == {"base", "sooner", "a_bit"}
