"""Writes a resolved scenario as YAML that reads back as the same tree.

Strings are quoted as JSON, which YAML 1.2 contains: no reader can take `12:30` or `NO` for
something else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from corridor_sim.scenario.nodes import Tree

_HEAD = """\
# The scenario as it was run: extends, --set and table values resolved.
# Paths are relative to the file that was run.
"""


def scenario_text(tree: Tree) -> str:
    """The text of a resolved scenario."""
    body = tree if isinstance(tree, dict) else {}
    lines = _mapping({key: value for key, value in body.items() if key != "extends"}, 0)
    return _HEAD + "\n".join(lines) + "\n"


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
