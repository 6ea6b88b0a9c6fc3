"""What the models refuse, turned into findings at the place where it was written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from corridor_sim.errors import Finding, Position, Value
from corridor_sim.scenario.fields import keys_at
from corridor_sim.scenario.fullwidth import first_sign, narrow, visible
from corridor_sim.scenario.model import Scenario
from corridor_sim.scenario.nodes import (
    Entry,
    Node,
    Step,
    child,
    dotted,
    find,
    leaves,
    shown,
)
from corridor_sim.scenario.refusals import CODES


@dataclass(frozen=True, slots=True)
class Located:
    """One error of the models with its place in the tree.

    path     steps that exist in the tree
    labels   steps that only name an alternative of the model
    union    the path at which the first alternative was named, if one was
    branch   that alternative
    last     the step that is missing, for a missing key
    """

    path: tuple[Step, ...]
    labels: tuple[Step, ...]
    union: tuple[Step, ...] | None
    branch: str
    last: Step | None
    entry: Entry
    kind: str
    context: Mapping[str, Any]


#: Errors of one file that are put into words; who has more of them mends these first.
_MOST = 500


def schema_findings(
    error: ValidationError, root: Node, whole: type[BaseModel] = Scenario
) -> list[Finding]:
    """Every error as one finding, alternatives reduced to the one that was meant.

    whole   model of the file
    """
    errors = error.errors(include_url=False, include_input=False)
    located = [_locate(item, root) for item in errors[:_MOST]]
    findings = [_finding(item, whole) for item in _meant(located, root)]
    if len(errors) > _MOST:
        findings.append(Finding("more_findings", {"number": len(errors) - _MOST}))
    return list({(each.code, each.path, each.where): each for each in findings}.values())


def near(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, or an empty text."""
    names = list(known)
    lowered = {name.lower(): name for name in names}
    found = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    return lowered[found[0]] if found else ""


def full_width(text: str, where: Position) -> Finding | None:
    """A finding about the first full-width sign of a value, if it has one."""
    sign = first_sign(text)
    if sign is None:
        return None
    column = where.quoted.find(sign[1], where.column - 1) + 1 or where.column
    place = Position(where.file, where.line, column, where.quoted)
    return Finding("full_width_value", {"sign": visible(sign[1]), "write": narrow(text)}, place)


def _locate(error: Any, root: Node) -> Located:
    entry = Entry(root.mark, root)
    path: list[Step] = []
    labels: list[Step] = []
    union: tuple[Step, ...] | None = None
    branch = ""
    steps: Sequence[Step] = error["loc"]
    missing = error["type"] == "missing"
    for step in steps[:-1] if missing else steps:
        following = child(entry.node, step)
        if following is None:
            labels.append(step)
            if union is None and step != "[key]" and step != _process(entry.node):
                union, branch = tuple(path), str(step)
        else:
            entry = following
            path.append(step)
    last = steps[-1] if missing else None
    context = error.get("ctx", {})
    return Located(tuple(path), tuple(labels), union, branch, last, entry, error["type"], context)


def _process(node: Node) -> object:
    """The tag by which a demand says what it is."""
    process = child(node, "process")
    return process.node.value if process else None


def _meant(errors: list[Located], root: Node) -> list[Located]:
    """Of alternatives that all failed, those errors that speak of what was written."""
    groups: dict[tuple[Step, ...], dict[str, list[Located]]] = {}
    kept: list[Located] = []
    for error in errors:
        if error.union is None:
            kept.append(error)
        else:
            group = groups.setdefault(error.union, {})
            group.setdefault(error.branch, []).append(error)
    for union, group in groups.items():
        kept.extend(group[_fitting(find(root, union).node, group)])
    return sorted(kept, key=lambda each: (each.entry.node.mark.line, each.entry.node.mark.column))


_SHAPES = frozenset({"model_type", "dict_type", "list_type", "string_type", "tuple_type"})


def _fitting(node: Node, group: Mapping[str, list[Located]]) -> str:
    """The alternative that has the shape of what was written."""
    texts = list(group)
    fitting: list[str] = []
    if isinstance(node.value, Mapping):
        fitting = [text for text in texts if text[0].isupper()]
        if any("-" in key for key in node.value):
            fitting += [text for text in texts if text.startswith("dict[")]
    elif isinstance(node.value, tuple):
        fitting = [text for text in texts if text.startswith(("list[", "tuple["))]
    fitting += [text for text in texts if all(each.kind not in _SHAPES for each in group[text])]
    return (fitting or texts)[0]


def _finding(error: Located, whole: type[BaseModel]) -> Finding:
    if error.kind == "extra_forbidden":
        return _unknown_key(error, whole)
    if error.last is not None:
        return _missing(error)
    path, entry = dotted(error.path), error.entry
    if "[key]" in error.labels:
        code, values = _key_words(error)
        return Finding(code, values, entry.key.position(), path=path)
    if error.kind.startswith("union_tag"):
        entry = child(entry.node, "process") or entry
    if entry.node.value is None:
        return Finding("value_missing", {}, entry.key.position(), path=path)
    code, values = _words(error, entry.node)
    where = _place(entry, str(values.get("value", "")))
    sign = full_width(str(values.get("value", "")), where)
    if sign is not None:
        return Finding(sign.code, sign.values, sign.where, path=path)
    return Finding(code, values, where, path=path)


def _key_words(error: Located) -> tuple[str, dict[str, Value]]:
    """What is wrong with a key that is a name."""
    key = str(error.path[-1])
    if error.kind == "literal_error":
        return _literal(key, error)
    return "name_too_long" if error.kind == "string_too_long" else "bad_name", {
        "value": key,
        "limit": 80,
    }


def _place(entry: Entry, value: str) -> Position:
    """Where the value that is spoken of stands; of a list or mapping its key."""
    if not isinstance(entry.node.value, (Mapping, tuple)):
        return entry.node.mark.position()
    for node in leaves(entry.node):
        if shown(node) == value:
            return node.mark.position()
    return entry.key.position()


def _unknown_key(error: Located, whole: type[BaseModel]) -> Finding:
    key = str(error.path[-1])
    known = keys_at(error.path[:-1], error.labels, whole)
    where, path = error.entry.key.position(), dotted(error.path)
    meant = near(narrow(key), known)
    if meant:
        return Finding("unknown_key_near", {"key": key, "near": meant}, where, path=path)
    return Finding("unknown_key", {"key": key, "known": ", ".join(known)}, where, path=path)


def _missing(error: Located) -> Finding:
    where = error.entry.key.position()
    if isinstance(error.last, int):
        values: dict[str, Value] = {"value": shown(error.entry.node), "number": error.last + 1}
        return Finding("list_too_short", values, where, path=dotted(error.path))
    path = (*error.path, str(error.last))
    return Finding("missing_key", {"key": str(error.last)}, where, path=dotted(path))


def _words(error: Located, node: Node) -> tuple[str, dict[str, Value]]:
    """Code and values for one error that is neither a missing nor an unknown key."""
    value = shown(node)
    rule = _RULES.get(error.kind)
    if rule is not None:
        return rule(value, error)
    if error.kind in _CODES:
        return _CODES[error.kind], {"value": value}
    if error.kind not in CODES:
        return "value_wrong", {"value": value}
    values = dict(error.context)
    if str(values.get("value", "")).startswith(("{", "[")):
        values["value"] = value
    return error.kind, values


#: Kinds of the validation library -> our codes that need nothing but the value.
_CODES = {
    "string_type": "needs_text",
    "int_type": "needs_whole_number",
    "int_parsing": "needs_whole_number",
    "int_from_float": "needs_whole_number",
    "int_parsing_size": "number_too_large",
    "float_type": "needs_number",
    "float_parsing": "needs_number",
    "finite_number": "not_finite",
    "bool_type": "needs_true_or_false",
    "bool_parsing": "needs_true_or_false",
    "list_type": "needs_list",
    "tuple_type": "needs_list",
    "dict_type": "needs_mapping",
    "mapping_type": "needs_mapping",
    "model_type": "needs_mapping",
    "model_attributes_type": "needs_mapping",
    "string_too_short": "text_empty",
    "string_pattern_mismatch": "bad_name",
    "string_unicode": "needs_text",
}


def _bound(code: str, name: str) -> Callable[[str, Located], tuple[str, dict[str, Value]]]:
    def words(value: str, error: Located) -> tuple[str, dict[str, Value]]:
        return code, {"value": value, "limit": error.context[name]}

    return words


def _literal(value: str, error: Located) -> tuple[str, dict[str, Value]]:
    known = re.findall(r"'([^']*)'", str(error.context.get("expected", "")))
    known = [word for word in known if word] or [str(error.context.get("expected", ""))]
    meant = near(value, known)
    if meant:
        return "not_one_of_near", {"value": value, "near": meant}
    return "not_one_of", {"value": value, "known": ", ".join(known)}


def _tag(_value: str, error: Located) -> tuple[str, dict[str, Value]]:
    tag = str(error.context.get("tag", ""))
    known = re.findall(r"'([^']*)'", str(error.context.get("expected_tags", "")))
    meant = near(tag, known)
    if meant:
        return "not_one_of_near", {"value": tag, "near": meant}
    return "not_one_of", {"value": tag, "known": ", ".join(known)}


def _no_tag(_value: str, _error: Located) -> tuple[str, dict[str, Value]]:
    return "missing_key", {"key": "process"}


_RULES: dict[str, Callable[[str, Located], tuple[str, dict[str, Value]]]] = {
    "greater_than_equal": _bound("number_too_small", "ge"),
    "greater_than": _bound("number_too_small", "gt"),
    "less_than_equal": _bound("number_above", "le"),
    "less_than": _bound("number_above", "lt"),
    "string_too_long": _bound("name_too_long", "max_length"),
    "too_short": _bound("too_few", "min_length"),
    "too_long": _bound("too_many", "max_length"),
    "literal_error": _literal,
    "union_tag_invalid": _tag,
    "union_tag_not_found": _no_tag,
}
