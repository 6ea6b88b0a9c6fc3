"""An arm changes what it names, where it fits, and says what it could not change."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor_sim.errors import ScenarioError
from corridor_sim.scenario.arms import arm_file
from corridor_sim.scenario.differences import differences
from corridor_sim.scenario.limits import DEFAULT
from corridor_sim.scenario.read import Loaded, read, under

BASE = """\
corridor_sim: 1
name: two offices
network: hengyang
time: {start: 2021-01-04, end: 2021-01-31, drain: 60 d}
calendars:
  office: {open: "Mon-Fri 08:00-18:00"}
stations:
  desk: {node: HYS, servers: 2, calendar: office, work: 30 min}
services:
  train: {path: [HYS, MZL, ZAB, BIK], timetable: {slots: [Mon 20:00]}, capacity: 50 box}
policies:
  shared: {review: {station: desk}, inspect: {chance: 2 %, work: 4 h}, pay: 1 h}
  alone: {review: {work: 1 h}}
clearance:
  export: {node: HYS, formality: export, policy: shared, office: ours}
  exit: {node: MZL, formality: exit, policy: shared, office: border}
  import: {node: BIK, formality: import, policy: alone, office: theirs}
flows:
  out:
    {from: HYS, to: BIK, direction: export, via: [train], demand: {process: poisson, total: 9 box}}
arms:
  longer: {title: Open longer, changes: {calendars.office.open: "24/7"}}
"""
ARM = """\
corridor_sim: 1
arm:
  name: fewer
  version: "2"
  apply:
    - to: {office: ours}
      policy: {inspect: {chance: 0.5 %}, pay: null}
  changes:
    stations: {desk: {servers: 3}, counter: {servers: 1}}
  adds:
    calendars: {night: {open: "Mon-Sun 20:00-24:00"}}
"""


def base(folder: Path, text: str = BASE) -> Loaded:
    (folder / "base.yaml").write_text(text, encoding="utf-8")
    return read(folder / "base.yaml")


def changed(folder: Path, text: str = ARM) -> tuple[Loaded, Loaded]:
    """The base, and the base under the arm."""
    (folder / "arm.yaml").write_text(text, encoding="utf-8")
    loaded, written = base(folder), arm_file(folder / "arm.yaml", DEFAULT)
    assert written is not None
    return loaded, under(loaded, written)


def test_only_the_formalities_that_fit_are_done_otherwise(tmp_path: Path) -> None:
    before, after = changed(tmp_path)
    clearance, policies = after.scenario.clearance, after.scenario.policies
    assert clearance["export"].policy == "shared+fewer"
    assert clearance["exit"].policy == "shared"
    new, old = policies["shared+fewer"], policies["shared"]
    assert new.inspect is not None
    assert old.inspect is not None
    assert (new.inspect.chance, old.inspect.chance) == (0.005, 0.02)
    assert new.inspect.work == old.inspect.work  # what the arm does not name stays
    assert new.pay is None  # null: it goes
    assert old == before.scenario.policies["shared"]


def test_a_policy_in_use_nowhere_else_keeps_its_name(tmp_path: Path) -> None:
    text = ARM.replace("{office: ours}", "{office: [ours, border]}")
    _, after = changed(tmp_path, text)
    assert after.scenario.clearance["export"].policy == "shared"
    assert set(after.scenario.policies) == {"shared", "alone"}


def test_what_the_scenario_lacks_is_left_out_and_named(tmp_path: Path) -> None:
    _, after = changed(tmp_path)
    assert after.scenario.stations["desk"].servers == 3
    assert set(after.scenario.stations) == {"desk"}
    assert set(after.scenario.calendars) == {"office", "night"}  # but what it adds is there
    (note,) = after.notes
    assert (note.code, note.values["names"], note.severity) == (
        "arm_no_such_name",
        "'counter'",
        "note",
    )
    assert note.where is not None
    assert (note.where.file, note.where.line) == (str(tmp_path / "arm.yaml"), 9)


def test_an_arm_that_fits_nowhere_says_so(tmp_path: Path) -> None:
    before, after = changed(tmp_path, ARM.replace("office: ours", "office: nobody"))
    assert after.scenario.policies == before.scenario.policies
    assert after.notes[0].code == "arm_applies_nowhere"


def test_what_differs_is_told_value_by_value(tmp_path: Path) -> None:
    before, after = changed(tmp_path)
    told = {one.path: (one.old, one.new) for one in differences(before.resolved, after.resolved)}
    assert told["stations.desk.servers"] == ("2", "3")
    assert told["clearance.export.policy"] == ("shared", "shared+fewer")
    assert set(told) == {
        "stations.desk.servers",
        "clearance.export.policy",
        "policies.shared+fewer",
        "calendars.night",
    }
    assert differences(before.resolved, before.resolved) == ()


def test_an_arm_of_the_scenario_itself(tmp_path: Path) -> None:
    loaded = base(tmp_path)
    after = under(loaded, loaded.arms["longer"])
    assert after.scenario.calendars["office"].open == "24/7"
    assert loaded.scenario.calendars["office"].open != "24/7"
    assert "arms" not in loaded.resolved  # type: ignore[operator]


def test_a_whole_scenario_is_no_arm(tmp_path: Path) -> None:
    base(tmp_path)
    assert arm_file(tmp_path / "base.yaml", DEFAULT) is None


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "column"),
    [
        ("  version:", "  vresion:", "unknown_key_near", 4, 3),
        ("to: {office: ours}", "to: {ofice: ours}", "unknown_key_near", 6, 12),
        ("chance: 0.5 %", "chance: 0.5 h", "not_a_share", 7, 34),
        ("servers: 3", "servers: three", "needs_whole_number", 9, 32),
        ("    stations:", "    study: {seed: 3}\n    stations:", "arm_common", 9, 5),
    ],
)
def test_what_is_wrong_is_shown_in_the_arm(
    old: str, new: str, code: str, line: int, column: int, tmp_path: Path
) -> None:
    assert old in ARM
    with pytest.raises(ScenarioError) as caught:
        changed(tmp_path, ARM.replace(old, new))
    found = [
        (one.code, one.where.line, one.where.column) for one in caught.value.findings if one.where
    ]
    assert (code, line, column) in found
    assert all(one.where and one.where.file.endswith("arm.yaml") for one in caught.value.findings)
