"""The levers of a clearance policy that have parts of their own."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from corridor_sim.scenario.closed import Closed, Name, Number, Whole
from corridor_sim.scenario.values import Day, Duration, DurationLaw, Share

#: Standing of a trader with customs, best first.
Trade = Literal["aeo", "general", "low_credit"]
TRADERS: tuple[Trade, ...] = get_args(Trade)
#: Ways of looking at selected goods, lightest first.
CHANNELS = ("documents", "scanner", "unpacking")
#: Shares by cargo class: a name under `sizes` of a demand.
ByCargo = dict[Annotated[str, Field(min_length=1, max_length=80)], Share]
Factor = Annotated[Number, Field(ge=0.0, le=1_000.0)]


class Wait(Closed):
    """Something that some shipments wait for."""

    time: DurationLaw
    """What it takes."""
    chance: Share = 1.0
    """Probability that a shipment needs it."""
    cargo: ByCargo = {}
    """The same for single cargo classes, by their names under `sizes`."""


class Check(Wait):
    """A check of the goods that some shipments meet."""

    station: Name | None = None
    """Who checks; without a station it is a plain delay."""


class Permit(Closed):
    """One kind of permit."""

    chance: Share
    """Probability that a shipment needs it."""
    time: DurationLaw
    """What obtaining it takes."""
    agency: str = ""
    """Who issues it."""
    cargo: ByCargo = {}
    """The probability for single cargo classes, by their names under `sizes`."""


class PermitsTable(Closed):
    """Permits of a regime in the network's table `permits.csv`."""

    regime: Name
    """Which rows: `china_2018`, `china_2021`."""


class Advance(Closed):
    """Who uses the `lead`, and what goes wrong with it."""

    share: Share = 1.0
    """Share of the declarations lodged in advance; the others when the goods are there."""
    amend: Wait | None = None
    """Declarations lodged in advance that must be mended once the goods are there, before anything
    is opened or released."""


class Appointment(Closed):
    """Clearance by appointment: officers on call in place of those on shift."""

    share: Share
    """Share of the declarations seen by appointment."""
    notice: DurationLaw
    """How long after the papers are begun officers on call may be asked for at the earliest."""
    station: Name
    """The officers on call."""


class Returned(Closed):
    """Declarations that the officer sends back to be corrected."""

    chance: Share
    """Probability that a look ends so."""
    time: DurationLaw
    """The broker's correction."""
    times: Whole = Field(default=1, ge=1, le=5)
    """How often at most; the look after the last correction accepts."""


class Review(Closed):
    """The officer's look at the declaration."""

    station: Name | None = None
    """Officers; without a station the review is a plain delay."""
    work: DurationLaw | None = None
    """Time per declaration; default the station's."""
    automatic: Share = 0.0
    """Share released by the system, which no officer sees."""
    automatic_time: DurationLaw | None = None
    """What the system takes then."""
    returned: Returned | None = None
    """Mistakes that repeat the review."""


class TwoStep(Closed):
    """Two-step declaration: a summary before release, the full declaration after it."""

    share: Share
    """Share of the declarations made in two steps."""
    prepare: DurationLaw | None = None
    """Preparing the summary; default the policy's `prepare`."""
    summary: DurationLaw | None = None
    """An officer's work on the summary; without it the system takes it, as an automatic release."""
    full: DurationLaw
    """Time from release until the broker lodges the full declaration."""
    review: DurationLaw | None = None
    """The officers' work on the full declaration; default that of `review`."""
    within: Duration = 14 * 86_400
    """Time allowed for the full declaration: the mean of `full` must lie within it."""


class Trader(Closed):
    """Traders of one standing with customs."""

    share: Share
    """Share of the declarations."""
    selected: Share | None = None
    """Probability that one is selected for inspection; default `inspect.chance`."""


class Channel(Closed):
    """One way of looking at what is selected."""

    share: Share
    """Share of the selected shipments."""
    station: Name | None = None
    """Who looks; without a station it is a plain delay."""
    work: DurationLaw | None = None
    """Time per shipment; default the station's."""


class Channels(Closed):
    """How selected shipments are looked at; the shares add up to 1."""

    documents: Channel | None = None
    """Papers and seals against the goods, nothing opened."""
    scanner: Share = 0.0
    """By the scanner of `inspect.scanner`; unpacked where there is none."""
    unpacking: Share = 0.0
    """Opened, at the station of `inspect`."""


class Scanner(Closed):
    """A large scanner."""

    station: Name | None = None
    """Where boxes queue for it; without a station it is a plain delay."""
    work: DurationLaw | None = None
    """The pass itself; default the station's."""
    reading: DurationLaw | None = None
    """Reading the image."""
    escalate: Share = 0.0
    """Share of the images of sound goods that are opened all the same."""


class Arrange(Closed):
    """What comes between selection and inspection."""

    time: DurationLaw | None = None
    """Calling the owner, who must attend."""
    station: Name | None = None
    """The crane that takes the box to the place of inspection."""
    work: DurationLaw | None = None
    """Its move; default the station's."""


class Inspection(Closed):
    """Opening or scanning of the boxes that risk rules or chance select."""

    chance: Share
    """Probability that a shipment is selected."""
    station: Name | None = None
    """Inspectors; without a station it is a plain delay."""
    work: DurationLaw | None = None
    """Time per shipment; default the station's."""
    channels: Channels | None = None
    """How the selected are looked at; default all unpacked."""
    scanner: Scanner | None = None
    """The scanner, if there is one."""
    arrange: Arrange | None = None
    """What comes before the inspection."""
    onward: DurationLaw | None = None
    """At a border: what a detained shipment takes to catch up after release."""


class Found(Closed):
    """Probability that a look finds a violation that is there."""

    documents: Share = 0.0
    """By a check of papers and seals."""
    scanner: Share = 0.0
    """That the image gives it away, so that the box is opened."""
    unpacking: Share = 1.0
    """By unpacking."""


class Violations(Closed):
    """Violations in the goods: what a policy that inspects less misses."""

    present: Share | dict[Trade, Share]
    """Probability that a shipment has one, or by standing of the trader."""
    found: Found = Found()
    """How likely each way of looking finds it; what is not selected is not found."""
    sanction: DurationLaw | None = None
    """What a found violation takes before release."""


class Yard(Closed):
    """The yard operator between release and lifting on or off."""

    time: DurationLaw
    """Time in the terminal after release, in the ordinary way."""
    direct: Share = 0.0
    """Share picked up at the ship's side, or loaded directly on arrival."""
    direct_time: DurationLaw | None = None
    """The same time for those; default 1 s."""


class InForce(Closed):
    """A policy and the day from which it is in force."""

    use: Name
    """The policy."""
    begins: Day | None = Field(default=None, alias="from")
    """First day; the first entry of a list has none."""
