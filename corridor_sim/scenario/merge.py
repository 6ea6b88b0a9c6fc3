"""Scenarios that change another scenario: `extends` and `--set`, with a record of what won."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corridor_sim.errors import Finding, ScenarioError, Value
from corridor_sim.scenario.extending import Overridden, extended, likened, merged
from corridor_sim.scenario.findings import near
from corridor_sim.scenario.limits import Limits
from corridor_sim.scenario.nodes import (
    Entry,
    Mark,
    Node,
    Source,
    Step,
    dotted,
    graft,
    plain,
    shown,
)
from corridor_sim.scenario.yaml_reader import parse

#: Sections whose keys are the planner's own names.
_NAMED = frozenset(
    ("calendars", "stations", "places", "consolidations", "services", "policies", "clearance")
) | {"flows", "regimes", "terminals", "clocks"}
_SEVERAL = 6  # names offered when none is near


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
    trees = [tree for _, tree in extended(path, limits, warnings)]
    root = trees[0]
    for tree in trees[1:]:
        root = merged(root, tree, (), record)
    findings: list[Finding] = []
    for text in sets:
        try:
            root = _override(root, text, limits, record)
        except ScenarioError as error:
            findings.extend(error.findings)
    if findings:
        raise ScenarioError(*findings)
    return Merged(likened(root), tuple(record), tuple(warnings))


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
    entries = dict(node.value) if isinstance(node.value, Mapping) else {}
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
