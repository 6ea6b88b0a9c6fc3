"""Rows: what the tables hold, one frozen record per row; field names are column names."""

from __future__ import annotations

from dataclasses import dataclass

#: Means are marked when a larger share than this had not ended when the clock stopped (law L6).
MARK_UNFINISHED = 0.005


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A row of kpis.csv; columns.TABLES says what each field means."""

    arm: str
    kpi: str
    flow: str
    station: str
    service: str
    clock: str
    stat: str
    value: float
    low: float
    high: float
    unit: str
    n: int
    corridor: str
    direction: str
    partner: str
    mode: str
    stage: str
    place: str
    formality: str
    owner: str
    error: float
    p2_5: float
    p97_5: float
    count: int
    unfinished: float
    above: float

    @property
    def marked(self) -> bool:
        """Whether the figure leaves out so many unfinished that it must be shown with a mark."""
        return self.stat in {"mean", "sd"} and self.unfinished > MARK_UNFINISHED


@dataclass(frozen=True, slots=True)
class StationRow:
    """A row of stations.csv."""

    arm: str
    station: str
    kind: str
    node: str
    servers: int
    utilisation: float
    utilisation_low: float
    utilisation_high: float
    served: float
    wait_mean_h: float
    wait_p95_h: float
    queue_mean: float
    queue_max: float
    n: int


@dataclass(frozen=True, slots=True)
class DepartureRow:
    """A row of departures.csv."""

    arm: str
    service: str
    mode: str
    number: int
    scheduled: str
    scheduled_s: int
    ran: float
    cancelled: float
    boxes: float
    teu: float
    weight_t: float
    load_factor: float
    late_h: float
    missed: float
    n: int


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row of facts.csv, and of the published-figures table."""

    arm: str
    id: str
    item: str
    label: str
    kpi: str
    flows: str
    services: str
    clock: str
    place: str
    first_day: str
    last_day: str
    unit: str
    published: float
    published_low: float
    published_high: float
    mean: float
    error: float
    p2_5: float
    p97_5: float
    n: int
    unfinished: float
    verdict: str
    reason: str
    outside_by: float
    note: str
    source: str

    @property
    def marked(self) -> bool:
        """Whether the mean leaves out so many unfinished that it must be shown with a mark."""
        return self.unfinished > MARK_UNFINISHED


Row = KpiRow | StationRow | DepartureRow | FactRow
