"""A syntax error of YAML in plain words, at the place where it can be mended."""

from __future__ import annotations

import re

import yaml

from corridor_sim.errors import Finding, Value
from corridor_sim.scenario.fullwidth import structural_sign, visible
from corridor_sim.scenario.nodes import Mark, Source

#: Part of the parser's message -> code; the first that fits. `context` codes point at the opening.
_AT_CONTEXT = (
    ("unexpected end of stream", "yaml_quote_open"),
    ("unexpected document", "yaml_quote_open"),
)
_AT_PROBLEM = (
    ("unknown escape", "yaml_escape"),
    ("hexadecimal", "yaml_escape"),
    ("unicode escape", "yaml_escape"),
    ("block scalar", "yaml_block_text"),
    ("anchor", "yaml_anchor"),
    ("alias", "yaml_anchor"),
    ("tag", "yaml_tag"),
    ("directive", "yaml_directive"),
    ("cannot start any token", "yaml_character"),
    ("start>", "yaml_outdent"),
    ("did not find expected", "yaml_structure"),
    ("expected <block end>", "yaml_structure"),
)


def syntax_finding(error: yaml.YAMLError, source: Source) -> Finding:
    """What is wrong with the text, as one finding."""
    mark = _mark(getattr(error, "problem_mark", None), source)
    if mark is None:
        return Finding("yaml_unreadable", where=Mark(source, 0, 0).position())
    opening = _mark(getattr(error, "context_mark", None), source)
    return (
        _full_width(mark, opening, source)
        or _colon(error, mark, source)
        or _unclosed(error, mark, opening)
        or _other(error, mark, source)
    )


def _mark(mark: object, source: Source) -> Mark | None:
    line, column = getattr(mark, "line", None), getattr(mark, "column", None)
    if not isinstance(line, int) or not isinstance(column, int):
        return None
    return Mark(source, min(line, len(source.lines) - 1), column)


def _full_width(mark: Mark, opening: Mark | None, source: Source) -> Finding | None:
    """A full-width sign on the line of the error, on the opening's or on the line before."""
    lines = [mark.line, _line_before(mark, source)]
    if opening is not None:
        lines.insert(0, opening.line)
    for line in lines:
        sign = structural_sign(source.lines[line])
        if sign is not None:
            values: dict[str, Value] = {"sign": visible(sign[1]), "write": sign[2]}
            return Finding("full_width", values, Mark(source, line, sign[0]).position())
    return None


def _line_before(mark: Mark, source: Source) -> int:
    for line in range(mark.line - 1, -1, -1):
        if source.lines[line].strip() and not source.lines[line].lstrip().startswith("#"):
            return line
    return mark.line


def _colon(error: yaml.YAMLError, mark: Mark, source: Source) -> Finding | None:
    if "mapping values are not allowed" not in str(getattr(error, "problem", "")):
        return None
    before = _line_before(mark, source)
    for line in (mark.line, before):
        match = re.match(r"\s*(?:- )?([\w-]+):(?=[^\s:])", source.lines[line])
        if match and ": " not in source.lines[line][: match.end()]:
            where = Mark(source, line, match.end() - 1).position()
            return Finding("yaml_space_after_colon", {"key": match[1]}, where)
    text = source.lines[mark.line]
    first = text.find(": ")
    if 0 <= first < mark.column:
        return Finding("yaml_second_colon", {}, mark.position())
    return Finding("yaml_indent", {}, Mark(source, mark.line, _indent(text)).position())


def _unclosed(error: yaml.YAMLError, mark: Mark, opening: Mark | None) -> Finding | None:
    problem = str(getattr(error, "problem", ""))
    for part, code in _AT_CONTEXT:
        if part in problem and opening is not None:
            return Finding(code, {}, opening.position())
    bracket = re.search(r"expected ',' or '([\]}])'", problem)
    if bracket and opening is not None:
        values: dict[str, Value] = {"close": bracket[1], "line": mark.line + 1}
        return Finding("yaml_bracket_open", values, opening.position())
    return None


def _other(error: yaml.YAMLError, mark: Mark, source: Source) -> Finding:
    text = source.lines[mark.line]
    sign = text[mark.column : mark.column + 1]
    if sign == "\t" or "\t" in text[: _indent(text)]:
        return Finding("yaml_tab", {}, Mark(source, mark.line, text.index("\t")).position())
    if sign and sign in "]}":
        return Finding("yaml_bracket_extra", {"sign": sign}, mark.position())
    words = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    code = next((code for part, code in _AT_PROBLEM if part in words), "yaml_structure")
    if code == "yaml_structure" and mark.column > _indent(text):
        code = "yaml_after_value"
    if code == "yaml_escape":  # the parsers differ: one marks the backslash, one what follows
        slash = text.rfind("\\", 0, mark.column + 1)
        mark = Mark(source, mark.line, max(slash, 0))
    return Finding(code, {"sign": sign}, mark.position())


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
