"""Tables: CSV in several dialects, .xlsx, and what is wrong in a cell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from corridor_sim.errors import CorridorError, LimitError, ScenarioError
from corridor_sim.scenario.limits import Limits
from corridor_sim.scenario.tables import Table, read_folder, read_table
from corridor_sim.shipped import data_folder
from tests.scenario.asked import shown

NODES = (
    "code,name_zh,name_en,lat,lon,country,zone,customs_territory,modes,unlocode,coord_err_km,mark,"
    "source,year,note\n"
    "HYS,衡阳,Hengyang,26.87,112.6,CN,Asia/Shanghai,CN,rail;road,CNHNY,5,assumption,,,\n"
    "MZL,满洲里,Manzhouli,49.6,117.4,CN,Asia/Shanghai,CN,rail,CNMLX,5,published,S1,2020,\n"
)
PARAMETERS = (
    "id,item_en,item_zh,unit,low,mode,high,law,mark,source,year,note\n"
    "a.work,Work,作业,min,1,2,3,triangular,published,S1,2020,\n"
)


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def findings(call: object, *args: object) -> list[str]:
    assert callable(call)
    with pytest.raises(CorridorError) as refused:
        call(*args)
    return [shown(finding) for finding in refused.value.findings]


def cells(table: Table) -> list[dict[str, str]]:
    return [dict(row.cells) for row in table.rows]


ROWS = [
    {"id": "1", "ready": "2021-01-01", "名称": "甲, 乙"},
    {"id": "2", "ready": "", "名称": "丙"},
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_dialects_of_csv_say_the_same(
    tmp_path: Path, encoding: str, delimiter: str, end: str
) -> None:
    lines = [["id", "ready", "名称"], ["1", "2021-01-01", '"甲, 乙"'], ["2", "", " 丙 "], []]
    text = end.join(delimiter.join(line) for line in lines) + end
    table = read_table(put(tmp_path, "t.csv", text.encode(encoding)))
    assert cells(table) == ROWS
    assert [row.number for row in table.rows] == [2, 3]


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["other"])
    sheet = book.create_sheet("箱单")
    sheet.append(["id", "ready", "usd", "名称", None])
    sheet.append([1, dt.datetime(2021, 1, 1, 8, 30), 12.5, "甲"])  # noqa: DTZ001
    sheet.append([None] * 4)
    sheet.append([2.0, dt.date(2021, 1, 2), True, None])
    book.save(path)
    return path


def test_a_sheet_is_read_as_text(tmp_path: Path) -> None:
    table = read_table(workbook(tmp_path / "t.xlsx"), "箱单")
    assert cells(table) == [
        {"id": "1", "ready": "2021-01-01 08:30:00", "usd": "12.5", "名称": "甲"},
        {"id": "2", "ready": "2021-01-02", "usd": "true", "名称": ""},
    ]
    assert [row.number for row in table.rows] == [2, 4]


def test_the_first_sheet_is_the_default(tmp_path: Path) -> None:
    assert read_table(workbook(tmp_path / "t.xlsx")).columns == ("other",)


def test_a_missing_sheet_names_those_there(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx")
    assert findings(read_table, path, "箱") == [
        "t.xlsx:1:1: There is no sheet '箱'; write one of: Sheet, 箱单."
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a workbook", b"id,ready\n"])
def test_what_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    path = put(tmp_path, "t.xlsx", content)
    assert "is not a sound .xlsx workbook" in findings(read_table, path)[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "t.csv:1:1: '"),
        ("\n\n", "t.csv:1:1: '"),
        ("a,b,a\n1,2,3\n", "t.csv:1:1: A column is there twice: a; rename or delete one."),
        ("a,b\n1,2,3\n", "t.csv:2:3: This row has 3 cells, the table 2 columns; put"),
        ('a,b\n"1,2\n', "t.csv:2:1: A quotation mark in this row is not closed"),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: str, said: str) -> None:
    assert findings(read_table, put(tmp_path, "t.csv", content))[0].startswith(said)


def test_rows_are_bounded(tmp_path: Path) -> None:
    path = put(tmp_path, "t.csv", "a\n" + "1\n" * 5)
    assert len(read_table(path, None, Limits(rows=5)).rows) == 5
    with pytest.raises(LimitError) as refused:
        read_table(path, None, Limits(rows=4))
    assert refused.value.findings[0].values["option"] == "--max-rows"


def test_a_cell_of_several_lines_keeps_the_row_numbers_right(tmp_path: Path) -> None:
    table = read_table(put(tmp_path, "t.csv", 'a,b\n1,"x\ny"\n2,z\n'))
    assert [row.number for row in table.rows] == [2, 4]


def test_a_finding_in_a_table_names_file_row_and_column(tmp_path: Path) -> None:
    table = read_table(put(tmp_path, "t.csv", "id,usd\n1,many\n"))
    said = shown(table.finding("cell_not_number", table.rows[0], "usd"))
    assert said.startswith("t.csv:2:2: Row 2: 'many' in 'usd' is not a number;")


def test_the_shipped_tables_are_sound() -> None:
    tables = read_folder(data_folder() / "hengyang")
    assert tables.nodes["HYS"].zone == "Asia/Shanghai"
    assert {link.origin for link in tables.links} <= set(tables.nodes)
    assert all(row.source for row in tables.parameters.values())
    assert tables.regimes
    assert {day.kind for day in tables.holidays} == {"holiday", "workday"}


def test_a_folder_needs_only_its_nodes(tmp_path: Path) -> None:
    put(tmp_path, "nodes.csv", NODES)
    tables = read_folder(tmp_path)
    assert (list(tables.nodes), tables.links, tables.parameters) == (["HYS", "MZL"], (), {})
    assert tables.nodes["HYS"].modes == ("rail", "road")


def test_without_nodes_it_is_no_network(tmp_path: Path) -> None:
    assert "There is no file" in findings(read_folder, tmp_path)[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("26.87", "96.87", "nodes.csv:2:4: Row 2: 96.87 in 'lat' lies outside -90 to 90;"),
        ("26.87", "x", "nodes.csv:2:4: Row 2: 'x' in 'lat' is not a number;"),
        ("26.87", "nan", "nodes.csv:2:4: Row 2: 'nan' in 'lat' is not a number;"),
        ("26.87", "", "nodes.csv:2:4: Row 2: 'lat' is empty; fill it in."),
        (
            "CN,Asia/Shanghai,CN,rail;",
            "CN,Asia/Nowhere,CN,rail;",
            "nodes.csv:2:7: Row 2: 'Asia/Now",
        ),
        ("assumption", "guess", "nodes.csv:2:12: Row 2: 'guess' in 'mark' is not known;"),
        ("published,S1", "published,", "nodes.csv:3:13: Row 3: a number marked 'published' has no"),
        ("MZL", "HYS", "nodes.csv:3:1: Row 3: 'HYS' stands in 'code' a second time;"),
        ("code,", "cod,", "nodes.csv:1:1: The column 'code' is missing; add it."),
    ],
)
def test_what_is_wrong_in_a_cell(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert NODES.count(old) >= 1
    put(tmp_path, "nodes.csv", NODES.replace(old, new, 1))
    assert findings(read_folder, tmp_path)[0].startswith(said)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1,2,3", "1,4,3", "services.csv:2:6: Row 2: low, mode and high must not fall;"),
        ("1,2,3", ",2,", "services.csv:2:8: Row 2: the law 'triangular' needs its range;"),
        ("1,2,3", "1,,3", "services.csv:2:6: Row 2: 'mode' is empty; fill it in."),
        ("triangular", "trianglar", "services.csv:2:8: Row 2: 'trianglar' in 'law' is not known;"),
        ("S1", "", "services.csv:2:10: Row 2: a number marked 'published' has no source"),
    ],
)
def test_what_is_wrong_in_a_parameter(tmp_path: Path, old: str, new: str, said: str) -> None:
    put(tmp_path, "nodes.csv", NODES)
    put(tmp_path, "services.csv", PARAMETERS.replace(old, new, 1))
    assert findings(read_folder, tmp_path)[0].startswith(said)


def test_all_tables_are_told_at_once(tmp_path: Path) -> None:
    put(tmp_path, "nodes.csv", NODES.replace("26.87", "x"))
    put(tmp_path, "services.csv", PARAMETERS.replace("triangular", "x"))
    put(tmp_path, "stations.csv", PARAMETERS.replace("published", "x").replace("a.work", "b"))
    with pytest.raises(ScenarioError) as refused:
        read_folder(tmp_path)
    files = {finding.where.file for finding in refused.value.findings if finding.where}
    assert {Path(file).name for file in files} == {"nodes.csv", "services.csv", "stations.csv"}
