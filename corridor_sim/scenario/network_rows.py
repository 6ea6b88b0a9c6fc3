"""The rows of a network folder's tables, as frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from corridor_sim.errors import Position


@dataclass(frozen=True, slots=True)
class Node:
    """A place of the network."""

    code: str
    name_zh: str
    name_en: str
    lat: float
    lon: float
    country: str
    zone: str
    customs_territory: str
    modes: tuple[str, ...]
    unlocode: str
    mark: str
    source: str
    year: str
    note: str
    where: Position


@dataclass(frozen=True, slots=True)
class Link:
    """A way between two nodes by one mode; figures that are not given are 0."""

    origin: str
    destination: str
    mode: str
    distance_low_km: float
    distance_mode_km: float
    distance_high_km: float
    distance_mark: str
    distance_source: str
    distance_year: str
    time_low_h: float
    time_mode_h: float
    time_high_h: float
    time_law: str
    time_mark: str
    time_source: str
    time_year: str
    cost_low_usd_teu: float
    cost_mode_usd_teu: float
    cost_high_usd_teu: float
    cost_mark: str
    cost_source: str
    cost_year: str
    kind: str
    regime: str
    direction_note: str
    note: str
    where: Position


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the tables with its range, law, mark and source.

    mode   None only for the law uniform, which needs none
    """

    id: str
    item_en: str
    item_zh: str
    unit: str
    low: float | None
    mode: float | None
    high: float | None
    law: str
    mark: str
    source: str
    year: str
    note: str
    where: Position


def with_mode(row: Parameter, mode: float) -> Parameter:
    """The row with another number; the ends of a law move out of its way."""
    low = row.low if row.low is None else min(row.low, mode)
    high = row.high if row.high is None else max(row.high, mode)
    return replace(row, mode=mode, low=low, high=high)


@dataclass(frozen=True, slots=True)
class FactRow:
    """A published figure; `value` is None where only a range was published."""

    id: str
    item_en: str
    item_zh: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    period: str
    window_from: date | None
    window_to: date | None
    phrase_zh: str
    use: str
    parametrises: str
    validates: str
    mark: str
    source: str
    year: str
    note: str
    where: Position


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which a country rests, or works although it is a weekend."""

    country: str
    date: date
    kind: str
    name_en: str
    name_zh: str
    mark: str
    source: str
    year: str


@dataclass(frozen=True, slots=True)
class CustomsMode:
    """A customs supervision mode and the day from which it may be used; None: always."""

    code: str
    name_en: str
    name_zh: str
    begins: date | None
    direction: str
    mark: str
    source: str
    year: str
    note: str
    where: Position


@dataclass(frozen=True, slots=True)
class PermitRow:
    """Some kinds of permits that a regime verifies at the border, taken together.

    cargo    classes of cargo that may need one; empty: any
    chance   probability that such a shipment needs one of them
    low_d, mode_d, high_d   days until it is there, triangular
    kinds    kinds of the national list that the row stands for; `online` of them asked for online
    """

    regime: str
    kind: str
    item_en: str
    item_zh: str
    agency: str
    cargo: tuple[str, ...]
    chance: float
    low_d: float
    mode_d: float
    high_d: float
    kinds: int
    online: int
    mark: str
    source: str
    year: str
    note: str
    where: Position


@dataclass(frozen=True, slots=True)
class RegimeRow:
    """How the level of a place moves from week to week."""

    name: str
    item_en: str
    item_zh: str
    persistence: float
    shared: float
    mark: str
    source: str
    year: str
    note: str
    where: Position


@dataclass(frozen=True, slots=True)
class FactorRow:
    """Emissions of a mode per tonne-kilometre."""

    mode: str
    item_en: str
    item_zh: str
    unit: str
    low: float | None
    mode_value: float
    high: float | None
    scope: str
    mark: str
    source: str
    year: str
    note: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Where something was published."""

    key: str
    reference: str
    note: str


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of one network folder, by their keys; absent tables are empty."""

    folder: Path
    nodes: Mapping[str, Node]
    links: tuple[Link, ...]
    parameters: Mapping[str, Parameter]
    facts: Mapping[str, FactRow]
    holidays: tuple[Holiday, ...]
    regimes: Mapping[str, RegimeRow]
    customs_modes: Mapping[str, CustomsMode]
    permits: tuple[PermitRow, ...]
    emission_factors: tuple[FactorRow, ...]
    sources: Mapping[str, SourceRow]
