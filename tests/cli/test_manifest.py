"""What manifest.json says a run came from: changed data can be told from changed luck."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import cast

import pytest

from corridor_sim.planning.compile import compile_plan
from corridor_sim.scenario.read import read
from tests.cli.shell import ROOT, SOUND, call, changed, written
from tests.scenario.test_write import same_plan

NETWORK = ("name: small\n", "name: small\nnetwork: tables\n")
REPLAY = ("{process: poisson, total: 40 box}", "{process: replay, file: shipments.csv}")
SLOTS = ("{slots: [Mon 20:00]}", "{file: trains.csv}")


@pytest.fixture
def tables(folder: Path) -> Path:
    """A scenario that extends another in a folder below, with tables of its own beside that."""
    base = folder / "base"
    base.mkdir()
    shutil.copytree(ROOT / "data" / "hengyang", base / "tables")
    written(base, changed(NETWORK, REPLAY, SLOTS), "base.yaml")
    written(base, "id,ready\n1,2021-01-05 08:00\n", "shipments.csv")
    written(base, "at\n2021-01-08 12:00\n", "trains.csv")
    written(folder, "extends: base/base.yaml\n")
    return base


def _run(out: str, *words: str) -> dict[str, object]:
    answer = call("run", "s.yaml", "--out", out, *words)
    assert (answer.code, answer.err) == (0, "")
    text = (Path(out) / "manifest.json").read_text(encoding="utf-8")
    return cast("dict[str, object]", json.loads(text))


def _inputs(out: str) -> dict[str, str]:
    return cast("dict[str, str]", _run(out)["inputs"])


def test_every_file_that_was_read_is_there_with_its_hash(tables: Path, folder: Path) -> None:
    inputs = _inputs("o")
    own = {"base.yaml", "shipments.csv", "trains.csv"}
    csvs = {f"base/tables/{path.name}" for path in (tables / "tables").glob("*.csv")}
    assert set(inputs) == {"s.yaml", *(f"base/{name}" for name in own), *csvs}
    for name, found in inputs.items():
        assert found == hashlib.sha256((folder / name).read_bytes()).hexdigest()


@pytest.mark.parametrize("name", ["tables/links.csv", "shipments.csv", "trains.csv", "base.yaml"])
def test_a_changed_file_is_seen(name: str, tables: Path) -> None:
    before = _inputs("a")
    with (tables / name).open("ab") as file:
        file.write(b"\n")
    after = _inputs("b")
    assert {key for key in before if before[key] != after[key]} == {f"base/{name}"}


def test_names_do_not_depend_on_where_the_command_is_typed(
    tables: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _inputs("o")
    monkeypatch.chdir(tables)
    call("run", "../s.yaml", "--out", "../o")
    manifest = json.loads((folder / "o" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"] == before


def test_what_was_set_is_kept(folder: Path) -> None:
    written(folder, SOUND)
    settings = _run("o", "--set", "study.seed=9", "--set", "stations.desk.servers=3")["settings"]
    assert isinstance(settings, dict)
    assert settings["set"] == ["study.seed=9", "stations.desk.servers=3"]
    again = _run("p")["settings"]
    assert isinstance(again, dict)
    assert again["set"] == []


@pytest.mark.parametrize("out", ["o", "results/deep/o"])
def test_the_scenario_of_the_results_runs_again(tables: Path, out: str, folder: Path) -> None:
    _run(out)
    here = folder / out / "scenario.yaml"
    same_plan(read(folder / "s.yaml"), read(here))
    assert compile_plan(read(here)).plan.flows[0].demand.arrive.tolist() != []
    again = call("run", here, "--out", "again")
    assert (again.code, again.err) == (0, "")
    assert (folder / "again" / "kpis.csv").read_bytes() == (folder / out / "kpis.csv").read_bytes()
    assert tables.is_dir()


def test_a_run_elsewhere_with_the_same_layout_gives_the_same_bytes(
    tables: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run("o")
    shutil.copytree(folder, folder / "copy" / "below", ignore=shutil.ignore_patterns("copy", "o"))
    monkeypatch.chdir(folder / "copy" / "below")
    _run("o")
    there = folder / "copy" / "below" / "o" / "scenario.yaml"
    assert there.read_bytes() == (folder / "o" / "scenario.yaml").read_bytes()
    assert tables.is_dir()
