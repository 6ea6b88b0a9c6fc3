"""Journeys that go out and back, by truck, or past formalities that do not fit the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor_sim.errors import Finding, ScenarioError
from corridor_sim.plan import Anchor, Flow, Plan
from corridor_sim.planning.compile import compile_plan
from corridor_sim.scenario.read import read

HEAD = """\
corridor_sim: 1
name: ways
network: hengyang
time: {start: 2021-01-01, end: 2021-01-31}
places: {slots: {places: 50}}
services:
  train: {path: [HYS, MZL, ZAB], timetable: {slots: Mon 20:00}, capacity: 50 box}
  back: {path: [ZAB, MZL, HYS], timetable: {slots: Thu 20:00}, capacity: 50 box}
  east: {path: [CSX_R, HYS], travel: 5 h, timetable: {every: 1 d}, capacity: 50 box}
  west: {path: [HYS, KHG, ALT, ALA], timetable: {slots: Tue 20:00}, capacity: 50 box}
terminals:
  HYS: {yard: slots, load: {delay: 3 min}, unload: {delay: 4 min}}
policies:
  plain: {review: {work: 1 h}}
  ahead: {lead: 1 h, review: {work: 1 h}}
  border: {review: {work: 1 h}, release_at: KHG, inspect: {chance: 0.5, work: 1 h}}
"""


def _plan(folder: Path, clearance: str, flow: str) -> Plan:
    path = folder / "ways.yaml"
    demand = "demand: {process: deterministic, every: 1 d, count: 2}"
    text = f"{HEAD}clearance: {{{clearance}}}\nflows:\n  goods: {{{demand}, {flow}}}\n"
    path.write_text(text, encoding="utf-8")
    return compile_plan(read(path)).plan


def _findings(folder: Path, clearance: str, flow: str) -> tuple[Finding, ...]:
    with pytest.raises(ScenarioError) as raised:
        _plan(folder, clearance, flow)
    return raised.value.findings


def _names(plan: Plan) -> list[str]:
    return [stage.name for stage in plan.flows[0].stages]


def _after(plan: Plan, stage: str) -> set[str]:
    flow = plan.flows[0]
    return {_said(plan, flow, anchor.stage, anchor.call) for anchor in _stage(flow, stage)}


def _stage(flow: Flow, name: str) -> tuple[Anchor, ...]:
    return next(stage.after for stage in flow.stages if stage.name == name)


def _said(plan: Plan, flow: Flow, stage: int, call: int) -> str:
    if stage < 0:
        return "arrival"
    before = flow.stages[stage]
    if call < 0:
        return before.name
    return f"{before.name}@{plan.services[before.resource].calls[call]}" if call else "start"


def _before(plan: Plan, first: str, second: str) -> bool:
    """Does the second wait, however indirectly, for the first?"""
    flow = plan.flows[0]
    names = _names(plan)
    pending, seen = [names.index(second)], set[int]()
    while pending:
        one = pending.pop()
        seen.add(one)
        pending += [a.stage for a in flow.stages[one].after if a.stage >= 0 and a.stage not in seen]
    return names.index(first) in seen - {names.index(second)}


# --- Released at a border -------------------------------------------------------------------------
EXPORT = "out: {node: HYS, formality: export, policy: border}"


def test_a_border_that_the_goods_do_not_pass_is_a_finding(tmp_path: Path) -> None:
    (finding,) = _findings(tmp_path, EXPORT, "from: HYS, to: ZAB, via: [train]")
    assert (finding.code, finding.path) == ("no_such_call", "policies.border.release_at")
    assert finding.values["node"] == "KHG"
    assert (finding.values["service"], finding.values["known"]) == ("train", "MZL, ZAB")


def test_a_border_behind_the_destination_is_not_passed(tmp_path: Path) -> None:
    clearance = EXPORT.replace("border", "border_alt")
    head = "\n  border_alt: {review: {work: 1 h}, release_at: ALA}\n"
    path = tmp_path / "ways.yaml"
    flow = "{demand: {process: poisson, rate: 1/d}, from: HYS, to: ALT, via: [west]}"
    text = f"{HEAD.rstrip()}{head}clearance: {{{clearance}}}\nflows: {{goods: {flow}}}\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as raised:
        compile_plan(read(path))
    assert [one.code for one in raised.value.findings] == ["no_such_call"]


def test_a_border_on_the_second_service_is_waited_for_there(tmp_path: Path) -> None:
    clearance = EXPORT.replace("HYS", "CSX_R")
    plan = _plan(tmp_path, clearance, "from: CSX_R, to: ALA, via: [east, west]")
    assert "west@KHG" in _after(plan, "out/inspect")
    assert _before(plan, "out/review", "east")
    assert not _before(plan, "out/release", "west")
    assert _before(plan, "out/release", "hand_over")
    assert {clock.place for clock in plan.clocks} == {"KHG"}


# --- The same service, the same formality, twice --------------------------------------------------
def test_a_service_taken_twice_is_numbered(tmp_path: Path) -> None:
    clearance = "exit: {node: MZL, formality: exit, policy: ahead}"
    plan = _plan(tmp_path, clearance, "from: HYS, to: ZAB, via: [train, back, train]")
    names = _names(plan)
    assert len(set(names)) == len(names)
    assert [n for n in names if n.partition("#")[0] in ("train", "back")] == [
        "train",
        "back",
        "train#2",
    ]
    assert "train#2@MZL" in _after(plan, "exit#3/release")
    assert "back@MZL" in _after(plan, "exit#2/release")
    flow = plan.flows[0]
    holds = {stage.name: flow.stages[stage.until].name for stage in flow.stages if stage.until >= 0}
    assert holds == {"yard/HYS": "yard_out/HYS", "yard/HYS#2": "yard_out/HYS#2"}
    assert _before(plan, "train#2", "yard_out/HYS#2")


def test_choices_of_a_formality_met_twice_are_drawn_twice(tmp_path: Path) -> None:
    clearance = "exit: {node: MZL, formality: exit, policy: border}"
    plan = _plan(tmp_path, clearance, "from: HYS, to: HYS, via: [train, back]")
    assert [choice.name for choice in plan.flows[0].choices] == ["exit/selected", "exit#2/selected"]


def test_no_two_clocks_of_a_flow_are_taken_for_one(tmp_path: Path) -> None:
    exits = "{node: MZL, formality: exit, policy: plain}"
    way = "from: HYS, to: HYS, via: [train, back]"
    plan = _plan(tmp_path, f"first: {exits}, second: {exits}", way)
    keys = [(clock.name, clock.place, clock.formality) for clock in plan.clocks]
    assert len(set(keys)) == len(keys)
    assert {f"overall{number}" for number in ("", "#2", "#3", "#4")} <= {key[0] for key in keys}


@pytest.mark.parametrize("name", ["pick_up", "hand_over", "first_mile", "arrival"])
def test_a_service_may_be_called_as_a_stage_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / "ways.yaml"
    flow = (
        "{demand: {process: poisson, rate: 1/d}, from: HYS, to: ZAB, first_mile: 1 h, "
        f"pick_up: 1 h, via: [{name}]}}"
    )
    text = HEAD.replace("  train:", f"  {name}:")
    exit_ = "clearance: {exit: {node: MZL, formality: exit, policy: plain}}\n"
    path.write_text(f"{text}{exit_}flows: {{goods: {flow}}}\n", encoding="utf-8")
    names = _names(compile_plan(read(path)).plan)
    assert len(set(names)) == len(names)


# --- Trucks ---------------------------------------------------------------------------------------
def test_the_yard_slot_returns_before_the_truck_leaves(tmp_path: Path) -> None:
    clearance = "home: {node: HYS, formality: import, policy: plain}"
    flow = "from: ZAB, to: HCZ, via: [back], pick_up: 1 h"
    plan = _plan(tmp_path, clearance, flow)
    assert _after(plan, "gate_out/HYS") == {"home/release"}
    assert _after(plan, "truck/HYS-HCZ") == {"gate_out/HYS"}
    assert _after(plan, "pick_up") == {"truck/HYS-HCZ"}
    (clock,) = (one for one in plan.clocks if one.name == "arrival_to_gate_out")
    assert _names(plan)[clock.stop.stage] == "gate_out/HYS"


def test_import_where_the_truck_ends_begins_there(tmp_path: Path) -> None:
    clearance = "zone: {node: HCZ, formality: import, policy: plain}"
    plan = _plan(tmp_path, clearance, "from: ZAB, to: HCZ, via: [back]")
    assert _after(plan, "zone/lodge") == {"truck/HYS-HCZ"}


def test_a_flow_by_truck_alone_meets_every_formality(tmp_path: Path) -> None:
    clearance = (
        "out: {node: HYS, formality: export, policy: plain}, "
        "mid: {node: HCZ, formality: transit, policy: plain}, "
        "home: {node: CAN, formality: import, policy: ahead}"
    )
    plan = _plan(tmp_path, clearance, "from: HYS, to: CAN, route: fastest, pick_up: 1 h")
    assert _after(plan, "truck/HYS-HCZ") == {"out/release"}
    assert _after(plan, "mid/lodge") == {"truck/HYS-HCZ"}
    assert _after(plan, "truck/HCZ-CAN") == {"truck/HYS-HCZ", "mid/release"}
    # In advance: known from the truck's departure on.
    assert _after(plan, "home/lodge") == {"home/notice"}
    assert _after(plan, "home/notice") == {"truck/HYS-HCZ"}
    assert "truck/HCZ-CAN" in _after(plan, "home/release")
    assert _after(plan, "pick_up") == {"home/release"}


# --- Several at a node, and those nowhere ---------------------------------------------------------
@pytest.mark.parametrize(
    ("node", "kind", "way", "waits"),
    [
        ("HYS", "export", "from: HYS, to: ZAB, via: [train]", "load/HYS"),
        ("MZL", "exit", "from: HYS, to: ZAB, via: [train]", "hand_over"),
        ("HYS", "import", "from: ZAB, to: HYS, via: [back], pick_up: 1 h", "pick_up"),
    ],
)
def test_all_formalities_of_a_kind_at_a_node_are_done(
    tmp_path: Path, node: str, kind: str, way: str, waits: str
) -> None:
    one = f"{{node: {node}, formality: {kind}, policy: plain}}"
    plan = _plan(tmp_path, f"first: {one}, second: {one}", way)
    assert {"first/release", "second/release"} <= _after(plan, waits)
    lodged = [name for name in _names(plan) if name.endswith("/lodge")]
    assert lodged == ["first/lodge", "second/lodge"]


def test_a_named_formality_that_is_never_met_is_a_finding(tmp_path: Path) -> None:
    clearance = "far: {node: KHG, formality: exit, policy: plain}"
    way = "from: HYS, to: ZAB, via: [train]"
    (finding,) = _findings(tmp_path, clearance, f"{way}, clearance: [far]")
    assert (finding.code, finding.path) == ("clearance_not_met", "flows.goods.clearance.0")
    assert (finding.values["name"], finding.values["known"]) == ("far", "HYS, MZL, ZAB")
    # Not asked for by name, it waits for other flows.
    assert "far/lodge" not in _names(_plan(tmp_path, clearance, way))
