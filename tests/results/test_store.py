from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from corridor_sim.columns import TABLES
from corridor_sim.errors import EXIT_FILES, FileError, Finding
from corridor_sim.results.collect import Collector, Results
from corridor_sim.results.files import writable, write_whole
from corridor_sim.results.rows import StationRow
from corridor_sim.results.shipments import ShipmentsFile
from corridor_sim.results.store import Manifest, hashes_of, write_results
from corridor_sim.results.tables import cell, csv_bytes
from tests.results.world import World, cut, line, repeated

MANIFEST = Manifest("line", 7, "event", "2021-01-01", "Asia/Shanghai", timings={"run": 1.5})
SCENARIO = "corridor_sim: 1\nname: 衡阳\n"


def _results(world: World) -> Results:
    collector = Collector(world.plan)
    collector.add(world.workload, world.trace)
    return collector.finish([Finding("stuck", {"flow": "out"})])


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_folder(world: World, tmp_path: Path) -> None:
    results = _results(world)
    files = write_results(tmp_path / "a" / "b", results, MANIFEST, SCENARIO)
    contents = _contents(tmp_path / "a" / "b")
    assert {path.name for path in files} == set(contents)
    manifest = json.loads(contents["manifest.json"])
    assert manifest["files"] == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in contents.items()
        if name != "manifest.json"
    }
    assert manifest["scenario_sha256"] == manifest["files"]["scenario.yaml"]
    assert (manifest["replications"], manifest["seed"]) == ([0, 1], 7)
    assert manifest["findings"][0]["code"] == "stuck"
    assert contents["scenario.yaml"].decode("utf-8") == SCENARIO


def test_the_manifest_says_what_the_results_came_from(world: World, tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_bytes(b"from,to")
    inputs = hashes_of({"../links.csv": tmp_path / "links.csv"})
    assert inputs == {"../links.csv": hashlib.sha256(b"from,to").hexdigest()}
    manifest = replace(
        MANIFEST, inputs=inputs, assumptions={"out": ["a", "b"]}, settings={"set": ["x=1"]}
    )
    write_results(tmp_path / "o", _results(world), manifest, SCENARIO)
    written = json.loads((tmp_path / "o" / "manifest.json").read_text(encoding="utf-8"))
    assert written["inputs"] == inputs
    assert written["assumptions"] == {"out": ["a", "b"]}
    assert written["settings"] == {"set": ["x=1"]}


def test_an_input_that_has_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError) as raised:
        hashes_of({"x.csv": tmp_path / "x.csv"})
    assert raised.value.findings[0].code == "file_unreadable"


def test_tables_have_the_columns_they_should(world: World, tmp_path: Path) -> None:
    write_results(tmp_path, _results(world), MANIFEST, SCENARIO)
    for table in ("kpis", "stations", "departures", "facts"):
        content = (tmp_path / f"{table}.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert rows[0] == [column.name for column in TABLES[table]]
        assert {len(row) for row in rows} == {len(rows[0])}
    table = pq.read_table(tmp_path / "replications.parquet")
    assert table.column_names == [column.name for column in TABLES["replications"]]
    first = table.to_pylist()[:2]
    assert [(row["kpi"], row["replication"], row["value"]) for row in first] == [
        ("trains_run", 0, 2.0),
        ("trains_run", 1, 1.0),
    ]


def test_the_same_run_gives_the_same_bytes(world: World, tmp_path: Path) -> None:
    for name in "ab":
        write_results(tmp_path / name, _results(world), MANIFEST, SCENARIO)
    assert _contents(tmp_path / "a") == _contents(tmp_path / "b")


def test_cells() -> None:
    assert cell(0.1 + 0.2) == "0.3"
    assert cell(1 / 3) == "0.333333333333"
    assert (cell(30.0), cell(float("nan")), cell(float("inf")), cell(12)) == ("30", "", "inf", "12")
    assert cell('=a,"b"') == '"=a,""b"""'
    assert cell("-box") == '"-box"'
    assert cell("衡阳") == "衡阳"


def test_awkward_names_come_back_unchanged() -> None:
    name = '=HYPERLINK("x"),\nline'
    row = StationRow("base", name, "station", "@n", 1, 0.5, 0.5, 0.5, 0.5, 1, 0, 0, 0, 0, 1)
    text = csv_bytes("stations", [row]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline="")))[1][1:4] == [name, "station", "@n"]


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kpis.csv"
    write_whole(path, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(FileError) as raised:
        write_whole(path, b"new")
    assert _contents(tmp_path) == {"kpis.csv": b"old"}
    assert raised.value.exit_code == EXIT_FILES
    (finding,) = raised.value.findings
    assert finding.code == "cannot_write"
    assert finding.values == {"path": str(path), "reason": "No space left on device"}


def test_an_interrupt_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kpis.csv"
    write_whole(path, b"old")

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"new")
    assert _contents(tmp_path) == {"kpis.csv": b"old"}


def test_writable_before_a_run(tmp_path: Path) -> None:
    writable(tmp_path / "new" / "folder")
    assert list((tmp_path / "new" / "folder").iterdir()) == []
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(FileError) as raised:
            writable(folder)
        assert raised.value.findings[0].code == "cannot_write"


def test_nothing_is_written_below_a_file(world: World, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError):
        write_results(tmp_path / "file" / "below", _results(world), MANIFEST, SCENARIO)
    with pytest.raises(FileError), ShipmentsFile(tmp_path / "file" / "below", world.plan):
        pass


def _shipments(folder: Path, world: World, blocks: list[tuple[int, int]]) -> bytes:
    with ShipmentsFile(folder, world.plan) as file:
        for number, (first, last) in enumerate(blocks):
            block = cut(world, first, last, padding=number)
            file.add(block.workload, block.trace)
    return (folder / "shipments.parquet").read_bytes()


def _fed_like() -> World:
    """Hand-made flows name no shipment numbers, so theirs are their places."""
    world = repeated(line(), 1)
    (out,) = world.plan.flows
    drawn = replace(out, demand=replace(out.demand, process="poisson"))
    return replace(world, plan=replace(world.plan, flows=(drawn,)))


def test_every_event_time(tmp_path: Path) -> None:
    world = _fed_like()
    _shipments(tmp_path, world, [(0, 2)])
    table = pq.read_table(tmp_path / "shipments.parquet")
    assert table.column_names == [column.name for column in TABLES["shipments"]]
    rows = table.to_pylist()
    assert len(rows) == 3 * 3 + 2 * 3
    assert rows[4] == {
        "replication": 0,
        "flow": "out",
        "shipment": 1,
        "stage": "train",
        "arrive": 1_000,
        "ready": 7_200,
        "start": 50_000,
        "end": 53_000,
        "slot": 0,
        "skipped": False,
        "boxes": 1,
        "value_usd": 100,
    }
    assert [rows[13][name] for name in ("stage", "shipment", "start", "slot")] == [
        "train",
        2,
        None,
        None,
    ]


def test_event_times_do_not_depend_on_the_blocks(tmp_path: Path) -> None:
    world = _fed_like()
    assert _shipments(tmp_path, world, [(0, 2)]) == _shipments(tmp_path, world, [(0, 1), (1, 2)])


def _interrupted(folder: Path, world: World) -> None:
    with ShipmentsFile(folder, world.plan) as file:
        file.add(world.workload, world.trace)
        raise KeyboardInterrupt


def test_event_times_are_all_or_nothing(tmp_path: Path) -> None:
    world = _fed_like()
    before = _shipments(tmp_path, world, [(0, 2)])
    with pytest.raises(KeyboardInterrupt):
        _interrupted(tmp_path, world)
    assert _contents(tmp_path) == {"shipments.parquet": before}
    results = _results(world)
    write_results(tmp_path, results, MANIFEST, SCENARIO, shipments=True)
    assert (
        "shipments.parquet" in json.loads((tmp_path / "manifest.json").read_text("utf-8"))["files"]
    )
    write_results(tmp_path, results, MANIFEST, SCENARIO)
    assert not (tmp_path / "shipments.parquet").exists()
