"""The tables of a network folder: nodes, links, parameters, facts, holidays, regimes, sources."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from corridor_sim.errors import FileError, Finding, Position, ScenarioError
from corridor_sim.scenario.cells import Cells
from corridor_sim.scenario.files import is_folder
from corridor_sim.scenario.limits import DEFAULT, Limits
from corridor_sim.scenario.network_rows import (
    CustomsMode,
    FactorRow,
    FactRow,
    Holiday,
    Link,
    Node,
    Parameter,
    PermitRow,
    RegimeRow,
    SourceRow,
    Tables,
)
from corridor_sim.scenario.permit_rows import permit_row
from corridor_sim.scenario.rows import Row, Table, read_table
from corridor_sim.shipped import data_folder

__all__ = [
    "FactRow",
    "FactorRow",
    "Holiday",
    "Link",
    "Node",
    "Parameter",
    "PermitRow",
    "RegimeRow",
    "Row",
    "SourceRow",
    "Table",
    "Tables",
    "read_folder",
    "read_table",
    "shipped_holidays",
]

PARAMETER_TABLES = ("services", "stations", "clearance", "demand")
LAWS = ("fixed", "triangular", "uniform", "lognormal", "exponential")


Made = TypeVar("Made")


def read_folder(folder: Path, limits: Limits = DEFAULT, where: Position | None = None) -> Tables:
    """What do the tables of this folder say?

    where   the place in a scenario that names the folder

    Only nodes.csv is required. Raises ScenarioError with everything that is wrong in all tables,
    FileError, LimitError.
    """
    if not is_folder(folder):
        raise FileError(Finding("folder_missing", {"file": str(folder)}, where))
    reader = _Folder(folder, limits, where)
    parameters: dict[str, Parameter] = {}
    for name in PARAMETER_TABLES:
        reader.keyed(name, "id", _parameter, parameters)
    tables = Tables(
        folder,
        reader.keyed("nodes", "code", _node, {}, required=True),
        tuple(reader.listed("links", _link)),
        parameters,
        reader.keyed("facts", "id", _fact, {}),
        tuple(reader.listed("holidays", _holiday)),
        reader.keyed("regimes", "name", _regime, {}),
        reader.keyed("customs_modes", "code", _customs_mode, {}),
        tuple(reader.listed("permits", permit_row)),
        tuple(reader.listed("emission_factors", _factor)),
        reader.keyed("sources", "key", _source, {}),
    )
    if reader.findings:
        raise ScenarioError(*reader.findings)
    return tables


def shipped_holidays() -> tuple[Holiday, ...]:
    """Which official holidays and worked weekends come with the program?

    For scenarios without a network, and for countries that a network's table leaves out.
    """
    reader = _Folder(data_folder() / "hengyang", DEFAULT, None)
    return tuple(reader.listed("holidays", _holiday))


class _Folder:
    """Reads table after table and gathers what is wrong."""

    def __init__(self, folder: Path, limits: Limits, where: Position | None) -> None:
        self.folder, self.limits, self.where = folder, limits, where
        self.findings: list[Finding] = []

    def listed(self, name: str, build: Callable[[Cells], Made]) -> list[Made]:
        """The rows of a table that are sound."""
        return [made for _, made in self._rows(name, build, required=False)]

    def keyed(
        self,
        name: str,
        key: str,
        build: Callable[[Cells], Made],
        into: dict[str, Made],
        required: bool = False,
    ) -> dict[str, Made]:
        """Adds the sound rows of a table by their key; a key that comes again is a finding."""
        for cells, made in self._rows(name, build, required):
            word = cells.text(key)
            if word and word in into:
                cells.report("row_twice", key)
            into[word] = made
        return into

    def _rows(
        self, name: str, build: Callable[[Cells], Made], required: bool
    ) -> list[tuple[Cells, Made]]:
        path = self.folder / f"{name}.csv"
        if not required and not path.exists():
            return []
        try:
            table = read_table(path, limits=self.limits, where=self.where)
        except ScenarioError as error:
            self.findings.extend(error.findings)
            return []
        missing: set[str] = set()
        rows = []
        for row in table.rows:
            cells = Cells(table, row, self.findings, missing)
            rows.append((cells, build(cells)))
        return rows


def _node(row: Cells) -> Node:
    row.require_source()
    return Node(
        row.word("code"),
        row.text("name_zh"),
        row.text("name_en"),
        row.number("lat", -90, 90),
        row.number("lon", -180, 180),
        row.text("country"),
        row.zone("zone"),
        row.text("customs_territory"),
        tuple(part for part in row.text("modes").split(";") if part),
        row.text("unlocode"),
        row.text("mark"),
        row.text("source"),
        row.text("year"),
        row.text("note"),
        row.where,
    )


def _link(row: Cells) -> Link:
    distance = row.figures("distance", "_km")
    time = row.figures("time", "_h")
    cost = row.figures("cost", "_usd_teu")
    law = row.one_of("time_law", LAWS) if any(time) else row.text("time_law")
    return Link(
        row.word("from"),
        row.word("to"),
        row.word("mode"),
        *distance,
        *row.provenance("distance_"),
        *time,
        law,
        *row.provenance("time_"),
        *cost,
        *row.provenance("cost_"),
        row.text("kind") or "haul",
        row.text("regime"),
        row.text("direction_note"),
        row.text("note"),
        row.where,
    )


def _parameter(row: Cells) -> Parameter:
    row.require_source()
    low, high = row.optional("low"), row.optional("high")
    law = row.one_of("law", LAWS)
    mode = row.optional("mode") if law == "uniform" else row.number("mode")
    row.rising("mode", low, mode, high)
    if (law == "lognormal" and high is None) or (
        law in ("triangular", "uniform") and None in (low, high)
    ):
        row.report("row_law_needs_range", "law", law=law)
    return Parameter(
        row.word("id"),
        row.text("item_en"),
        row.text("item_zh"),
        row.text("unit"),
        low,
        mode,
        high,
        law,
        row.text("mark"),
        row.text("source"),
        row.text("year"),
        row.text("note"),
        row.where,
    )


def _fact(row: Cells) -> FactRow:
    row.require_source()
    value, low, high = row.optional("value"), row.optional("low"), row.optional("high")
    row.rising("value", low, value, high)
    return FactRow(
        row.word("id"),
        row.text("item_en"),
        row.text("item_zh"),
        value,
        low,
        high,
        row.text("unit"),
        row.text("period"),
        row.day("window_from"),
        row.day("window_to"),
        row.text("phrase_zh"),
        row.text("use"),
        row.text("parametrises"),
        row.text("validates"),
        row.text("mark"),
        row.text("source"),
        row.text("year"),
        row.text("note"),
        row.where,
    )


def _holiday(row: Cells) -> Holiday:
    row.require_source()
    return Holiday(
        row.word("country"),
        row.day("date", required=True) or date.min,
        row.one_of("kind", ("holiday", "workday")),
        row.text("name_en"),
        row.text("name_zh"),
        row.text("mark"),
        row.text("source"),
        row.text("year"),
    )


def _regime(row: Cells) -> RegimeRow:
    row.require_source()
    return RegimeRow(
        row.word("name"),
        row.text("item_en"),
        row.text("item_zh"),
        row.number("persistence", 0, 0.99),
        row.number("shared", 0, 1),
        row.text("mark"),
        row.text("source"),
        row.text("year"),
        row.text("note"),
        row.where,
    )


def _customs_mode(row: Cells) -> CustomsMode:
    row.require_source()
    return CustomsMode(
        row.text("code"),
        row.text("name_en"),
        row.text("name_zh"),
        row.day("from"),
        row.text("direction"),
        row.text("mark"),
        row.text("source"),
        row.text("year"),
        row.text("note"),
        row.where,
    )


def _factor(row: Cells) -> FactorRow:
    row.require_source()
    return FactorRow(
        row.word("mode"),
        row.text("item_en"),
        row.text("item_zh"),
        row.text("unit"),
        row.optional("low"),
        row.number("mode_value", 0),
        row.optional("high"),
        row.text("scope"),
        row.text("mark"),
        row.text("source"),
        row.text("year"),
        row.text("note"),
    )


def _source(row: Cells) -> SourceRow:
    return SourceRow(row.word("key"), row.text("reference"), row.text("note"))
