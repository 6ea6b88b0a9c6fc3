"""The tree of a scenario file in which every key and value knows where it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from corridor_sim.errors import Position

Scalar = str | int | float | bool | None
Tree = Scalar | list["Tree"] | dict[str, "Tree"]
Step = str | int

_SHOWN = 240  # characters of a line that a finding quotes


@dataclass(frozen=True, slots=True)
class Source:
    """One text that was read.

    file     as shown to the reader
    folder   what relative paths written in it start from
    """

    file: str
    folder: Path
    lines: tuple[str, ...]


class Mark(NamedTuple):
    """A place in a source; line and column count from 0."""

    source: Source
    line: int
    column: int

    def position(self) -> Position:
        """The same place as findings show it."""
        lines = self.source.lines
        quoted = lines[self.line] if self.line < len(lines) else ""
        return Position(self.source.file, self.line + 1, self.column + 1, quoted[:_SHOWN])


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it begins.

    count    values it holds, itself included, aliases as often as they are used
    height   levels of nesting in it
    """

    value: Scalar | tuple[Node, ...] | Mapping[str, Entry]
    mark: Mark
    count: int = 1
    height: int = 1


class Entry(NamedTuple):
    """A value of a mapping with the place of its key."""

    key: Mark
    node: Node


class Found(NamedTuple):
    """How far a path leads into a tree.

    mark    key of the last step that exists (list items: the item; nothing found: the root)
    node    its value
    depth   steps that exist
    """

    mark: Mark
    node: Node
    depth: int


def find(root: Node, path: Sequence[Step]) -> Found:
    """Where does this path, or as much of it as exists, lead?"""
    mark, node = root.mark, root
    for depth, step in enumerate(path):
        following = child(node, step)
        if following is None:
            return Found(mark, node, depth)
        mark, node = following
    return Found(mark, node, len(path))


def child(node: Node, step: Step) -> Entry | None:
    """The value one step below, or None."""
    if isinstance(node.value, Mapping):
        return node.value.get(str(step))
    if isinstance(node.value, tuple) and isinstance(step, int) and 0 <= step < len(node.value):
        return Entry(node.value[step].mark, node.value[step])
    return None


def leaves(node: Node) -> Iterator[Node]:
    """All single values of a tree, in the order in which they are written."""
    if isinstance(node.value, Mapping):
        for entry in node.value.values():
            yield from leaves(entry.node)
    elif isinstance(node.value, tuple):
        for item in node.value:
            yield from leaves(item)
    else:
        yield node


def plain(node: Node) -> Tree:
    """The same tree without positions."""
    if isinstance(node.value, Mapping):
        return {key: plain(entry.node) for key, entry in node.value.items()}
    if isinstance(node.value, tuple):
        return [plain(item) for item in node.value]
    return node.value


def graft(value: Tree, mark: Mark) -> Node:
    """A tree made by the program, standing where `mark` says."""
    if isinstance(value, dict):
        return Node({key: Entry(mark, graft(item, mark)) for key, item in value.items()}, mark)
    if isinstance(value, list):
        return Node(tuple(graft(item, mark) for item in value), mark)
    return Node(value, mark)


def dotted(path: Sequence[Step]) -> str:
    """`flows.europe.stages.0`"""
    return ".".join(map(str, path))


def shown(node: Node) -> str:
    """A value in one short line, for texts."""
    if isinstance(node.value, Mapping):
        parts = ", ".join(f"{key}: {shown(entry.node)}" for key, entry in node.value.items())
        return _short("{" + parts + "}")
    if isinstance(node.value, tuple):
        return _short("[" + ", ".join(map(shown, node.value)) + "]")
    return _short(scalar_text(node.value))


def scalar_text(value: Scalar) -> str:
    """A single value as YAML writes it."""
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
