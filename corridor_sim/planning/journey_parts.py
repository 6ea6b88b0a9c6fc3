"""A journey while it is being written: stages, clocks, and names that no other stage has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from corridor_sim.chance.laws import Law
from corridor_sim.clock import Clock
from corridor_sim.customs.drawing import Drawn
from corridor_sim.customs.formalities import Formal
from corridor_sim.network.graph import Move
from corridor_sim.network.legs import travel_law
from corridor_sim.scenario.flows import Stage
from corridor_sim.scenario.model import Scenario
from corridor_sim.scenario.network_rows import PermitRow


@dataclass(frozen=True, slots=True)
class Setting:
    """What all journeys of a plan have in common.

    reach     planned seconds from a service's departure to each node it calls at
    waits     planned seconds from being ready to a service's departure
    permits   rows of the network's table of permits
    cargo     classes of a flow's shipments under `sizes`; none where boxes bring them together
    """

    clock: Clock
    reach: Mapping[tuple[str, str], int]
    waits: Mapping[str, float]
    permits: Sequence[PermitRow]
    cargo: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class NamedClock:
    """A clock in the journey's own words: anchors by name.

    starts, stops   events of which the latest counts, each as anchors of which a shipment has one
    """

    name: str
    place: str
    formality: str
    starts: tuple[tuple[str, ...], ...]
    stops: tuple[tuple[str, ...], ...]
    office: str = ""


@dataclass(frozen=True, slots=True)
class NamedFormal:
    """A formality that a journey meets, in the journey's own words.

    key      its name in the scenario, `name` its name in the journey
    policy   the policy, or several in the order of their days
    events   T1 to T13 of the Time Release Study, each as anchors of which a shipment has one
    """

    key: str
    name: str
    place: str
    formality: str
    office: str
    policy: str
    events: tuple[tuple[str, ...], ...]


@dataclass
class Journey:
    """A journey while it is being written.

    here      anchors that must pass before the goods move on
    waiting   formalities begun on the way that the next leg, or the delivery, waits for
    """

    stages: list[Stage] = field(default_factory=list)
    choices: dict[str, Mapping[str, float] | Drawn] = field(default_factory=dict)
    clocks: list[NamedClock] = field(default_factory=list)
    formals: list[NamedFormal] = field(default_factory=list)
    here: list[str] = field(default_factory=lambda: ["arrival"])
    waiting: list[str] = field(default_factory=list)
    delivery: str = ""
    # A service may be called `arrival`; the anchor `arrival` is the shipment's own.
    _names: Counter[str] = field(default_factory=lambda: Counter(["arrival"]))

    def numbered(self, name: str) -> str:
        """The name, and from its second use on `name#2`, `name#3`, ...

        No name in a scenario may hold '#', so a number never meets a name that was written.
        """
        self._names[name] += 1
        count = self._names[name]
        return name if count == 1 else f"{name}#{count}"

    def add(self, stage: Stage) -> None:
        """Append a stage that follows where the goods are."""
        self.stages.append(stage.model_copy(update={"after": self.here}))
        self.here = [stage.name or ""]

    def add_formal(self, formal: Formal) -> None:
        """Append a formality; the goods do not wait for it until told so."""
        self.stages += formal.stages
        self.choices.update(formal.choices)

    def leave(self, stop: str) -> None:
        """Imported goods leave the terminal at this stage, where no gate of their own says when."""
        self.formals = [
            replace(one, events=(*one.events[:-1], (stop,)))
            if one.formality == "import" and not one.events[-1]
            else one
            for one in self.formals
        ]

    def gather(self) -> None:
        """From here on the goods wait for every formality begun on the way."""
        self.here = list(dict.fromkeys([*self.here, *self.waiting]))
        self.waiting.clear()


@dataclass(frozen=True, slots=True)
class JourneyLeg:
    """A move under its name in the journey.

    label     name of its stage
    planned   planned seconds from its start to each node it brings the goods to, in order
    """

    move: Move
    label: str
    planned: Mapping[str, int]

    def at(self, node: str) -> str:
        """The anchor at which the goods are at a node of this leg."""
        return f"{self.label}@{node}" if self.move.service else self.label


def journey_legs(
    scenario: Scenario,
    journey: Journey,
    moves: Sequence[Move],
    setting: Setting,
) -> list[JourneyLeg]:
    """The moves with names of their own, so that a border further on can be spoken of."""
    legs = []
    for move in moves:
        if move.service:
            path = scenario.services[move.service].path
            calls = path[path.index(move.here) + 1 : path.index(move.there) + 1]
            planned = {node: setting.reach[move.service, node] for node in calls}
            legs.append(JourneyLeg(move, journey.numbered(move.service), planned))
        elif move.link is not None:
            label = journey.numbered(f"truck/{move.here}-{move.there}")
            seconds = round(travel_law(move.link).mean)
            legs.append(JourneyLeg(move, label, {move.there: seconds}))
    return legs


def delay(name: str, law: Law, owner: str, place: str) -> Stage:
    """A stage that only takes time."""
    return Stage.model_construct(name=name, delay=law, after=None, owner=owner, place=place)


def handled(name: str, stage: Stage, node: str) -> Stage:
    """A terminal's handling under a name of the journey."""
    return stage.model_copy(
        update={"name": name, "owner": stage.owner or "terminal", "place": node}
    )
