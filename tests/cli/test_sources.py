"""What a run says its figures rest on (law L7): links and regimes of the trip come first."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corridor_sim.cli.sources import all_sourced, assumption_lines, assumptions_of
from corridor_sim.planning.compile import compile_plan
from corridor_sim.scenario.read import read
from tests.cli.shell import ROOT, call, written

HENGYANG = ROOT / "scenarios" / "hengyang-2021" / "trains.yaml"
RIDE = """\
corridor_sim: 1
name: ride
network: hengyang
time: {start: 2021-01-01, end: 2021-02-28}
services:
  train:
    path: [HYS, MZL, ZAB, BIK]
    timetable: {slots: Mon 20:00}
    capacity: {value: 50 box, mark: assumption}
flows:
  goods: {demand: {process: poisson, total: 10 box}, from: HYS, to: BIK, via: [train]}
"""
BORDER = ["links.MZL-ZAB time", "regimes.border_manzhouli"]


def _names(folder: Path, *sets: str, text: str = RIDE) -> list[str]:
    loaded = read(written(folder, text), sets)
    return assumptions_of(compile_plan(loaded).plan, loaded, "goods")


def test_the_border_is_named_first(folder: Path) -> None:
    assert _names(folder) == [*BORDER, "services.train.capacity"]


def test_a_link_is_the_same_both_ways(folder: Path) -> None:
    sets = (
        "services.train.path=[BIK, ZAB, MZL, HYS]",
        "flows.goods.from=BIK",
        "flows.goods.to=HYS",
    )
    assert _names(folder, *sets) == [*BORDER, "services.train.capacity"]


@pytest.mark.parametrize("travel", ["{MZL-ZAB: 2 d}", "{MZL-ZAB: {uniform: [1 d, 2 d]}}"])
def test_what_the_scenario_says_itself_is_not_the_tables(travel: str, folder: Path) -> None:
    assert _names(folder, f"services.train.travel={travel}") == ["services.train.capacity"]


def test_who_gets_off_before_the_border_does_not_rest_on_it(folder: Path) -> None:
    assert _names(folder, "flows.goods.to=MZL") == ["services.train.capacity"]


def test_a_bare_plan_on_the_same_train(folder: Path) -> None:
    bare = RIDE.replace("from: HYS, to: BIK, via: [train]", "stages: [{departures: train}]")
    assert _names(folder, text=bare) == [*BORDER, "services.train.capacity"]


def test_a_regime_of_ones_own_takes_the_place_of_the_tables(folder: Path) -> None:
    regime = "regimes.border_manzhouli={persistence: %s}"
    assert _names(folder, regime % "0.5") == [BORDER[0], "services.train.capacity"]
    marked = _names(folder, regime % "{value: 0.5, mark: assumption}")
    own = "regimes.border_manzhouli.persistence"
    assert marked == [BORDER[0], own, "services.train.capacity"]


def test_truck_legs_on_the_way(folder: Path) -> None:
    sets = ("flows.goods.from=CSX_R", "services.train.capacity=50 box")
    assert _names(folder, *sets)[0] == "links.CSX_R-HYS time"


def test_a_truck_leg_that_comes_again(folder: Path) -> None:
    loaded = read(written(folder, RIDE), ("flows.goods.from=CSX_R",))
    plan = compile_plan(loaded).plan
    (flow,) = plan.flows
    stages = tuple(
        replace(one, name=one.name + "#2") if one.name.startswith("truck/") else one
        for one in flow.stages
    )
    again = replace(plan, flows=(replace(flow, stages=stages),))
    assert "truck/CSX_R-HYS#2" in [one.name for one in stages]
    assert "links.CSX_R-HYS time" in assumptions_of(again, loaded, "goods")


def test_links_and_regimes_are_counted_once(folder: Path) -> None:
    twice = RIDE.replace(
        "flows:\n",
        "  other:\n" + RIDE.partition("  train:\n")[2].partition("flows")[0] + "flows:\n",
    )
    loaded = read(written(folder, twice))
    marks = [one.mark for one in all_sourced(compile_plan(loaded).plan, loaded)]
    # Two capacities, the border and its regime; the two hauls are computed.
    assert sorted(marks) == ["assumption"] * 4 + ["computed"] * 2
    answer = call("run", "s.yaml", "--replications", "1", "--quiet")
    assert "6 values carry a source: 4 assumptions, 0 published, 2 computed" in answer.out
    assert f"({len(BORDER) + 1}): {', '.join(BORDER)}, services.train.capacity" in answer.out


def test_the_main_driver_of_the_biklyan_trip_is_named() -> None:
    loaded = read(HENGYANG)
    plan = compile_plan(loaded).plan
    names = {flow.name: assumptions_of(plan, loaded, flow.name) for flow in plan.flows}
    assert names["biklyan"][:2] == BORDER
    assert names["return_biklyan"][:2] == BORDER
    assert names["duisburg"][:2] == ["links.ALK-DOS time", "regimes.border_alashankou"]
    assert all(len(set(each)) == len(each) for each in names.values())
    (line,) = (one for one in assumption_lines(plan, loaded, "en") if "to Biklyan:" in one)
    assert f"({len(names['biklyan'])}): links.MZL-ZAB time, regimes.border_manzhouli, " in line
    assert line.endswith("... (all in manifest.json)")


def test_the_manifest_names_all(folder: Path) -> None:
    written(folder, RIDE)
    answer = call("run", "s.yaml", "--replications", "1", "--out", "o", "--json")
    expected = {"goods": [*BORDER, "services.train.capacity"]}
    manifest = json.loads((folder / "o" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["assumptions"] == expected
    assert json.loads(answer.out)["assumptions"] == expected
