"""Journeys through the network: from, to and the way between become stages."""

from __future__ import annotations

from collections.abc import Sequence

from corridor_sim.chance.laws import Law, fixed
from corridor_sim.clock import MINUTE
from corridor_sim.network.graph import Move
from corridor_sim.network.legs import travel_law
from corridor_sim.planning.due import Due
from corridor_sim.planning.findings import Findings
from corridor_sim.planning.formal_moves import Formalities
from corridor_sim.planning.journey_parts import (
    Journey,
    JourneyLeg,
    NamedClock,
    Setting,
    delay,
    handled,
    journey_legs,
)
from corridor_sim.scenario.flows import Flow, Stage
from corridor_sim.scenario.model import Scenario, Terminal

__all__ = ["Journey", "NamedClock", "journey"]


def journey(
    scenario: Scenario,
    flow: Flow,
    name: tuple[str, tuple[str, ...]],
    moves: Sequence[Move],
    setting: Setting,
    found: Findings,
) -> Journey:
    """The stages of a flow that travels `moves`.

    name    of the flow, and the path at which the scenario says this way
    found   takes what does not fit between the way and the formalities
    """
    return _Writer(scenario, flow, name, moves, setting, found).write()


class _Writer:
    """Writes one journey, move by move."""

    def __init__(
        self,
        scenario: Scenario,
        flow: Flow,
        name: tuple[str, tuple[str, ...]],
        moves: Sequence[Move],
        setting: Setting,
        found: Findings,
    ) -> None:
        self.scenario, self.flow = scenario, flow
        self.journey = Journey()
        self.legs = journey_legs(scenario, self.journey, moves, setting)
        due = Due(flow, self.legs, setting)
        self.formalities = Formalities(scenario, flow, name, self.journey, due, found)
        self.scheduled = [k for k, leg in enumerate(self.legs) if leg.move.service]
        self.gate = ""  # the gate-out at which the yard slot in hand returns
        self.removed = ""  # what ends arrival_to_gate_out; empty: the delivery

    def write(self) -> Journey:
        flow, origin = self.flow, self.flow.origin
        self._make_ready()
        if flow.first_mile is not None:
            self._add_delay("first_mile", flow.first_mile, "carrier", origin)
            self._pass_gate(origin)
        if 0 not in self.scheduled:
            # By truck the goods leave the origin itself; a train takes them from its yard.
            self.formalities.export(origin, 0)
        for number, leg in enumerate(self.legs):
            if leg.move.service:
                self._ride(number, leg)
            else:
                self._haul(leg)
            self.formalities.on_the_way(number)
            self._stop(number, leg)
        if not self.legs:
            self._arrive(None, flow.destination)
        if flow.consolidation is None:
            self._hand_over()
        else:
            self._gather(flow.consolidation)
        self.formalities.report_unmet()
        return self.journey

    def _haul(self, leg: JourneyLeg) -> None:
        if leg.move.link is not None:
            law = travel_law(leg.move.link)
            self._pass_gate(leg.move.here)
            self.formalities.departed = self.journey.here[0]
            self.journey.add(delay(leg.label, law, "carrier", leg.move.here))
            self._pass_gate(leg.move.there)

    def _ride(self, number: int, leg: JourneyLeg) -> None:
        journey, node = self.journey, leg.move.here
        terminal = self._terminal(node)
        out = self._enter_yard(terminal, node, "yard_out")
        if terminal.unload is not None and journey.here != ["arrival"]:
            self._handle("gate_in", terminal.unload, node)
        if number == self.scheduled[0]:
            self.formalities.export(node, number)
        if terminal.load is not None:
            self._handle("load", terminal.load, node)
        train = Stage.model_construct(
            name=leg.label,
            departures=leg.move.service,
            alight=leg.move.there,
            owner="carrier",
            place=node,
        )
        journey.add(train)
        self.formalities.departed = f"{leg.label}.start"
        if out:
            left = delay(out, fixed(MINUTE), "terminal", node)
            journey.stages.append(left.model_copy(update={"after": [f"{leg.label}.start"]}))

    def _stop(self, number: int, leg: JourneyLeg) -> None:
        """Where a leg ends: lifting off, formalities, the way out to what follows."""
        node, last = leg.move.there, number == len(self.legs) - 1
        terminal = self._terminal(node)
        # Goods that end their way by road at a supervised yard are lifted off there as off a train.
        by_road = last and number not in self.scheduled and terminal.yard is not None
        if by_road or (number in self.scheduled and number + 1 not in self.scheduled):
            self.gate = self._enter_yard(terminal, node, "gate_out")
            if terminal.unload is not None:
                self._handle("unload", terminal.unload, node)
        if not last:
            self.formalities.passing(leg)
        cleared: list[str] = []
        if last or (self.scheduled and number == self.scheduled[-1]):
            cleared = self._arrive(leg, node) if last else self.formalities.imports(leg, node)
        if not last:
            # Nothing goes on before all formalities so far are done.
            self.journey.gather()
            gate = self._gate_out(node)
            if cleared:
                self.removed = gate or cleared[-1]
        elif cleared:
            self.removed = ""

    def _make_ready(self) -> None:
        """What the shipper waits for before the goods leave, side by side."""
        for name, one in self.flow.readiness.items():
            stage = delay(f"ready/{name}", one.time, "shipper", self.flow.origin)
            chance = one.chance if one.chance < 1.0 else None
            after = {"after": ["arrival"], "chance": chance}
            self.journey.stages.append(stage.model_copy(update=after))
        if self.flow.readiness:
            self.journey.here = [f"ready/{name}" for name in self.flow.readiness]

    def _pass_gate(self, node: str) -> None:
        gate = self._terminal(node).gate
        if gate is not None:
            self._handle("gate", gate, node, own=False)

    def _arrive(self, leg: JourneyLeg | None, node: str) -> list[str]:
        """The first line, any storage, and import; the stages after which the goods leave."""
        self.formalities.first_line(leg, node)
        store = self.flow.store
        if store is None:
            return self.formalities.imports(leg, node)
        self.journey.gather()
        held, kept = (self.journey.numbered(f"{step}/{node}") for step in ("store", "stored"))
        hold = Stage.model_construct(
            name=held, hold=store.place, until=kept, owner="consignee", place=node
        )
        self.journey.add(hold)
        self.journey.add(delay(kept, store.time, "consignee", node))
        # Declared when the goods leave the store: no plan of an arrival is known before.
        return self.formalities.imports(None, node)

    def _gather(self, consolidation: str) -> None:
        """The goods are taken in and gathered; they are delivered in the box."""
        node = self.flow.destination
        self.journey.gather()
        self._gate_out(node)
        receive = self.scenario.consolidations[consolidation].receive
        if receive is not None:
            self._handle("receive", receive, node)
        name = self.journey.numbered(consolidation)
        gathered = Stage.model_construct(
            name=name, consolidation=consolidation, owner="terminal", place=node
        )
        self.journey.add(gathered)
        self.journey.delivery = name

    def _enter_yard(self, terminal: Terminal, node: str, way_out: str) -> str:
        """Takes a yard slot; the name of the stage at whose end it returns."""
        if terminal.yard is None:
            return ""
        until = self.journey.numbered(f"{way_out}/{node}")
        yard = Stage.model_construct(
            name=self.journey.numbered(f"yard/{node}"),
            hold=terminal.yard,
            until=until,
            owner="terminal",
            place=node,
        )
        self.journey.add(yard)
        return until

    def _gate_out(self, node: str) -> str:
        """The goods leave the terminal by road and the slot returns; the stage, if there is one."""
        gate, self.gate = self.gate, ""
        if gate:
            by = self._terminal(node).load or Stage.model_construct(delay=fixed(MINUTE))
            self.journey.add(handled(gate, by, node))
        return gate

    def _hand_over(self) -> None:
        journey, node = self.journey, self.flow.destination
        journey.gather()
        if self.flow.pick_up is not None:
            self._add_delay("pick_up", self.flow.pick_up, "consignee", node)
            self._pass_gate(node)
        self._gate_out(node)
        if len(journey.here) > 1 or journey.here == ["arrival"]:
            self._add_delay("hand_over", fixed(MINUTE), "consignee", node)
        journey.delivery = journey.here[0]
        self._gate_clock()

    def _gate_clock(self) -> None:
        arrivals = [
            c for c in self.journey.clocks if c.name.partition("#")[0] == "arrival_to_release"
        ]
        if arrivals and arrivals[-1].formality == "import":
            last = arrivals[-1]
            stop = self.removed or self.journey.delivery
            stops = ((stop,),)
            clock = NamedClock("arrival_to_gate_out", last.place, "import", last.starts, stops)
            self.journey.clocks.append(clock)
            self.journey.leave(stop)

    def _add_delay(self, name: str, law: Law, owner: str, place: str) -> None:
        self.journey.add(delay(self.journey.numbered(name), law, owner, place))

    def _handle(self, name: str, stage: Stage, node: str, own: bool = True) -> None:
        """A station of the terminal; `own`: it takes what the flow says its goods take."""
        if own and stage.station is not None and self.flow.handling is not None:
            stage = stage.model_copy(update={"work": self.flow.handling})
        self.journey.add(handled(self.journey.numbered(f"{name}/{node}"), stage, node))

    def _terminal(self, node: str) -> Terminal:
        return self.scenario.terminals.get(node, Terminal())
