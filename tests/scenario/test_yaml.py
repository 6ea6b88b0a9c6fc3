"""Syntax: what is read as what, and every mistake named at its place in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor_sim.errors import CorridorError, LimitError, ScenarioError
from corridor_sim.scenario.limits import DEFAULT, Limits
from corridor_sim.scenario.nodes import Tree, find, plain
from corridor_sim.scenario.yaml_reader import parse
from tests.scenario.asked import SOUND, Desk

HERE = Path()


def tree(text: str) -> Tree:
    return plain(parse(text, "f", HERE, DEFAULT))


def code(text: str, limits: Limits = DEFAULT) -> str:
    with pytest.raises(CorridorError) as refused:
        parse(text, "f", HERE, limits)
    return refused.value.findings[0].code


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("2021-01-01", "2021-01-01"),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("1e6", 1e6),
        ("1_000", "1_000"),
        ("-.5", -0.5),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ('"null"', "null"),
        ("9223372036854775807", 2**63 - 1),
        ("衡阳", "衡阳"),
        ("50 box", "50 box"),
    ],
)
def test_plain_words_follow_the_core_schema_of_1_2(word: str, value: Tree) -> None:
    read = tree(f"a: {word}\n")
    assert read == {"a": value}
    assert isinstance(read, dict)
    assert type(read["a"]) is type(value)


def test_keys_stay_text() -> None:
    assert tree("1: a\nNO: b\ntrue: c\n") == {"1": "a", "NO": "b", "true": "c"}


def test_aliases_are_read_where_they_are_used() -> None:
    assert tree("a: &x {b: [1, 2]}\nc: *x\n") == {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}}


def test_every_key_and_value_knows_its_place() -> None:
    root = parse("# first\na:\n  - {b: 中, c: x}\n", "f", HERE, DEFAULT)
    found = find(root, ("a", 0, "c"))
    assert found.mark.position().line == 3
    assert (found.mark.column, found.node.mark.column) == (11, 14)
    assert found.mark.position().quoted == "  - {b: 中, c: x}"


def test_windows_line_ends_and_byte_order_mark_change_nothing(desk: Desk) -> None:
    loaded = desk.load("\ufeff" + SOUND.replace("\n", "\r\n"))
    assert loaded.scenario.name == "queue"
    where = loaded.where(("flows", "q", "demand"))
    assert where is not None
    assert (where.line, where.column, where.quoted[-1]) == (8, 5, "}")


SYNTAX = [
    ("名称：甲\nb: 2\n", "1:3: full-width '：' is not read as punctuation here; write ': '."),
    ("a: {b：1，c：2}\n", "1:6: full-width '：' is not read as punctuation here; write ': '."),
    ("a: [1，2\n", "1:6: full-width '，' is not read as punctuation here; write ', '."),
    ("a: “x”: 1\n", "1:4: full-width '“' is not read as punctuation here; write '\"'."),
    ("a:\n\u3000b: 1\n c: 2\n", "2:1: full-width 'U+3000' is not read as punctuation here"),
    ("a:1\nb: 2\n", "1:2: A space is missing after 'a:'; write 'a: '."),
    ("a: b: c\n", "1:5: A second ': ' stands in one value; put the value in quotes"),
    ("a:\n\t- b\n", "2:1: A tab stands in the indentation; use spaces."),
    ("a:\n  b: 1\n\tc: 2\n", "3:1: A tab stands in the indentation; use spaces."),
    ('a: "x\nb: 2\n', "1:4: This quotation mark is never closed"),
    ("a: [1,2\nb: 3\n", "1:4: This bracket is not closed by ']', noticed in line 2"),
    ("a: 1\nb: }\n", "2:4: '}' closes a bracket that was never opened; delete it."),
    ("a: @x\n", "1:4: A value cannot begin with '@'; put it in quotes."),
    ("a:\n  b: 1\n   c: 2\n", "3:4: This line is indented where nothing can begin"),
    ("  a: 1\n b: 2\n", "2:2: This line is indented less than the first one"),
    ("a: 'x' y\n", "1:8: 'y' follows where the value has already ended"),
    ("a: 1\n- b\n", "2:1: This line does not fit the lines above"),
    ("a: 1\nb: 2\na: 3\n", "3:1: 'a' is written twice, in line 1 and in line 3; keep one."),
    ("a: !!python/name:os x\n", "1:4: Tags such as '!!python/name:os' are not part"),
    ("a: &x {b: 1}\nc: {<<: *x}\n", "2:5: The merge key '<<' is not part of a scenario"),
    ("a: 1\n---\nb: 2\n", "2:1: A second document begins after '---'"),
    ("a: *nope\n", "1:4: '*nope' refers to an anchor that is not defined above"),
    ("? [a]\n: b\n", "1:3: A list or a mapping stands where a key should be"),
    ("a: x\x07y\n", "1:5: The invisible character U+0007 stands here"),
    ('a: "\\x00"\n', "1:4: The invisible character U+0000 stands here"),
    ("a: x\u202ey\n", "1:5: The invisible character U+202E stands here"),
    ('a: "\\q"\n', "1:5: This backslash sequence is unknown"),
    ("a: |x\n y\n", "1:5: After '|' or '>' the line must end"),
    ("a: .inf\n", "1:4: '.inf' is not a finite number; write a number."),
    ("a: 1e999\n", "1:4: '1e999' is not a finite number"),
    ("a: 9223372036854775808\n", "1:4: '9223372036854775808' is too large"),
    ("- a\n", "1:1: 's.yaml' is not a scenario"),
    ("", "1:1: 's.yaml' is empty; start with"),
    ("# nothing\n", "1:1: 's.yaml' is empty; start with"),
]


@pytest.mark.parametrize(("content", "said"), SYNTAX)
def test_a_mistake_of_syntax_is_named_where_it_is(desk: Desk, content: str, said: str) -> None:
    findings = [line.replace(f"{desk.folder}/", "") for line in desk.findings(content)]
    assert len(findings) == 1
    assert findings[0].startswith(f"s.yaml:{said}")


@pytest.mark.parametrize("content", [content for content, _ in SYNTAX])
def test_no_jargon_of_the_parser_reaches_the_reader(desk: Desk, content: str) -> None:
    for lang in ("en", "zh"):
        said = " ".join(desk.findings(content, lang="en" if lang == "en" else "zh"))
        assert not any(word in said for word in ("token", "scanner", "block mapping", "context"))


def test_chinese_text_speaks_of_the_same_place(desk: Desk) -> None:
    assert desk.findings("a: 1\na: 2\n", lang="zh") == [
        "s.yaml:2:1: “a”写了两次，在第 1 行和第 2 行；请只留一个。"
    ]
    assert desk.findings("名称：甲\nb: 2\n", lang="zh") == [
        "s.yaml:1:3: 全角“：”在此处不能作标点；请写“: ”。"
    ]


def test_the_line_is_quoted(desk: Desk) -> None:
    where = desk.refused("x: 1\nname：甲\nb: 2\n").findings[0].where
    assert where is not None
    assert where.quoted == "name：甲"


def test_several_slips_of_structure_are_told_at_once(desk: Desk) -> None:
    assert desk.codes("a: 1\na: 2\nb: .nan\nc: !x y\n") == [
        "duplicate_key",
        "not_finite",
        "yaml_tag",
    ]


def test_chinese_names_and_titles_keep_their_punctuation(desk: Desk) -> None:
    loaded = desk.load(SOUND.replace("name: queue", "name: 衡阳（中欧班列）：“一单制”，2021"))
    assert loaded.scenario.name == "衡阳（中欧班列）：“一单制”，2021"


def test_an_alias_bomb_is_refused_by_its_expanded_size() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for before, after in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{after}: &{after} [{', '.join([f'*{before}'] * 10)}]")
    assert code("\n".join(lines)) == "too_many_values"


def test_aliases_cannot_build_depth_unseen() -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 60))]
    assert code("\n".join(lines)) == "too_deep"


def test_an_alias_within_its_own_anchor_is_unknown() -> None:
    assert code("a: &a [*a]\n") == "alias_unknown"


@pytest.mark.parametrize(("levels", "fits"), [(39, True), (40, False)])
def test_depth_is_bounded_exactly(levels: int, fits: bool) -> None:
    text = "a: " + "[" * levels + "]" * levels
    if fits:
        tree(text)
    else:
        assert code(text) == "too_deep"


def test_values_are_counted_exactly() -> None:
    assert tree("a: [1, 2]\n") == {"a": [1, 2]}
    assert plain(parse("a: [1, 2]\n", "f", HERE, Limits(nodes=5))) == {"a": [1, 2]}
    assert code("a: [1, 2]\n", Limits(nodes=4)) == "too_many_values"


def test_a_refusal_names_number_limit_and_option() -> None:
    with pytest.raises(LimitError) as refused:
        parse("a: [1, 2, 3]\n", "f", HERE, Limits(nodes=4))
    values = refused.value.findings[0].values
    assert (values["number"], values["limit"], values["option"]) == (5, 4, "--max-nodes")


def test_a_text_of_unreasonable_length_is_refused() -> None:
    assert code(f"a: {'x' * 20_001}\n") == "text_too_long"
    tree(f"a: {'x' * 20_000}\n")


@pytest.mark.parametrize("text", ["[" * 100_000, "{" * 100_000, "- " * 50_000, "a: &a " * 5_000])
def test_hostile_text_costs_bounded_work(text: str) -> None:
    with pytest.raises((ScenarioError, LimitError)):
        parse(text, "f", HERE, DEFAULT)
