"""Chance comes from one place; an engine has none of it."""

from __future__ import annotations

import re

from tests.architecture.tree import PACKAGE, place, sources

GENERATOR = re.compile(
    r"\b(?:numpy|np)\.random\b"
    r"|\bfrom numpy import .*\brandom\b"
    r"|^\s*import random\b"
    r"|^\s*from random import\b"
    r"|\bimport secrets\b"
    r"|\buuid\.?[14]\b"
    r"|\.rvs\("
)
CHANCE = re.compile(
    r"^\s*(?:from|import) corridor_sim\.chance\b|^\s*from corridor_sim import .*chance"
)


def _lines(pattern: re.Pattern[str], *, inside: str = "", outside: str = "-") -> list[str]:
    return [
        f"{place(path, number)}: {line.strip()}"
        for path in sources()
        if path.is_relative_to(PACKAGE / inside) and not path.is_relative_to(PACKAGE / outside)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_only_chance_has_generators() -> None:
    assert _lines(GENERATOR, outside="chance") == []


def test_an_engine_does_not_know_chance() -> None:
    assert _lines(CHANCE, inside="engine") == []
