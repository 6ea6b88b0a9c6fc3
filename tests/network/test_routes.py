"""Ways through the network: explicit services, the fastest, the cheapest, and none."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor_sim.errors import ScenarioError
from corridor_sim.plan import Plan
from corridor_sim.planning.compile import compile_plan
from corridor_sim.scenario.read import read

HEAD = """\
corridor_sim: 1
name: ways
network: hengyang
time: {start: 2021-01-01, end: 2021-03-31}
services:
  weekly:
    path: [HYS, KHG, ALT, ALA, TAS]
    timetable: {slots: Mon 20:00}
    capacity: 50 box
  monthly:
    path: [HYS, KHG, ALT, ALA, TAS]
    timetable: {slots: Mon 20:00, every_weeks: 4}
    capacity: 50 box
    travel: {HYS-KHG: 20 h, KHG-ALT: 6 h, ALT-ALA: 12 h, ALA-TAS: 30 h}
  feeder:
    path: [SMP, CLJ]
    timetable: {every: 1 d}
    capacity: 50 box
    mode: barge
  river:
    path: [CLJ, SHG]
    timetable: {every: 2 d}
    capacity: 500 box
    mode: barge
flows:
  goods: {demand: {process: poisson, total: 10 box}, from: FROM, to: TO, WAY}
"""


def _plan(tmp_path: Path, start: str, end: str, way: str, *sets: str) -> Plan:
    path = tmp_path / "ways.yaml"
    text = HEAD.replace("FROM", start).replace("TO", end).replace("WAY", way)
    path.write_text(text, encoding="utf-8")
    return compile_plan(read(path, sets)).plan


def _stages(plan: Plan) -> list[str]:
    return [stage.name for stage in plan.flows[0].stages]


def test_a_service_is_left_at_the_destination(tmp_path: Path) -> None:
    plan = _plan(tmp_path, "HYS", "ALA", "via: [weekly]")
    (train,) = [stage for stage in plan.flows[0].stages if stage.name == "weekly"]
    assert plan.services[0].calls[train.alight] == "ALA"


def test_services_in_a_row_meet_where_the_second_begins(tmp_path: Path) -> None:
    assert _stages(_plan(tmp_path, "SMP", "SHG", "via: [feeder, river]")) == ["feeder", "river"]


def test_trucks_close_the_gaps(tmp_path: Path) -> None:
    plan = _plan(tmp_path, "HCZ", "TAS", "via: [weekly]")
    assert _stages(plan) == ["truck/HCZ-HYS", "weekly"]


def test_the_fastest_way_counts_the_wait_for_a_departure(tmp_path: Path) -> None:
    """The quick train runs every fourth week: two weeks' wait cost more than its speed saves."""
    assert _stages(_plan(tmp_path, "HYS", "TAS", "route: fastest")) == ["weekly"]
    often = "services.monthly.timetable.every_weeks=1"
    assert _stages(_plan(tmp_path, "HYS", "TAS", "route: fastest", often)) == ["monthly"]


def test_the_cheapest_way_does_not_mind_waiting(tmp_path: Path) -> None:
    """Both boats run rarely; no road leads to Shanghai in the tables."""
    assert _stages(_plan(tmp_path, "SMP", "SHG", "route: cheapest")) == ["feeder", "river"]


@pytest.mark.parametrize("way", ["route: fastest", "route: cheapest", "via: [weekly]"])
def test_no_way_names_the_nearest_reachable_node(tmp_path: Path, way: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        _plan(tmp_path, "HYS", "MOW", way)
    (finding,) = raised.value.findings
    assert finding.code == "no_route"
    assert finding.where is not None
    assert finding.where.line == 26
    start = "HYS" if way.startswith("route") else "TAS"
    assert (finding.values["here"], finding.values["there"]) == (start, "MOW")
    # Of what can be reached, by rail and road, Tashkent lies nearest to Moscow.
    assert finding.values["nearest"] == "TAS"


def test_a_gap_in_a_path_names_both_ends(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as raised:
        _plan(tmp_path, "HYS", "ALA", "via: [weekly]", "services.weekly.path=[HYS, MOW]")
    found = {finding.code: finding.values for finding in raised.value.findings}
    assert (found["no_link"]["here"], found["no_link"]["there"]) == ("HYS", "MOW")
