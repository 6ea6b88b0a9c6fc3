"""Ways through the network: explicit services, the fastest, the cheapest, and none."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from corridor_sim.errors import Position, ScenarioError
from corridor_sim.network.legs import leg_link, link_cost
from corridor_sim.plan import Plan
from corridor_sim.planning.compile import compile_plan
from corridor_sim.scenario.limits import DEFAULT
from corridor_sim.scenario.read import read
from corridor_sim.scenario.tables import Link, read_folder
from corridor_sim.shipped import data_folder

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


def test_a_service_boarded_at_a_later_call_says_so(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as raised:
        _plan(tmp_path, "KHG", "ALA", "via: [weekly]")
    (finding,) = raised.value.findings
    assert finding.code == "boards_at_first_call"
    assert finding.values == {"service": "weekly", "here": "KHG", "first": "HYS"}


def test_a_service_over_links_of_another_mode_has_their_cost(tmp_path: Path) -> None:
    """A barge with no link of its own mode travels the rail link, in time as in cost."""
    other = "services.monthly.mode=barge"
    free = "services.weekly.path=[HYS, KHG, ALT, ALA]"
    assert _stages(_plan(tmp_path, "HYS", "ALA", "route: cheapest", other)) == ["weekly"]
    assert _stages(_plan(tmp_path, "HYS", "TAS", "route: cheapest", other, free)) == ["monthly"]


def test_an_unknown_cost_is_not_cheap(tmp_path: Path) -> None:
    """A service with a trip time of its own over no link has no cost; the dear one is taken."""
    unknown = ("services.monthly.path=[HYS, ALA]", "services.monthly.travel=1 d")
    assert _stages(_plan(tmp_path, "HYS", "ALA", "route: cheapest", *unknown)) == ["weekly"]


def test_where_every_way_has_an_unknown_cost_it_says_which(tmp_path: Path) -> None:
    unknown = ("services.monthly.path=[HYS, MOW]", "services.monthly.travel=1 d")
    with pytest.raises(ScenarioError) as raised:
        _plan(tmp_path, "HCZ", "MOW", "route: cheapest", *unknown)
    (finding,) = raised.value.findings
    assert finding.code == "cost_unknown"
    assert finding.values["parts"] == "monthly HYS-MOW"
    assert _stages(_plan(tmp_path, "HCZ", "MOW", "route: fastest", *unknown))[-1] == "monthly"


@pytest.mark.parametrize(("mark", "cost"), [("", math.inf), ("public", 0.0)])
def test_no_cost_is_not_a_cost_of_zero(mark: str, cost: float) -> None:
    (link, *_) = (each for each in _links() if not each.cost_mode_usd_teu)
    assert link_cost(replace(link, cost_mark=mark)) == cost


def test_the_mode_of_a_service_comes_first() -> None:
    (rail, *_) = _links()
    road = replace(rail, mode="truck")
    assert leg_link([road, rail], rail.origin, rail.destination, "rail") is rail
    assert leg_link([road, rail], rail.destination, rail.origin, "sea") is road


def _links() -> list[Link]:
    tables = read_folder(data_folder() / "hengyang", DEFAULT, Position("s.yaml", 1, 1, ""))
    return list(tables.links)
