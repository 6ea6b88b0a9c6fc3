"""Replay: the user's own table of shipments."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import Clock
from corridor_sim.errors import Finding, Position, Value
from corridor_sim.scenario.tables import Row, Table
from corridor_sim.scenario.values import moment

Seconds = NDArray[np.int64]

#: column -> (position in plan.UNITS, how many of that unit one is)
_MEASURES = {"box": (0, 1), "teu": (1, 1_000), "kg": (2, 1), "t": (2, 1_000), "m3": (3, 1_000)}
_NUMBERED = 1 << 40  # above every id that is a number; ids that are text are hashed to beyond it


@dataclass(frozen=True, slots=True)
class Shipments:
    """A table of shipments, sorted by id.

    arrive     int64 [n] s
    numbers    int64 [n], what keys each shipment's luck: the id itself, or its hash
    size       int64 [n, 4] in plan.UNITS, 0 where the table is silent
    value      int64 [n] USD, -1 where the table is silent
    priority   int64 [n], or None without such a column
    """

    arrive: Seconds
    numbers: Seconds
    size: Seconds
    value: Seconds
    priority: Seconds | None
    findings: tuple[Finding, ...]


def shipments(table: Table, clock: Clock) -> Shipments:
    """The shipments of a table with columns id and ready, and box, teu, kg, t, m3, usd, priority.

    Numbered by id, never by row: moving or adding rows re-deals nobody's luck.
    """
    reader = _Reader(table, clock)
    rows = sorted((reader.row(row) for row in table.rows), key=lambda one: one[0])
    reader.unique([one[0] for one in rows])
    count = len(rows)
    whole = np.array([one[1] for one in rows], dtype=np.int64).reshape(count, 8)
    return Shipments(
        whole[:, 1],
        whole[:, 0],
        whole[:, 2:6],
        whole[:, 6],
        whole[:, 7] if "priority" in table.columns else None,
        tuple(reader.findings),
    )


class _Reader:
    """Turns cells into whole numbers, gathering findings."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self.table, self.clock = table, clock
        self.findings: list[Finding] = []
        for column in ("id", "ready"):
            if column not in table.columns:
                self._whole("table_needs_column", column=column)

    def row(self, row: Row) -> tuple[tuple[int, str], list[int]]:
        """Sort key, and [number, arrive, four sizes, value, priority]."""
        text = row.cells.get("id", "").strip()
        size = [0, 0, 0, 0]
        for column, (unit, factor) in _MEASURES.items():
            size[unit] = max(size[unit], self._number(row, column, 0, factor))
        value = self._number(row, "usd", -1, 1)
        return _rank(text), [_key(text), self._ready(row), *size, value, self._priority(row)]

    def unique(self, ids: list[tuple[int, str]]) -> None:
        for before, after in pairwise(ids):
            if before == after:
                self._whole("id_twice", id=after[1] or str(after[0]))

    def _ready(self, row: Row) -> int:
        try:
            return self.clock.seconds(moment(row.cells.get("ready", "")))
        except ValueError:
            self._cell("not_a_moment", row, "ready")
            return -1

    def _number(self, row: Row, column: str, default: int, factor: int) -> int:
        text = row.cells.get(column, "").strip()
        if not text:
            return default
        try:
            number = float(text) * factor
        except ValueError:
            number = -1.0
        if not 0 <= number < _NUMBERED:
            self._cell("not_a_number", row, column)
            return default
        return round(number)

    def _priority(self, row: Row) -> int:
        text = row.cells.get("priority", "").strip() or "0"
        if not re.fullmatch(r"-?[0-9]{1,9}", text):
            self._cell("not_a_number", row, "priority")
            return 0
        return int(text)

    def _cell(self, code: str, row: Row, column: str) -> None:
        self.findings.append(self.table.finding(code, row, column))

    def _whole(self, code: str, **values: Value) -> None:
        where = Position(self.table.file, 1, 1, ",".join(self.table.columns))
        self.findings.append(Finding(code, values, where))


def _key(text: str) -> int:
    number = _whole(text)
    if number is not None:
        return number
    return (
        int.from_bytes(hashlib.blake2b(text.encode(), digest_size=7).digest(), "little") | _NUMBERED
    )


def _rank(text: str) -> tuple[int, str]:
    """Numbers in their order, then other ids as text."""
    number = _whole(text)
    return (_NUMBERED, text) if number is None else (number, "")


def _whole(text: str) -> int | None:
    """An id that is a number of no more than twelve digits; any other is text."""
    return int(text) if re.fullmatch(r"[0-9]{1,12}", text) else None
