"""The edges of what may be asked: nothing, almost nothing, far too much."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.shell import SOUND, Answer, call, changed, written

_DEMAND = "process: poisson, total: 40 box"
_TIME = "start: 2021-01-04, end: 2021-01-17, drain: 30 d, zone: UTC"


def _run(folder: Path, *changes: tuple[str, str]) -> Answer:
    written(folder, changed(*changes))
    answer = call("run", "s.yaml", "--out", "o")
    assert answer.code == 0, answer.err
    return answer


def _shipped(folder: Path, kpi: str) -> float:
    """What the train carried."""
    with (folder / "o" / "kpis.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [row for row in rows if row["kpi"] == kpi and row["service"] and not row["flow"]]
    return float(found[0]["value"])


@pytest.mark.parametrize(
    "demand",
    [
        "process: poisson, total: 0 box",
        "process: poisson, rate: 0/h",
        "process: deterministic, every: 1 h, count: 0",
        "process: booked, service: train, lead: 1 d, total: 0 box",
    ],
)
def test_nothing_to_ship(demand: str, folder: Path) -> None:
    answer = _run(folder, (_DEMAND, demand))
    assert "nan" not in answer.out
    assert _shipped(folder, "boxes_dispatched") == 0


def test_a_single_shipment(folder: Path) -> None:
    answer = _run(folder, (_DEMAND, "process: deterministic, every: 1 h, count: 1"))
    # ready on Monday at 3:00, served at 8:00, leaves at 20:00, there on Thursday, fetched on Friday
    assert "export          1   4.8     4.8 - 4.8  4.8  4.8  4.8" in answer.out


def test_ten_years(folder: Path) -> None:
    _run(folder, ("end: 2021-01-17", "end: 2030-12-31"))
    assert "train: 526 departures" in call("plan", "s.yaml").out
    assert _shipped(folder, "boxes_dispatched") > 0


def test_a_station_that_never_keeps_up(folder: Path) -> None:
    answer = _run(folder, ("total: 40 box", "total: 4000 box"))
    assert "warning: Station 'desk' is asked for 1000 % of what it can do" in answer.err
    assert "warning: Service 'train' is asked for" in answer.err
    assert "more than 0.5 % had not ended when the clock stopped" in answer.out


def test_many_shipments_at_one_station(folder: Path) -> None:
    head, _, _ = SOUND.partition("services:\n")
    flow = "  q: {demand: {process: poisson, total: 20000 box}, stages: [{station: desk}]}\n"
    written(folder, f"{head}flows:\n{flow}".replace("servers: 2,", "servers: 500,"))
    assert call("run", "s.yaml", "--out", "o", "--replications", "1").code == 0


def test_a_clock_that_stops_with_the_demand(folder: Path) -> None:
    assert "more than 0.5 %" in _run(folder, ("drain: 30 d", "drain: 0 d")).out


def test_one_replication_has_no_interval(folder: Path) -> None:
    answer = _run(folder, ("replications: 2", "replications: 1"))
    assert "nan" not in answer.out
    assert "small: 1 replication, " in answer.out


@pytest.mark.parametrize("sizes", ["{20ft: 0, 40ft: 1}", "{40ft: 1, 20ft: 0}"])
def test_a_size_of_which_there_are_none(sizes: str, folder: Path) -> None:
    _run(folder, ("40 box", f"40 box, sizes: {sizes}"))
    assert _shipped(folder, "teu_dispatched") == 2 * _shipped(folder, "boxes_dispatched") > 0


@pytest.mark.parametrize(
    "time",
    [
        "start: 2020-02-29, end: 2020-02-29, drain: 30 d, zone: UTC",
        "start: 2021-03-27, end: 2021-03-29, drain: 30 d, zone: Europe/Berlin",
        "start: 2021-10-30, end: 2021-11-01, drain: 30 d, zone: America/Sao_Paulo",
        "start: 2011-12-29, end: 2011-12-31, drain: 30 d, zone: Pacific/Apia",
    ],
)
def test_days_that_are_not_like_others(time: str, folder: Path) -> None:
    answer = _run(folder, (_TIME, time), (_DEMAND, "process: deterministic, every: 1 h, count: 12"))
    assert "export         12" in answer.out


def test_flows_alike_in_all_but_name_have_luck_of_their_own(folder: Path) -> None:
    head, flow, body = SOUND.partition("  export:\n")
    written(folder, head + flow + body + "  twin:\n" + body)
    assert call("run", "s.yaml", "--out", "o").code == 0
    with (folder / "o" / "kpis.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kpi"] == "transit_time_d"]
    means = {row["flow"]: row["value"] for row in rows if row["stat"] == "mean"}
    assert means["export"] != means["twin"]
