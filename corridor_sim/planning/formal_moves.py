"""Formalities of one journey: which apply, where the goods meet them, what waits for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from corridor_sim.customs.formalities import Formal, Occasion, formality
from corridor_sim.planning.findings import Findings
from corridor_sim.planning.journey_parts import Journey, JourneyLeg, NamedClock
from corridor_sim.scenario.clearance import Formality
from corridor_sim.scenario.flows import Flow
from corridor_sim.scenario.model import Scenario

_ON_THE_WAY = ("exit", "transit", "entry")


def _taken(flow: Flow) -> bool:
    """Whether a flow that names no formalities takes those that it meets: domestic goods do not."""
    return flow.direction != "domestic"


class Formalities:
    """Does the formalities that a journey meets, in the scenario's order at each node.

    departed   the anchor from which on the arrival of the present leg is known
    """

    def __init__(
        self,
        scenario: Scenario,
        flow: Flow,
        name: tuple[str, tuple[str, ...]],
        journey: Journey,
        legs: Sequence[JourneyLeg],
        found: Findings,
    ) -> None:
        self.scenario, self.flow = scenario, flow
        self.name, self.path = name
        self.journey, self.legs, self.found = journey, legs, found
        self.departed = ""
        self._applicable = {
            key: one
            for key, one in scenario.clearance.items()
            if (key in flow.clearance if flow.clearance is not None else _taken(flow))
            and (one.flows is None or self.name in one.flows)
        }
        self._times: Counter[str] = Counter()
        self._clocks: Counter[tuple[str, str, str]] = Counter()
        # Move -> releases that the goods get while on it, declared before.
        self._released_on: defaultdict[int, list[str]] = defaultdict(list)

    def export(self, node: str, number: int) -> None:
        """Export where the goods are, before the leg of this number.

        What is released at a border waits here for the review only.
        """
        journey = self.journey
        goods, released, reviewed = [*journey.here], list[str](), list[str]()
        for key, one in self._at("export", node):
            policy = self.scenario.policies[one.policy]
            later = self._crossing(key, one, policy.release_at, number)
            if later is None:
                place, there, also = one.node, goods[0], tuple(goods[1:])
            else:
                place = policy.release_at or ""
                there, also = self.legs[later].at(place), ()
            beside = policy.lead is not None or later is not None
            prefix = self._numbered(key)
            occasion = Occasion(prefix, place, there, "arrival", beside=beside, also=also)
            formal = formality(policy, occasion)
            self._keep(formal, occasion, one)
            if later is None:
                released.append(formal.released)
            else:
                self._released_on[later].append(formal.released)
                reviewed += formal.reviewed
        journey.here = [*(released or goods), *reviewed]

    def on_the_way(self, number: int) -> None:
        """What the goods meet between the ends of a leg."""
        leg = self.legs[number]
        self.journey.waiting += self._released_on.pop(number, [])
        for node in [*leg.planned][:-1]:
            self._pass(leg, node, leg.at(node))

    def passing(self, leg: JourneyLeg) -> None:
        """What the goods meet where a leg ends and another follows."""
        self._pass(leg, leg.move.there, self.journey.here[0])

    def first_line(self, leg: JourneyLeg | None, node: str) -> None:
        """Entry where the way ends: the first line of a bonded zone."""
        for key, one in self._at("entry", node):
            goods = self.journey.here[0]
            self.journey.waiting.append(self._done(key, one, leg, goods).released)

    def imports(self, leg: JourneyLeg | None, node: str) -> list[str]:
        """Import where the goods are; the names of the releases, none if there is no import."""
        journey, goods = self.journey, [*self.journey.here]
        also = (*goods[1:], *journey.waiting)
        done = [self._done(key, one, leg, goods[0], also) for key, one in self._at("import", node)]
        if done:
            journey.waiting.clear()
            journey.here = [formal.released for formal in done]
        return [formal.release for formal in done]

    def report_unmet(self) -> None:
        """A formality that the flow asks for by name and never meets is a mistake."""
        for number, key in enumerate(self.flow.clearance or ()):
            if self._times[key]:
                continue
            one = self.scenario.clearance[key]
            self.found.error(
                "clearance_not_met",
                *self.path,
                "clearance",
                number,
                name=key,
                formality=one.formality,
                node=one.node,
                known=", ".join([self.flow.origin, *self._nodes(0)]),
            )

    def _at(self, kind: str, node: str) -> list[tuple[str, Formality]]:
        return [
            (key, one)
            for key, one in self._applicable.items()
            if one.formality == kind and one.node == node
        ]

    def _pass(self, leg: JourneyLeg, node: str, goods: str) -> None:
        for kind in _ON_THE_WAY:
            for key, one in self._at(kind, node):
                self.journey.waiting.append(self._done(key, one, leg, goods).released)

    def _crossing(self, key: str, one: Formality, border: str | None, number: int) -> int | None:
        """The move, from this number on, that first brings the goods to a border."""
        if border is None:
            return None
        for later in range(number, len(self.legs)):
            if border in self.legs[later].planned:
                return later
        services = [leg.move.service for leg in self.legs[number:] if leg.move.service]
        self.found.error(
            "no_such_call",
            "policies",
            one.policy,
            "release_at",
            name=key,
            flow=self.name,
            node=border,
            service=", ".join(dict.fromkeys(services)) or "truck",
            known=", ".join(dict.fromkeys(self._nodes(number))) or "-",
        )
        return None

    def _nodes(self, number: int) -> list[str]:
        return [node for leg in self.legs[number:] for node in leg.planned]

    def _done(
        self,
        key: str,
        one: Formality,
        leg: JourneyLeg | None,
        goods: str,
        also: tuple[str, ...] = (),
    ) -> Formal:
        policy = self.scenario.policies[one.policy]
        notice, papers = None, goods
        if policy.lead is not None and leg is not None:
            papers, notice = self.departed, leg.planned[one.node] - policy.lead
        occasion = Occasion(self._numbered(key), one.node, goods, papers, notice=notice, also=also)
        formal = formality(policy, occasion)
        self._keep(formal, occasion, one)
        return formal

    def _numbered(self, key: str) -> str:
        """The formality's prefix; numbered from the second time on, like the journey's stages."""
        self._times[key] += 1
        return key if self._times[key] == 1 else f"{key}#{self._times[key]}"

    def _keep(self, formal: Formal, at: Occasion, one: Formality) -> None:
        self.journey.add_formal(formal)
        release = formal.release
        for clock, starts in (
            ("overall", (at.goods, formal.lodged)),
            ("arrival_to_release", (at.goods,)),
            ("declaration_to_release", (formal.lodged,)),
            ("documents_to_release", (formal.prepared,)),
        ):
            if clock == "documents_to_release" and not formal.prepared:
                continue
            place = at.place
            # Results know a clock by these three: a second one would be taken for the first.
            self._clocks[clock, place, one.formality] += 1
            count = self._clocks[clock, place, one.formality]
            name = clock if count == 1 else f"{clock}#{count}"
            self.journey.clocks.append(
                NamedClock(name, place, one.formality, starts, release, one.office)
            )
