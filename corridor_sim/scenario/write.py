"""Writes a resolved scenario as YAML that reads back as the same tree.

Strings are quoted as JSON, which YAML 1.2 contains: no reader can take `12:30` or `NO` for
something else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corridor_sim.scenario.nodes import Step, Tree

_HEAD = """\
# The scenario as it was run: extends, --set and {parameter: ...} resolved, without marks.
# It can be run again from this folder: paths are relative to it, and what the files there say
# (links, regimes, holidays, published figures, timetables, shipments) is read anew.
"""


def scenario_text(tree: Tree, files: Mapping[tuple[Step, ...], Path], folder: Path) -> str:
    """The text of a resolved scenario.

    files    values that name a file or folder, by their path in the tree, and which one
    folder   where the text will stand
    """
    body = tree if isinstance(tree, dict) else {}
    kept: Tree = {key: value for key, value in body.items() if key != "extends"}
    for path, file in files.items():
        kept = _renamed(kept, path, file, folder)
    lines = _mapping(kept if isinstance(kept, dict) else {}, 0)
    return _HEAD + "\n".join(lines) + "\n"


def relative(file: Path, folder: Path) -> str:
    """How a file is named in a folder; by its whole path where no way leads there (Windows)."""
    # Links on the way are followed, or `..` would leave through another door than it came in by.
    # The last name stays: what a link is called may say which kind of file it is.
    place = os.path.join(os.path.realpath(file.parent), file.name)  # noqa: PTH118 - `..` stays
    try:
        return Path(os.path.relpath(place, os.path.realpath(folder))).as_posix()
    except ValueError:
        return Path(place).as_posix()


def _renamed(tree: Tree, path: Sequence[Step], file: Path, folder: Path) -> Tree:
    """The tree with the value at this path naming the file from the folder."""
    if not path:
        whole = isinstance(tree, str) and Path(tree).is_absolute()
        return tree if whole else relative(file, folder)
    step = str(path[0])
    if not isinstance(tree, dict) or step not in tree:
        return tree
    return {**tree, step: _renamed(tree[step], path[1:], file, folder)}


def _mapping(tree: dict[str, Tree], depth: int) -> Iterator[str]:
    for key, value in tree.items():
        head = f"{'  ' * depth}{_key(key)}:"
        if isinstance(value, dict) and value:
            yield head
            yield from _mapping(value, depth + 1)
        elif isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
            yield head
            yield from (f"{'  ' * (depth + 1)}- {_flow(item)}" for item in value)
        else:
            yield f"{head} {_flow(value)}"


def _key(key: str) -> str:
    return key if key.isidentifier() and key.isascii() else json.dumps(key, ensure_ascii=False)


def _flow(value: Tree) -> str:
    """A value on one line; JSON is YAML."""
    return json.dumps(value, ensure_ascii=False)
