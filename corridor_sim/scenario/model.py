"""The scenario: everything one YAML file may say. Its JSON Schema is the contract."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from corridor_sim.events import Weight
from corridor_sim.scenario.calibrating import Calibration
from corridor_sim.scenario.clearance import Formality, Policy
from corridor_sim.scenario.closed import Closed, Name, Number, Whole
from corridor_sim.scenario.comparing import Arm, Comparison
from corridor_sim.scenario.flows import Flow, Stage
from corridor_sim.scenario.resources import (
    Calendar,
    Consolidation,
    Place,
    Regime,
    Service,
    Station,
)
from corridor_sim.scenario.values import Day, Duration


class Time(Closed):
    """The time that is simulated."""

    start: Day
    """First day; second 0 is its midnight."""
    end: Day
    """Last day, whole: shipments arise until its 24:00."""
    warm_up: Duration = 0
    """Time KPIs count who arrived after this."""
    drain: Duration = 90 * 86_400
    """How long the clock runs on after the end for what is under way."""
    zone: str = "Asia/Shanghai"
    """IANA zone of the first midnight."""


class Study(Closed):
    """How often and with which luck."""

    replications: Whole = Field(default=30, ge=1, le=100_000)
    """Independent repetitions of the whole time."""
    seed: Whole = Field(default=1, ge=0, le=2**63 - 1)
    """Same seed, same luck."""
    engine: Literal["auto", "event", "array"] = "auto"
    """Which engine runs it."""


class Terminal(Closed):
    """What a box meets at a node of the network besides customs."""

    yard: Name | None = None
    """Places kept from gate-in until the departure has left."""
    load: Stage | None = None
    """Lifting onto the train, barge, vessel."""
    unload: Stage | None = None
    """Lifting off."""
    gate: Stage | None = None
    """Passed by road, in or out."""


class Clock(Closed):
    """A KPI clock of one's own: from an event to an event of the same flow's journey."""

    flow: Name | None = None
    """Whose shipments; may be left out where both events are those of formalities."""
    start: str
    """`arrival`, a stage (its end), `stage.start`, `service@NODE`; or `T1` to `T13`, an event of
    the Time Release Study at every formality that fits."""
    stop: str
    """Likewise."""
    flows: list[Name] = []
    """Of events T1 to T13: only these flows; default all."""
    window: tuple[Day, Day] | None = None
    """First and last day on which it must stop to count, as an office counts its releases; default
    everybody whose clock began."""
    weight: Weight = "declaration"
    """What its figures count: every shipment once, or by its boxes or its value (USD). By boxes or
    value there is no standard deviation."""
    office: str = ""
    """Of events T1 to T13: only formalities of this customs office."""
    place: str = ""
    """Of events T1 to T13: only at this customs place."""
    direction: Literal["export", "import", ""] = ""
    """Of events T1 to T13: only exports, or imports and entries."""


class Fact(Closed):
    """A published figure that the run is held against."""

    id: str = ""
    """Its row in the network's facts table (value, unit, window and source come from there); or a
    name of your own, with `value` or `low` and `high`."""
    kpi: str = ""
    """trains_run, boxes_dispatched, value_usd, trip_time_d, transit_time_d, clock_h, ..."""
    flows: list[Name] = []
    """Flows it counts; default all."""
    services: list[Name] = []
    """Services it counts; default all."""
    clock: str = ""
    """Clock, where the KPI is one."""
    place: str = ""
    """clock_h: the customs place; share_kept_by_hub: the hub; leg_time_d: the leg, or `FROM-TO`;
    teu_handled, tonnes_handled: the node."""
    office: str = ""
    """clock_h: all formalities of this customs office."""
    direction: Literal["export", "import", ""] = ""
    """clock_h: formalities of this direction only."""
    stat: Literal["mean", "median"] = "mean"
    """Of a time: its mean or its median."""
    window: tuple[Day, Day] | Literal["whole"] | None = None
    """First and last day; `whole`: all of the run; default the fact's own. A figure whose days are
    not wholly in the run is shown without a verdict."""
    value: Number | None = None
    """The published figure, if no row of the table holds it."""
    low: Number | None = None
    """Lower end of a published range."""
    high: Number | None = None
    """Upper end of a published range."""
    label: Literal["echoed", "fitted", "predicted", "out_of_scope"]
    """echoed: an input; fitted: adjusted to it; predicted: neither. Only the last validates.
    out_of_scope: no run can show it; `note` says why, and there is no `kpi`."""
    comparable: bool = True
    """False: shown without a verdict."""
    note: str = ""
    """Definition, clock, or why it cannot be compared."""
    source: str = ""
    """Where it was published, if no row of the table says so."""


class Scenario(Closed):
    """One scenario file, after `extends` and `parameter` references have been resolved."""

    corridor_sim: Literal[1]
    """Version of this format."""
    name: str = Field(min_length=1, max_length=200)
    """Shown in results."""
    description: str = ""
    """What it is for."""
    extends: str | list[str] | None = None
    """Another scenario file that this one changes, or several, the later winning; facts add up."""
    network: str | None = None
    """Folder of tables: nodes, links, parameters, facts, holidays."""
    hub: str = ""
    """Node of the hub, for the share it keeps."""
    time: Time
    study: Study = Study()
    calendars: dict[Name, Calendar] = {}
    stations: dict[Name, Station] = {}
    places: dict[Name, Place] = {}
    consolidations: dict[Name, Consolidation] = {}
    regimes: dict[Name, Regime] = {}
    services: dict[Name, Service] = {}
    terminals: dict[str, Terminal] = {}
    policies: dict[Name, Policy] = {}
    clearance: dict[Name, Formality] = {}
    flows: dict[Name, Flow] = Field(min_length=1)
    clocks: dict[Name, Clock] = {}
    facts: list[Fact] = []
    arms: dict[Name, Arm] = {}
    """Named changes of this scenario, for `corridor-sim compare`."""
    comparison: Comparison = Comparison()
    """How arms are compared."""
    calibration: Calibration = Calibration()
    """What is fitted to which published figures."""
