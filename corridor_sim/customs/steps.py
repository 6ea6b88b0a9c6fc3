"""Writes the stages of one formality: their names, their luck, and who passes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corridor_sim.chance.laws import Law, fixed
from corridor_sim.customs.drawing import CARGO, WHETHER, YES, Drawn, by_chance, given
from corridor_sim.scenario.flows import Stage
from corridor_sim.scenario.levers import Check, Wait

MESSAGE = fixed(60.0)  # an electronic message: a minute
INSTANT = fixed(1.0)  # the least a stage may take


class Formed(Stage):
    """A stage of a formality.

    luck   the stage whose stream its work is drawn from: of several ways to do the same step a
           shipment takes one, and takes its luck with it
    """

    luck: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where and when a formality is done on a journey.

    key       name of the formality; prefix of its stages
    goods     anchor at which the goods are at the supervised place
    papers    anchor from which on the trader can prepare
    notice    seconds after `papers` at which the declaration may be lodged at the earliest;
              None: lodged when the goods are there (or at once, if `beside`)
    beside    the papers run beside the haul: lodge as soon as they are prepared
    also      anchors that must have passed before anything is inspected or released
    means     anchor at which the means of transport arrived; empty: unknown
    inland    what is declared here is released elsewhere, further on
    cargo     classes of the shipments under `sizes`; empty where they are not known
    gate      the gate of the terminal
    """

    key: str
    place: str
    goods: str
    papers: str
    notice: int | None = None
    beside: bool = False
    also: tuple[str, ...] = ()
    means: str = ""
    inland: bool = False
    cargo: tuple[str, ...] = ()
    gate: Stage | None = None


@dataclass(slots=True)
class Steps:
    """The stages and choices of a formality while it is written."""

    at: Occasion
    stages: list[Formed] = field(default_factory=list)
    choices: dict[str, Drawn] = field(default_factory=dict)

    def name(self, step: str) -> str:
        """What a stage or choice of this formality is called."""
        return f"{self.at.key}/{step}"

    def chosen(self, choice: str, drawn: Drawn) -> str:
        """A choice of this formality; its full name."""
        name = self.name(choice)
        self.choices.setdefault(name, drawn)
        return name

    def way(self, name: str = "", when: Sequence[str] = ()) -> Way:
        """A way through the formality: a prefix of its stages and who takes it."""
        return Way(self, name, tuple(when))


@dataclass(frozen=True, slots=True)
class Way:
    """Writes stages that only those pass who take this way.

    name   prefix of the stages; their luck is that of the stages without it
    when   conditions of the way
    """

    steps: Steps
    name: str
    when: tuple[str, ...]

    def delay(
        self, step: str, law: Law, after: Sequence[str], owner: str, when: Sequence[str] = ()
    ) -> str:
        """A stage that only takes time; its name."""
        return self._write(step, Formed.model_construct(delay=law, owner=owner), after, when)

    def served(
        self,
        step: str,
        by: tuple[str | None, Law | None],
        after: Sequence[str],
        when: Sequence[str] = (),
        owner: str = "customs",
    ) -> str:
        """Work at a station; a plain delay if there is none. `by`: the station and the work."""
        station, work = by
        if station is None:
            return self.delay(step, work or MESSAGE, after, owner, when)
        stage = Formed.model_construct(station=station, work=work, owner=owner)
        return self._write(step, stage, after, when)

    def may(self, step: str, wait: Wait, after: Sequence[str], owner: str) -> str:
        """A stage that some pass, by chance or by cargo class."""
        when = self.some(step, wait)
        if isinstance(wait, Check) and wait.station is not None:
            return self.served(step, (wait.station, wait.time), after, when, owner)
        return self.delay(step, wait.time, after, owner, when)

    def some(self, step: str, wait: Wait) -> list[str]:
        """The condition under which a shipment meets a wait; none if all do."""
        drawn = chance_of(wait.chance, wait.cargo, self.steps.at.cargo)
        if drawn.rows == {(): (1.0, 0.0)}:
            return []
        name = f"{WHETHER}{self.steps.name(step)}"
        self.steps.choices.setdefault(name, drawn)
        return [f"{name}={YES}"]

    def _write(self, step: str, stage: Formed, after: Sequence[str], when: Sequence[str]) -> str:
        name, luck = self.steps.name(f"{self.name}{step}"), self.steps.name(step)
        update: dict[str, object] = {
            "name": name,
            "after": apart(after),
            "when": [*self.when, *when],
            "place": self.steps.at.place,
            "luck": "" if luck == name else luck,
        }
        self.steps.stages.append(stage.model_copy(update=update))
        return name


def chance_of(chance: float, cargo: dict[str, float], classes: Sequence[str]) -> Drawn:
    """Yes by chance, or by the class of a shipment where its class is named."""
    if not any(one in cargo for one in classes):
        return by_chance(chance)
    return given({CARGO: classes}, lambda fell: cargo.get(fell[CARGO], chance))


def apart(anchors: Sequence[str]) -> list[str]:
    """Each anchor once, in order."""
    return list(dict.fromkeys(anchors))


def off_departures(stages: Sequence[Formed], at: Occasion) -> list[Formed]:
    """The same stages, none of which asks for service in the very second of a departure (law L1).

    What is served, or may be skipped, hangs on a stage of one second instead, which nobody skips; a
    delay that is fixed is a second shorter for it.
    """
    known = f"{at.key}/departed"
    written: list[Formed] = []
    begun: list[str] = []
    for stage in stages:
        mine = [text for text in stage.after or () if text.endswith(".start")]
        if not mine or not (stage.when or stage.station):
            written.append(stage)
            continue
        begun = apart([*begun, *mine])
        after = apart([known if text in mine else text for text in stage.after or ()])
        update: dict[str, object] = {"after": after}
        if stage.delay is not None and not stage.delay.draws:
            update["delay"] = fixed(max(1.0, stage.delay.parameters[0] - 1.0))
        written.append(stage.model_copy(update=update))
    if begun:
        first = Steps(at)
        first.way().delay("departed", INSTANT, begun, "carrier")
        written = [*first.stages, *written]
    return written
