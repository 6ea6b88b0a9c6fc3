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
    utilisation_busiest: float
    served: float
    wait_mean_h: float
    wait_p95_h: float
    queue_mean: float
    queue_max: float
    n: int


@dataclass(frozen=True, slots=True)
class StageRow:
    """A row of stages.csv."""

    arm: str
    flow: str
    stage: str
    owner: str
    passed: float
    path_h: float
    wait_mean_h: float
    wait_p50_h: float
    wait_p90_h: float
    work_mean_h: float
    work_p50_h: float
    work_p90_h: float
    unfinished: float
    n: int


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A row of release_study.csv."""

    arm: str
    flow: str
    place: str
    formality: str
    channel: str
    interval: str
    since: str
    until: str
    declarations: float
    mean_h: float
    p50_h: float
    p90_h: float
    p95_h: float
    unfinished: float
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


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A row of comparison.csv."""

    arm: str
    role: str
    kpi: str
    flow: str
    station: str
    service: str
    clock: str
    stat: str
    base: float
    value: float
    difference: float
    low: float
    high: float
    level: float
    smallest: float
    verdict: str
    reason: str
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
    correlation: float
    variance_ratio: float
    base_pooled: float
    value_pooled: float


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """A row of parameters.csv: a fitted parameter."""

    parameter: str
    item: str
    before: float
    fitted: float
    low: float
    high: float
    unit: str
    at_bound: bool
    weight: float


@dataclass(frozen=True, slots=True)
class RefitRow:
    """A row of refits.csv: a published figure that was fitted to."""

    fact: str
    item: str
    published: float
    fitted: float
    reported: float
    error: float
    p2_5: float
    p97_5: float
    unit: str
    n: int


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """A row of verdicts.csv: how a verdict fares over sets of values that reproduce the facts."""

    arm: str
    flow: str
    better: int
    same: int
    worse: int
    sets: int
    lowest: float
    highest: float
    unit: str
    depends: str


Row = (
    KpiRow
    | StationRow
    | StageRow
    | ReleaseRow
    | DepartureRow
    | FactRow
    | ComparisonRow
    | CalibrationRow
    | RefitRow
    | HoldingRow
)
