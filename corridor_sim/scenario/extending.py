"""Which files does a scenario extend, and how do their trees become one?"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corridor_sim.errors import Finding, Position, ScenarioError, Value
from corridor_sim.scenario.findings import near
from corridor_sim.scenario.fullwidth import structural_sign, visible
from corridor_sim.scenario.limits import Limits
from corridor_sim.scenario.nodes import Entry, Mark, Node, Step, child, dotted, shown
from corridor_sim.scenario.yaml_reader import read_tree

_LONGEST_CHAIN = 8
#: Sections in which an entry may be `like` a sibling.
LIKE_SECTIONS = (
    "calendars",
    "stations",
    "places",
    "consolidations",
    "services",
    "policies",
    "clearance",
    "flows",
)
_LAWS = frozenset(
    {"fixed", "uniform", "triangular", "exponential", "lognormal", "gamma", "empirical"}
)
_SEVERAL = 6  # names offered when none is near
#: What every file says of itself.
_OWN = (("extends",), ("corridor_sim",))


@dataclass(frozen=True, slots=True)
class Overridden:
    """A value that a later file or `--set` replaced."""

    path: str
    old: str
    new: str
    where: Position


def extended(
    path: Path, limits: Limits, warnings: list[Finding] | None = None
) -> list[tuple[Path, Node]]:
    """Every file that a scenario is made of with its tree, each once, in the order of merging.

    A file comes after all that it extends; one that is reached by two ways counts at the first.

    Raises ScenarioError (syntax, circular or too long chains), FileError, LimitError.
    """
    found: dict[Path, tuple[Path, Node]] = {}
    _gather(path, None, (), limits, found, [] if warnings is None else warnings)
    return list(found.values())


def _gather(
    path: Path,
    where: Position | None,
    chain: tuple[Path, ...],
    limits: Limits,
    found: dict[Path, tuple[Path, Node]],
    warnings: list[Finding],
) -> None:
    """Adds what a file extends, then the file; `chain` leads from the scenario to it."""
    whole = path.absolute()
    names = " -> ".join(str(each) for each in (*chain, path))
    if whole in (each.absolute() for each in chain):
        raise ScenarioError(Finding("extends_circular", {"chain": names}, where, path="extends"))
    if len(chain) > _LONGEST_CHAIN:
        values: dict[str, Value] = {"limit": _LONGEST_CHAIN, "chain": names}
        raise ScenarioError(Finding("extends_too_long", values, where, path="extends"))
    if whole in found:
        return
    tree, more = read_tree(path, limits, where)
    warnings.extend(more)
    _require_mapping(tree)
    for base in _bases(tree):
        to = Path(os.path.normpath(path.parent / str(base.value)))
        _gather(to, base.mark.position(), (*chain, path), limits, found, warnings)
    found[whole] = (path, tree)


def _bases(tree: Node) -> Sequence[Node]:
    """What `extends` names: nothing, a file, or a list of files."""
    entry = child(tree, "extends")
    if entry is None or entry.node.value is None:
        return ()
    named = entry.node.value
    bases = named if isinstance(named, tuple) else (entry.node,)
    for base in bases:
        if not isinstance(base.value, str):
            where = base.mark.position()
            raise ScenarioError(Finding("extends_not_path", {}, where, path="extends"))
    return bases


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


def merged(base: Node, later: Node, path: tuple[Step, ...], record: list[Overridden]) -> Node:
    """Both trees as one: mappings join key by key, facts add up, of all else the later wins."""
    if path == ("facts",) and isinstance(base.value, tuple) and isinstance(later.value, tuple):
        return Node((*base.value, *later.value), later.mark)
    if not both_open(base, later):
        if base.value != later.value and path not in _OWN:
            where = later.mark.position()
            record.append(Overridden(dotted(path), shown(base), shown(later), where))
        return later
    entries = _entries(base)
    for key, entry in _entries(later).items():
        old = entries.get(key)
        node = entry.node if old is None else merged(old.node, entry.node, (*path, key), record)
        entries[key] = Entry(entry.key, node)
    return Node(entries, later.mark)


def _entries(node: Node) -> dict[str, Entry]:
    return dict(node.value) if isinstance(node.value, Mapping) else {}


def both_open(base: Node, later: Node) -> bool:
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


def likened(root: Node) -> Node:
    """The tree in which every entry that says `like: NAME` starts as a copy of its sibling.

    Raises ScenarioError where the name is unknown, or entries are like one another in a circle.
    """
    findings: list[Finding] = []
    sections = _entries(root)
    for section in LIKE_SECTIONS:
        entry = sections.get(section)
        if entry is not None and isinstance(entry.node.value, Mapping):
            sections[section] = Entry(entry.key, _likened(section, entry.node, findings))
    if findings:
        raise ScenarioError(*findings)
    return Node(sections, root.mark)


def _likened(section: str, node: Node, findings: list[Finding]) -> Node:
    entries = _entries(node)
    done: dict[str, Node] = {}

    def whole(name: str, chain: tuple[str, ...]) -> Node:
        own = entries[name].node
        like = child(own, "like")
        if name in done or like is None:
            return done.get(name, own)
        wrong = _wrong_likeness(section, name, like.node, (*chain, name), entries)
        if wrong is not None:
            findings.append(wrong)
            return own
        base = whole(str(like.node.value), (*chain, name))
        done[name] = merged(base, _without_like(own), (section, name), [])
        return done[name]

    made = {name: Entry(entry.key, whole(name, ())) for name, entry in entries.items()}
    return Node(made, node.mark)


def _wrong_likeness(
    section: str, name: str, like: Node, chain: tuple[str, ...], entries: Mapping[str, Entry]
) -> Finding | None:
    path, where = dotted((section, name, "like")), like.mark.position()
    meant = like.value if isinstance(like.value, str) else shown(like)
    if meant in chain:
        circle = " -> ".join((*chain, meant))
        return Finding("like_circular", {"chain": circle}, where, path=path)
    if meant not in entries:
        offer = near(meant, entries) or ", ".join(list(entries)[:_SEVERAL])
        values: dict[str, Value] = {"section": section, "name": meant, "near": offer}
        return Finding("like_unknown", values, where, path=path)
    return None


def _without_like(node: Node) -> Node:
    return Node({key: one for key, one in _entries(node).items() if key != "like"}, node.mark)
