"""Files: missing, too large, in another encoding, or not text at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor_sim.errors import EXIT_FILES, EXIT_LIMIT, EXIT_WRONG, CorridorError, FileError
from corridor_sim.scenario.files import decode
from corridor_sim.scenario.limits import Limits
from corridor_sim.scenario.read import read
from tests.scenario.asked import SOUND, Desk, shown


def refusal(path: Path) -> tuple[int, str]:
    with pytest.raises(CorridorError) as refused:
        read(path)
    return refused.value.exit_code, shown(refused.value.findings[0]).replace(f"{path.parent}/", "")


def test_missing_file(tmp_path: Path) -> None:
    said = "There is no file 'none.yaml'; check the path and the spelling."
    assert refusal(tmp_path / "none.yaml") == (EXIT_FILES, said)


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(FileError) as refused:
        read(tmp_path)
    assert refused.value.findings[0].code == "file_is_folder"


def test_a_name_no_file_can_have(tmp_path: Path) -> None:
    with pytest.raises(FileError) as refused:
        read(tmp_path / "a\0b")
    assert refused.value.findings[0].code == "file_unreadable"


def test_a_file_of_100_mb_is_refused_without_reading_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as handle:
        handle.truncate(100_000_000)

    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("the file was opened")

    monkeypatch.setattr(Path, "open", never)
    code, said = refusal(path)
    assert code == EXIT_LIMIT
    assert said == (
        "'big.yaml' has 100000000 bytes, the limit is 2000000; use a smaller file, or raise the "
        "limit with --max-file-bytes."
    )


def test_the_size_limit_can_be_raised(desk: Desk) -> None:
    desk.limits = Limits(file_bytes=len(SOUND) - 1)
    assert desk.codes(SOUND) == ["file_too_large"]
    desk.limits = Limits(file_bytes=len(SOUND))
    assert desk.load(SOUND).scenario.name == "queue"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x00\x01\x02PK", "binary_file"),
        (b"PK\x03\x04\x00\x00", "binary_file"),
        ("a: 1".encode("utf-16"), "utf16_file"),
        ("名称: 衡阳南站铁路监管作业区\n".encode() + b"b: \xff\n", "not_utf8"),
        (b"\xff\xff\xff", "not_utf8"),
    ],
)
def test_what_is_not_text(desk: Desk, data: bytes, code: str) -> None:
    error = desk.refused(data)
    assert [finding.code for finding in error.findings] == [code]
    assert error.exit_code == EXIT_WRONG


def test_damaged_utf8_names_its_line(desk: Desk) -> None:
    data = "名称: 衡阳南站铁路监管作业区\n".encode() + b"b: \xff\n"
    where = desk.refused(data).findings[0].where
    assert where is not None
    assert where.line == 2


def test_gb18030_is_read_with_a_warning(desk: Desk) -> None:
    path = desk.write(SOUND.replace("queue", "衡阳班列").encode("gb18030"))
    loaded = read(path)
    assert loaded.scenario.name == "衡阳班列"
    assert [(each.code, each.severity) for each in loaded.warnings] == [
        ("read_as_gb18030", "warning")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_survives_its_encoding(encoding: str) -> None:
    words = "站点,名称\nHYS,衡阳南站/铁路监管作业区\n"
    assert decode(words.encode(encoding), "f")[0] == words
