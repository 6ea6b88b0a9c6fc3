"""The planner's stages become plan stages: names become positions, chances become choices."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import networkx as nx

from corridor_sim.chance.laws import Law
from corridor_sim.customs.drawing import CARGO, WHETHER, Drawn, by_chance, one_of
from corridor_sim.customs.steps import Formed
from corridor_sim.errors import Value
from corridor_sim.plan import ARRIVAL, END, Anchor, Choice, Kind, Stage
from corridor_sim.scenario import flows as words


@dataclass(frozen=True, slots=True)
class Names:
    """Where named resources stand in the plan, and the calls of each service."""

    stations: Mapping[str, int]
    services: Mapping[str, int]
    consolidations: Mapping[str, int]
    places: Mapping[str, int]
    calls: Mapping[str, tuple[str, ...]]
    station_work: Mapping[str, Law | None]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A flow's stages in plan form; `position` finds a stage by its name."""

    stages: tuple[Stage, ...]
    choices: tuple[Choice, ...]
    position: Mapping[str, int]

    def anchor(self, text: str, names: Names, given: Sequence[words.Stage]) -> Anchor:
        """The anchor that `arrival`, `stage`, `train.start` or `train@NODE` means."""
        return _anchor(text, self.position, names, {stage_name(one): one for one in given})

    def refusal(
        self, text: str, names: Names, given: Sequence[words.Stage]
    ) -> tuple[str, dict[str, Value]] | None:
        """Why a text means no event of this journey: code and values of the finding."""
        name, node = _subject(text), text.partition("@")[2]
        if text == "arrival":
            return None
        if name not in self.position:
            return _not_among("stage", name, self.position)
        service = next(one.departures for one in given if stage_name(one) == name)
        if text != name and service is None:
            return "anchor_not_departures", {"anchor": text, "name": name}
        if node and node not in names.calls[service or ""]:
            return _not_among("node", node, names.calls[service or ""])
        return None


def _not_among(kind: str, name: str, known: Collection[str]) -> tuple[str, dict[str, Value]]:
    values: dict[str, Value] = {"kind": kind, "name": name, "known": ", ".join(known)}
    return "unknown_name" if known else "nothing_defined", values


def stage_name(stage: words.Stage) -> str:
    """A stage's name, by default that of what it uses."""
    return (
        stage.name
        or stage.station
        or stage.departures
        or stage.consolidation
        or stage.hold
        or "delay"
    )


def compile_stages(
    given: Sequence[words.Stage],
    choices: Mapping[str, Mapping[str, float] | Drawn],
    names: Names,
    cargo: Mapping[str, float],
) -> Compiled:
    """Stages in an order in which every anchor comes first; ties keep the scenario's order.

    cargo   shares of the flow's classes of shipments, which odds may depend on
    """
    linked = _default_after(given)
    by_name = {stage_name(stage): stage for stage in linked}
    order = _order(linked)
    position = {name: number for number, name in enumerate(order)}
    drawn: list[Choice] = []
    known: dict[str, int] = {CARGO: -1}
    for name, one in choices.items():
        made = one if isinstance(one, Drawn) else one_of(one)
        known[name] = len(drawn)
        drawn.append(_choice(name, made, known, (drawn, cargo)))
    stages: list[Stage] = []
    for name in order:
        stage = by_name[name]
        when = [_option(text, known, drawn) for text in stage.when]
        if stage.chance is not None:
            known[f"{WHETHER}{name}"] = len(drawn)
            odds = by_chance(stage.chance)
            drawn.append(_choice(f"{WHETHER}{name}", odds, known, (drawn, cargo)))
            when.append((known[f"{WHETHER}{name}"], 0))
        anchors = tuple(_anchor(text, position, names, by_name) for text in stage.after or ())
        stages.append(_stage(stage, anchors, tuple(when), position, names))
    return Compiled(tuple(stages), tuple(drawn), position)


def _default_after(given: Sequence[words.Stage]) -> list[words.Stage]:
    linked: list[words.Stage] = []
    for number, stage in enumerate(given):
        before = [stage_name(given[number - 1])] if number else ["arrival"]
        after = stage.after or before
        linked.append(stage.model_copy(update={"after": after}))
    return linked


def _order(stages: Sequence[words.Stage]) -> list[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    rank = {stage_name(stage): number for number, stage in enumerate(stages)}
    graph.add_nodes_from(rank)
    for stage in stages:
        for text in stage.after or ():
            if text != "arrival":
                graph.add_edge(_subject(text), stage_name(stage))
    return list(nx.lexicographical_topological_sort(graph, key=rank.__getitem__))


def _subject(text: str) -> str:
    """The stage that an anchor speaks of."""
    return text.removesuffix(".start").partition("@")[0]


def _anchor(
    text: str, position: Mapping[str, int], names: Names, stages: Mapping[str, words.Stage]
) -> Anchor:
    if text == "arrival":
        return Anchor(ARRIVAL)
    subject = _subject(text)
    where = position[subject]
    if text.endswith(".start"):
        return Anchor(where, 0)
    if "@" in text:
        calls = names.calls[stages[subject].departures or ""]
        return Anchor(where, calls.index(text.partition("@")[2]))
    return Anchor(where, END)


def _choice(
    name: str,
    drawn: Drawn,
    known: Mapping[str, int],
    earlier: tuple[Sequence[Choice], Mapping[str, float]],
) -> Choice:
    """A choice in plan form; `cumulative` is what it comes to over all that it is given."""
    if not drawn.given:
        edges = _edges(next(iter(drawn.rows.values())))
        return Choice(name, drawn.options, edges, since=drawn.since)
    choices, cargo = earlier
    given = tuple(known[one] for one in drawn.given)
    weights = [
        tuple(cargo.values()) if one < 0 else _shares(choices[one].cumulative) for one in given
    ]
    whole = [0.0] * len(drawn.options)
    for row, parts in zip(drawn.rows.values(), product(*weights), strict=True):
        whole = [a + math.prod(parts) * b for a, b in zip(whole, row, strict=True)]
    rows = tuple(_edges(row) for row in drawn.rows.values())
    return Choice(name, drawn.options, _edges(whole), given, rows)


def _edges(shares: Sequence[float]) -> tuple[float, ...]:
    """Upper ends of shares, the last being 1."""
    reached, edges = 0.0, []
    for share in shares:
        reached += share
        edges.append(reached)
    edges[-1] = 1.0
    return tuple(edges)


def _shares(edges: Sequence[float]) -> tuple[float, ...]:
    return tuple(high - low for low, high in pairwise((0.0, *edges)))


def _option(text: str, known: Mapping[str, int], drawn: Sequence[Choice]) -> tuple[int, int]:
    name, _, option = text.partition("=")
    choice = known[name.strip()]
    return choice, drawn[choice].options.index(option.strip())


def _stage(
    stage: words.Stage,
    after: tuple[Anchor, ...],
    when: tuple[tuple[int, int], ...],
    position: Mapping[str, int],
    names: Names,
) -> Stage:
    kind, resource, work, until, alight = Kind.DELAY, -1, stage.delay, -1, END
    if stage.station is not None:
        kind, resource = Kind.STATION, names.stations[stage.station]
        work = stage.work or names.station_work[stage.station]
    elif stage.departures is not None:
        kind, resource = Kind.DEPARTURES, names.services[stage.departures]
        if stage.alight is not None:
            alight = names.calls[stage.departures].index(stage.alight)
    elif stage.consolidation is not None:
        kind, resource = Kind.CONSOLIDATION, names.consolidations[stage.consolidation]
    elif stage.hold is not None:
        kind, resource = Kind.HOLD, names.places[stage.hold]
        until = position[stage.until or ""]
    return Stage(
        stage_name(stage),
        kind,
        resource,
        after,
        work,
        when,
        until,
        alight,
        stage.owner,
        stage.place,
        stage.luck if isinstance(stage, Formed) else "",
    )
