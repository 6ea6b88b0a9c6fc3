"""Calendars, stations, places, consolidations and services, as the planner writes them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from corridor_sim.scenario.closed import Closed, Name, Number, Whole
from corridor_sim.scenario.flows import Stage
from corridor_sim.scenario.values import Day, Duration, DurationLaw, Moment, Share, ShareLaw, Size


class Calendar(Closed):
    """Opening hours, with their zone and holidays."""

    open: str | list[str]
    """`24/7`, or days and hours like `Mon-Fri 08:30-12:00, 14:00-17:30`; a list adds up."""
    holidays: str | None = None
    """Country code whose official holidays and working weekends apply (CN, RU, KZ, ...)."""
    zone: str | None = None
    """IANA time zone; default the scenario's."""
    closed: list[Day] = []
    """Further days on which it is closed."""


class Shift(Closed):
    """Servers of a station who keep hours of their own."""

    servers: Whole = Field(ge=1, le=10_000)
    """How many of them serve at once."""
    calendar: Name = "always"
    """Their hours; `always` is at every second."""


class Station(Closed):
    """Parallel servers: officers, cranes, gates."""

    servers: Annotated[Whole, Field(ge=1, le=10_000)] | None = None
    """How many serve at once, where all keep the same hours; else `shifts` says so."""
    calendar: Name | None = None
    """Opening hours of all; default `always`, open at every second."""
    shifts: list[Shift] = []
    """Instead of `servers` and `calendar`: servers with hours of their own, who take in this
    order."""
    work: DurationLaw | None = None
    """Time one shipment takes, where the stage says nothing else."""
    node: str | None = None
    """Where it stands."""


class Place(Closed):
    """Places that are kept from one stage to a later one: yard slots, berths, wagons."""

    places: Whole = Field(ge=1, le=10_000_000)
    """How many there are."""
    node: str | None = None
    """Where they are."""


class Capacity(Closed):
    """How much fits; a unit that is not named does not count. At least one is named."""

    box: Size | None = None
    """`50 box`"""
    teu: Size | None = None
    """`100 teu`"""
    t: Size | None = None
    """`1300 t`"""
    m3: Size | None = None
    """`60 m3`"""


class Consolidation(Closed):
    """Gathers shipments into boxes, which become the shipments of another flow."""

    capacity: Size | Capacity
    """What one box takes."""
    wait: Duration
    """A box closes this long after its first member at the latest."""
    feeds: Name
    """The flow whose shipments the closed boxes are (its demand is `process: fed`)."""
    box: str = "40ft"
    """Size of the closed box: an ISO size, or `pmc`, a main-deck air pallet."""
    receive: Stage | None = None
    """What each shipment meets first: the dock at which it is taken in."""
    node: str | None = None
    """Where it is done."""


class RunWhen(Closed):
    """When a slot of the timetable is used."""

    load: Size
    """The least that must board, in a unit of the capacity."""
    or_waited: Duration | None = None
    """Runs below that if the first in line has waited this long."""


class Departure(Closed):
    """One dated departure."""

    at: Moment
    """When it is scheduled, in the service's zone."""
    capacity: Size | Capacity | None = None
    """Its own capacity; default the service's."""
    cancelled: Share | None = None
    """Its own probability not to run (0: it is known to have run); default the service's."""


class Timetable(Closed):
    """When a service is scheduled; the parts add up."""

    every: Duration | None = None
    """One departure every so often, counted from `first`."""
    first: Moment | None = None
    """The first of `every`."""
    slots: Annotated[list[str], BeforeValidator(lambda v: [v] if isinstance(v, str) else v)] = []
    """Weekly slots: `Mon 20:00`, one or a list."""
    every_weeks: Whole = Field(default=1, ge=1, le=52)
    """1: slots in every week, 2: in every second week, counted from the first."""
    dates: list[Moment | Departure] = []
    """Dated departures, each with its own capacity if it has one."""
    file: str | None = None
    """A table (CSV or .xlsx) with columns `at` and, if they differ, `box`, `teu`, `t`, `m3`."""
    sheet: str | None = None
    """Sheet of the .xlsx file; default the first."""
    begins: Day | None = Field(default=None, alias="from")
    """No slot before this day."""
    until: Day | None = None
    """No slot after this day."""
    run_when: RunWhen | None = None
    """Condition for slots and `every`; dated departures and rows of a file run as listed."""


class Season(Closed):
    """What is different in some months: low water, ice, monsoon."""

    months: list[Annotated[Whole, Field(ge=1, le=12)]] = Field(min_length=1)
    """Months of the scheduled departure, 1 to 12."""
    short: ShareLaw | None = None
    """Share of the capacity that is really there in these months; default the service's."""
    slower: Number = Field(default=1.0, ge=0.1, le=10.0)
    """Factor of the trip time."""
    regime: Name | None = None
    """The weekly level that the share follows, alike for all services that name it."""


class Service(Closed):
    """A scheduled service with capacity: train, barge, vessel, flight, truck convoy."""

    mode: str = "rail"
    """rail, barge, sea, air or truck."""
    path: list[str] = []
    """The nodes it calls at, in order; travel and border times come from the links."""
    timetable: Timetable
    """When it is scheduled."""
    capacity: Size | Capacity
    """What it can carry, one number or several units at once."""
    cut_off: Duration = 0
    """The loading list closes this long before the scheduled time."""
    travel: DurationLaw | dict[str, DurationLaw] | None = None
    """Trip time without a path; or, by leg (`MZL-ZAB`), in place of the links' figures."""
    late: DurationLaw | None = None
    """How much later than scheduled it leaves."""
    cancelled: Share = 0.0
    """Probability that a scheduled departure does not run."""
    short: ShareLaw | None = None
    """Share of the capacity that is really there, drawn per departure."""
    seasons: list[Season] = []
    """Months in which less fits or trips take longer."""
    zone: str | None = None
    """IANA zone of its timetable; default that of its first node, else the scenario's."""
    title: str = ""
    """Shown in results."""


class Regime(Closed):
    """The weekly level of a place, shared by all who pass: congestion, water, sick leave."""

    persistence: Number = Field(default=0.8, ge=0.0, le=0.99)
    """Correlation of one week's level with the next."""
    shared: Share = 1.0
    """Share of the variance that all passing in a week have in common."""
