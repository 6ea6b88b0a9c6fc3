"""Journeys through the network: from, to and the way between become stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corridor_sim.chance.laws import Law, fixed
from corridor_sim.clock import MINUTE
from corridor_sim.customs.formalities import Formal, Occasion, formality
from corridor_sim.network.graph import Move
from corridor_sim.network.legs import travel_law
from corridor_sim.scenario.clearance import Formality
from corridor_sim.scenario.flows import Flow, Stage
from corridor_sim.scenario.model import Scenario, Terminal


@dataclass(frozen=True, slots=True)
class NamedClock:
    """A clock in the journey's own words: anchors by name."""

    name: str
    place: str
    formality: str
    starts: tuple[str, ...]
    stop: str


@dataclass
class Journey:
    """A journey while it is being written.

    here      anchors that must pass before the goods move on
    waiting   formalities begun at a call on the way that the delivery waits for
    """

    stages: list[Stage] = field(default_factory=list)
    choices: dict[str, Mapping[str, float]] = field(default_factory=dict)
    clocks: list[NamedClock] = field(default_factory=list)
    here: list[str] = field(default_factory=lambda: ["arrival"])
    waiting: list[str] = field(default_factory=list)
    delivery: str = ""

    def add(self, stage: Stage) -> str:
        """Append a stage that follows where the goods are."""
        placed = stage if stage.after is not None else stage.model_copy(update={"after": self.here})
        self.stages.append(placed)
        self.here = [placed.name or ""]
        return placed.name or ""

    def add_formal(self, formal: Formal) -> None:
        """Append a formality; the goods do not wait for it until told so."""
        self.stages += formal.stages
        self.choices.update(formal.choices)


def journey(
    scenario: Scenario,
    flow: Flow,
    name: str,
    moves: Sequence[Move],
    reach: Mapping[tuple[str, str], int],
) -> Journey:
    """The stages of a flow that travels `moves`.

    reach   planned seconds from a service's departure to each node it calls at
    """
    writer = _Writer(scenario, flow, name, moves, reach)
    return writer.write()


class _Writer:
    """Writes one journey, move by move."""

    def __init__(
        self,
        scenario: Scenario,
        flow: Flow,
        name: str,
        moves: Sequence[Move],
        reach: Mapping[tuple[str, str], int],
    ) -> None:
        self.scenario, self.flow, self.name = scenario, flow, name
        self.moves, self.reach = moves, reach
        self.journey = Journey()
        self.formalities = _applicable(scenario, flow, name)
        self.paths = {key: service.path for key, service in scenario.services.items()}

    def write(self) -> Journey:
        journey = self.journey
        if self.flow.first_mile is not None:
            journey.add(_delay("first_mile", self.flow.first_mile, "carrier", self.flow.origin))
        scheduled = [number for number, move in enumerate(self.moves) if move.service]
        for number, move in enumerate(self.moves):
            if move.service:
                self._ride(move, first=number == scheduled[0], last=number == scheduled[-1])
            elif move.link is not None:
                label = f"truck/{move.here}-{move.there}"
                journey.add(_delay(label, travel_law(move.link), "carrier", move.here))
        if not scheduled:
            self._arrive(self.flow.destination)
        self._hand_over()
        return journey

    def _ride(self, move: Move, *, first: bool, last: bool) -> None:
        terminal = self.scenario.terminals.get(move.here, Terminal())
        journey = self.journey
        self._enter_yard(terminal, move, "gate_in")
        released_at_border = self._declare(move) if first else None
        if terminal.load is not None:
            journey.add(_handled("load", terminal.load, move.here))
        train = Stage.model_construct(
            name=move.service,
            departures=move.service,
            alight=move.there,
            after=[*journey.here],
            owner="carrier",
            place=move.here,
        )
        journey.add(train)
        if terminal.yard is not None:
            out = _delay(f"yard_out/{move.here}", fixed(MINUTE), "terminal", move.here)
            journey.stages.append(out.model_copy(update={"after": [f"{move.service}.start"]}))
        self._on_the_way(move, released_at_border)
        if last:
            self._arrive(move.there)
        else:
            self._change(move)

    def _enter_yard(self, terminal: Terminal, move: Move, lift: str) -> None:
        journey = self.journey
        if terminal.yard is not None:
            yard = Stage.model_construct(
                name=f"yard/{move.here}",
                hold=terminal.yard,
                until=f"yard_out/{move.here}",
                owner="terminal",
                place=move.here,
            )
            journey.add(yard)
        if terminal.unload is not None and journey.here != ["arrival"]:
            journey.add(_handled(lift, terminal.unload, move.here))

    def _declare(self, move: Move) -> Formal | None:
        """Export at the origin; returns the formality if its release waits for the border."""
        found = self._at("export", {self.flow.origin, move.here})
        if found is None:
            return None
        key, one = found
        policy = self.scenario.policies[one.policy]
        border = policy.release_at
        goods = self.journey.here[0] if border is None else f"{move.service}@{border}"
        place = one.node if border is None else border
        occasion = Occasion(
            key, place, goods, "arrival", beside=policy.lead is not None or bool(border)
        )
        formal = formality(policy, occasion)
        self._keep(formal, occasion, one)
        self.journey.here = [*self.journey.here, *formal.reviewed]
        if border is not None:
            return formal
        self.journey.here = [formal.released]
        return None

    def _on_the_way(self, move: Move, released_at_border: Formal | None) -> None:
        path = self.paths[move.service]
        calls = path[1 : path.index(move.there)]
        if released_at_border is not None:
            self.journey.waiting.append(released_at_border.released)
        for node in calls:
            for kind in ("exit", "transit", "entry"):
                found = self._at(kind, {node})
                if found is not None:
                    formal = self._formal(found, move, f"{move.service}@{node}")
                    self.journey.waiting.append(formal.released)

    def _change(self, move: Move) -> None:
        """Between two services: nothing goes on before all formalities so far are done."""
        journey = self.journey
        for kind in ("exit", "transit", "entry"):
            found = self._at(kind, {move.there})
            if found is not None:
                journey.waiting.append(self._formal(found, move, move.service).released)
        journey.here = list(dict.fromkeys([*journey.here, *journey.waiting]))
        journey.waiting.clear()

    def _arrive(self, node: str) -> None:
        """At the last scheduled stop: lifting off, import clearance."""
        journey, terminal = self.journey, self.scenario.terminals.get(node, Terminal())
        if terminal.yard is not None and self._last_service():
            yard = Stage.model_construct(
                name=f"yard/{node}",
                hold=terminal.yard,
                until=f"gate_out/{node}",
                owner="terminal",
                place=node,
            )
            journey.add(yard)
        if terminal.unload is not None and self._last_service():
            journey.add(_handled("unload", terminal.unload, node))
        found = self._at("import", {node, self.flow.destination})
        if found is not None:
            move = next((one for one in reversed(self.moves) if one.service), None)
            formal = self._formal(found, move, journey.here[0], tuple(journey.waiting))
            journey.waiting.clear()
            journey.here = [formal.released]

    def _hand_over(self) -> None:
        journey, node = self.journey, self._last_stop()
        journey.here = list(dict.fromkeys([*journey.here, *journey.waiting]))
        if self.flow.pick_up is not None:
            journey.add(_delay("pick_up", self.flow.pick_up, "consignee", node))
        terminal = self.scenario.terminals.get(node, Terminal())
        if terminal.yard is not None and self._last_service():
            gate = terminal.load or Stage.model_construct(delay=fixed(MINUTE))
            journey.add(_handled("gate_out", gate, node))
        if len(journey.here) > 1 or journey.here == ["arrival"]:
            journey.add(_delay("hand_over", fixed(MINUTE), "consignee", node))
        journey.delivery = journey.here[0]
        self._gate_clock()

    def _formal(
        self,
        found: tuple[str, Formality],
        move: Move | None,
        goods: str,
        also: tuple[str, ...] = (),
    ) -> Formal:
        key, one = found
        policy = self.scenario.policies[one.policy]
        notice = None
        papers = goods
        if policy.lead is not None and move is not None:
            papers = f"{move.service}.start"
            notice = self.reach[
                move.service, one.node if (move.service, one.node) in self.reach else move.there
            ]
            notice -= policy.lead
        occasion = Occasion(key, one.node, goods, papers, notice=notice, also=also)
        formal = formality(policy, occasion)
        self._keep(formal, occasion, one)
        return formal

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
            place = one.office or at.place
            self.journey.clocks.append(NamedClock(clock, place, one.formality, starts, release))

    def _gate_clock(self) -> None:
        arrivals = [c for c in self.journey.clocks if c.name == "arrival_to_release"]
        if arrivals and arrivals[-1].formality == "import":
            last = arrivals[-1]
            clock = NamedClock(
                "arrival_to_gate_out", last.place, "import", last.starts, self.journey.delivery
            )
            self.journey.clocks.append(clock)

    def _at(self, kind: str, nodes: set[str]) -> tuple[str, Formality] | None:
        for key, one in self.formalities.items():
            if one.formality == kind and one.node in nodes:
                return key, one
        return None

    def _last_service(self) -> str:
        return next((move.service for move in reversed(self.moves) if move.service), "")

    def _last_stop(self) -> str:
        stops = [move.there for move in self.moves if move.service]
        return stops[-1] if stops else self.flow.destination


def _applicable(scenario: Scenario, flow: Flow, name: str) -> dict[str, Formality]:
    return {
        key: one
        for key, one in scenario.clearance.items()
        if (flow.clearance is None or key in flow.clearance)
        and (one.flows is None or name in one.flows)
    }


def _delay(name: str, law: Law, owner: str, place: str) -> Stage:
    return Stage.model_construct(name=name, delay=law, after=None, owner=owner, place=place)


def _handled(name: str, stage: Stage, node: str) -> Stage:
    return stage.model_copy(
        update={"name": f"{name}/{node}", "owner": stage.owner or "terminal", "place": node}
    )
