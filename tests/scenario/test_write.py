"""The resolved scenario is a scenario: read from where it was written, it compiles to the same."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest

from corridor_sim.planning.compile import compile_plan
from corridor_sim.scenario.read import Loaded, read
from corridor_sim.scenario.write import relative, scenario_text

ROOT = Path(__file__).parents[2]
NODES = """\
code,name_en,lat,lon,country,zone,modes,mark,source
A,A,0,0,CN,UTC,rail,published,S1
B,B,0,9,CN,UTC,rail,published,S1
"""
LINKS = "from,to,mode,time_low_h,time_mode_h,time_high_h,time_law,time_mark,time_source\n"
LINKS += "A,B,rail,1,2,3,triangular,published,S1\n"
BASE = """\
corridor_sim: 1
name: base
network: tables
time: {start: 2021-01-04, end: 2021-01-17, zone: UTC}
services:
  train:
    path: [A, B]
    timetable: {file: trains.csv}
    capacity: 50 box
flows:
  goods:
    demand: {process: replay, file: shipments.csv}
    stages: [{departures: train}]
"""


def plain(value: object) -> object:
    """A record of the plan as nested lists, so that arrays compare."""
    if is_dataclass(value):
        return [plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, np.ndarray):
        return value.tolist()
    return [plain(one) for one in value] if isinstance(value, (tuple, list)) else value


def written(loaded: Loaded, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "scenario.yaml"
    path.write_text(scenario_text(loaded.resolved, loaded.named_files(), folder), encoding="utf-8")
    return path


def same_plan(one: Loaded, other: Loaded) -> None:
    first, second = compile_plan(one).plan, compile_plan(other).plan
    assert plain(first.flows) == plain(second.flows)
    assert plain(first.services) == plain(second.services)
    assert plain(first.calendars) == plain(second.calendars)


@pytest.fixture
def corridor(tmp_path: Path) -> Path:
    """A base with its tables beside it, and a scenario in another folder that extends it."""
    base = tmp_path / "base"
    (base / "tables").mkdir(parents=True)
    (base / "tables" / "nodes.csv").write_text(NODES, encoding="utf-8")
    (base / "tables" / "links.csv").write_text(LINKS, encoding="utf-8")
    (base / "base.yaml").write_text(BASE, encoding="utf-8")
    (base / "trains.csv").write_text("at,box\n2021-01-05 12:00,10\n2021-01-09 12:00,20\n")
    (base / "shipments.csv").write_text("id,ready\n1,2021-01-04 08:00\n2,2021-01-06 08:00\n")
    (tmp_path / "variants").mkdir()
    variant = tmp_path / "variants" / "more.yaml"
    variant.write_text("extends: ../base/base.yaml\nname: more\n", encoding="utf-8")
    return variant


@pytest.mark.parametrize("out", ["out", "results/a/b", "base", "base/tables"])
def test_files_beside_a_base_are_found_again(corridor: Path, tmp_path: Path, out: str) -> None:
    loaded = read(corridor)
    same_plan(loaded, read(written(loaded, tmp_path / out)))


def test_files_that_set_names_are_found_again(
    corridor: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text("id,ready\n7,2021-01-05 08:00\n")
    loaded = read(corridor, ("flows.goods.demand.file=mine.csv",))
    again = read(written(loaded, tmp_path / "results" / "more"))
    same_plan(loaded, again)
    assert again.scenario.flows["goods"].demand.file == "../../mine.csv"  # type: ignore[union-attr]


def test_a_folder_behind_a_link(corridor: Path, tmp_path: Path) -> None:
    (tmp_path / "far" / "away" / "disk").mkdir(parents=True)
    (tmp_path / "results").symlink_to(tmp_path / "far" / "away" / "disk")
    loaded = read(corridor)
    same_plan(loaded, read(written(loaded, tmp_path / "results" / "more")))


def test_hengyang_is_found_again(tmp_path: Path) -> None:
    loaded = read(ROOT / "scenarios" / "hengyang-2021.yaml")
    same_plan(loaded, read(written(loaded, tmp_path / "out")))


def test_names_that_hold_everywhere_stay(corridor: Path, tmp_path: Path) -> None:
    whole = (tmp_path / "base" / "trains.csv").as_posix()
    path = ("services", "train", "timetable")
    sets = (f"{'.'.join(path)}.file={whole}", "network=hengyang", "services.train.path=[HYS, MZL]")
    loaded = read(corridor, sets)
    again = read(written(loaded, tmp_path / "out"))
    assert again.scenario.network == "hengyang"
    assert again.scenario.services["train"].timetable.file == whole
    same_plan(loaded, again)


def test_the_same_layout_gives_the_same_text(corridor: Path, tmp_path: Path) -> None:
    loaded = read(corridor)
    texts = [
        scenario_text(loaded.resolved, loaded.named_files(), tmp_path / "out" / name)
        for name in "ab"
    ]
    assert texts[0] == texts[1]
    assert str(tmp_path) not in texts[0]
    assert loaded.resolved == read(corridor).resolved


def test_a_file_seen_from_a_folder(tmp_path: Path) -> None:
    assert relative(tmp_path / "a" / "x.csv", tmp_path / "b" / "c") == "../../a/x.csv"
    assert relative(tmp_path / "a" / ".." / "x.csv", tmp_path) == "x.csv"
    (tmp_path / "blob").write_bytes(b"")
    (tmp_path / "x.xlsx").symlink_to(tmp_path / "blob")
    assert relative(tmp_path / "x.xlsx", tmp_path) == "x.xlsx"


def test_every_file_that_was_read_is_an_input(corridor: Path) -> None:
    names = {"more.yaml", "../base/base.yaml", "../base/trains.csv", "../base/shipments.csv"}
    names |= {"../base/tables/nodes.csv", "../base/tables/links.csv"}
    inputs = read(corridor).input_files()
    assert set(inputs) == names
    assert all(path.is_file() for path in inputs.values())


def test_shipped_inputs_are_named_as_such(corridor: Path) -> None:
    holidays = "calendars.office={open: 24/7, holidays: CN}"
    assert "shipped:hengyang/holidays.csv" in read(corridor, (holidays,)).input_files()
    sets = ("network=hengyang", "services.train.path=[HYS, MZL]")
    names = set(read(corridor, sets).input_files())
    assert {"shipped:hengyang/links.csv", "shipped:hengyang/regimes.csv"} <= names
    assert not any("data/hengyang" in name for name in names)
