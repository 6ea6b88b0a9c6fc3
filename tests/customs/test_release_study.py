"""What a run says of the release of goods: intervals by hand, violations against what was drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corridor_sim.clock import HOUR
from corridor_sim.engine import array
from corridor_sim.results.collect import Collector, reduce_block
from corridor_sim.results.measures import Key
from corridor_sim.results.release_rows import release_rows
from corridor_sim.workload import load, save
from tests.customs.office import INSTANT, MESSAGE, Cleared, cleared
from tests.plans.policies import random_clearance
from tests.plans.written import compiled, settled

POLICY = {
    "prepare": "3 h",
    "lodge": "15 min",
    "lead": "4 h",
    "review": {"work": "30 min"},
    "arrival_report": "1 h",
    "inspect": {"chance": 0.5, "work": "2 h"},
    "pay": "20 min",
    "violations": {"present": 0.5, "found": {"unpacking": 0.5}},
}


def _found(office: Cleared, kpi: str, **about: str) -> list[tuple[Key, float, int]]:
    run = office.run
    measures = reduce_block(run.plan, run.workload, run.trace).measures
    return [
        (one.key, float(one.values[0]), int(one.count[0]))
        for one in measures
        if one.key.kpi == kpi and all(getattr(one.key, k) == v for k, v in about.items())
    ]


def _hours(
    office: Cleared, interval: str, channel: str = "", stat: str = "mean", flow: str = "goods"
) -> float:
    about = {"flow": flow, "clock": interval, "stage": channel, "stat": stat}
    ((_, value, _),) = _found(office, "trs_h", **about)
    return value


def test_intervals_by_hand_and_a_negative_one(tmp_path: Path) -> None:
    """Declared four hours before the train's planned arrival: T4 stands before T3."""
    office = cleared(tmp_path, POLICY | {"inspect": {"chance": 1, "work": "2 h"}})
    lodged, reported = office.ended("lodge")[0], office.ended("arrival_report")[0]
    assert _hours(office, "T3-T4") == pytest.approx(lodged - reported, abs=1e-6)
    assert _hours(office, "T3-T4") < -4.0
    assert _hours(office, "T5-T6") == pytest.approx(0.5)
    assert _hours(office, "T8-T9") == pytest.approx(2.0)
    paid, opened = office.ended("pay")[0], office.ended("inspect")[0]
    assert _hours(office, "T9-T11") == pytest.approx(paid - opened, abs=1e-6)
    assert _hours(office, "T11-T12") == pytest.approx(opened + MESSAGE - paid, abs=1e-6)
    whole = [_hours(office, name) for name in ("T3-T4", "T5-T6", "T8-T9")]
    assert sum(whole) != pytest.approx(_hours(office, "T3-T4"))  # never added up


def test_who_is_inspected_stands_apart(tmp_path: Path) -> None:
    office = cleared(tmp_path, POLICY, count=60)
    opened = sum(office.passed("inspect"))
    assert 15 < opened < 45
    ((_, _, everyone),) = _found(office, "trs_h", flow="goods", clock="T5-T6", stage="", stat="p90")
    ((_, value, few),) = _found(
        office, "trs_h", flow="goods", clock="T8-T9", stage="inspected", stat="p90"
    )
    assert (everyone, few) == (60, opened)
    assert value == pytest.approx(2.0)
    # An event that a shipment skips is none of its intervals.
    ((_, _, looked),) = _found(office, "trs_h", flow="goods", clock="T8-T9", stage="", stat="mean")
    assert looked == opened


def test_percentiles_are_observed_values(tmp_path: Path) -> None:
    law = {"review": {"work": {"uniform": ["1 h", "9 h"]}}}
    office = cleared(tmp_path, law, count=40)
    ended, begun = (np.array(office.ended(step)) for step in ("review", "lodge"))
    took = np.sort(np.round((ended - begun) * HOUR)) / HOUR
    assert _hours(office, "T5-T6", stat="p50") == pytest.approx(took[19] - INSTANT, abs=2 * INSTANT)
    assert _hours(office, "T5-T6", stat="p90") == pytest.approx(took[35] - INSTANT, abs=2 * INSTANT)


def test_each_way_of_looking_is_a_channel(tmp_path: Path) -> None:
    """Papers take an hour, unpacking five; together they are the inspected."""
    channels = {"documents": {"share": 0.5, "work": "1 h"}, "unpacking": 0.5}
    inspect = {"chance": 0.5, "work": "5 h", "channels": channels}
    office = cleared(tmp_path, POLICY | {"inspect": inspect}, count=60)
    counts = {}
    for channel, hours in (("documents", 1.0), ("unpacking", 5.0), ("scanner", np.nan)):
        about = {"flow": "goods", "clock": "T8-T9", "stage": channel, "stat": "p50"}
        ((_, value, counts[channel]),) = _found(office, "trs_h", **about)
        assert value == pytest.approx(hours, nan_ok=True)
    ((_, mean, whole),) = _found(
        office, "trs_h", flow="goods", clock="T8-T9", stage="inspected", stat="mean"
    )
    about = {"flow": "goods", "clock": "T5-T6", "stage": "documents", "stat": "mean"}
    assert _found(office, "trs_h", **about)[0][2] == counts["documents"]
    papers, opened = counts["documents"], counts["unpacking"]
    assert papers == sum(office.passed("check")) > 5
    assert opened == sum(office.passed("inspect")) > 5
    assert (whole, counts["scanner"]) == (papers + opened, 0)
    assert mean == pytest.approx((papers + 5 * opened) / whole)


def test_an_office_is_all_its_flows_and_each_flow_stands_apart(tmp_path: Path) -> None:
    """Nine declarations of another flow beside thirty, reviewed by other luck."""
    demand = {"process": "deterministic", "every": "1 d", "first": "2021-01-05 07:00", "count": 9}
    other = {"from": "MZL", "to": "HYS", "via": ["train"], "demand": demand}
    law = {"review": {"work": {"uniform": ["1 h", "9 h"]}}}
    place = {"node": "HYS", "formality": "import", "policy": "p", "office": "ours"}
    office = cleared(tmp_path, law, 30, flows={"others": other}, clearance={"office": place})
    mean = {flow: _hours(office, "T5-T6", flow=flow) for flow in ("goods", "others", "")}
    assert mean["goods"] != mean["others"]
    assert mean[""] == pytest.approx((30 * mean["goods"] + 9 * mean["others"]) / 39)
    keys = {flow: _found(office, "trs_h", flow=flow)[0][0] for flow in mean}
    assert (keys["goods"].place, keys["others"].place, keys[""].place) == ("HYS", "HYS", "ours")


def test_who_never_came_to_the_second_event_is_unfinished(tmp_path: Path) -> None:
    """Law L6: left out of the mean, counted in the percentiles, with what they waited so far."""
    office = cleared(tmp_path, {"review": {"work": "1 h"}, "pay": "900 d"})
    run = office.run
    (row,) = [
        one
        for one in reduce_block(run.plan, run.workload, run.trace).measures
        if (one.key.flow, one.key.clock, one.key.stat) == ("goods", "T6-T11", "p50")
    ]
    assert row.values[0] == np.inf
    assert (row.count[0], row.unfinished[0]) == (3, 3)
    waited = (run.plan.stop - run.flow("goods").end[office.stage("office/review")][0]) / HOUR
    assert row.above[0] == pytest.approx(np.sort(waited)[1])
    # What follows has not begun.
    assert _found(office, "trs_h", flow="goods", clock="T11-T12", stat="mean")[0][2] == 0


def test_a_row_of_the_table_says_whom_it_counts(tmp_path: Path) -> None:
    office = cleared(tmp_path, POLICY, count=60)
    run = office.run
    collector = Collector(run.plan)
    collector.add(run.workload, run.trace)
    results = collector.finish()
    rows = {(row.flow, row.channel, row.interval): row for row in release_rows(results.kpis, 1)}
    looked = rows["goods", "inspected", "T8-T9"]
    assert (looked.since, looked.until) == ("inspection begun", "inspection ended")
    assert looked.declarations == sum(office.passed("inspect"))
    assert (looked.mean_h, looked.p95_h, looked.unfinished) == (2.0, 2.0, 0.0)
    assert (rows["", "", "T5-T6"].place, rows["", "", "T5-T6"].declarations) == ("HYS", 60)


def test_violations_are_present_found_or_missed(tmp_path: Path) -> None:
    office = cleared(tmp_path, POLICY, count=300)
    present, found, missed = (
        _found(office, f"violations_{kind}", flow="goods")[0][1]
        for kind in ("present", "found", "missed")
    )
    assert present == found + missed
    assert 120 < present < 180  # half of 300
    assert 22 < found < 56  # a quarter of those: half are looked at, half of these found
    ((_, caught, looked),) = _found(office, "inspection_yield", flow="goods")
    assert looked == sum(office.passed("inspect"))
    assert caught == pytest.approx(found / looked)
    ((_, share, released),) = _found(office, "share_inspected", flow="goods")
    assert released == 300
    assert share == pytest.approx(sum(office.passed("inspect")) / 300)


def test_who_inspects_nobody_finds_nothing(tmp_path: Path) -> None:
    office = cleared(tmp_path, POLICY | {"inspect": {"chance": 0, "work": "2 h"}}, count=100)
    ((_, found, _),) = _found(office, "violations_found", flow="goods")
    ((_, missed, _),) = _found(office, "violations_missed", flow="goods")
    assert found == 0
    assert missed > 30


def test_inspecting_more_finds_the_same_violations_and_others(tmp_path: Path) -> None:
    """Luck belongs to shipments: more inspection finds at least as much of the same."""
    found = []
    for chance in (0.1, 0.5, 0.9):
        inspect = {"chance": chance, "work": "2 h"}
        office = cleared(tmp_path, POLICY | {"inspect": inspect}, count=200)
        found.append(_found(office, "violations_found", flow="goods")[0][1])
        assert _found(office, "violations_present", flow="goods")[0][1] == pytest.approx(
            100, abs=25
        )
    assert found[0] < found[1] < found[2]


def test_an_office_adds_up_its_flows(tmp_path: Path) -> None:
    place = {"node": "HYS", "formality": "import", "policy": "p", "office": "ours"}
    office = cleared(tmp_path, POLICY, count=50, clearance={"office": place})
    ((key, whole, _),) = _found(office, "violations_present", place="ours")
    assert (key.flow, key.direction) == ("", "import")
    assert whole == _found(office, "violations_present", flow="goods")[0][1]


def test_choices_are_kept_with_a_saved_workload(tmp_path: Path) -> None:
    office = cleared(tmp_path, POLICY, count=20)
    save(office.run.workload, tmp_path / "w.npz")
    again = load(tmp_path / "w.npz")
    before, after = office.run.workload.flows[0].options, again.flows[0].options
    assert len(before) == len(after) > 0
    for one, other in zip(before, after, strict=True):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert np.array_equal(one, other)


def test_a_flow_without_such_choices_keeps_none(tmp_path: Path) -> None:
    office = cleared(tmp_path, {"review": {"work": "1 h"}})
    assert office.run.workload.flows[0].options == ()
    assert _found(office, "violations_present") == []


@pytest.mark.parametrize("seed", range(4))
def test_how_replications_are_cut_leaves_no_trace(seed: int, tmp_path: Path) -> None:
    """Policies of every lever; shipments under way at the stop are among them."""
    words = random_clearance(seed)
    words["time"] = {"start": "2021-01-01", "end": "2021-01-31", "drain": "1 d"}
    words["clocks"] = {
        "boxes": {"start": "T3", "stop": "T12", "weight": "box"},
        "value": {"start": "T4", "stop": "T12", "weight": "value"},
    }
    plan = compiled(words, tmp_path).plan
    whole, parts = Collector(plan), Collector(plan)
    for collector, blocks in ((whole, [[0, 1, 2, 3]]), (parts, [[0], [1, 2], [3]])):
        for block in blocks:
            work = settled(plan, block, seed)
            collector.add(work, array.run(plan, work))
    late = 0
    for one, other in zip(whole.finish().measures, parts.finish().measures, strict=True):
        assert one.key == other.key
        for values in ("values", "count", "unfinished", "above"):
            mine, theirs = getattr(one, values), getattr(other, values)
            assert np.array_equal(mine, theirs, equal_nan=True), one.key
        late += int(one.unfinished.sum()) if one.key.kpi == "trs_h" else 0
    assert late > 0


def test_runs_too_long_for_short_numbers_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = cleared(tmp_path, POLICY | {"pay": {"chance": 0.5, "of": "900 d"}}, count=40)
    short = _found(office, "trs_h")
    monkeypatch.setattr("corridor_sim.results.lengths._NARROW", 0)
    assert str(_found(office, "trs_h")) == str(short)
    assert "inf" in str(short)
