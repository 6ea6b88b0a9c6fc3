"""Every number in data/hengyang says where it comes from."""

import csv
import datetime as dt
import math
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

REGIMES = {"china_2018": "before", "china_2021": "after"}
FOLDER = Path(__file__).parents[2] / "data" / "hengyang"
MARKS = {"article", "published", "computed", "assumption"}
PARAMETER_TABLES = ["services", "stations", "clearance", "demand"]
TABLES = [*PARAMETER_TABLES, "nodes", "links", "facts", "regimes", "emission_factors", "holidays"]
LAWS = {"fixed", "triangular", "uniform", "lognormal", "exponential"}
UNITS = {
    "s",
    "min",
    "h",
    "d",
    "box",
    "teu",
    "t",
    "kg",
    "m3",
    "l",
    "km",
    "%",
    "USD",
    "USD/box",
    "1",
    "trains/week",
    "1/d",
    "piece",
    "USD/teu",
    "box/h",
}
LINK_PARTS = {"distance": "km", "time": "h", "cost": "usd_teu"}

Row = dict[str, str]


def read_table(name: str) -> list[Row]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


SOURCE_KEYS = {row["key"] for row in read_table("sources")}
FACT_IDS = {row["id"] for row in read_table("facts")}
KNOWN_SOURCES = SOURCE_KEYS | FACT_IDS | set(TABLES)


def numbers_of(table: str, row: Row) -> list[Row]:
    """One entry (low, mode, high, mark, source, year) for each number of a row."""
    if table == "links":
        return [link_number(row, part, unit) for part, unit in LINK_PARTS.items()]
    middle = {"facts": "value", "emission_factors": "mode_value"}.get(table, "mode")
    if table == "regimes":
        middle = "persistence"
    if table == "nodes":
        middle = "lat"
    entry = {key: row[key] for key in ("mark", "source", "year")}
    return [
        {
            "low": row.get("low", ""),
            "mode": row.get(middle, ""),
            "high": row.get("high", ""),
            **entry,
        }
    ]


def link_number(row: Row, part: str, unit: str) -> Row:
    values = {level: row[f"{part}_{level}_{unit}"] for level in ("low", "mode", "high")}
    return values | {key: row[f"{part}_{key}"] for key in ("mark", "source", "year")}


def faults(number: Row) -> list[str]:
    """What is wrong with the provenance of one number; empty when nothing is."""
    levels = [float(number[k]) for k in ("low", "mode", "high") if number[k]]
    if not levels:
        return []
    found = [] if all(math.isfinite(level) for level in levels) else ["not finite"]
    if levels != sorted(levels):
        found.append("low <= mode <= high does not hold")
    if number["mark"] not in MARKS:
        found.append(f"mark {number['mark']!r} is not one of the four")
    return found + source_faults(number)


def source_faults(number: Row) -> list[str]:
    if number["mark"] == "assumption":
        return (
            [] if number["source"] == "assumption" else ["an assumption must say so as its source"]
        )
    unknown = [key for key in number["source"].split(";") if key not in KNOWN_SOURCES]
    found = [f"source {key!r} is not listed" for key in unknown]
    if not re.fullmatch(r"\d{4}", number["year"]):
        found.append("no year")
    return found


@pytest.mark.parametrize("table", TABLES)
def test_every_number_has_mark_source_and_year(table: str) -> None:
    rows = read_table(table)
    wrong = [
        (row, faults(number)) for row in rows for number in numbers_of(table, row) if faults(number)
    ]
    assert rows
    assert wrong == []


def test_holidays_have_mark_source_and_year() -> None:
    for row in read_table("holidays"):
        assert (
            faults(
                {
                    "low": "",
                    "mode": "1",
                    "high": "",
                    **{k: row[k] for k in ("mark", "source", "year")},
                }
            )
            == []
        )
        assert row["kind"] in {"holiday", "workday"}
        assert row["year"] == str(dt.date.fromisoformat(row["date"]).year)


SOUND = {"low": "1", "mode": "2", "high": "3", "mark": "published", "source": "S2", "year": "2020"}


def test_a_sound_number_is_accepted() -> None:
    assert faults(SOUND) == []


@pytest.mark.parametrize(
    "change",
    [
        {"source": ""},
        {"source": "S999"},
        {"mark": ""},
        {"mark": "guess"},
        {"year": ""},
        {"low": "9"},
        {"mark": "assumption"},
    ],
)
def test_a_broken_number_is_refused(change: Row) -> None:
    assert faults(SOUND | change) != []


def test_a_number_without_a_source_is_refused_in_a_table_row() -> None:
    row = read_table("services")[0] | {"source": ""}
    assert any(
        "source" in fault for number in numbers_of("services", row) for fault in faults(number)
    )


@pytest.mark.parametrize("table", PARAMETER_TABLES)
def test_parameters_have_known_units_laws_and_ids(table: str) -> None:
    for row in read_table(table):
        assert row["unit"] in UNITS, row["id"]
        assert row["law"] in LAWS, row["id"]
        assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", row["id"]), row["id"]
        assert row["item_en"], row["id"]
        assert row["item_zh"], row["id"]


def law_needs(law: str) -> set[str]:
    return {"uniform": {"low", "high"}, "triangular": {"low", "mode", "high"}}.get(law, {"mode"})


@pytest.mark.parametrize("table", PARAMETER_TABLES)
def test_a_law_has_the_numbers_it_needs(table: str) -> None:
    for row in read_table(table):
        assert all(row[level] for level in law_needs(row["law"])), row["id"]
        if row["law"] == "lognormal":
            assert row["high"], row["id"]


def test_assumptions_say_why() -> None:
    for table in PARAMETER_TABLES:
        assert [
            row["id"]
            for row in read_table(table)
            if row["mark"] == "assumption" and not row["note"]
        ] == []


def test_ids_are_unique() -> None:
    ids = [row["id"] for table in [*PARAMETER_TABLES, "facts"] for row in read_table(table)]
    assert len(ids) == len(set(ids))
    assert len(SOURCE_KEYS) == len(read_table("sources"))


def test_all_facts_of_the_article_are_there_with_their_phrase() -> None:
    article = [row for row in read_table("facts") if row["mark"] == "article"]
    assert {row["id"][:3] for row in article} == {f"F{n:02d}" for n in range(1, 52)}
    assert [
        row["id"] for row in article if not re.search(r"[\u4e00-\u9fff%]", row["phrase_zh"])
    ] == []


def test_facts_have_a_known_use_and_sound_windows() -> None:
    for row in read_table("facts"):
        assert row["use"] in {"parametrises", "validates", "context"}, row["id"]
        if row["window_from"]:
            assert dt.date.fromisoformat(row["window_from"]) <= dt.date.fromisoformat(
                row["window_to"]
            ), row["id"]


def test_links_end_at_nodes_and_borders_have_a_regime() -> None:
    nodes = {row["code"] for row in read_table("nodes")}
    regimes = {row["name"] for row in read_table("regimes")}
    links = read_table("links")
    for row in links:
        assert {row["from"], row["to"]} <= nodes
        assert (row["kind"] == "border") == (row["regime"] in regimes), row
        assert row["time_law"] == ("lognormal" if row["kind"] == "border" else "triangular")
        assert row["mode"] in {"rail", "barge", "sea", "truck", "air"}
    assert len({(row["from"], row["to"], row["mode"]) for row in links}) == len(links)


def test_nodes_have_valid_zones_and_coordinates() -> None:
    nodes = read_table("nodes")
    assert len({row["code"] for row in nodes}) == len(nodes)
    for row in nodes:
        assert ZoneInfo(row["zone"]).key == row["zone"]
        assert -90 <= float(row["lat"]) <= 90
        assert -180 <= float(row["lon"]) <= 180
        assert float(row["coord_err_km"]) > 0


def test_emission_factors_cover_every_mode() -> None:
    assert {row["mode"] for row in read_table("emission_factors")} == {
        "rail",
        "truck",
        "sea",
        "air",
        "barge",
    }


def test_holidays_are_unique_and_cover_the_years() -> None:
    rows = read_table("holidays")
    keys = {(row["country"], row["date"]) for row in rows}
    assert len(keys) == len(rows)
    assert {row["year"] for row in rows if row["country"] == "CN"} == {
        str(year) for year in range(2018, 2027)
    }
    assert ("CN", "2021-10-01") in keys


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.name)
def test_files_are_utf8_with_mark_and_unix_lines(path: Path) -> None:
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")


def test_kinds_of_permits_add_up_to_what_is_published() -> None:
    """86 kinds in 2018, 41 in 2021 of which 38 online; the division is an assumption."""
    published = {row["id"]: float(row["mode"]) for row in read_table("clearance") if row["mode"]}
    rows = read_table("permits")
    totals = {regime: published[f"china.permit_kinds_{name}"] for regime, name in REGIMES.items()}
    for regime, total in totals.items():
        assert sum(int(row["kinds"]) for row in rows if row["regime"] == regime) == total
    online = [int(row["online"]) for row in rows if row["regime"] == "china_2021"]
    assert sum(online) == 38
    assert {row["mark"] for row in rows} == {"assumption"}
    kinds = [(row["regime"], row["kind"]) for row in rows]
    assert len(set(kinds)) == len(kinds)


def test_permits_are_for_classes_of_cargo_that_the_demand_knows() -> None:
    known = {row["id"].partition("cargo.share_")[2] for row in read_table("demand")}
    named = {one for row in read_table("permits") for one in row["cargo"].split(";") if one}
    assert named <= known
