"""Clocks: from the events of a journey, by name, to anchors of the plan (law L8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from corridor_sim.clock import Clock
from corridor_sim.events import OTHER_AGENCY, Anchor, ClockDefinition
from corridor_sim.planning.facts import check_facts
from corridor_sim.planning.findings import Findings
from corridor_sim.planning.formal_events import event_anchor
from corridor_sim.planning.journey_parts import NamedFormal
from corridor_sim.planning.journeys import Journey, NamedClock
from corridor_sim.planning.stages import Compiled, Names
from corridor_sim.scenario import model

_EVENT = re.compile(r"T([1-9]|1[0-3])")
_IMPORTS = ("import", "entry")


def is_event(text: str) -> bool:
    """Whether a text names one of the thirteen events of the Time Release Study."""
    return _EVENT.fullmatch(text) is not None


def _fits(own: model.Clock, flow: str, one: NamedFormal) -> bool:
    way = "import" if one.formality in _IMPORTS else one.formality
    return (
        own.flow in (None, flow)
        and (not own.flows or flow in own.flows)
        and own.office in ("", one.office)
        and own.place in ("", one.place)
        and own.direction in ("", way)
    )


def _event(one: NamedFormal, text: str) -> tuple[tuple[str, ...], ...]:
    """An event of a formality: of permits the last counts, of other stages the one passed."""
    number = int(text.removeprefix("T")) - 1
    anchors = one.events[number]
    if number == OTHER_AGENCY:
        return tuple((anchor,) for anchor in anchors)
    return (anchors,) if anchors else ()


class Clocks:
    """Compiles the clocks of a scenario and checks what asks for them."""

    def __init__(
        self, scenario: model.Scenario, clock: Clock, names: Names, found: Findings
    ) -> None:
        self.scenario, self.clock = scenario, clock
        self.names, self.found = names, found
        self.order = {name: number for number, name in enumerate(scenario.flows)}

    def compile(
        self, journeys: Mapping[str, Journey], compiled: Mapping[str, Compiled]
    ) -> tuple[ClockDefinition, ...]:
        """The clocks of all formalities, then those of the scenario's own."""
        made: list[ClockDefinition] = []
        for name, one in journeys.items():
            made += [self._clock(name, clock, one, compiled[name]) for clock in one.clocks]
        for name, own in self.scenario.clocks.items():
            if is_event(own.start) and is_event(own.stop):
                made += self._of_formalities(name, own, journeys, compiled)
            elif own.flow is not None:
                here, there = journeys[own.flow], compiled[own.flow]
                if self._is_sound(name, own, here, there):
                    clock = NamedClock(name, "", "", ((own.start,),), ((own.stop,),))
                    made.append(self._counted(self._clock(own.flow, clock, here, there), own))
        check_facts(self.scenario, made, compiled, self.names, self.found)
        return tuple(made)

    def _of_formalities(
        self,
        name: str,
        own: model.Clock,
        journeys: Mapping[str, Journey],
        compiled: Mapping[str, Compiled],
    ) -> list[ClockDefinition]:
        """The clock at every formality that fits and at which both of its events happen."""
        made = []
        for flow, journey in journeys.items():
            for one in journey.formals:
                starts, stops = (_event(one, text) for text in (own.start, own.stop))
                if not _fits(own, flow, one) or not starts or not stops:
                    continue
                clock = NamedClock(name, one.place, one.formality, starts, stops, one.office)
                known = self._clock(flow, clock, journey, compiled[flow])
                made.append(replace(self._counted(known, own), strict=True))
        if not made:
            self.found.error("clock_without_event", "clocks", name, start=own.start, stop=own.stop)
        return made

    def _counted(self, clock: ClockDefinition, own: model.Clock) -> ClockDefinition:
        """The clock with what the scenario says of whom it counts, and by what."""
        window = None
        if own.window is not None:
            first, last = own.window
            window = self.clock.midnight(first), self.clock.midnight(last + timedelta(days=1))
        return replace(clock, window=window, weight=own.weight)

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
            return event_anchor(text, made, compiled, self.names)

        starts, stops = (
            tuple(tuple(anchor(text) for text in event) for event in events)
            for events in (clock.starts, clock.stops)
        )
        return ClockDefinition(
            clock.name,
            self.order[flow],
            clock.place,
            clock.formality,
            starts,
            stops,
            clock.office,
        )
