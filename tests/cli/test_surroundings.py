"""Languages, encodings, paths and pipes: the same program everywhere."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.shell import (
    SOUND,
    call,
    changed,
    command,
    environment,
    process,
    written,
)

_ENGLISH, _CHINESE = "small: sound.", "small：通过检查"


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, _CHINESE),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, _CHINESE),
        ({"LC_ALL": "C", "CORRIDOR_SIM_LANG": "zh"}, _CHINESE),
        ({"LC_ALL": "zh_CN.UTF-8", "CORRIDOR_SIM_LANG": "en"}, _ENGLISH),
        ({"LC_ALL": "de_DE.UTF-8"}, _ENGLISH),
    ],
)
def test_the_locale_chooses_the_language(
    variables: dict[str, str], said: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(folder, SOUND)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert said in call("check", "s.yaml").out


def test_an_option_chooses_before_the_locale(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(folder, SOUND)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert _ENGLISH in call("check", "s.yaml", "--lang", "en").out


def test_a_chinese_planner_reads_chinese_throughout(folder: Path) -> None:
    written(folder, SOUND)
    answer = process("run", "s.yaml", folder=folder, LC_ALL="zh_CN.UTF-8")
    assert answer.code == 0
    assert "small：2 次重复" in answer.out
    assert "结果：results/s" in answer.out


_NAMES = (
    ("name: small", "name: 衡阳 试点"),
    ("  desk: {", "  报关台: {"),
    ("station: desk", "station: 报关台"),
    ("  train:\n", "  中欧班列:\n"),
    ("departures: train", "departures: 中欧班列"),
    ("  export:\n", "  出口:\n"),
    ("name: truck", "name: 短驳"),
    ("name: pick_up", "name: 提货"),
)


def test_chinese_names_and_a_path_with_spaces(folder: Path) -> None:
    place = folder / "物流 通道"
    place.mkdir()
    written(place, changed(*_NAMES), "方案 一.yaml")
    answer = process("run", "物流 通道/方案 一.yaml", "--trace", "--lang", "zh", folder=folder)
    assert answer.code == 0
    # Where no font has Chinese, one line says so and the figures are in English.
    assert [line for line in answer.err.splitlines() if "Noto Sans CJK" not in line] == []
    for name in ("衡阳 试点", "报关台", "中欧班列", "出口"):
        assert name in answer.out
    assert (folder / "results" / "方案 一" / "manifest.json").exists()
    assert "短驳" in call("plan", "物流 通道/方案 一.yaml").out


def test_chinese_findings_of_a_chinese_file(folder: Path) -> None:
    written(folder, changed(*_NAMES).replace("station: 报关台", "station: 报关"), "方案.yaml")
    answer = call("check", "方案.yaml", "--lang", "zh")
    assert answer.err.startswith("方案.yaml:19:19: ")
    assert "“报关台”" in answer.err


@pytest.mark.parametrize(
    ("named", "read", "shown"),
    [
        ("ascii", "utf-8", "报关台"),  # click takes ASCII for a mistake and writes UTF-8
        ("gb18030", "gb18030", "报关台"),
        ("latin-1", "latin-1", "???"),
    ],
)
def test_a_console_of_another_encoding(named: str, read: str, shown: str, folder: Path) -> None:
    written(folder, changed(*_NAMES))
    words = ["check", "s.yaml", "--lang", "zh"]
    answer = process(*words, folder=folder, encoding=read, PYTHONIOENCODING=named)
    assert answer.code == 0
    assert shown in answer.out


def test_a_reader_who_leaves_early(folder: Path) -> None:
    with subprocess.Popen(
        command("schema"),
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.read(10)
        started.stdout.close()
        assert started.stderr.read() == b""
    assert started.returncode == 0


def test_nothing_but_text_without_a_terminal(folder: Path) -> None:
    written(folder, SOUND)
    answer = process("run", "s.yaml", folder=folder, NO_COLOR="1", FORCE_COLOR="1")
    assert "\x1b" not in answer.said
    assert answer.err == ""


def test_no_colour_on_a_terminal_either(folder: Path) -> None:
    pty = pytest.importorskip("pty")
    import os

    written(folder, SOUND)
    ours, theirs = pty.openpty()
    variables = environment(NO_COLOR="1", TERM="xterm-256color")
    started = subprocess.Popen(
        command("run", "s.yaml"), cwd=folder, env=variables, stdout=subprocess.PIPE, stderr=theirs
    )
    out, _ = started.communicate(timeout=60)
    os.close(theirs)
    drawn = os.read(ours, 100_000) if _readable(ours) else b""
    os.close(ours)
    assert started.returncode == 0
    assert b"\x1b" not in out
    assert b"\x1b[3" not in drawn  # the bar moves the cursor but paints nothing


def _readable(handle: int) -> bool:
    from select import select

    return bool(select([handle], [], [], 0)[0])


def test_new_writes_a_corridor_that_runs(folder: Path) -> None:
    answer = call("new", "demo")
    assert (answer.code, answer.err) == (0, "")
    assert "Run it: corridor-sim run demo/corridor.yaml" in answer.out
    assert {path.name for path in (folder / "demo").iterdir()} == {
        "corridor.yaml",
        "scenario.schema.json",
    }
    assert call("run", "demo/corridor.yaml", "--replications", "1").code == 0


def test_new_tells_a_program_what_it_wrote(folder: Path) -> None:
    answer = call("new", "demo", "--json")
    files = json.loads(answer.out)["files"]
    assert {folder / name for name in files} == set((folder / "demo").iterdir())
    assert (answer.code, answer.err) == (0, "")


def test_new_overwrites_nothing(folder: Path) -> None:
    call("new", "demo")
    written(folder / "demo", "mine", "corridor.yaml")
    answer = call("new", "demo")
    assert answer.code == 4
    assert "'demo/corridor.yaml' exists already; name a new folder." in answer.err
    assert (folder / "demo" / "corridor.yaml").read_text() == "mine"


@pytest.mark.parametrize("target", ["plain", "plain/x"])
def test_new_where_a_file_stands(target: str, folder: Path) -> None:
    written(folder, "a file", "plain")
    answer = call("new", target)
    assert answer.code == 4
    assert f"Cannot write '{target}'" in answer.err
    assert "name another folder" in answer.err


def test_new_in_a_chinese_path_with_a_space(folder: Path) -> None:
    answer = call("new", "中文 目录/示例", "--lang", "zh")
    assert '运行：corridor-sim run "中文 目录/示例/corridor.yaml"' in answer.out
    assert call("check", "中文 目录/示例/corridor.yaml").code == 0


def test_the_schema_is_printed(folder: Path) -> None:
    assert json.loads(call("schema").out)["$schema"].startswith("https://json-schema.org/")
