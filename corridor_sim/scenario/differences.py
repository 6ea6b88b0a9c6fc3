"""Differences: where two resolved scenarios do not say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corridor_sim.scenario.nodes import Step, Tree, dotted, scalar_text

#: What says nothing about how a scenario behaves.
_WORDS = frozenset({"name", "description", "extends", "facts", "comparison", "arms"})
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that differs; an empty text where one of the two has none."""

    path: str
    old: str
    new: str


def differences(base: Tree, other: Tree) -> tuple[Difference, ...]:
    """Every value in which the second differs from the first, in the order of the first."""
    return tuple(_between(base, other, ()))


def _between(base: Tree, other: Tree, path: tuple[Step, ...]) -> Iterator[Difference]:
    if isinstance(base, dict) and isinstance(other, dict):
        for key in dict.fromkeys((*base, *other)):
            if path or key not in _WORDS:
                yield from _between(base.get(key), other.get(key), (*path, key))
    elif base != other:
        yield Difference(dotted(path), _short(base), _short(other))


def _short(tree: Tree) -> str:
    text = "" if tree is None else _text(tree)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _text(tree: Tree) -> str:
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key}: {_text(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(_text(item) for item in tree) + "]"
    return scalar_text(tree)
