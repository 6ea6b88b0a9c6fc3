"""The cells of one row, turned into numbers, days and words; what is wrong is gathered."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from corridor_sim.errors import Finding, Position, Value
from corridor_sim.scenario.fullwidth import narrow
from corridor_sim.scenario.rows import Row, Table

MARKS = ("article", "published", "computed", "assumption")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")


class Cells:
    """Reads one row; a cell that is wrong becomes a finding and a harmless stand-in value.

    missing   columns of this table that were already reported as missing
    """

    def __init__(self, table: Table, row: Row, found: list[Finding], missing: set[str]) -> None:
        self.table, self.row = table, row
        self._found, self._missing = found, missing

    @property
    def where(self) -> Position:
        """The place of the row."""
        return self.table.where(self.row)

    def report(self, code: str, column: str, **values: Value) -> None:
        """Notes what is wrong with one cell."""
        self._found.append(self.table.finding(code, self.row, column, "error", **values))

    def text(self, column: str) -> str:
        """The cell as it stands; empty if the table has no such column."""
        return self.row.cells.get(column, "")

    def word(self, column: str) -> str:
        """A cell that must not be empty."""
        if not self._has(column):
            return ""
        if not self.text(column):
            self.report("cell_empty", column)
        return self.text(column)

    def number(self, column: str, low: float = -math.inf, high: float = math.inf) -> float:
        """A finite number that must be there, within these bounds."""
        if not self.word(column):
            return 0.0
        number = self.optional(column)
        if number is not None and not low <= number <= high:
            self.report("cell_outside", column, low=f"{low:g}", high=f"{high:g}")
        return number or 0.0

    def optional(self, column: str) -> float | None:
        """A finite number, or None for an empty cell."""
        text = narrow(self.text(column))
        if not text:
            return None
        number = float(text) if _NUMBER.fullmatch(text) else math.nan
        if math.isfinite(number):
            return number
        self.report("cell_not_number", column)
        return None

    def day(self, column: str, required: bool = False) -> date | None:
        """A day in ISO form, or None for an empty cell."""
        text = self.word(column) if required else self.text(column)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.report("cell_not_day", column)
            return None

    def one_of(self, column: str, known: Sequence[str]) -> str:
        """A cell that must hold one of these words."""
        text = self.word(column)
        if text and text not in known:
            self.report("cell_not_one_of", column, known=", ".join(known))
        return text

    def zone(self, column: str) -> str:
        """An IANA time zone."""
        text = self.word(column)
        if text and not is_zone(text):
            self.report("cell_not_zone", column)
        return text

    def figures(self, name: str, unit: str) -> tuple[float, float, float]:
        """The figures `{name}_low`, `_mode` and `_high` of a link, never negative.

        What is empty takes the nearest figure; all empty is 0, which needs no source.
        """
        columns = [f"{name}_{level}{unit}" for level in ("low", "mode", "high")]
        low, mode, high = (self.optional(column) for column in columns)
        given = [(c, v) for c, v in zip(columns, (low, mode, high), strict=True) if v is not None]
        for column, value in given:
            if value < 0:
                self.report("cell_outside", column, low="0", high="inf")
        if given:
            self.require_source(f"{name}_")
        self.rising(columns[1], low, mode, high)
        middle = next((value for value in (mode, low, high) if value is not None), 0.0)
        return (
            middle if low is None else low,
            middle,
            middle if high is None else high,
        )

    def rising(self, column: str, *levels: float | None) -> None:
        """Low, mode and high must not fall."""
        given = [level for level in levels if level is not None]
        if given != sorted(given):
            self.report("row_not_rising", column)

    def provenance(self, prefix: str = "") -> tuple[str, str, str]:
        """Mark, source and year."""
        return self.text(f"{prefix}mark"), self.text(f"{prefix}source"), self.text(f"{prefix}year")

    def require_source(self, prefix: str = "") -> None:
        """A number says whether it is published or assumed, and where it is from (law L7)."""
        mark = self.one_of(f"{prefix}mark", MARKS)
        if (
            mark != "assumption"
            and self._has(f"{prefix}source")
            and not self.text(f"{prefix}source")
        ):
            self.report("cell_no_source", f"{prefix}source", mark=mark)

    def _has(self, column: str) -> bool:
        if column in self.table.columns:
            return True
        if column not in self._missing:
            self._missing.add(column)
            values: dict[str, Value] = {"column": column, "known": ", ".join(self.table.columns)}
            self._found.append(Finding("column_missing", values, Position(self.table.file, 1, 1)))
        return False


def is_zone(name: str) -> bool:
    """Is this an IANA time zone that this machine knows?"""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True
