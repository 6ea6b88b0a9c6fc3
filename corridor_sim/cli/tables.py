"""Plain text tables, aligned also where Chinese characters are two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

_WIDE = frozenset("WF")


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in _WIDE else 1 for char in text)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> list[str]:
    """Lines of a table; the first `left` columns are aligned left, the others right."""
    grid = [list(head), *[list(row) for row in rows]]
    widths = [max(width(row[column]) for row in grid) for column in range(len(head))]
    lines = [_line(row, widths, left) for row in grid]
    return [lines[0], "-" * width(lines[0].rstrip()), *lines[1:]]


def grouped(
    head: Sequence[str], groups: Mapping[str, Sequence[Sequence[str]]], left: int = 1
) -> list[str]:
    """A table whose rows stand in groups, each under its title; an empty title is not shown."""
    lines = table(head, [row for rows in groups.values() for row in rows], left)
    found, body = lines[:2], iter(lines[2:])
    for title, rows in groups.items():
        if rows and title:
            found.append(title)
        found += [next(body) for _ in rows]
    return found


def _line(row: Sequence[str], widths: Sequence[int], left: int) -> str:
    cells = []
    for column, text in enumerate(row):
        space = " " * (widths[column] - width(text))
        cells.append(text + space if column < left else space + text)
    return "  ".join(cells).rstrip()


def number(value: float, digits: int = 1) -> str:
    """A figure for reading; `-` where there is none."""
    if value != value:  # noqa: PLR0124 - NaN is the only number that differs from itself
        return "-"
    if abs(value) >= 10_000 or digits == 0:  # noqa: PLR2004 - from here on decimals say nothing
        return f"{value:,.0f}"
    return f"{value:,.{digits}f}"
