"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from tests.architecture.tree import functions, place, sources

LONGEST_FILE = 400
MEDIAN_FILE = 150
LONGEST_FUNCTION = 50


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_too_long() -> None:
    too_long = [f"{place(p)}: {_lines(p)}" for p in sources() if _lines(p) > LONGEST_FILE]
    assert too_long == []


def test_the_median_file_is_short() -> None:
    assert median(_lines(p) for p in sources()) <= MEDIAN_FILE


def test_no_function_is_too_long() -> None:
    too_long = [
        f"{place(path, node.lineno)} {node.name}: {length}"
        for path in sources()
        for node in functions(path)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert too_long == []
