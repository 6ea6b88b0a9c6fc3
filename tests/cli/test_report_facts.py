"""Published figures on the command line: what is refused, and what gets no verdict."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from corridor_sim.shipped import data_folder
from tests.cli.shell import SOUND, Answer, call, changed, written

NETWORK = f"network: {data_folder() / 'hengyang'}\n"
OUTSIDE = "its window is not wholly in the run"


def _facts(*facts: str, text: str = SOUND) -> str:
    return NETWORK + text + "facts:\n" + "".join(f"  - {{{one}}}\n" for one in facts)


def _run(folder: Path, text: str, *words: str) -> Answer:
    answer = call("run", written(folder, text), "--replications", "20", *words)
    assert answer.code == 0, answer.said
    return answer


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "results" / "s" / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_window_outside_the_run_gives_no_verdict(folder: Path) -> None:
    """F33 counts 359 days; this run has fourteen. P02 is of 2022; this run of 2021."""
    fact = "id: F33, kpi: boxes_dispatched, label: predicted"
    late = "id: P02, kpi: trip_time_d, label: predicted"
    own = "kpi: trains_run, value: 3, window: [2021-01-11, 2021-01-18], label: predicted"
    answer = _run(folder, _facts(fact, late, own))
    assert [row["verdict"] for row in _rows(folder)] == ["not comparable"] * 3
    assert [row["reason"] for row in _rows(folder)] == ["window_outside"] * 3
    assert answer.out.count(OUTSIDE) == 3
    assert f"P02 trip_time_d: {OUTSIDE}" in answer.out
    assert "不全在本次仿真内" in _run(folder, _facts(fact), "--lang", "zh", "--out", "zh").out


def test_a_window_can_be_the_whole_run_on_purpose(folder: Path) -> None:
    late = "id: P02, kpi: trip_time_d, window: whole, label: predicted"
    inside = "kpi: trains_run, value: 2, window: [2021-01-04, 2021-01-17], label: predicted"
    answer = _run(folder, _facts(late, inside))
    assert [row["verdict"].split()[0] for row in _rows(folder)] == ["outside", "inside"]
    assert OUTSIDE not in answer.out


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("id: F34, kpi: boxes_dispatched", "'F34' is published in USD million"),
        ("id: F33, kpi: value_usd", "(boxes_dispatched, boxes_arrived)"),
        ("id: P06, kpi: trains_run", "'P06' is published in trains/week"),
        ("id: F01, kpi: load_factor", "of that unit (-)"),
    ],
)
def test_a_unit_that_does_not_fit_is_refused(folder: Path, fact: str, said: str) -> None:
    text = _facts(f"{fact}, label: predicted")
    answer = call("check", written(folder, text))
    assert answer.code == 2
    assert said in answer.err
    assert f"s.yaml:{text.count(chr(10))}:" in answer.err
    assert "的公布单位是" in call("check", "s.yaml", "--lang", "zh").err
    mended = text.replace(", label", ", value: 3, label")
    assert call("check", written(folder, mended)).code == 0


def test_units_of_a_kind_are_converted(folder: Path) -> None:
    facts = ("F34, kpi: value_usd", "F10, kpi: load_factor", "P05a, kpi: trip_time_d")
    _run(folder, _facts(*(f"id: {one}, label: predicted" for one in facts)))
    rows = [(float(row["published"]), row["unit"]) for row in _rows(folder)]
    assert rows == [(170e6, "USD"), (pytest.approx(0.66), "1"), (pytest.approx(36.68 / 24), "d")]


def test_own_figures_take_the_place_of_the_tables(folder: Path) -> None:
    _run(folder, _facts("id: P03, kpi: trip_time_d, value: 3, window: whole, label: predicted"))
    (row,) = _rows(folder)
    assert (float(row["published"]), row["published_low"]) == (3.0, "")
    assert row["verdict"] == "inside"


@pytest.mark.parametrize(
    ("fact", "known"),
    [
        ("kpi: share_kept_by_hub, place: NOPE", "HYS"),
        ("kpi: share_kept_by_hub", "HYS"),
        ("kpi: leg_time_d, place: NOPE-X", "HYS-MZL, HYS-ZAB, MZL-ZAB, trip"),
        ("kpi: leg_time_d, place: NOPE-X, flows: [export]", "trip"),
        ("kpi: leg_time_d, place: trip, services: [line]", "HYS-MZL, HYS-ZAB, MZL-ZAB"),
        ("kpi: leg_time_d", "HYS-MZL, HYS-ZAB, MZL-ZAB, trip"),
    ],
)
def test_a_place_that_no_run_has_is_refused(folder: Path, fact: str, known: str) -> None:
    line = "line: {path: [HYS, MZL, ZAB], timetable: {every: 1 d}, capacity: 9 box}"
    text = "hub: HYS\n" + changed(("services:\n", f"services:\n  {line}\n"))
    answer = call("check", written(folder, _facts(f"{fact}, value: 1, label: fitted", text=text)))
    assert answer.code == 2
    assert f"write one of these as `place`: {known}" in answer.err
    assert "place 请写以下之一" in call("check", "s.yaml", "--lang", "zh").err


@pytest.mark.parametrize(
    "fact",
    [
        "kpi: share_kept_by_hub, place: HYS",
        "kpi: leg_time_d, place: HYS-ZAB",
        "kpi: leg_time_d, place: trip, flows: [export]",
    ],
)
def test_places_that_are_there_are_accepted(folder: Path, fact: str) -> None:
    line = "line: {path: [HYS, MZL, ZAB], timetable: {every: 1 d}, capacity: 9 box}"
    text = "hub: HYS\n" + changed(("services:\n", f"services:\n  {line}\n"))
    answer = call("check", written(folder, _facts(f"{fact}, value: 1, label: fitted", text=text)))
    assert answer.code == 0, answer.said


def test_a_time_that_the_stop_cuts_gets_no_verdict(folder: Path) -> None:
    cut = changed(("delay: 1 d", "delay: {exponential: 60 d}"), ("drain: 30 d", "drain: 40 d"))
    answer = _run(folder, _facts("kpi: transit_time_d, value: 60, label: predicted", text=cut))
    (row,) = _rows(folder)
    assert (row["verdict"], row["reason"]) == ("not comparable", "unfinished")
    assert 0.2 < float(row["unfinished"]) < 0.8
    assert "% had not ended when the clock stopped; no verdict." in answer.out
    assert "* +- " in answer.out


def test_a_figure_that_never_happened_is_no_lack_of_replications(folder: Path) -> None:
    line = "idle: {timetable: {every: 1 d}, capacity: 9 box, travel: 1 d}"
    text = changed(("services:\n", f"services:\n  {line}\n"))
    fact = "kpi: trip_time_d, services: [idle], value: 1, label: predicted"
    enough = _run(folder, _facts(fact, text=text))
    assert "it never happened in this run" in enough.out
    assert "Fewer than 20" not in enough.out
    trains = _facts("kpi: trains_run, value: 2, label: predicted")
    few = call("run", written(folder, trains), "--replications", "19")
    assert few.out.count("Fewer than 20 replications give no verdict.") == 1
