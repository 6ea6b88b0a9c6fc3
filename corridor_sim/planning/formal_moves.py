"""Formalities of one journey: which apply, where the goods meet them, what waits for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from corridor_sim.customs.dated import in_turn
from corridor_sim.customs.drawing import since
from corridor_sim.customs.formalities import Formal, Occasion, settled, written
from corridor_sim.customs.permits import asked_for
from corridor_sim.events import GATE_OUT
from corridor_sim.planning.due import Due
from corridor_sim.planning.findings import Findings
from corridor_sim.planning.journey_parts import Journey, JourneyLeg, NamedClock, NamedFormal
from corridor_sim.scenario.clearance import Formality, Policy
from corridor_sim.scenario.flows import Fed, Flow
from corridor_sim.scenario.model import Scenario, Terminal

_ON_THE_WAY = ("exit", "transit", "entry")


def _taken(flow: Flow) -> bool:
    """Whether a flow that names no formalities takes those that it meets: domestic goods do not."""
    return flow.direction != "domestic"


class Formalities:
    """Does the formalities that a journey meets, in the scenario's order at each node.

    due        when the goods are due where
    departed   the anchor from which on the arrival of the present leg is known
    """

    def __init__(
        self,
        scenario: Scenario,
        flow: Flow,
        name: tuple[str, tuple[str, ...]],
        journey: Journey,
        due: Due,
        found: Findings,
    ) -> None:
        self.scenario, self.flow = scenario, flow
        self.name, self.path = name
        self.journey, self.due, self.found = journey, due, found
        self.legs, self.setting = due.legs, due.setting
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
            border = self._policies(one)[0].release_at
            later = self._crossing(key, one, border, number)
            if later is None:
                place, there, also = one.node, goods[0], tuple(goods[1:])
            else:
                place = border or ""
                there, also = self.legs[later].at(place), ()
            occasion = Occasion(self._numbered(key), place, there, "arrival", also=also)
            if later is not None:
                occasion = replace(occasion, means=there, inland=True)
            formal = self._formal(one, occasion, self.due.before(number))
            if later is None:
                released += formal.released
            else:
                self._released_on[later] += formal.released
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
            self.journey.waiting += self._done(key, one, leg, goods).released

    def imports(self, leg: JourneyLeg | None, node: str) -> list[str]:
        """Import where the goods are; the stages after which they leave, none without import."""
        journey, goods = self.journey, [*self.journey.here]
        also = (*goods[1:], *journey.waiting)
        done = [self._done(key, one, leg, goods[0], also) for key, one in self._at("import", node)]
        if done:
            journey.waiting.clear()
            journey.here = [one for formal in done for one in formal.released]
        return [formal.left for formal in done]

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
                self.journey.waiting += self._done(key, one, leg, goods).released

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
            one.in_force[0].use,
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
        means, notice = "", None
        if leg is not None:
            # Where nothing lifts the goods off they are there when the ride ends.
            means = goods if goods == leg.label else leg.at(one.node)
            notice = self.departed, leg.planned[one.node]
        at = Occasion(self._numbered(key), one.node, goods, goods, also=also, means=means)
        return self._formal(one, at, self.due.at(leg, one.node), notice)

    def _policies(self, one: Formality) -> list[Policy]:
        return [self.scenario.policies[each.use] for each in one.in_force]

    def _formal(
        self, one: Formality, at: Occasion, due: int, notice: tuple[str, int] | None = None
    ) -> Formal:
        """The formality on an occasion, under each policy in its time.

        due      planned seconds from the shipment's arrival to the place
        notice   the anchor from which on the arrival there is known, and how far ahead it is
        """
        terminal = self.scenario.terminals.get(at.place, Terminal())
        at = replace(at, cargo=self.setting.cargo.get(self.name, ()), gate=terminal.gate)
        variants: dict[str, Formal] = {}
        for number, policy in enumerate(self._policies(one)):
            use = one.in_force[number].use
            use = use if use not in variants else f"{use}#{number + 1}"
            here = _lodged(policy, one, at, notice)
            permits = asked_for(policy, self.setting.permits, at.cargo)
            variants[use] = written(policy, here, permits)
        formal = next(iter(variants.values()))
        if len(variants) > 1:
            formal = in_turn(variants, since([*variants], self._thresholds(one, at, due)), at)
        formal = settled(formal, at)
        self._keep(formal, at, one)
        return formal

    def _thresholds(self, one: Formality, at: Occasion, due: int) -> list[int]:
        """Arrivals from which on each policy after the first is in force when goods are due."""
        if isinstance(self.flow.demand, Fed):
            key = at.key.partition("#")[0]
            self.found.error("dated_policy_fed", "clearance", key, "policy", flow=self.name)
        days = [each.begins for each in one.in_force[1:]]
        return [self.setting.clock.midnight(day) - due for day in days if day is not None]

    def _numbered(self, key: str) -> str:
        """The formality's prefix; numbered from the second time on, like the journey's stages."""
        self._times[key] += 1
        return key if self._times[key] == 1 else f"{key}#{self._times[key]}"

    def _keep(self, formal: Formal, at: Occasion, one: Formality) -> None:
        self.journey.add_formal(formal)
        key = at.key.partition("#")[0]
        uses = ", ".join(dict.fromkeys(each.use for each in one.in_force))
        named = NamedFormal(key, at.key, at.place, one.formality, one.office, uses, formal.events)
        self.journey.formals.append(named)
        release = formal.release
        # Imports leave by the terminal's own way out where there is no gate of customs.
        gate = formal.events[GATE_OUT] if one.formality != "import" else ()
        for clock, starts, stop in (
            ("overall", (formal.reported, formal.lodged), (release,)),
            ("arrival_to_release", ((at.goods,),), (release,)),
            ("declaration_to_release", (formal.lodged,), (release,)),
            ("documents_to_release", (formal.prepared,), (release,)),
            ("arrival_to_gate_out", ((at.goods,),), gate),
        ):
            if not stop or not all(starts):
                continue
            place = at.place
            # Results know a clock by these three: a second one would be taken for the first.
            self._clocks[clock, place, one.formality] += 1
            count = self._clocks[clock, place, one.formality]
            name = clock if count == 1 else f"{clock}#{count}"
            self.journey.clocks.append(
                NamedClock(name, place, one.formality, starts, (stop,), one.office)
            )


def _lodged(
    policy: Policy, one: Formality, at: Occasion, notice: tuple[str, int] | None
) -> Occasion:
    """The occasion as a policy's lead has it: from when on its declaration may be lodged."""
    if policy.lead is not None and notice is not None:
        known, ahead = notice
        return replace(at, papers=known, notice=ahead - policy.lead)
    ahead_of_haul = one.formality == "export" and policy.lead is not None
    return replace(at, beside=at.inland or ahead_of_haul)
