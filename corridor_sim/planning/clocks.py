"""Clocks: from the events of a journey, by name, to anchors of the plan (law L8)."""

from __future__ import annotations

from collections.abc import Mapping

from corridor_sim.events import Anchor, ClockDefinition
from corridor_sim.planning.facts import check_facts
from corridor_sim.planning.findings import Findings
from corridor_sim.planning.journeys import Journey, NamedClock
from corridor_sim.planning.stages import Compiled, Names
from corridor_sim.scenario import model


class Clocks:
    """Compiles the clocks of a scenario and checks what asks for them."""

    def __init__(self, scenario: model.Scenario, names: Names, found: Findings) -> None:
        self.scenario, self.names, self.found = scenario, names, found
        self.order = {name: number for number, name in enumerate(scenario.flows)}

    def compile(
        self, journeys: Mapping[str, Journey], compiled: Mapping[str, Compiled]
    ) -> tuple[ClockDefinition, ...]:
        """The clocks of all formalities, then those of the scenario's own."""
        made: list[ClockDefinition] = []
        for name, one in journeys.items():
            made += [self._clock(name, clock, one, compiled[name]) for clock in one.clocks]
        for name, own in self.scenario.clocks.items():
            here, there = journeys[own.flow], compiled[own.flow]
            if self._is_sound(name, own, here, there):
                clock = NamedClock(name, "", "", ((own.start,),), own.stop)
                made.append(self._clock(own.flow, clock, here, there))
        check_facts(self.scenario, made, compiled, self.names, self.found)
        return tuple(made)

    def _is_sound(self, name: str, own: model.Clock, made: Journey, compiled: Compiled) -> bool:
        """Stages of a journey through the network have their names only from here on."""
        sound = True
        for key, text in (("start", own.start), ("stop", own.stop)):
            refusal = compiled.refusal(text, self.names, made.stages)
            if refusal is not None:
                self.found.error(refusal[0], "clocks", name, key, **refusal[1])
                sound = False
        if sound:
            self._is_passed(name, own, made, compiled)
        return sound

    def _is_passed(self, name: str, own: model.Clock, made: Journey, compiled: Compiled) -> None:
        """A clock does not exist for a shipment that skips the stage at which it stops."""
        stop = compiled.anchor(own.stop, self.names, made.stages).stage
        if stop >= 0 and compiled.stages[stop].when:
            self.found.warning("clock_stop_skipped", "clocks", name, "stop", stop=own.stop)

    def _clock(
        self, flow: str, clock: NamedClock, made: Journey, compiled: Compiled
    ) -> ClockDefinition:
        def anchor(text: str) -> Anchor:
            return compiled.anchor(text, self.names, made.stages)

        starts = tuple(tuple(anchor(text) for text in event) for event in clock.starts)
        return ClockDefinition(
            clock.name,
            self.order[flow],
            clock.place,
            clock.formality,
            starts,
            anchor(clock.stop),
            clock.office,
        )
