"""Several ways of one flow as branches of one journey, masked by a choice that is drawn once.

A branch's stages carry the name of its route in front, so that their names, and with them their
luck, depend on no share and on no other route.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corridor_sim.chance.laws import fixed
from corridor_sim.clock import MINUTE
from corridor_sim.customs.drawing import CARGO, WHETHER, Drawn
from corridor_sim.customs.steps import Formed
from corridor_sim.planning.journey_parts import Journey, NamedClock, NamedFormal, delay
from corridor_sim.scenario.flows import Flow, Route, Stage

#: The choice that says which route a shipment takes.
ROUTE = "route"


def on_route(flow: Flow, route: Route) -> Flow:
    """The flow as if this were its only way."""
    return flow.model_copy(
        update={
            "routes": {},
            "origin": route.origin or flow.origin,
            "via": route.via,
            "first_mile": route.first_mile or flow.first_mile,
            "clearance": flow.clearance if route.clearance is None else route.clearance,
        }
    )


def joined(branches: Mapping[str, Journey], shares: Mapping[str, float], end: str) -> Journey:
    """One journey of all branches, which meet at the place `end`."""
    journey = Journey(choices={ROUTE: shares})
    for route, branch in branches.items():
        journey.stages += [_masked(route, stage) for stage in branch.stages]
        journey.choices |= {
            _on(route, name): _odds(route, one) for name, one in branch.choices.items()
        }
        journey.clocks += [_renamed(route, clock) for clock in branch.clocks]
        journey.formals += [_met(route, one) for one in branch.formals]
    met = delay(journey.numbered("hand_over"), fixed(MINUTE), "consignee", end)
    after = [f"{route}/{branch.delivery}" for route, branch in branches.items()]
    journey.stages.append(met.model_copy(update={"after": after}))
    journey.delivery = met.name or ""
    return journey


def _masked(route: str, stage: Stage) -> Stage:
    update: dict[str, object] = {
        "name": f"{route}/{stage.name}",
        "after": _anchors(route, stage.after or ()),
        "until": f"{route}/{stage.until}" if stage.until else None,
        "when": [f"{ROUTE}={route}", *(_on(route, text) for text in stage.when)],
    }
    if isinstance(stage, Formed) and stage.luck:
        update["luck"] = f"{route}/{stage.luck}"
    return stage.model_copy(update=update)


def _on(route: str, choice: str) -> str:
    """A choice on a route; the choice whether a stage is passed is named after the stage."""
    passed = choice.removeprefix(WHETHER)
    return f"{route}/{choice}" if passed == choice else f"{WHETHER}{route}/{passed}"


def _odds(route: str, choice: Mapping[str, float] | Drawn) -> Mapping[str, float] | Drawn:
    if not isinstance(choice, Drawn):
        return choice
    given = (one if one == CARGO else _on(route, one) for one in choice.given)
    return replace(choice, given=tuple(given))


def _anchors(route: str, anchors: Sequence[str]) -> list[str]:
    return [text if text == "arrival" else f"{route}/{text}" for text in anchors]


def _renamed(route: str, clock: NamedClock) -> NamedClock:
    starts = tuple(tuple(_anchors(route, event)) for event in clock.starts)
    stops = tuple(tuple(_anchors(route, event)) for event in clock.stops)
    return replace(clock, starts=starts, stops=stops)


def _met(route: str, formal: NamedFormal) -> NamedFormal:
    events = tuple(tuple(_anchors(route, event)) for event in formal.events)
    return replace(formal, name=f"{route}/{formal.name}", events=events)
