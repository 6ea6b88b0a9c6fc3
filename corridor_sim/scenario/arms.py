"""Arms: a scenario's tree with the named changes of one arm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from corridor_sim.errors import Finding, ScenarioError, Value
from corridor_sim.scenario.closed import Closed, Name
from corridor_sim.scenario.comparing import Application, Arm, ArmFile
from corridor_sim.scenario.extending import Overridden, both_open, merged
from corridor_sim.scenario.findings import near, schema_findings
from corridor_sim.scenario.limits import Limits
from corridor_sim.scenario.nodes import (
    Entry,
    Mark,
    Node,
    Step,
    Tree,
    child,
    find,
    graft,
    plain,
)
from corridor_sim.scenario.yaml_reader import read_tree

#: What is one for all arms of a comparison.
_COMMON = frozenset({"corridor_sim", "extends", "network", "study", "arms", "comparison"})
_SEVERAL = 6  # names offered when none is near


@dataclass(frozen=True, slots=True)
class WrittenArm:
    """An arm and the tree that it was read from, whose values know their places.

    file   the file that it fills; None: it is part of a scenario
    """

    name: str
    arm: Arm
    node: Node
    file: Path | None = None


class _Arms(Closed):
    """The one section of a scenario that is read by itself."""

    arms: dict[Name, Arm] = {}


@dataclass
class Varied:
    """A scenario's tree under an arm.

    notes   what the arm speaks of and the scenario does not have
    """

    root: Node
    record: list[Overridden] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)


def detached(root: Node) -> tuple[Node, dict[str, WrittenArm]]:
    """The scenario's tree without its arms, and the arms.

    raises   ScenarioError where an arm is not written as one
    """
    section = child(root, "arms")
    if section is None or not isinstance(root.value, Mapping):
        return root, {}
    rest = Node({key: entry for key, entry in root.value.items() if key != "arms"}, root.mark)
    if not isinstance(section.node.value, Mapping):
        return root, {}  # the scenario's model says what is wrong with it
    try:
        read = _Arms.model_validate({"arms": plain(section.node)}).arms
    except ValidationError as error:
        raise ScenarioError(*schema_findings(error, root)) from None
    nodes = section.node.value
    return rest, {name: WrittenArm(name, arm, nodes[name].node) for name, arm in read.items()}


def arm_file(path: Path, limits: Limits) -> WrittenArm | None:
    """The arm that a file holds; None where the file is a scenario of its own.

    raises   ScenarioError (syntax, an arm not written as one), FileError, LimitError
    """
    root, _ = read_tree(path, limits, None)
    entry = child(root, "arm")
    if entry is None:
        return None
    try:
        read = ArmFile.model_validate(plain(root)).arm
    except ValidationError as error:
        raise ScenarioError(*schema_findings(error, root, ArmFile)) from None
    return WrittenArm(read.name or path.stem, read, entry.node, path)


def varied(root: Node, written: WrittenArm) -> Varied:
    """The scenario's tree as the arm changes it.

    raises   ScenarioError where the arm changes what must be one for all arms
    """
    made = Varied(root)
    for number, application in enumerate(written.arm.apply):
        _apply(made, written, application, number)
    for section in ("changes", "adds"):
        entry = child(written.node, section)
        if entry is not None:
            _merge(made, _unfolded(entry.node), known_only=section == "changes")
    return made


def _merge(made: Varied, changes: Node, *, known_only: bool) -> None:
    findings = [
        Finding("arm_common", {"section": key}, entry.key.position(), path=key)
        for key, entry in _entries(changes)
        if key in _COMMON
    ]
    if findings:
        raise ScenarioError(*findings)
    if known_only:
        changes = _known(made, made.root, changes)
    made.root = _over(made.root, changes, (), made.record)


def _known(made: Varied, base: Node, changes: Node) -> Node:
    """The changes without names that the scenario does not have; what is left out is noted."""
    kept: dict[str, Entry] = {}
    for section, entry in _entries(changes):
        old = child(base, section)
        if not isinstance(entry.node.value, Mapping):
            kept[section] = entry
            continue
        names = dict(_entries(entry.node))
        known = dict(_entries(old.node)) if old is not None else {}
        missing = [name for name in names if name not in known]
        if missing:
            made.notes.append(_left_out(section, missing, known, names[missing[0]].key))
        inside = {name: one for name, one in names.items() if name in known}
        if inside:
            kept[section] = Entry(entry.key, Node(inside, entry.node.mark))
    return Node(kept, changes.mark)


def _left_out(section: str, names: list[str], known: Iterable[str], mark: Mark) -> Finding:
    """A note of names in a section that the scenario does not have."""
    values: dict[str, Value] = {
        "section": section,
        "names": ", ".join(f"'{name}'" for name in names[:_SEVERAL]),
        "more": f" (+ {len(names) - _SEVERAL})" if len(names) > _SEVERAL else "",
        "near": near(names[0], known) or ", ".join(list(known)[:_SEVERAL]) or "-",
    }
    return Finding("arm_no_such_name", values, mark.position(), "note", section)


def _unfolded(node: Node) -> Node:
    """The same changes with `a.b.c: value` written as mappings in one another."""
    whole = Node({}, node.mark)
    for key, entry in _entries(node):
        steps = key.split(".")
        below = entry.node
        for step in reversed(steps[1:]):
            below = Node({step: Entry(entry.key, below)}, entry.key)
        whole = merged(whole, Node({steps[0]: Entry(entry.key, below)}, node.mark), (), [])
    return whole


def _over(base: Node, change: Node, path: tuple[Step, ...], record: list[Overridden]) -> Node:
    """The base as it is changed: mappings key by key, lists by number, a null takes away."""
    if isinstance(base.value, tuple) and isinstance(change.value, Mapping):
        numbers = {int(key): entry for key, entry in change.value.items() if key.isdecimal()}
        if len(numbers) == len(change.value) and all(n < len(base.value) for n in numbers):
            items = [
                _over(item, numbers[n].node, (*path, n), record) if n in numbers else item
                for n, item in enumerate(base.value)
            ]
            return Node(tuple(items), base.mark)
    if not both_open(base, change):
        return merged(base, change, path, record)
    entries = dict(_entries(base))
    for key, entry in _entries(change):
        old = entries.get(key)
        if entry.node.value is None:
            entries.pop(key, None)
        elif old is None:
            entries[key] = entry
        else:
            entries[key] = Entry(entry.key, _over(old.node, entry.node, (*path, key), record))
    return Node(entries, base.mark)


def _apply(made: Varied, written: WrittenArm, application: Application, number: int) -> None:
    """Merges the application's policy over those in use at the formalities that fit."""
    patch = find(written.node, ("apply", number, "policy"))
    clearance, policies = _section(made.root, "clearance"), _section(made.root, "policies")
    fitting = [key for key, entry in clearance.items() if _fits(entry.node, application)]
    if not fitting:
        values: dict[str, Value] = {"number": number + 1}
        where = patch.mark.position()
        made.notes.append(Finding("arm_applies_nowhere", values, where, "note", "apply"))
        return
    users: dict[str, list[str]] = {}
    for key, entry in clearance.items():
        for name in _policies(entry.node):
            users.setdefault(name, []).append(key)
    for name in dict.fromkeys(name for key in fitting for name in _policies(clearance[key].node)):
        if name not in policies:
            continue  # the references say what is wrong with it
        old = policies[name]
        changed = _over(old.node, patch.node, ("policies", name), made.record)
        new = name
        if application.since is not None or not set(users[name]) <= set(fitting):
            new = f"{name}+{written.name}"
            while new in policies:
                new += "+"
            for key in fitting:
                clearance[key] = _using(clearance[key], name, new, application, patch.mark)
        policies[new] = Entry(old.key, changed)
    made.root = _with(_with(made.root, "policies", policies), "clearance", clearance)


def _using(entry: Entry, old: str, new: str, application: Application, mark: Mark) -> Entry:
    """The formality under the new policy where it was under the old, from the day on."""
    formality = dict(_entries(entry.node))
    policy = formality.get("policy")
    if policy is None:
        return entry
    if application.since is None and isinstance(policy.node.value, str):
        now = graft(new if policy.node.value == old else policy.node.value, mark)
    else:
        spans = _spans(policy.node)
        now = _grafted(_later(spans, old, new, application), mark)
    formality["policy"] = Entry(policy.key, now)
    return Entry(entry.key, Node(formality, entry.node.mark))


def _later(
    spans: list[tuple[str, str]], old: str, new: str, application: Application
) -> list[tuple[str, str]]:
    """Policies by date: from the application's day on the new one stands for the old."""
    day = application.since.isoformat() if application.since else ""
    made: list[tuple[str, str]] = []
    for number, (since, name) in enumerate(spans):
        until = spans[number + 1][0] if number + 1 < len(spans) else "9999"
        if name != old or until <= day:
            made.append((since, name))
        elif since >= day:
            made.append((since, new))
        else:
            made += [(since, name), (day, new)]
    return made


def _grafted(spans: list[tuple[str, str]], mark: Mark) -> Node:
    items: list[Tree] = [
        {"use": name, **({"from": since} if since else {})} for since, name in spans
    ]
    return graft(items, mark)


def _spans(policy: Node) -> list[tuple[str, str]]:
    """(first day, name) of the policies of a formality; no day: from the beginning."""
    if not isinstance(policy.value, tuple):
        return [("", str(policy.value))]
    spans = []
    for item in policy.value:
        use, since = child(item, "use"), child(item, "from")
        spans.append((str(since.node.value) if since else "", str(use.node.value) if use else ""))
    return spans


def _policies(formality: Node) -> list[str]:
    entry = child(formality, "policy")
    return [name for _, name in _spans(entry.node)] if entry else []


def _fits(formality: Node, application: Application) -> bool:
    to = application.to

    def one(key: str) -> str:
        entry = child(formality, key)
        return str(entry.node.value) if entry else ""

    flows = child(formality, "flows")
    listed = flows.node.value if flows else ()
    named = {str(item.value) for item in listed} if isinstance(listed, tuple) else set()
    return (
        (not to.office or one("office") in to.office)
        and (not to.node or one("node") in to.node)
        and (not to.formality or one("formality") in to.formality)
        and (not to.policy or bool(set(_policies(formality)) & set(to.policy)))
        and (not to.flows or bool(named & set(to.flows)))
    )


def _entries(node: Node) -> Iterator[tuple[str, Entry]]:
    yield from node.value.items() if isinstance(node.value, Mapping) else ()


def _section(root: Node, name: str) -> dict[str, Entry]:
    entry = child(root, name)
    return dict(_entries(entry.node)) if entry else {}


def _with(root: Node, name: str, entries: dict[str, Entry]) -> Node:
    sections = dict(_entries(root))
    old = sections.get(name)
    key = old.key if old else root.mark
    sections[name] = Entry(key, Node(entries, old.node.mark if old else root.mark))
    return Node(sections, root.mark)
