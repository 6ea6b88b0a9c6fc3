"""Scenarios that change another scenario: `extends` and `--set`, with a record of what won."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corridor_sim.errors import Finding, Position, ScenarioError, Value
from corridor_sim.scenario.findings import near
from corridor_sim.scenario.fullwidth import structural_sign, visible
from corridor_sim.scenario.limits import Limits
from corridor_sim.scenario.nodes import (
    Entry,
    Mark,
    Node,
    Source,
    Step,
    child,
    dotted,
    graft,
    plain,
    shown,
)
from corridor_sim.scenario.yaml_reader import parse, read_tree

_LONGEST_CHAIN = 8
#: Sections whose keys are the planner's own names.
_NAMED = frozenset(
    ("calendars", "stations", "places", "consolidations", "services", "policies", "clearance")
) | {"flows", "regimes", "terminals", "clocks"}
_SEVERAL = 6  # names offered when none is near
_LAWS = frozenset(
    {"fixed", "uniform", "triangular", "exponential", "lognormal", "gamma", "empirical"}
)


@dataclass(frozen=True, slots=True)
class Overridden:
    """A value that a later file or `--set` replaced."""

    path: str
    old: str
    new: str
    where: Position


@dataclass(frozen=True, slots=True)
class Merged:
    """A scenario's tree after `extends` and `--set`, before anything is checked."""

    root: Node
    overridden: tuple[Overridden, ...]
    warnings: tuple[Finding, ...]


def read_merged(path: Path, sets: Sequence[str], limits: Limits) -> Merged:
    """The file, what it extends, and the overrides, as one tree.

    Raises ScenarioError (syntax, circular or too long chains, `--set`), FileError, LimitError.
    """
    record: list[Overridden] = []
    warnings: list[Finding] = []
    trees = _chain(path, limits, warnings)
    root = trees.pop()
    while trees:
        root = _merge(root, trees.pop(), (), record)
    findings: list[Finding] = []
    for text in sets:
        try:
            root = _override(root, text, limits, record)
        except ScenarioError as error:
            findings.extend(error.findings)
    if findings:
        raise ScenarioError(*findings)
    return Merged(root, tuple(record), tuple(warnings))


def _chain(path: Path, limits: Limits, warnings: list[Finding]) -> list[Node]:
    """The trees from the file itself to the last one that it extends."""
    trees: list[Node] = []
    chain: list[Path] = []
    where: Position | None = None
    while True:
        whole = path.absolute()
        names = " -> ".join(str(each) for each in (*chain, path))
        if whole in (each.absolute() for each in chain):
            raise ScenarioError(
                Finding("extends_circular", {"chain": names}, where, path="extends")
            )
        if len(chain) > _LONGEST_CHAIN:
            values: dict[str, Value] = {"limit": _LONGEST_CHAIN, "chain": names}
            raise ScenarioError(Finding("extends_too_long", values, where, path="extends"))
        chain.append(path)
        tree, more = read_tree(path, limits, where)
        warnings.extend(more)
        _require_mapping(tree)
        trees.append(tree)
        base = child(tree, "extends")
        if base is None or base.node.value is None:
            return trees
        where = base.node.mark.position()
        if not isinstance(base.node.value, str):
            raise ScenarioError(Finding("extends_not_path", {}, where, path="extends"))
        path = Path(os.path.normpath(path.parent / base.node.value))


def _require_mapping(tree: Node) -> None:
    where = tree.mark.position()
    if tree.value is None:
        raise ScenarioError(Finding("empty_file", {"file": where.file}, where))
    if not isinstance(tree.value, Mapping):
        raise ScenarioError(_not_a_scenario(tree))


def _not_a_scenario(tree: Node) -> Finding:
    source, line, _ = tree.mark
    sign = structural_sign(source.lines[line])
    if sign:
        values: dict[str, Value] = {"sign": visible(sign[1]), "write": sign[2]}
        return Finding("full_width", values, Mark(source, line, sign[0]).position())
    return Finding("file_not_scenario", {"file": source.file}, tree.mark.position())


def _merge(base: Node, later: Node, path: tuple[Step, ...], record: list[Overridden]) -> Node:
    if not _both_open(base, later):
        if base.value != later.value and path not in (("extends",), ("corridor_sim",)):
            where = later.mark.position()
            record.append(Overridden(dotted(path), shown(base), shown(later), where))
        return later
    entries = _entries(base)
    for key, entry in _entries(later).items():
        old = entries.get(key)
        node = entry.node if old is None else _merge(old.node, entry.node, (*path, key), record)
        entries[key] = Entry(entry.key, node)
    return Node(entries, later.mark)


def _entries(node: Node) -> dict[str, Entry]:
    return dict(node.value) if isinstance(node.value, Mapping) else {}


def _both_open(base: Node, later: Node) -> bool:
    """Are both mappings whose keys belong to each other?

    A law, a sourced value or another process is a value of its own and replaces the old one whole.
    """
    if not isinstance(base.value, Mapping) or not isinstance(later.value, Mapping):
        return False
    if _is_value(base.value) or _is_value(later.value):
        return False
    old, new = base.value.get("process"), later.value.get("process")
    return old is None or new is None or old.node.value == new.node.value


def _is_value(entries: Mapping[str, Entry]) -> bool:
    return (
        "parameter" in entries or "mark" in entries or (len(entries) == 1 and set(entries) <= _LAWS)
    )


def _override(root: Node, text: str, limits: Limits, record: list[Overridden]) -> Node:
    mark = Mark(Source("--set", Path(), (text,)), 0, 0)
    key, equals, value = text.partition("=")
    steps = [step.strip() for step in key.split(".")]
    if not equals or not all(steps):
        raise ScenarioError(Finding("set_not_assignment", {"text": text}, mark.position()))
    try:
        tree = parse(value.strip(), "--set", Path(), limits)
    except ScenarioError as error:
        here = mark.position()
        raise ScenarioError(*(replace(each, where=here) for each in error.findings)) from None
    return _put(root, steps, graft(plain(tree), mark), (), record)


def _put(
    node: Node, steps: list[str], new: Node, path: tuple[Step, ...], record: list[Overridden]
) -> Node:
    """The tree with `new` at the end of the steps below `path`."""
    if not steps:
        record.append(Overridden(dotted(path), shown(node), shown(new), new.mark.position()))
        return new
    step, rest = steps[0], steps[1:]
    if isinstance(node.value, tuple):
        if not step.isdecimal() or int(step) >= len(node.value):
            raise ScenarioError(_no_way(new, path, step, shown(node)))
        number = int(step)
        changed = _put(node.value[number], rest, new, (*path, number), record)
        return Node((*node.value[:number], changed, *node.value[number + 1 :]), node.mark)
    if node.value is not None and not isinstance(node.value, Mapping):
        raise ScenarioError(_no_way(new, path, step, shown(node)))
    entries = _entries(node)
    if rest and step not in entries and len(path) == 1 and path[0] in _NAMED:
        raise ScenarioError(_no_such_name(new, path[0], step, list(entries)))
    old = entries.get(step) or Entry(new.mark, Node(None, new.mark))
    key = old.key if rest else new.mark
    entries[step] = Entry(key, _put(old.node, rest, new, (*path, step), record))
    return Node(entries, node.mark)


def _no_such_name(new: Node, section: Step, name: str, known: list[str]) -> Finding:
    """Part of something that is not there would make a new thing out of a slip of the pen."""
    values: dict[str, Value] = {
        "section": str(section),
        "name": name,
        "near": near(name, known) or ", ".join(known[:_SEVERAL]),
    }
    path = dotted((section, name))
    return Finding("set_no_such_name", values, new.mark.position(), path=path)


def _no_way(new: Node, path: tuple[Step, ...], step: str, there: str) -> Finding:
    values: dict[str, Value] = {"path": dotted((*path, step)), "value": there}
    return Finding("set_no_such_place", values, new.mark.position(), path=dotted(path))
