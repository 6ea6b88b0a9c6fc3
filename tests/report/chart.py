"""The shipped nodes and links, to draw maps with."""

from __future__ import annotations

import csv

from corridor_sim.report.views import Place
from corridor_sim.shipped import data_folder


def _rows(table: str) -> list[dict[str, str]]:
    text = (data_folder() / "hengyang" / table).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def places(lang: str = "en") -> dict[str, Place]:
    """Every node by code."""
    return {
        row["code"]: Place(row[f"name_{lang}"], float(row["lon"]), float(row["lat"]))
        for row in _rows("nodes.csv")
    }


def links() -> list[tuple[str, str, str]]:
    """From, to, mode of every link."""
    return [(row["from"], row["to"], row["mode"]) for row in _rows("links.csv")]
