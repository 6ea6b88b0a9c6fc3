"""Demand, stages, flows: who ships what, and the journey it makes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from corridor_sim.scenario.closed import Closed, Name, Number, Whole
from corridor_sim.scenario.values import (
    Boxes,
    Day,
    Duration,
    DurationLaw,
    Freight,
    Growth,
    Moment,
    MoneyLaw,
    Rate,
    Share,
    WeightLaw,
)


class BoxSize(Closed):
    """A size of the user's own."""

    share: Share
    """Its share of the shipments."""
    box: Whole = Field(default=1, ge=0, le=100_000)
    """Boxes (pieces) one shipment counts as."""
    teu: Number = Field(default=0.0, ge=0.0, le=100_000)
    """TEU of one shipment."""
    m3: Number = Field(default=0.0, ge=0.0, le=1_000_000)
    """Cubic metres of one shipment."""
    parcels: Whole = Field(default=0, ge=0, le=10_000_000)
    """Parcels that one shipment, a list, declares: counted, not simulated one by one."""
    weight: WeightLaw | None = None
    """Gross weight of one shipment; default the demand's."""
    value: MoneyLaw | None = None
    """Goods value of one shipment; default the demand's per box."""


class _Shipments(Closed):
    """What every demand may say about its shipments."""

    sizes: dict[str, Share | BoxSize] = {}
    """Mix of sizes: shares of `20ft`, `40ft`, `40hc`, `45ft`, or sizes of your own; sums to 1."""
    per_shipment: Whole = Field(default=1, ge=1, le=100_000)
    """Boxes that move as one shipment."""
    weight: WeightLaw | None = None
    """Gross weight of one box."""
    value: MoneyLaw | None = None
    """Goods value of one box."""


class _Counted(_Shipments):
    total: Boxes | None = None
    """Expected boxes over `between`."""
    rate: Rate | None = None
    """Shipments per time, instead of `total`."""
    between: tuple[Day, Day] | None = None
    """First and last day on which shipments arise; default the whole time."""
    season: list[Number] | None = Field(default=None, min_length=12, max_length=12)
    """Twelve monthly weights, January first."""
    growth: Growth = 0.0
    """Growth of the rate a year (`20 %`), month by month; `total` stays the total."""


class Poisson(_Counted):
    """Shipments arise at random at a rate that may follow the season."""

    process: Literal["poisson"]


class Booked(_Counted):
    """Shippers pick a departure and aim to be ready a safety lead before its cut-off."""

    process: Literal["booked"]
    service: Name
    """The service whose departures are aimed at."""
    lead: DurationLaw
    """How long before the cut-off the goods are ready."""


class Deterministic(_Shipments):
    """One shipment at fixed intervals."""

    process: Literal["deterministic"]
    every: Duration
    """Time between shipments."""
    first: Moment | None = None
    """The first one; default one interval after the start."""
    count: Whole | None = Field(default=None, ge=0)
    """How many; default until the end."""
    batch: Whole = Field(default=1, ge=1, le=1_000_000)
    """How many come at the same instant."""


class Replay(_Shipments):
    """The user's own table of shipments: id, ready; box, teu, kg or t, m3, usd, priority."""

    process: Literal["replay"]
    file: str
    """CSV (UTF-8 or GB18030) or .xlsx."""
    sheet: str | None = None
    """Sheet of the .xlsx file; default the first."""


class Fed(Closed):
    """Shipments are the boxes that a consolidation closes."""

    process: Literal["fed"]


Demand = Annotated[Poisson | Booked | Deterministic | Replay | Fed, Field(discriminator="process")]


class Stage(Closed):
    """One step; exactly one of delay, station, departures, consolidation, hold says which kind."""

    name: Name | None = None
    """Default: the station, service, consolidation or place it uses, or `delay`."""
    delay: DurationLaw | None = None
    """Takes time, with no queue."""
    station: Name | None = None
    """Waits for a server of this station."""
    departures: Name | None = None
    """Waits for a departure of this service."""
    consolidation: Name | None = None
    """Is gathered into a box."""
    hold: Name | None = None
    """Takes a place, and keeps it until the end of the stage `until`."""
    work: DurationLaw | None = None
    """Time at the station; default the station's own."""
    until: Name | None = None
    """hold: the later stage at whose end the place returns."""
    after: list[str] | None = None
    """What must have ended: stage names; `arrival`; `train.start` the actual departure; `train@MZL`
    the arrival at a call. Default: the stage before."""
    chance: Share | None = None
    """Probability that a shipment passes this stage at all."""
    when: list[str] = []
    """Passes only if these choices fell so: `route=rail`."""
    alight: str | None = None
    """departures: node at which it gets off; default the last."""
    owner: str = ""
    """Who answers for the time: shipper, broker, customs, terminal, carrier, consignee."""
    place: str = ""
    """Where it happens."""


class Readiness(Closed):
    """What must be ready before the goods can leave: a certificate, a label, an appointment."""

    time: DurationLaw
    """How long it takes."""
    chance: Share = 1.0
    """Probability that a shipment needs it."""


class Store(Closed):
    """Storage at the destination before the import formalities: duty is deferred as long."""

    place: Name
    """Places that it takes."""
    time: DurationLaw
    """How long the goods stay."""


class Route(Closed):
    """One way that a flow may take."""

    title: str = ""
    """Shown in results."""
    origin: str = Field(default="", alias="from")
    """Node where this way begins; default the flow's."""
    via: list[str] = []
    """Services to take, in order."""
    first_mile: DurationLaw | None = None
    """From the shipper's door to where this way begins; default the flow's."""
    clearance: list[Name] | None = None
    """Formalities on this way; default the flow's."""
    share: Share | None = None
    """split: shares: the share of the shipments."""
    freight: Freight | None = None
    """Price of the whole way per TEU; default the sum of its links' costs."""
    constant: Freight = 0.0
    """logit: added to the price per TEU for what money and time do not say."""
    kept: bool | None = None
    """Whether the hub keeps what goes this way; default: this way begins (import: ends) there."""


class Logit(Closed):
    """Route choice by generalised cost: freight, the value of time and of reliability."""

    scale: Number = Field(gt=0.0, le=1.0)
    """Per USD of a shipment's generalised cost: how strongly shippers mind."""
    value_of_time: Share
    """Share of the goods' value that a day costs."""
    reliability: Number = Field(default=0.0, ge=0.0, le=10.0)
    """Days of mean time that a day of standard deviation is worth."""
    iterate: Whole = Field(default=0, ge=0, le=20)
    """Rounds in which times are simulated and shares set anew; 0: times of the timetable only."""


class Split(Closed):
    """A split that is computed."""

    logit: Logit
    """By generalised cost."""


class Flow(Closed):
    """Shipments with a common journey: either `stages`, or from - to through the network."""

    title: str = ""
    """Shown in results."""
    demand: Demand
    """How shipments arise."""
    direction: Literal["export", "import", "transit", "domestic", ""] = ""
    """Seen from the hub."""
    origin: str = Field(default="", alias="from")
    """Node where the journey begins."""
    destination: str = Field(default="", alias="to")
    """Node where it ends."""
    via: list[str] = []
    """Services to take, in order."""
    route: Literal["cheapest", "fastest"] | None = None
    """Let the network find the way instead of `via`."""
    routes: dict[Name, Route] = {}
    """Several ways instead of `via`; `split` says who takes which."""
    split: Literal["shares", "cheapest", "fastest"] | Split = "shares"
    """How shipments divide over `routes`."""
    readiness: dict[Name, Readiness] = {}
    """What must be ready before the goods leave the shipper, side by side."""
    consolidation: Name | None = None
    """Where the goods are gathered at the end of the way; they are delivered in the box."""
    store: Store | None = None
    """Bonded storage at the destination."""
    handling: DurationLaw | None = None
    """What a station of a terminal takes for one shipment; default the station's own."""
    clearance: list[Name] | None = None
    """Clearance formalities on the way; default all whose node and formality fit."""
    first_mile: DurationLaw | None = None
    """From the shipper's door to the origin."""
    pick_up: DurationLaw | None = None
    """What the consignee takes to fetch the goods after release."""
    stages: list[Stage] = []
    """A bare plan: the journey written out, without a network."""
    delivery: Name | None = None
    """The stage whose end is the delivery; default the only one that nothing follows."""
    choices: dict[Name, dict[str, Share]] = {}
    """Draws made once per shipment, by name: options and their shares."""
    priority: Whole = Field(default=0, ge=-1_000, le=1_000)
    """Smaller is served first."""
    partner: str = ""
    """Trade partner (EU, RU, KZ, ASEAN, ...), for the tables."""
    corridor: str = ""
    """Corridor it belongs to, for the tables."""
    hub: str = ""
    """Node whose share of the trade is asked for; default the scenario's hub."""
    customs_mode: str = ""
    """Customs supervision mode, quoted (`"9810"`); must be in force when the shipments arise."""
