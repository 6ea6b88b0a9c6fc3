"""`plan`: the ways like a map, and stages where there are not too many."""

from __future__ import annotations

import json
from pathlib import Path

from corridor_sim.shipped import data_folder
from tests.cli.shell import SOUND, call, changed, written

_SHARED = """\
corridor_sim: 1
name: ways
network: {data}
time: {{start: 2021-01-04, end: 2021-01-17, drain: 60 d}}
study: {{replications: 1, seed: 1}}
services:
  train:
    title: Train to the border
    path: [HYS, MZL, ZAB]
    timetable: {{every: 2 d}}
    capacity: 50 box
  hovercraft:
    mode: hover
    path: [HYS, MZL]
    timetable: {{every: 2 d}}
    capacity: 50 box
    travel: 1 d
flows:
  out:
    title: Out
    corridor: North
    from: HYS
    to: ZAB
    first_mile: 12 h
    split: shares
    routes:
      rail: {{via: [train], share: 0.75, title: by rail}}
      truck: {{via: [train], share: 0.25, freight: USD 1234/teu}}
    demand: {{process: deterministic, first: 2021-01-04, every: 1 d, count: 3}}
  odd:
    title: Odd
    from: HYS
    to: MZL
    via: [hovercraft]
    demand: {{process: deterministic, first: 2021-01-04, every: 1 d, count: 3}}
"""


def _ways(folder: Path) -> Path:
    return written(folder, _SHARED.format(data=data_folder() / "hengyang"))


def test_ways_are_listed_like_a_map(folder: Path) -> None:
    answer = call("plan", _ways(folder))
    assert answer.code == 0, answer.said
    lines = [line.split() for line in answer.out.splitlines()]
    assert lines[0] == ["Ways", "through", "the", "network"]
    assert ["[North]"] in lines
    rail = next(line for line in lines if line[:3] == ["Out", "by", "rail"])
    assert rail[3:] == ["HYS", "-rail-", "MZL", "-", "ZAB", "75.0", "%", "3,810", "8.3", "1,540"]
    truck = next(line for line in lines if line[:2] == ["Out", "truck"])
    assert truck[-1] == "1,234"
    # A mode of the planner's own has no translation and needs none.
    odd = next(line for line in lines if line[0] == "Odd")
    assert "-hover-" in odd
    assert "-铁路-" in call("plan", _ways(folder), "--lang", "zh").out


def test_ways_for_programs(folder: Path) -> None:
    ways = json.loads(call("plan", _ways(folder), "--json").out)["ways"]
    rail, truck = ways["out"]
    assert (rail["route"], rail["share"], rail["hops"][0]["service"]) == ("rail", 0.75, "train")
    assert [hop["to"] for hop in rail["hops"]] == ["MZL", "ZAB"]
    assert rail["km"] == sum(hop["km"] for hop in rail["hops"])
    assert truck["usd_per_teu"] == 1234.0
    assert ways["odd"][0]["route"] is None


def test_stages_of_a_large_plan_are_counted_unless_asked_for(folder: Path) -> None:
    small = call("plan", written(folder, SOUND)).out
    assert "truck  (delay)  <- arrival" in small
    assert "Ways through" not in small  # stages of its own: no way through a network
    flow = changed().partition("flows:\n  export:\n")[2]
    many = changed().partition("flows:")[0] + "flows:\n"
    many += "".join(f"  export_{k}:\n{flow}" for k in range(51))
    short = call("plan", written(folder, many)).out
    assert "204 stages in 51 flows; --stages lists them." in short
    assert "truck  (delay)" not in short
    assert call("plan", written(folder, many), "--stages").out.count("truck  (delay)") == 51
