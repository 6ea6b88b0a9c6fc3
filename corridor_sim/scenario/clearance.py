"""Clearance: policies (how a formality is done) and places (where which policy applies)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from corridor_sim.scenario.closed import Closed, Name
from corridor_sim.scenario.levers import (
    Advance,
    Appointment,
    Check,
    Factor,
    InForce,
    Inspection,
    Permit,
    PermitsTable,
    Review,
    Trade,
    Trader,
    TwoStep,
    Violations,
    Wait,
    Yard,
)
from corridor_sim.scenario.values import Duration, DurationLaw, Share


class Policy(Closed):
    """How one formality is done: the stages prepare, lodge, review, inspect, pay, release."""

    title: str = ""
    """Shown in results and comparisons."""
    version: str = ""
    """Which edition of the rules this is."""
    note: str = Field(default="", max_length=2_000)
    """What it rests on."""
    readiness: dict[Name, Wait] = {}
    """What the owner must have before the papers are begun, side by side: a label, a booking."""
    prepare: DurationLaw | None = None
    """The trader's preparation of papers, from the moment the goods are known."""
    permits: dict[Name, Permit] = {}
    """Permits of other agencies, each drawn with its probability."""
    permits_table: PermitsTable | None = None
    """Further permits, from a table of the network."""
    permits_asked: Literal["together", "one_by_one"] = "together"
    """together: side by side, as at a single window; one_by_one: each after the one before."""
    origin_inspection: Check | None = None
    """Customs' own check where goods are grown or made, before they may be declared."""
    lodge: DurationLaw | None = None
    """The broker's lodging of the declaration."""
    lead: Duration | None = None
    """Advance declaration: lodged this long before the planned arrival; default after arrival
    (export at the origin: beside the haul to the yard when any lead is given)."""
    advance: Advance | None = None
    """Who uses the lead; default all."""
    appointment: Appointment | None = None
    """Review by officers on call."""
    review: Review | None = None
    """Officers' review of the documents."""
    two_step: TwoStep | None = None
    """A summary before release, the full declaration after it."""
    arrival_report: DurationLaw | None = None
    """The yard operator's report that the goods are there; nothing is opened before it."""
    quarantine: Check | None = None
    """Customs' own check of plants, animals and food, after arrival, before release."""
    traders: dict[Trade, Trader] = {}
    """Standing of traders with customs; default all alike."""
    risk: dict[str, Factor] = {}
    """Factor of the probability of selection by cargo class, a name under `sizes`; default 1."""
    inspect: Inspection | None = None
    """Inspection of the selected share."""
    violations: Violations | None = None
    """Violations present and found."""
    pay: DurationLaw | None = None
    """Payment of duty and tax, beside the inspection."""
    guarantee: Share = 0.0
    """Share released against a guarantee: these pay after release."""
    release: DurationLaw | None = None
    """The release message itself."""
    release_at: str | None = None
    """Export: node of the border at which what is declared here is inspected and released."""
    yard: Yard | None = None
    """Time in the terminal after release."""
    collect: DurationLaw | None = None
    """What the owner takes to come for released goods."""
    gate: bool = False
    """Released goods leave by the terminal's gate, where there is one."""


class Formality(Closed):
    """A customs place, the formality done there and the policy that says how."""

    node: str
    """Where."""
    formality: Literal["export", "exit", "transit", "entry", "import"]
    """export at the origin; exit, transit, entry at calls on the way; import at the destination."""
    policy: Name | list[InForce]
    """How; or, from day to day, a list: `[{use: before}, {use: after, from: 2021-09-10}]`."""
    office: str = ""
    """The customs office, for the clocks."""
    flows: list[Name] | None = None
    """Only these flows; default all that pass here."""

    @property
    def in_force(self) -> tuple[InForce, ...]:
        """The policies in the order of their days."""
        if isinstance(self.policy, str):
            return (InForce(use=self.policy),)
        return tuple(self.policy)
