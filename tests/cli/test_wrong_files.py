"""Files that cannot be read or written end a command with a reason, never with a traceback."""

from __future__ import annotations

import errno
import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.shell import SOUND, call, changed, written


def _bomb() -> str:
    names = "abcdefghijkl"
    lines = ["a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    for before, name in pairwise(names):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    return "\n".join(lines)


def test_an_alias_bomb_is_refused(folder: Path) -> None:
    written(folder, _bomb())
    answer = call("check", "s.yaml")
    assert answer.err.startswith("s.yaml:6:")
    assert "the limit is 200000" in answer.err
    assert "--max-nodes" in answer.err
    assert answer.code == 3


@pytest.mark.parametrize("command", ["check", "plan", "run"])
def test_a_huge_file_is_refused_unread(command: str, folder: Path) -> None:
    with (folder / "big.yaml").open("wb") as file:
        file.truncate(100_000_000)
    answer = call(command, "big.yaml")
    assert "'big.yaml' has 100000000 bytes, the limit is 2000000" in answer.err
    assert "--max-file-bytes" in answer.err
    assert answer.code == 3


@pytest.mark.parametrize("command", ["check", "plan", "run"])
def test_a_binary_file_is_no_scenario(command: str, folder: Path) -> None:
    written(folder, b"\x7fELF\x00\x01" * 1000, "b.yaml")
    answer = call(command, "b.yaml")
    assert "b.yaml:1:1: 'b.yaml' is not a text file; save it as plain text" in answer.err
    assert answer.code == 2


@pytest.mark.parametrize("command", ["check", "plan", "run"])
def test_a_missing_file(command: str) -> None:
    answer = call(command, "none.yaml")
    assert "There is no file 'none.yaml'; check the path and the spelling." in answer.err
    assert answer.code == 4


def test_a_missing_file_in_chinese() -> None:
    assert "没有文件“none.yaml”" in call("run", "none.yaml", "--lang", "zh").err


def test_a_folder_is_no_scenario(folder: Path) -> None:
    answer = call("check", ".")
    assert "name the file itself" in answer.err
    assert answer.code == 4


def test_scenarios_that_extend_one_another(folder: Path) -> None:
    written(folder, "extends: b.yaml\n", "a.yaml")
    written(folder, "extends: a.yaml\n", "b.yaml")
    answer = call("check", "a.yaml")
    assert "b.yaml:1:10: `extends` goes round in a circle: a.yaml -> b.yaml -> a.yaml" in answer.err
    assert answer.code == 2


@pytest.mark.parametrize(("out", "reason"), [("plain/x", "Not a directory"), ("plain", "exists")])
def test_results_that_cannot_be_written(out: str, reason: str, folder: Path) -> None:
    written(folder, SOUND)
    written(folder, "a file", "plain")
    answer = call("run", "s.yaml", "--out", out)
    assert f"Cannot write '{out}'" in answer.err
    assert reason in answer.err
    assert "choose another folder with --out" in answer.err
    assert (answer.code, answer.out) == (4, "")
    assert (folder / "plain").read_text() == "a file"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(folder: Path) -> None:
    written(folder, SOUND)
    (folder / "shut").mkdir(mode=0o500)
    answer = call("run", "s.yaml", "--out", "shut/out")
    assert "Permission denied" in answer.err
    assert answer.code == 4


def test_a_full_disk_leaves_the_old_results_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(folder, SOUND)
    assert call("run", "s.yaml", "--out", "o").code == 0
    before = {
        path.name: path.read_bytes() for path in (folder / "o").rglob("*.*") if path.is_file()
    }

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    answer = call("run", "s.yaml", "--out", "o", "--seed", "2")
    assert "No space left on device" in answer.err
    assert "Cannot write 'o/" in answer.err
    assert (answer.code, answer.out) == (4, "")
    assert {
        path.name: path.read_bytes() for path in (folder / "o").rglob("*.*") if path.is_file()
    } == before


_REPLAY = ("process: poisson, total: 40 box", "process: replay, file: boxes.csv")


def test_a_table_in_the_encoding_of_chinese_spreadsheets(folder: Path) -> None:
    written(folder, changed(_REPLAY))
    rows = "id,ready,备注\n1,2021-01-05 08:00,甲\n2,2021-01-06 09:00,乙\n"
    written(folder, rows.encode("gb18030"), "boxes.csv")
    answer = call("run", "s.yaml")
    assert answer.code == 0
    assert re.search(r"train +\S+ +2 ", answer.out)


def test_a_table_in_a_spreadsheet(folder: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "时刻"
    for row in (["at", "box"], ["2021-01-11 20:00", 30], ["2021-01-20 08:00", 40]):
        sheet.append(row)
    book.save(folder / "时刻表.xlsx")
    written(folder, changed(("slots: [Mon 20:00]", "file: 时刻表.xlsx, sheet: 时刻")))
    answer = call("plan", "s.yaml")
    assert "train: 2 departures, first 2021-01-11 20:00, last 2021-01-20 08:00" in answer.out


@pytest.mark.parametrize(
    ("rows", "at", "said"),
    [
        ("id,redy\n1,2021-01-05\n", "boxes.csv:1:1: ", "'ready' is missing; add it."),
        ("id,ready\n1,2021-01-05\n1,2021-01-06\n", "boxes.csv:1:1: ", "'1' stands in several"),
        ("id,ready\n1,soon\n", "boxes.csv:2:", "'soon'"),
        ("id,ready,box\n1,2021-01-05,-3\n", "boxes.csv:2:", "'-3'"),
        ("id,ready,box\n1,2021-01-05,nan\n", "boxes.csv:2:", "'nan'"),
        ("id,ready,priority\n1,2021-01-05,high\n", "boxes.csv:2:", "'high'"),
    ],
)
def test_a_wrong_row_is_named(rows: str, at: str, said: str, folder: Path) -> None:
    written(folder, changed(_REPLAY))
    written(folder, rows, "boxes.csv")
    answer = call("check", "s.yaml")
    assert any(one.startswith(at) and said in one for one in answer.err.splitlines()), answer.err
    assert answer.code == 2


def test_a_missing_table_is_named_where_the_scenario_names_it(folder: Path) -> None:
    written(folder, changed(_REPLAY))
    answer = call("check", "s.yaml")
    assert "There is no file 'boxes.csv'" in answer.err
    assert answer.code == 4
