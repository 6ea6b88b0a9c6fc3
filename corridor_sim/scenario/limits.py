"""How much a scenario may ask for before it is refused, and the option that raises each limit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep a slip of the pen from filling the machine.

    file_bytes   size of one file, in bytes
    nodes        keys and values of one scenario file, aliases counted as often as they are used
    depth        nesting of one scenario file
    years        length of the simulated time, drain included
    shipments    expected shipments of one replication (checked when the plan is made)
    rows         rows of one table
    departures   scheduled departures of one service
    """

    file_bytes: int = 2_000_000
    nodes: int = 200_000
    depth: int = 40
    years: int = 20
    shipments: int = 2_000_000
    rows: int = 1_000_000
    departures: int = 200_000

    @property
    def table_bytes(self) -> int:
        """Size of one table file: 200 bytes for each row that is allowed."""
        return 200 * self.rows


DEFAULT = Limits()

#: Field of `Limits` -> the command-line option that raises it.
OPTIONS = {
    "file_bytes": "--max-file-bytes",
    "nodes": "--max-nodes",
    "depth": "--max-depth",
    "years": "--max-years",
    "shipments": "--max-shipments",
    "rows": "--max-rows",
    "departures": "--max-departures",
}
