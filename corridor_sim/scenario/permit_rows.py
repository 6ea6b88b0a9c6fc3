"""Rows of the table of permits."""

from __future__ import annotations

from collections.abc import Iterator

from corridor_sim.scenario.cells import Cells
from corridor_sim.scenario.model import Scenario
from corridor_sim.scenario.network_rows import PermitRow, Tables
from corridor_sim.scenario.provenance import Sourced

_MOST_DAYS = 3_660
_MOST_KINDS = 1_000


def permit_row(row: Cells) -> PermitRow:
    """One row; what is wrong with it is noted in the cells."""
    row.require_source()
    low, mode, high = (row.number(f"{level}_d", 0, _MOST_DAYS) for level in ("low", "mode", "high"))
    row.rising("mode_d", low, mode, high)
    kinds, online = _whole(row, "kinds"), _whole(row, "online")
    if online > kinds:
        row.report("cell_outside", "online", low="0", high=f"{kinds}")
    return PermitRow(
        row.word("regime"),
        row.word("kind"),
        row.text("item_en"),
        row.text("item_zh"),
        row.text("agency"),
        tuple(part for part in row.text("cargo").split(";") if part),
        row.number("chance", 0, 1),
        low,
        mode,
        high,
        kinds,
        online,
        *row.provenance(),
        row.text("note"),
        row.where,
    )


def permit_sources(scenario: Scenario, tables: Tables | None) -> Iterator[Sourced]:
    """What the policies of a scenario take from the table: every row they may ask for."""
    for name, policy in scenario.policies.items():
        for row in tables.permits if tables and policy.permits_table else ():
            if policy.permits_table and row.regime == policy.permits_table.regime and row.chance:
                value = f"{row.chance:g}; {row.low_d:g} / {row.mode_d:g} / {row.high_d:g} d"
                about = (row.mark, row.source, row.year, row.note)
                path = f"policies.{name}.permits_table.{row.kind}"
                parameter = f"permits.{row.regime}.{row.kind}"
                yield Sourced(path, value, *about, parameter, row.where)


def _whole(row: Cells, column: str) -> int:
    number = row.number(column, 0, _MOST_KINDS)
    if number != int(number):
        row.report("cell_not_whole", column)
    return int(number)
