"""Rows of a user's table: CSV (UTF-8 or GB18030; comma, semicolon or tab) or a sheet of .xlsx."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from corridor_sim.errors import Finding, LimitError, Position, ScenarioError, Severity, Value
from corridor_sim.scenario.files import decode, read_bytes
from corridor_sim.scenario.limits import DEFAULT, OPTIONS, Limits

_QUOTED = 240  # characters of a row that a finding quotes
_LONGEST_CELL = 100_000
_MOST_COLUMNS = 1_000
_WHOLE = 2**53  # below it a whole float is exact


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    number   its line in the file (first line of the row) or its row in the sheet, from 1
    cells    column name -> text, without blanks around it; an empty cell is an empty text
    """

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read: its columns in order, and its rows without the empty ones."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def where(self, row: Row, column: str = "") -> Position:
        """The place of a cell; its column counts columns, the row stands in for the line."""
        place = self.columns.index(column) + 1 if column in self.columns else 1
        quoted = ",".join(row.cells.values())
        return Position(self.file, row.number, place, quoted[:_QUOTED])

    def finding(
        self, code: str, row: Row, column: str, severity: Severity = "error", **values: Value
    ) -> Finding:
        """A finding about one cell; its text may use {column} and {value}."""
        value = row.cells.get(column, "")
        given: dict[str, Value] = {"column": column, "value": value, "row": row.number}
        return Finding(code, given | values, self.where(row, column), severity, path=column)


def read_table(
    path: Path,
    sheet: str | None = None,
    limits: Limits = DEFAULT,
    where: Position | None = None,
) -> Table:
    """What does this table hold, as text?

    sheet   sheet of an .xlsx file; default the first
    where   the place in a scenario that names the file

    Raises FileError, LimitError (bytes, rows), ScenarioError (unreadable, doubled columns, ragged).
    """
    data = read_bytes(path, limits.table_bytes, "rows", where)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        numbered = _sheet(data, sheet, str(path), where)
    else:
        text, _ = decode(data, str(path))
        numbered = _csv(text, str(path))
    return _table(str(path), numbered, limits, where)


def _table(
    file: str, numbered: Iterator[tuple[int, list[str]]], limits: Limits, where: Position | None
) -> Table:
    header = next(((number, cells) for number, cells in numbered if any(cells)), None)
    if header is None:
        raise ScenarioError(Finding("table_empty", {"file": file}, Position(file, 1, 1)))
    columns = tuple(header[1])
    while columns and not columns[-1]:
        columns = columns[:-1]
    doubled = sorted({name for name in columns if columns.count(name) > 1})
    if doubled or len(columns) > _MOST_COLUMNS:
        code = "table_column_twice" if doubled else "table_too_wide"
        values: dict[str, Value] = {"columns": ", ".join(doubled), "limit": _MOST_COLUMNS}
        raise ScenarioError(Finding(code, values, Position(file, header[0], 1)))
    rows: list[Row] = []
    wide: list[Finding] = []
    for number, cells in numbered:
        if not any(cells):
            continue
        if len(rows) == limits.rows:
            raise LimitError(_too_many_rows(file, limits, where))
        if any(cells[len(columns) :]):
            place = Position(file, number, len(columns) + 1, ",".join(cells)[:_QUOTED])
            count: dict[str, Value] = {"number": len(cells), "columns": len(columns)}
            wide.append(Finding("row_too_long", count, place))
        padded = cells[: len(columns)] + [""] * (len(columns) - len(cells))
        rows.append(Row(number, dict(zip(columns, padded, strict=True))))
    if wide:
        raise ScenarioError(*wide)
    return Table(file, columns, tuple(rows))


def _too_many_rows(file: str, limits: Limits, where: Position | None) -> Finding:
    values: dict[str, Value] = {"file": file, "limit": limits.rows, "option": OPTIONS["rows"]}
    return Finding("too_many_rows", values, where or Position(file, limits.rows + 2, 1))


def _csv(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            code = "cell_too_long" if "field limit" in str(error) else "csv_quote_open"
            raise ScenarioError(
                Finding(code, {"limit": csv.field_size_limit()}, Position(file, line, 1))
            ) from None
        yield line, [cell.strip() for cell in cells]
        line = reader.line_num + 1


def _delimiter(text: str) -> str:
    """Which of `,` `;` and tab the header uses most."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=header.count)


def _sheet(
    data: bytes, sheet: str | None, file: str, where: Position | None
) -> Iterator[tuple[int, list[str]]]:
    """Cells of a sheet as text: cached values of formulas, dates as ISO text."""
    from openpyxl import load_workbook

    place = where or Position(file, 1, 1)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError, SyntaxError):
        raise ScenarioError(Finding("xlsx_unreadable", {"file": file}, place)) from None
    try:
        if sheet is not None and sheet not in book.sheetnames:
            known: dict[str, Value] = {"sheet": sheet, "known": ", ".join(book.sheetnames)}
            raise ScenarioError(Finding("sheet_missing", known, place))
        rows: Iterable[tuple[object, ...]] = book[sheet or book.sheetnames[0]].iter_rows(
            values_only=True
        )
        for number, cells in enumerate(rows, 1):
            yield number, [_cell(cell) for cell in cells[:_MOST_COLUMNS]]
    finally:
        book.close()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return str(int(value))
    return str(value).strip()[:_LONGEST_CELL]
