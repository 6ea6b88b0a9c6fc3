"""Clearance: policies (how a formality is done) and places (where which policy applies)."""

from __future__ import annotations

from typing import Literal

from corridor_sim.scenario.closed import Closed, Name
from corridor_sim.scenario.values import Duration, DurationLaw, Share


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


class Inspection(Closed):
    """Opening or scanning of the boxes that risk rules or chance select."""

    chance: Share
    """Probability that a shipment is selected."""
    station: Name | None = None
    """Inspectors; without a station it is a plain delay."""
    work: DurationLaw | None = None
    """Time per shipment; default the station's."""
    onward: DurationLaw | None = None
    """At a border: what a detained shipment takes to catch up after release."""


class Policy(Closed):
    """How one formality is done: the stages prepare, lodge, review, inspect, pay, release."""

    prepare: DurationLaw | None = None
    """The trader's preparation of papers, from the moment the goods are known."""
    permits: dict[Name, Permit] = {}
    """Permits of other agencies, each drawn with its probability, asked for side by side."""
    lodge: DurationLaw | None = None
    """The broker's lodging of the declaration."""
    lead: Duration | None = None
    """Advance declaration: lodged this long before the planned arrival; default after arrival
    (export at the origin: beside the haul to the yard when any lead is given)."""
    review: Review | None = None
    """Officers' review of the documents."""
    inspect: Inspection | None = None
    """Inspection of the selected share."""
    pay: DurationLaw | None = None
    """Payment of duty and tax, beside the inspection."""
    release: DurationLaw | None = None
    """The release message itself."""
    release_at: str | None = None
    """Export: node of the border at which what is declared here is inspected and released."""


class Permit(Closed):
    """One kind of permit."""

    chance: Share
    """Probability that a shipment needs it."""
    time: DurationLaw
    """What obtaining it takes."""
    agency: str = ""
    """Who issues it."""


class Formality(Closed):
    """A customs place, the formality done there and the policy that says how."""

    node: str
    """Where."""
    formality: Literal["export", "exit", "transit", "entry", "import"]
    """export at the origin; exit, transit, entry at calls on the way; import at the destination."""
    policy: Name
    """How."""
    office: str = ""
    """The customs office, for the clocks."""
    flows: list[Name] | None = None
    """Only these flows; default all that pass here."""


Policy.model_rebuild()
