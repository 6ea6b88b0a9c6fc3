"""The catalogue: both languages, the same placeholders, no code without a text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import corridor_sim
from corridor_sim.messages import (
    CATALOGUE,
    WORDS,
    comparing,
    customs,
    drawn,
    english,
    explaining,
    placeholders,
    printed,
    running,
    text,
)
from corridor_sim.scenario.refusals import CODES

PACKAGE = Path(corridor_sim.__file__).parent
REPORTED = re.compile(
    r"(?:Finding|bad|HoursError|UnfitNumberError|\breport|report_key|_report|_refuse|\.finding|_bound)"
    r"\(\s*\"([a-z_0-9]+)\""
)


def reported() -> set[str]:
    """Every code that the reading of scenarios writes out as a literal."""
    sources = [path.read_text(encoding="utf-8") for path in (PACKAGE / "scenario").rglob("*.py")]
    return {code for source in sources for code in REPORTED.findall(source)}


def test_the_search_finds_codes() -> None:
    assert {"file_missing", "hours_empty", "not_a_size", "unknown_name", "too_deep"} <= reported()


def test_every_code_has_a_text_in_both_languages() -> None:
    for lang in ("en", "zh"):
        assert (reported() | CODES) - set(CATALOGUE["en" if lang == "en" else "zh"]) == set()


def test_the_listed_codes_are_those_that_values_raise() -> None:
    source = (PACKAGE / "scenario" / "values.py").read_text(encoding="utf-8")
    raised = set(re.findall(r"bad\(\s*\"([a-z_0-9]+)\"", source))
    raised |= set(re.findall(r"_civil\(value, [^\n]*\"([a-z_]+)\"\)", source))
    assert raised == CODES


def test_both_languages_have_the_same_codes_and_words() -> None:
    assert set(CATALOGUE["en"]) == set(CATALOGUE["zh"])
    assert set(WORDS["en"]) == set(WORDS["zh"])


@pytest.mark.parametrize("code", sorted(CATALOGUE["en"]))
def test_both_languages_name_the_same_values(code: str) -> None:
    assert placeholders(code, "en") == placeholders(code, "zh")


@pytest.mark.parametrize("code", sorted(reported() | CODES))
def test_a_text_says_what_is_wrong_and_what_to_write(code: str) -> None:
    english, chinese = CATALOGUE["en"][code], CATALOGUE["zh"][code]
    assert re.search(r"[;?:]", english), english
    assert english.endswith((".", "?"))
    assert re.search(r"[；？：]", chinese), chinese
    assert chinese.endswith(("。", "？"))


def test_values_are_put_in_and_kinds_translated() -> None:
    values = {"kind": "station", "name": "desk", "near": "disk"}
    assert text("unknown_name_near", values, "en").startswith("There is no station 'desk'")
    assert text("unknown_name_near", values, "zh").startswith("没有作业点“desk”")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 more finding is not"),
        ("1", "1 more finding is not"),
        (0, "0 more findings are not"),
        (21, "21 more findings are not"),
    ],
)
def test_a_word_agrees_with_its_number(number: int | str, said: str) -> None:
    assert text("more_findings", {"number": number}, "en").startswith(said)
    assert str(number) in text("more_findings", {"number": number}, "zh")


def test_values_are_not_templates() -> None:
    said = text("unknown_name_near", {"kind": "station", "name": "{near}", "near": "x"}, "en")
    assert "'{near}'" in said


def test_an_unknown_code_hides_nothing() -> None:
    assert text("no_such_code", {"value": 3}, "en") == "no_such_code: value = 3"


def test_no_text_is_written_twice() -> None:
    """A part of the catalogue that repeats another's code would silence it."""
    parts = (
        english.TEXTS,
        running.BOTH,
        printed.BOTH,
        customs.BOTH,
        comparing.BOTH,
        drawn.BOTH,
        explaining.BOTH,
    )
    codes = [code for part in parts for code in part]
    assert sorted(code for code in set(codes) if codes.count(code) > 1) == []
