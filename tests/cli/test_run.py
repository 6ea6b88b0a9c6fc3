"""What a run leaves: results on stdout, messages on stderr, the same bytes for the same luck."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from corridor_sim.study import engines, pieces
from corridor_sim.study import run as study
from corridor_sim.study.pieces import Piece, Task
from tests.cli.shell import SOUND, call, changed, written

_FILES = {"kpis.csv", "stations.csv", "departures.csv", "facts.csv", "replications.parquet"}
_FILES |= {"stages.csv", "release_study.csv", "scenario.yaml", "manifest.json", "figures"}
_DRAWN = {f"{name}.{kind}" for name in ("departures", "door_to_door") for kind in ("png", "svg")}


def _bytes(folder: Path) -> dict[str, object]:
    """Every file of a results folder; of the manifest all but the timings."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    found: dict[str, object] = {path.name: path.read_bytes() for path in files}
    assert {path.suffix for path in files} >= {".png", ".svg"}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest.pop("timings")
    return {**found, "manifest.json": manifest}


def _noting(blocks_seen: list[range], workers_seen: list[int]) -> Callable[..., Iterator[Piece]]:
    """The same blocks, and a note of how they were cut and shared."""
    real = pieces.pieces

    def noted(task: Task, blocks: list[range], workers: int) -> Iterator[Piece]:
        blocks_seen.extend(blocks)
        workers_seen.append(workers)
        return real(task, blocks, workers)

    return noted


def _manifest(folder: Path) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return loaded


def _no_nan(word: str) -> None:
    raise AssertionError(f"{word} is not JSON")


def test_results_go_to_stdout_and_into_the_folder(folder: Path) -> None:
    written(folder, SOUND)
    answer = call("run", "s.yaml")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("small: 2 replications, seed 1, ")
    assert "Results: results/s" in answer.out
    assert {path.name for path in (folder / "results" / "s").iterdir()} == _FILES


def test_the_same_scenario_and_seed_give_the_same_bytes(folder: Path) -> None:
    written(folder, SOUND)
    assert call("run", "s.yaml", "--out", "a", "--trace").code == 0
    assert call("run", "s.yaml", "--out", "b", "--trace").code == 0
    first = _bytes(folder / "a")
    assert first == _bytes(folder / "b")
    assert set(first) == {*_FILES, *_DRAWN, "shipments.parquet"} - {"figures"}


def test_another_seed_gives_other_bytes(folder: Path) -> None:
    written(folder, SOUND)
    call("run", "s.yaml", "--out", "a")
    call("run", "s.yaml", "--out", "b", "--seed", "2")
    first, second = _bytes(folder / "a"), _bytes(folder / "b")
    assert first["kpis.csv"] != second["kpis.csv"]
    assert _manifest(folder / "b")["seed"] == 2


@pytest.mark.parametrize("visits", [1, 400])
def test_how_replications_are_cut_into_blocks_leaves_no_trace(
    visits: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(folder, SOUND)
    words = ["run", "s.yaml", "--trace", "--replications", "5"]
    ran: list[range] = []
    monkeypatch.setattr(study, "pieces", _noting(ran, []))
    assert call(*words, "--out", "a").code == 0
    assert ran == [range(5)]
    monkeypatch.setitem(engines.VISITS_AT_ONCE, "array", visits)
    assert call(*words, "--out", "b").code == 0
    assert len(ran) > 2
    assert _bytes(folder / "a") == _bytes(folder / "b")


def test_processes_side_by_side_write_the_same_bytes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(folder, SOUND)
    words = ["run", "s.yaml", "--replications", "5"]
    assert call(*words, "--workers", "1", "--out", "a").code == 0
    shared: list[int] = []
    monkeypatch.setattr(study, "pieces", _noting([], shared))
    monkeypatch.setitem(engines.WORTH_SHARING, "array", 0)
    assert call(*words, "--workers", "2", "--out", "b").code == 0
    assert shared == [2]
    assert _bytes(folder / "a") == _bytes(folder / "b")


def test_both_engines_write_the_same_bytes(folder: Path) -> None:
    written(folder, SOUND)
    for engine in ("event", "array"):
        answer = call("run", "s.yaml", "--trace", "--engine", engine, "--out", engine)
        assert f"{engine} engine" in answer.out
        assert "auto" not in answer.out
    event, array = (_bytes(folder / engine) for engine in ("event", "array"))
    for files, engine in ((event, "event"), (array, "array")):
        manifest = cast("dict[str, object]", files["manifest.json"])
        assert manifest.pop("engine") == engine
    assert event == array


def test_auto_says_which_engine_and_why(folder: Path) -> None:
    written(folder, SOUND)
    out = call("run", "s.yaml", "--out", "o").out
    assert "array engine" in out
    assert "auto took the array engine: to the second the event engine's answer" in out
    assert _manifest(folder / "o")["engine"] == "array"


def test_what_the_command_line_sets_wins(folder: Path) -> None:
    written(folder, SOUND)
    call("run", "s.yaml", "--out", "a", "--set", "study.replications=3")
    assert _manifest(folder / "a")["replications"] == [0, 1, 2]
    call("run", "s.yaml", "--out", "b", "--set", "study.replications=3", "--replications", "1")
    assert _manifest(folder / "b")["replications"] == [0]
    assert "replications: 1" in (folder / "b" / "scenario.yaml").read_text(encoding="utf-8")


def test_a_trace_holds_every_shipment_and_stage(folder: Path) -> None:
    import pyarrow.parquet as pq

    written(folder, changed(("poisson, total: 40 box", "deterministic, every: 1 d, count: 7")))
    call("run", "s.yaml", "--out", "o", "--trace")
    assert pq.read_table(folder / "o" / "shipments.parquet").num_rows == 2 * 7 * 4
    call("run", "s.yaml", "--out", "o")
    assert not (folder / "o" / "shipments.parquet").exists()


def test_json_is_json(folder: Path) -> None:
    written(folder, changed(("total: 40 box", "total: 0 box")))
    answer = call("run", "s.yaml", "--json")
    record = json.loads(answer.out, parse_constant=_no_nan)
    assert (answer.code, answer.err) == (0, "")
    assert record["replications"] == 2
    assert record["interrupted"] is False
    assert any(row["value"] is None for row in record["kpis"])
    boxes = [row for row in record["kpis"] if row["kpi"] == "boxes_dispatched"]
    assert {row["value"] for row in boxes} == {0.0}


def test_json_of_a_queue_without_end_is_json(folder: Path) -> None:
    written(folder, changed(("total: 40 box", "total: 4000 box"), ("drain: 30 d", "drain: 0 d")))
    answer = call("run", "s.yaml", "--json")
    values = {row["value"] for row in json.loads(answer.out, parse_constant=_no_nan)["kpis"]}
    assert "inf" in values
    assert "warning: Station 'desk' is asked for 1000 %" in answer.err


@pytest.mark.parametrize("command", ["check", "plan"])
def test_the_other_commands_speak_json(command: str, folder: Path) -> None:
    written(folder, SOUND)
    answer = call(command, "s.yaml", "--json")
    assert json.loads(answer.out, parse_constant=_no_nan)
    assert (answer.code, answer.err) == (0, "")


_KEPT = "places:\n  yard: {places: 7, node: HYS}\nservices:\n"


def test_the_plan_shows_stations_and_places(folder: Path) -> None:
    written(folder, changed(("services:\n", _KEPT), ("total: 40 box", "total: 4000 box")))
    shown = [line.split() for line in call("plan", "s.yaml").out.splitlines()]
    assert ["desk", "office", "-", "2"] in shown
    assert ["yard", "HYS", "7"] in shown
    answer = call("plan", "s.yaml", "--json")
    record = json.loads(answer.out)
    assert record["stations"] == {"desk": {"servers": 2, "calendar": "office", "node": ""}}
    assert record["places"] == {"yard": {"places": 7, "node": "HYS"}}
    codes = {finding["code"] for finding in record["findings"]}
    assert "station_overloaded" in codes
    assert (answer.code, answer.err) == (0, "")


def test_findings_as_json_have_line_and_column(folder: Path) -> None:
    written(folder, changed(("servers: 2", "servers: -2")))
    answer = call("check", "s.yaml", "--json")
    (record,) = json.loads(answer.out)
    (finding,) = record["findings"]
    assert (finding["file"], finding["line"], finding["column"]) == ("s.yaml", 8, 19)
    assert (record["sound"], answer.code, answer.err) == (False, 2, "")


_ENOUGH = ("--replications", "20")  # fewer give no verdict
_FACT = "facts: [{kpi: trains_run, value: %d, label: predicted}]\nflows:\n"


def test_strict_fails_where_a_published_figure_is_outside(folder: Path) -> None:
    written(folder, changed(("flows:\n", _FACT % 300)))
    relaxed, strict = call("run", "s.yaml", *_ENOUGH), call("run", "s.yaml", *_ENOUGH, "--strict")
    assert relaxed.code == 0
    assert "outside" in relaxed.out
    assert strict.code == 1
    assert "(trains_run) is outside by" in strict.err
    assert (folder / "results" / "s" / "manifest.json").exists()


def test_strict_is_content_with_a_figure_inside(folder: Path) -> None:
    written(folder, changed(("flows:\n", _FACT % 3)))
    answer = call("run", "s.yaml", *_ENOUGH, "--strict")
    assert (answer.code, answer.err) == (0, "")
    assert "inside" in answer.out


def _stuck_twice(folder: Path) -> None:
    head, _, _ = SOUND.partition("flows:\n")
    flow = """\
  {name}:
    demand: {{process: deterministic, every: 1 d}}
    stages:
      - {{name: first, hold: {first}, until: end}}
      - {{name: between, delay: 1 h}}
      - {{name: second, hold: {second}, until: end}}
      - {{name: end, delay: 1 h}}
"""
    places = "places:\n  yard: {places: 1}\n  ramp: {places: 1}\nflows:\n"
    out = flow.format(name="out", first="yard", second="ramp")
    back = flow.format(name="back", first="ramp", second="yard")
    written(folder, head + places + out + back)


def test_places_that_wait_for_one_another_end_with_1_and_are_named(folder: Path) -> None:
    _stuck_twice(folder)
    answer = call("run", "s.yaml", "--out", "o")
    assert answer.code == 1
    assert "13 shipments wait for a place in 'yard'" in answer.err
    assert "ramp -> yard" in answer.err
    assert "add places or release them earlier" in answer.err
    assert {path.name for path in (folder / "o").iterdir()} == _FILES
    findings = json.dumps(_manifest(folder / "o")["findings"])
    assert "stuck_places" in findings


def test_the_plan_shows_the_loop_beforehand(folder: Path) -> None:
    _stuck_twice(folder)
    answer = call("plan", "s.yaml")
    assert "place yard, place ramp" in answer.out
    assert json.loads(call("plan", "s.yaml", "--json").out)["loops"] == [
        ["place yard", "place ramp"]
    ]


@pytest.mark.parametrize(
    ("timetable", "number"),
    [
        ("dates: [2021-01-04 12:00]", 39),
        ("slots: [Mon 20:00], run_when: {load: 50 box}", 40),
    ],
)
def test_shipments_without_a_departure_end_with_1(
    timetable: str, number: int, folder: Path
) -> None:
    demand = ("process: poisson, total: 40 box", "process: deterministic, every: 8 h, count: 40")
    written(folder, changed(("slots: [Mon 20:00]", timetable), demand))
    answer = call("run", "s.yaml", "--out", "o")
    assert answer.code == 1
    assert f"{number} shipments wait for 'train'" in answer.err
    assert "add departures to its timetable" in answer.err
    assert "Results: o" in answer.out


def test_a_fault_of_ours_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(folder, SOUND)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(pieces, "engine", lambda _: broken)
    answer = call("run", "s.yaml")
    assert (answer.code, answer.out) == (70, "")
    assert (
        "a fault of corridor-sim, not of your scenario (ZeroDivisionError: by nothing)"
        in answer.err
    )


def test_a_broken_law_is_a_fault_of_ours(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from corridor_sim.engine.invariants.check import Broken

    written(folder, SOUND)
    monkeypatch.setattr(pieces, "check", lambda *_: [Broken("order", "desk", 0, 3)])
    answer = call("run", "s.yaml", "--out", "o")
    assert answer.code == 70
    assert "broke the law 'order' at desk, 3 times" in answer.err
    assert not list((folder / "o").iterdir())


def test_too_little_memory_is_a_limit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(folder, SOUND)

    def greedy(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(pieces, "draw", greedy)
    answer = call("run", "s.yaml")
    assert answer.code == 3
    assert "Out of memory; ask for fewer shipments" in answer.err


def test_tables_can_be_opened_where_chinese_is_read(folder: Path) -> None:
    written(
        folder,
        changed(
            ("  export:", "  出口:"),
            ("  desk: {", "  报关台: {"),
            ("station: desk", "station: 报关台"),
        ),
    )
    assert call("run", "s.yaml", "--out", "o").code == 0
    data = (folder / "o" / "stations.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert rows[0]["station"] == "报关台"
