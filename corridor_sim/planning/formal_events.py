"""The events of formalities: from a journey's own words to anchors of the plan."""

from __future__ import annotations

from collections.abc import Mapping

from corridor_sim.events import START, Anchor, FormalEvents
from corridor_sim.plan import Kind
from corridor_sim.planning.journey_parts import Journey, NamedFormal
from corridor_sim.planning.stages import Compiled, Names

_CHOICES = ("trader", "selected", "look", "unpacked", "violation", "found")


def event_anchor(text: str, journey: Journey, compiled: Compiled, names: Names) -> Anchor:
    """The anchor of an event; `stage.start` is the first second of its work."""
    found = compiled.anchor(text, names, journey.stages)
    if text.endswith(".start") and compiled.stages[found.stage].kind is not Kind.DEPARTURES:
        return Anchor(found.stage, START)
    return found


def formal_events(
    journeys: Mapping[str, Journey], compiled: Mapping[str, Compiled], names: Names
) -> tuple[FormalEvents, ...]:
    """Every formality of every flow, in the order in which journeys meet them."""
    return tuple(
        _formal(number, one, journey, (compiled[name], names))
        for number, (name, journey) in enumerate(journeys.items())
        for one in journey.formals
    )


def _formal(
    flow: int, one: NamedFormal, journey: Journey, known: tuple[Compiled, Names]
) -> FormalEvents:
    compiled, names = known

    def anchor(text: str) -> Anchor:
        return event_anchor(text, journey, compiled, names)

    choices = {choice.name: number for number, choice in enumerate(compiled.choices)}
    return FormalEvents(
        flow,
        one.key,
        one.name,
        one.place,
        one.formality,
        one.office,
        one.policy,
        tuple(tuple(anchor(text) for text in event) for event in one.events),
        *(choices.get(f"{one.name}/{choice}", -1) for choice in _CHOICES),
    )
