"""The plan: what a scenario compiles to, as frozen records and arrays, before any luck is drawn.

Everything is a number or a name here: stages refer to resources by position, instants are seconds,
sizes are whole numbers in four units. Engines and the drawing step read a plan; none changes it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corridor_sim.chance.laws import Law
from corridor_sim.clock import NEVER, Clock
from corridor_sim.events import ARRIVAL as ARRIVAL
from corridor_sim.events import END as END
from corridor_sim.events import Anchor as Anchor
from corridor_sim.events import ClockDefinition, FormalEvents

Seconds = NDArray[np.int64]

#: The four units in which sizes and capacities are counted, in the order of every size array.
UNITS = ("box", "milli_teu", "kg", "litre")


class Kind(IntEnum):
    """The five kinds of stage."""

    DELAY = 0
    STATION = 1
    DEPARTURES = 2
    CONSOLIDATION = 3
    HOLD = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """A draw made once per shipment: which option it takes.

    cumulative   upper ends of the options' shares, the last being 1
    given        positions of earlier choices that the odds depend on; -1: the size class
    rows         cumulative shares per combination of the given options, row-major
    since        seconds from which each option after the first holds; then nothing is drawn
    """

    name: str
    options: tuple[str, ...]
    cumulative: tuple[float, ...]
    given: tuple[int, ...] = ()
    rows: tuple[tuple[float, ...], ...] = ()
    since: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a journey; its position in the flow is the stage order of law L4.

    resource   position in stations, services, consolidations or places; -1 for a delay
    after      the anchors; ready = the latest of them
    work       law of the duration (delay, station), seconds
    when       (choice, option) pairs that must all hold, else the stage is skipped
    until      hold: the stage at whose end the place returns
    alight     departures: the call at which the shipment gets off
    owner      who answers for the time (shipper, broker, customs, terminal, carrier, consignee)
    luck       the stage whose stream of work it shares, as of several ways to do a step a shipment
               takes one; empty: its own
    """

    name: str
    kind: Kind
    resource: int = -1
    after: tuple[Anchor, ...] = (Anchor(ARRIVAL),)
    work: Law | None = None
    when: tuple[tuple[int, int], ...] = ()
    until: int = -1
    alight: int = END
    owner: str = ""
    place: str = ""
    luck: str = ""


@dataclass(frozen=True, slots=True)
class SizeClass:
    """One box size: its share, what it measures and the laws of weight (kg) and value (USD).

    parcels   parcels that one shipment, a list, declares
    """

    name: str
    share: float
    box: int
    milli_teu: int
    litre: int
    weight: Law
    value: Law
    parcels: int = 0


@dataclass(frozen=True, slots=True)
class Demand:
    """How shipments arise.

    process      poisson and booked: `times` [m+1] s and `expected` [m+1] shipments by then,
                 piecewise linear; given: `arrive` [n] s with `numbers` [n] that key the luck;
                 fed: shipments are the boxes that a consolidation closes
    service      booked: the service whose cut-off the shipper aims at; `lead` seconds before it
    given_size, given_value   given: int64 [n, 4], 0, and [n], -1, where the size mix decides
    """

    process: Literal["poisson", "booked", "given", "fed"]
    times: Seconds
    expected: NDArray[np.float64]
    arrive: Seconds
    numbers: Seconds
    sizes: tuple[SizeClass, ...]
    service: int = -1
    lead: Law | None = None
    given_size: Seconds | None = None
    given_value: Seconds | None = None
    given_priority: Seconds | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """From one node to the next: by truck, or by a service of its mode; `km` is NaN if unknown."""

    here: str
    there: str
    mode: str
    km: float
    service: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A way through the network by its timetable.

    mean_s, sd_s   s: half a headway, cut-off, lateness, legs, hauls; no queue, minimum, formality
    freight        USD per TEU, infinite where a part is unknown
    """

    hops: tuple[Hop, ...]
    mean_s: float
    sd_s: float
    freight: float

    @property
    def km(self) -> float:
        """Length; NaN where a hop's is unknown."""
        return math.fsum(hop.km for hop in self.hops)


@dataclass(frozen=True, slots=True)
class RouteShare:
    """One route of a split flow and what is known of it.

    stage      position of a stage that only those who take this route pass
    kept       whether the flow's hub keeps what goes this way
    freight    USD per TEU, infinite where unknown; `constant` USD per TEU beside it
    mean_s, sd_s   time door to door and its standard deviation, seconds
    share      of the shipments
    basis      where the times are from: the timetable, or rounds of simulation
    """

    name: str
    title: str
    stage: int
    kept: bool
    freight: float
    constant: float
    mean_s: float
    sd_s: float
    share: float
    basis: Literal["timetable", "simulated"] = "timetable"


@dataclass(frozen=True, slots=True)
class Split:
    """How a flow divides over its routes.

    choice          position of the flow's choice that says which route a shipment takes
    teu, value      TEU and USD of a mean shipment
    scale           per USD; value_of_time: share of the value a day; reliability: days per day
    iterate         rounds of simulation that the times are taken from
    """

    rule: Literal["shares", "cheapest", "fastest", "logit"]
    choice: int
    routes: tuple[RouteShare, ...]
    teu: float
    value: float
    scale: float = 0.0
    value_of_time: float = 0.0
    reliability: float = 0.0
    iterate: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    """Shipments that share a journey; its position in the plan is the flow order of law L4.

    stages     in an order in which every anchor comes before its stage
    delivery   the stage whose end is the delivery
    fed_by     position of the consolidation that feeds this flow, or -1
    ways       through the network: one, or one per route of the split; none for stages of its own
    """

    name: str
    title: str
    stages: tuple[Stage, ...]
    delivery: int
    demand: Demand
    choices: tuple[Choice, ...] = ()
    priority: int = 0
    fed_by: int = -1
    direction: str = ""
    partner: str = ""
    corridor: str = ""
    hub: str = ""
    origin: str = ""
    destination: str = ""
    customs_mode: str = ""
    split: Split | None = None
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """Opening hours as intervals [opens, closes) in seconds, sorted, apart from one another."""

    name: str
    opens: Seconds
    closes: Seconds


@dataclass(frozen=True, slots=True)
class Station:
    """Parallel servers with opening hours.

    calendar   the hours of all; -1 where `shifts`, (servers, calendar) each, have their own
    """

    name: str
    servers: int
    calendar: int
    node: str = ""
    shifts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A pool of places that a hold stage keeps."""

    name: str
    places: int
    node: str = ""


@dataclass(frozen=True, slots=True)
class Consolidation:
    """Gathers shipments into boxes.

    capacity   int64 [4], 0 where a unit does not count
    box        box, milli_teu and litre that one closed box measures
    feeds      position of the flow whose shipments the boxes are
    """

    name: str
    capacity: Seconds
    wait: int
    box: tuple[int, int, int]
    feeds: int
    node: str = ""


@dataclass(frozen=True, slots=True)
class Regime:
    """The level of a place by calendar week: autocorrelated, shared by all who pass."""

    name: str
    persistence: float
    shared: float


@dataclass(frozen=True, slots=True)
class Leg:
    """One part of a trip, from call to call; `regime` is -1 where luck is the trip's own."""

    name: str
    law: Law
    regime: int = -1
    kind: str = "haul"


@dataclass(frozen=True, slots=True)
class Season:
    """What is different for the departures of some months: low water, ice, monsoon.

    short    law of the share of the capacity that is really there
    slower   factor of the time of every leg
    regime   position of the regime whose weekly level the share follows, or -1
    """

    short: Law | None
    slower: float = 1.0
    regime: int = -1


@dataclass(frozen=True, slots=True)
class Service:
    """A timetable with capacity.

    scheduled   int64 [K] s, in timetable order sorted by cut-off
    cut_off     int64 [K] s, when each loading list closes
    capacity    int64 [K, 4], NEVER where a unit does not count
    minimum     int64 [K], in the first unit, tested on what would board; 0: runs empty too
    cancelled   float64 [K], or [1] for all alike: probability that it does not run
    patience    seconds after which the first in line makes a departure run below its minimum
    endless     the timetable goes on beyond the stop, with departures of the `recurring` capacity
                int64 [4] and the `recurring_minimum`
    season      int64 [K], the season of each departure or -1; empty where there are no `seasons`
    """

    name: str
    title: str
    mode: str
    calls: tuple[str, ...]
    legs: tuple[Leg, ...]
    scheduled: Seconds
    cut_off: Seconds
    capacity: Seconds
    minimum: Seconds
    patience: int
    first_unit: int
    endless: bool
    late: Law | None = None
    cancelled: NDArray[np.float64] = field(default_factory=lambda: np.zeros(1))
    short: Law | None = None
    recurring: Seconds = field(default_factory=lambda: np.full(4, NEVER, dtype=np.int64))
    recurring_minimum: int = 0
    seasons: tuple[Season, ...] = ()
    season: Seconds = field(default_factory=lambda: np.empty(0, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Component:
    """Resources that wait for one another, as ("station", 3); `loop`: some wait in a circle."""

    resources: tuple[tuple[str, int], ...]
    loop: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything an engine needs to know except luck.

    end, stop, warm   s: shipments come in [0, end); stop = end + drain; time KPIs count from warm
    components        strongly connected groups of resources, upstream groups first
    cities            nodes that are one city, where that has several: yard, port, zone, airport
    """

    name: str
    clock: Clock
    end: int
    stop: int
    warm: int
    flows: tuple[Flow, ...]
    calendars: tuple[Calendar, ...] = ()
    stations: tuple[Station, ...] = ()
    places: tuple[Place, ...] = ()
    consolidations: tuple[Consolidation, ...] = ()
    services: tuple[Service, ...] = ()
    regimes: tuple[Regime, ...] = ()
    clocks: tuple[ClockDefinition, ...] = ()
    formalities: tuple[FormalEvents, ...] = ()
    components: tuple[Component, ...] = ()
    cities: tuple[frozenset[str], ...] = ()
