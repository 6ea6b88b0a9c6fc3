"""`compare` and `calibrate` from the command line: what they print, leave, and refuse."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.shell import SOUND, call, command, environment, written
from tests.study.test_calibrate import QUICKER, SHARE

ARMS = (
    SOUND
    + """\
arms:
  quick: {title: Half an hour less, version: "2", changes: {stations.desk.work: 1 s}}
  more: {title: 多一个窗口, changes: {stations.desk.servers: 3}}
"""
)
ARM = """\
corridor_sim: 1
arm:
  name: sooner
  changes: {services: {train: {travel: 2 d}, ship: {travel: 9 d}}}
"""


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_arms_of_a_scenario_are_compared(folder: Path) -> None:
    written(folder, ARMS)
    answer = call("compare", "s.yaml", "--replications", "20")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("small: 2 arms beside the base, 20 replications on the same luck")
    assert "quick: Half an hour less (version 2)" in answer.out
    assert "stations.desk.work: 30 min -> 1 s" in answer.out
    assert "Results: results/s-compared" in answer.out
    out = folder / "results" / "s-compared"
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in manifest["arms"]] == ["base", "quick", "more"]
    assert manifest["arms"][2]["title"] == "多一个窗口"
    for name in manifest["files"]:
        assert (out / name).is_file()
    rows = _rows(out / "comparison.csv")
    assert {row["role"] for row in rows} == {"primary", "gain", "exploratory"}
    judged = [row for row in rows if row["role"] == "primary"]
    assert [(row["arm"], row["verdict"]) for row in judged] == [("quick", "same"), ("more", "same")]
    assert float(judged[0]["level"]) == pytest.approx(0.975)


def test_every_arm_leaves_a_folder_that_runs_again(folder: Path) -> None:
    written(folder, ARMS)
    assert call("compare", "s.yaml", "--replications", "5").code == 0
    arm = folder / "results" / "s-compared" / "arms" / "more"
    assert call("run", arm / "scenario.yaml", "--replications", "5", "--out", "again").code == 0
    again = {_key(row): row["value"] for row in _rows(folder / "again" / "kpis.csv")}
    here = {_key(row): row["value"] for row in _rows(arm / "kpis.csv")}
    assert again.items() <= here.items()


def _key(row: dict[str, str]) -> tuple[str, ...]:
    parts = ("kpi", "flow", "station", "service", "clock", "stat", "stage", "place", "owner")
    return tuple(row[one] for one in (*parts, "formality", "mode", "partner", "corridor"))


def test_a_file_of_its_own_and_what_it_cannot_change(folder: Path) -> None:
    written(folder, ARMS)
    (folder / "arm.yaml").write_text(ARM, encoding="utf-8")
    answer = call("compare", "s.yaml", "arm.yaml", "--replications", "20")
    assert answer.code == 0
    assert "1 arm beside the base" in answer.out  # the scenario's own only where asked for
    assert (
        "arm.yaml:4:46: note: The scenario has no 'ship' in services; that part is left out"
        in answer.err
    )
    assert "better" in answer.out


def test_another_scenario_is_an_arm_too(folder: Path) -> None:
    written(folder, SOUND)
    (folder / "t.yaml").write_text(SOUND.replace("travel: 3 d", "travel: 4 d"), encoding="utf-8")
    answer = call("compare", "s.yaml", "t.yaml", "--replications", "20", "--json")
    assert answer.code == 0
    record = json.loads(answer.out)
    assert [one["name"] for one in record["arms"]] == ["t"]
    assert [row["verdict"] for row in record["rows"] if row["role"] == "primary"] == ["worse"]


def test_it_speaks_chinese(folder: Path) -> None:
    written(folder, ARMS)
    answer = call("compare", "s.yaml", "--arm", "more", "--replications", "5", "--lang", "zh")
    assert answer.code == 0
    assert "个方案" in answer.out
    assert "逐秒无变化" in answer.out


@pytest.mark.parametrize(
    ("words", "text", "said"),
    [
        (("s.yaml",), SOUND, "There is nothing to compare"),
        (("s.yaml", "--arm", "slow"), ARMS, "has no arm 'slow'; it has: quick, more"),
        (("s.yaml", "s.yaml", "s.yaml"), SOUND, "Two arms are called 's'"),
        (("s.yaml", "nowhere.yaml"), SOUND, "nowhere.yaml"),
        (
            ("s.yaml",),
            ARMS + "comparison: {judged: [exprt]}\n",
            "exprt",
        ),
        (
            ("s.yaml",),
            ARMS + "comparison: {kpi: clock_h}\n",
            "has no clock '-'",
        ),
        (("s.yaml",), ARMS.replace("servers: 3", "servers: -3"), "servers: -3"),
    ],
)
def test_what_is_wrong_is_said(words: tuple[str, ...], text: str, said: str, folder: Path) -> None:
    written(folder, text)
    answer = call("compare", *words)
    assert answer.code in (2, 4)
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert not (folder / "results").exists()


def test_arms_of_another_time_are_refused(folder: Path) -> None:
    written(folder, SOUND)
    (folder / "t.yaml").write_text(SOUND.replace("2021-01-17", "2021-01-24"), encoding="utf-8")
    answer = call("compare", "s.yaml", "t.yaml")
    assert answer.code == 2
    assert "'t' simulates another time" in answer.err


def test_an_arm_that_changes_nothing_is_a_warning(folder: Path) -> None:
    written(folder, ARMS.replace("servers: 3", "servers: 2"))
    answer = call("compare", "s.yaml", "--arm", "more", "--replications", "3")
    assert answer.code == 0
    assert "warning: The arm 'more' changes nothing" in answer.err
    assert "unchanged to the second: 1" in answer.out


def test_one_replication_is_too_few_and_two_give_an_interval(folder: Path) -> None:
    written(folder, ARMS)
    assert call("compare", "s.yaml", "--replications", "1").code == 2
    assert call("compare", "s.yaml", "--replications", "2").code == 0


def test_the_same_luck_gives_the_same_bytes(folder: Path) -> None:
    written(folder, ARMS)
    for out, engine in (("one", "array"), ("two", "event")):
        words = ("compare", "s.yaml", "--replications", "4", "--out", out, "--engine", engine)
        assert call(*words).code == 0
    for name in ("comparison.csv", "arms/quick/kpis.csv", "arms/base/stations.csv"):
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()


def test_arms_of_an_earlier_comparison_do_not_stay(folder: Path) -> None:
    written(folder, ARMS)
    assert call("compare", "s.yaml", "--replications", "2", "--out", "o").code == 0
    (folder / "o" / "arms" / "mine").mkdir()
    assert call("compare", "s.yaml", "--arm", "more", "--replications", "2", "--out", "o").code == 0
    assert {one.name for one in (folder / "o" / "arms").iterdir()} == {"base", "more", "mine"}


def test_stopped_before_the_first_look_it_writes_nothing(folder: Path) -> None:
    written(folder, ARMS.replace("40 box", "400000 box").replace("50 box", "400000 box"))
    process = subprocess.Popen(
        command("compare", "s.yaml", "--replications", "50"),
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        while not (folder / "results" / "s-compared").exists():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert b"nothing was written" in err
    assert out == b""
    assert not list((folder / "results" / "s-compared").iterdir())


def test_a_calibration_from_the_command_line(folder: Path) -> None:
    written(folder, SHARE)
    (folder / "quicker.yaml").write_text(QUICKER, encoding="utf-8")
    words = ("calibrate", "s.yaml", "quicker.yaml", "--sets", "10", "--out", "o", "--workers", "1")
    answer = call(*words)
    assert answer.code == 0
    assert "trial 1" in answer.err
    assert "hengyang.automatic_share_export" in answer.out
    assert "10 of 10 other sets of 1 assumed values" in answer.out
    assert "of 10" in answer.out
    assert {one.name for one in (folder / "o").iterdir()} == {
        "parameters.csv",
        "refits.csv",
        "verdicts.csv",
        "sets.csv",
    }
    (row,) = _rows(folder / "o" / "parameters.csv")
    assert 70.0 < float(row["fitted"]) < 85.0
    assert len(_rows(folder / "o" / "sets.csv")) == 10


def test_a_calibration_that_fails_ends_with_1(folder: Path) -> None:
    written(folder, SHARE.replace("value: 2.5", "value: 0.2"))
    answer = call("calibrate", "s.yaml", "--sets", "0", "--json", "--out", "o")
    assert answer.code == 1
    record = json.loads(answer.out)
    assert not record["reproduced"]
    assert record["parameters"][0]["at_bound"]


def test_calibrate_needs_something_to_fit(folder: Path) -> None:
    written(folder, SOUND)
    answer = call("calibrate", "s.yaml")
    assert answer.code == 2
    assert "There is nothing to calibrate" in answer.err
