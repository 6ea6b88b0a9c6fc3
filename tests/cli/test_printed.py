"""What the bonded zone, the trains and a link of several services print for a planner."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor_sim.shipped import data_folder
from tests.cli.shell import ROOT, SOUND, Answer, call, changed, written

ZONE = ROOT / "scenarios" / "hengyang-2021" / "bonded-zone.yaml"
TRAINS = ROOT / "scenarios" / "hengyang-2021" / "trains.yaml"
AIRPORT = ROOT / "scenarios" / "hengyang-2021" / "airport.yaml"


def _after(answer: Answer, title: str) -> Iterator[list[str]]:
    """The rows under a heading, in cells."""
    assert answer.code == 0, answer.said
    lines = iter(answer.out.splitlines())
    assert any(line.strip().startswith(title) for line in lines), title
    for line in list(lines)[2:]:
        if not line:
            return
        yield re.split(r" {2,}", line.strip())


def _table(answer: Answer, title: str) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in _after(answer, title)}


#: Fewer docks than the line to the USA needs from June on.
THREE_DOCKS = ("--set", "stations.fba_dock.servers=3")


@pytest.fixture(scope="module")
def zone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Answer, Path]:
    out = tmp_path_factory.mktemp("zone")
    asked = ("--stages-of", "fba_sea_cartons", "--stages-of", "Bonded storage")
    few = ("--replications", "2", "--no-figures", "--lang", "en", *THREE_DOCKS)
    return call("run", ZONE, "--out", out, *asked, *few), out


def test_the_zone_and_its_line_to_the_usa_are_trade_of_the_city(
    zone: tuple[Answer, Path],
) -> None:
    answer, _ = zone
    rows = {tuple(row[:2]): row[2:] for row in _after(answer, "Boxes and value of the trade")}
    assert "trade of HYS, HCZ" in answer.out
    boxes, value = rows["export", "US"]
    assert int(boxes.replace(",", "")) > 900
    assert 78 < float(value) < 86
    # Parts name no partner and come by truck; lists inside the zone are no trade.
    assert float(rows["import", "-"][1]) > 30
    assert float(rows["import", "EU"][1]) < 20


def test_the_share_kept_is_printed_by_corridor(zone: tuple[Answer, Path]) -> None:
    answer, _ = zone
    rows = _table(answer, "Share of the boxes that the hub keeps")
    assert {name: row[0] for name, row in rows.items()} == {
        "FBA to the USA": "HCZ",
        "Bonded storage": "HCZ",
        "E-commerce park": "HCZ",
    }
    assert {row[-1] for row in rows.values()} == {"100.0 %"}
    # Nothing of the yard's own left: there is no share to speak of.
    assert "share kept by HYS" not in answer.out


def test_no_share_is_printed_where_no_box_leaves() -> None:
    out = call("run", AIRPORT, "--out", "o", "--replications", "1", "--no-figures").out
    assert "kept" not in out
    assert "- %" not in out
    assert "1 replication, seed" in out


def test_releases_parcels_and_values_of_the_zone(zone: tuple[Answer, Path]) -> None:
    answer, out = zone
    rows = _table(answer, "Released by customs")
    # The same goods go in as cartons and out as boxes.
    assert rows["fba_zone_entry"][-1] == rows["fba_zone_exit"][-1]
    assert rows["retail_1210"][:3] == ["HCZ", "import", "1210"]
    lists, parcels = (int(rows["retail_1210"][k].replace(",", "")) for k in (3, 4))
    assert parcels == pytest.approx(200 * lists, abs=100)  # half a list may be rounded
    with (out / "kpis.csv").open(encoding="utf-8-sig") as file:
        found = {
            (row["kpi"], row["flow"]): float(row["value"])
            for row in csv.DictReader(file)
            if row["stat"] == "total" and row["flow"].startswith("retail_bonded")
        }
    assert found["parcels", "retail_bonded"] == pytest.approx(parcels, abs=1)
    assert found["value_usd", "retail_bonded"] > 20e6
    assert "parcels on the lists that were released: " in answer.out


def test_an_annual_expectation_is_no_check(zone: tuple[Answer, Path]) -> None:
    answer, _ = zone
    (row,) = (line for line in answer.out.splitlines() if line.startswith("F45 "))
    assert re.search(r"input, no check +\d\d % of it, no verdict$", row)
    assert "echoed" not in row


def test_the_dock_that_opened_in_june_is_seen_to_be_full(zone: tuple[Answer, Path]) -> None:
    answer, out = zone
    dock = _table(answer, "Stations")["fba_dock"]
    assert float(dock[1].removesuffix(" %")) > 90
    assert dock[2] == "100.0 %"
    with (out / "stations.csv").open(encoding="utf-8-sig") as file:
        rows = {row["station"]: row for row in csv.DictReader(file)}
    assert float(rows["fba_dock"]["utilisation_busiest"]) > 0.995
    assert float(rows["zone_gate"]["utilisation_busiest"]) < 0.3
    assert _table(answer, "What each corridor")["FBA to the USA"][0] == "fba_dock 100.0 %"


def test_check_warns_of_the_busiest_four_weeks() -> None:
    answer = call("check", ZONE, "--json", *THREE_DOCKS)
    (record,) = json.loads(answer.out)
    assert record["stations"]["fba_dock"] == pytest.approx(1.05, abs=0.02)
    assert record["busiest"]["fba_dock"] > 1.2
    (finding,) = record["findings"]
    assert finding["code"] == "station_overloaded"
    assert "in its busiest 28 days, from 2021-" in finding["text"]


def test_stage_by_stage_on_request(zone: tuple[Answer, Path]) -> None:
    answer, out = zone
    titles = [line for line in answer.out.splitlines() if line.startswith("Stage by stage, h")]
    assert [title.partition(": ")[2].partition(" (")[0] for title in titles] == [
        "FBA cartons to the zone, by sea",
        "Bonded parts from abroad",
    ]
    days = float(_table(answer, "Door to door, days")["FBA cartons to the zone, by sea"][1])
    assert f"by sea ({days} days)" in titles[0]
    rows = _table(answer, "Stage by stage, hours: FBA")
    assert "fba_zone_entry/release" not in rows  # a minute is no hour
    assert rows["fba_sea: los_angeles_vessel (wait)"][1] == "100.0 %"
    assert float(rows["door to door"][0].replace(",", "")) == pytest.approx(24 * days, abs=2)
    with (out / "stages.csv").open(encoding="utf-8-sig") as file:
        path = sum(
            float(row["path_h"]) for row in csv.DictReader(file) if row["flow"] == "fba_sea_cartons"
        )
    assert path == pytest.approx(24 * days, abs=2)


def test_stages_of_what_nobody_knows_are_refused_before_the_run(folder: Path) -> None:
    answer = call("run", written(folder, SOUND), "--stages-of", "exprot", "--out", "o")
    assert answer.code == 2, answer.said
    assert "'exprot' is neither a flow nor a corridor" in answer.err
    assert "after --stages-of: all, export." in answer.err
    assert not (folder / "o" / "kpis.csv").exists()


def test_all_stages(folder: Path) -> None:
    answer = call("run", written(folder, SOUND), "--stages-of", "all")
    rows = _table(answer, "Stage by stage, hours: export")
    assert list(rows)[:5] == ["truck", "desk", "train (wait)", "train", "pick_up"]
    assert list(rows)[5] == "door to door"
    assert "stages.csv, or --stages-of" in answer.out


def test_customs_modes_are_listed_with_their_first_day() -> None:
    rows = _table(call("plan", ZONE), "Customs modes")
    assert rows["Bonded parts from abroad"] == ["0110", "-", "General trade"]
    assert rows["Stock of the e-commerce park"][:2] == ["1210", "2014-08-01"]
    record = json.loads(call("plan", ZONE, "--json").out)
    assert record["customs_modes"]["fba_air"] == {"mode": "9810", "since": "2020-09-01"}
    assert "保税跨境贸易电子商务" in call("plan", ZONE, "--lang", "zh").out


def test_shares_that_the_run_will_move_are_marked() -> None:
    answer = call("plan", TRAINS)
    moving = [line for line in answer.out.splitlines() if re.search(r"~\d+\.\d %", line)]
    towns = ("Biklyan", "Moscow", "Duisburg", "Almaty", "Tashkent")
    assert {line.split("  ")[1] for line in moving} == {f"Hengyang to {one}" for one in towns}
    assert "~ share before the run settles it" in answer.out
    ways = json.loads(call("plan", TRAINS, "--json").out)["ways"]
    assert not ways["biklyan"][0]["settled"]
    assert ways["return_biklyan"][0]["settled"]


_LINK = """\
corridor_sim: 1
name: link
network: {data}
time: {{start: 2021-01-04, end: 2021-03-07, drain: 60 d}}
study: {{replications: 2, seed: 1}}
services:
  rail: {{path: [HYS, CAN_R], timetable: {{every: 2 d}}, capacity: 90 box}}
  barge: {{mode: barge, path: [CAN_R, NSA], timetable: {{every: 12 h}}, capacity: 90 box}}
flows:
  out:
    title: To the port
    from: HYS
    to: NSA
    split: shares
    routes:
      both: {{via: [rail, barge], share: 0.5, title: rail and barge}}
      truck: {{via: [], share: 0.5, title: by truck}}
    demand: {{process: poisson, total: 400 box}}
"""


def test_a_link_of_several_services_shows_how_far_it_varies(folder: Path) -> None:
    text = _LINK.format(data=data_folder() / "hengyang")
    answer = call("run", written(folder, text), "--no-figures", "--out", "o")
    (flow,), row = _after(answer, "From the first departure to getting off the last")
    assert (flow, row[0]) == ("To the port", "rail and barge")
    mean, low, middle, high, width = map(float, row[2:])
    assert low < middle < high
    assert low < mean < high
    assert width == pytest.approx(high - low, abs=0.11)
    # Given shares, and days of the timetable: both are said.
    routes = list(_after(answer, "Routes"))
    assert routes[0] == ["To the port"]
    assert {tuple(row[-4:-2]) for row in routes[1:-1]} == {("timetable", "given")}
    assert routes[-1][0].startswith("timetable: days planned")


def test_every_count_of_one_is_singular(folder: Path) -> None:
    text = changed(("replications: 2", "replications: 1"))
    out = call("run", written(folder, text)).out
    assert "small: 1 replication, seed 1" in out
    assert "1 replications" not in out
