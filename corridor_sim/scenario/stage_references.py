"""Stages: each has one kind, refers to things that exist, and the journey has no circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corridor_sim.scenario.flows import Flow, Stage
from corridor_sim.scenario.naming import Naming
from corridor_sim.scenario.nodes import Step

KINDS = ("delay", "station", "departures", "consolidation", "hold")

#: Kind of stage -> kind of thing whose name it holds.
_USES = {
    "station": "station",
    "departures": "service",
    "consolidation": "consolidation",
    "hold": "place",
}
_ARRIVAL = "arrival"


def stage_name(stage: Stage) -> str:
    """A stage's name, by default that of what it uses."""
    used = stage.station or stage.departures or stage.consolidation or stage.hold
    return stage.name or used or "delay"


def subject(anchor: str) -> str:
    """The stage that `stage`, `train.start` or `train@NODE` speaks of."""
    return anchor.removesuffix(".start").partition("@")[0]


def anchors_of(stages: Sequence[Stage]) -> list[list[str]]:
    """What each stage waits for: what it says, else the stage before."""
    before = [_ARRIVAL, *(stage_name(stage) for stage in stages)]
    return [stage.after or [before[number]] for number, stage in enumerate(stages)]


def check_handling(naming: Naming, stage: Stage, path: tuple[Step, ...]) -> None:
    """A stage that stands alone: its kind, what it uses, its work."""
    kinds = [kind for kind in KINDS if getattr(stage, kind) is not None]
    if len(kinds) != 1:
        code = "stage_several_kinds" if kinds else "stage_no_kind"
        naming.report(code, *path, kinds=", ".join(kinds))
    for kind, used in _USES.items():
        naming.check(used, getattr(stage, kind), *path, kind)
    _work(naming, stage, path)


def _work(naming: Naming, stage: Stage, path: tuple[Step, ...]) -> None:
    station = naming.scenario.stations.get(stage.station or "")
    if station is not None and station.work is None and stage.work is None:
        naming.report("work_missing", *path, "station", station=stage.station or "")
    for key, kind in (("work", "station"), ("until", "hold"), ("alight", "departures")):
        if getattr(stage, key) is not None and getattr(stage, kind) is None:
            naming.report("key_not_for_stage", *path, key, key=key, needs=kind)


def check_stages(naming: Naming, flow_name: str, flow: Flow) -> None:
    """Notes what does not fit in a journey that is written as stages."""
    _Journey(naming, flow_name, flow).check()


def first_cycle(follows: Mapping[str, Sequence[str]]) -> list[str]:
    """A circle in a graph, its first name repeated at the end; empty if there is none."""
    done: set[str] = set()
    for start in follows:
        trail = [] if start in done else [start]
        pending = [iter(follows[name]) for name in trail]
        while trail:
            name = next((one for one in pending[-1] if one not in done), None)
            if name is None:
                done.add(trail.pop())
                pending.pop()
            elif name in trail:
                return [*trail[trail.index(name) :], name]
            else:
                trail.append(name)
                pending.append(iter(follows.get(name, ())))
    return []


class _Journey:
    """One flow's stages and what is said about them."""

    def __init__(self, naming: Naming, name: str, flow: Flow) -> None:
        self.naming, self.flow, self.stages = naming, flow, flow.stages
        self.here: tuple[Step, ...] = ("flows", name)
        self.names = [stage_name(stage) for stage in flow.stages]
        self.anchors = anchors_of(flow.stages)
        self.by_name = dict(zip(self.names, flow.stages, strict=True))

    def check(self) -> None:
        """All checks of the journey; its shape is looked at only where its links are sound."""
        before = len(self.naming.findings)
        self._unique()
        for number, stage in enumerate(self.stages):
            for place, anchor in enumerate(stage.after or ()):
                path = (*self.here, "stages", number, "after", place)
                self._anchor(anchor, stage, path)
        linked = len(self.naming.findings) == before
        for number, stage in enumerate(self.stages):
            here: tuple[Step, ...] = (*self.here, "stages", number)
            check_handling(self.naming, stage, here)
            self._alight(stage, here)
            for place, condition in enumerate(stage.when):
                self._when(condition, (*here, "when", place))
        if not self._circle() and linked:
            self._holds()
            self._delivery()

    def _unique(self) -> None:
        for number, name in enumerate(self.names):
            if name in self.names[:number]:
                key = () if self.stages[number].name is None else ("name",)
                self.naming.report("stage_twice", *self.here, "stages", number, *key, name=name)

    def _anchor(self, anchor: str, stage: Stage, path: tuple[Step, ...]) -> None:
        if anchor == _ARRIVAL:
            return
        name = subject(anchor)
        if not self.naming.among("stage", name, [*self.names, _ARRIVAL], *path):
            return
        if name == anchor:
            return
        other = self.by_name.get(name)
        if other is None or other.departures is None:
            self.naming.report("anchor_not_departures", *path, anchor=anchor, name=name)
            return
        service = self.naming.scenario.services.get(other.departures)
        calls = service.path if service else []
        node = anchor.partition("@")[2]
        if node and service and not self.naming.among("node", node, calls, *path):
            return
        first = not node or (calls and node == calls[0])
        if first and stage.delay is None:
            self.naming.report("start_needs_delay", *path, anchor=anchor)
        elif first and (stage.chance is not None or stage.when):
            # Skipped, it would ask for service in the very second of the departure.
            self.naming.report("start_delay_skipped", *path, anchor=anchor)

    def _alight(self, stage: Stage, path: tuple[Step, ...]) -> None:
        service = self.naming.scenario.services.get(stage.departures or "")
        if stage.alight is None or service is None:
            return
        self.naming.among("node", stage.alight, service.path[1:], *path, "alight")

    def _when(self, condition: str, path: tuple[Step, ...]) -> None:
        name, equals, option = (part.strip() for part in condition.partition("="))
        if not equals:
            self.naming.report("when_unreadable", *path, value=condition)
        elif self.naming.among("choice", name, self.flow.choices, *path):
            self.naming.among("option", option, self.flow.choices[name], *path)

    def _follows(self) -> dict[str, list[str]]:
        """Stage -> stages that wait for it."""
        follows: dict[str, list[str]] = {name: [] for name in self.names}
        for name, anchors in zip(self.names, self.anchors, strict=True):
            for anchor in anchors:
                if subject(anchor) in follows and anchor != _ARRIVAL:
                    follows[subject(anchor)].append(name)
        return follows

    def _circle(self) -> bool:
        cycle = first_cycle(self._follows())
        if cycle:
            number = self.names.index(cycle[0])
            path = (*self.here, "stages", number, "after")
            self.naming.report("after_circle", *path, chain=" -> ".join(cycle))
        return bool(cycle)

    def _holds(self) -> None:
        follows = self._follows()
        for number, stage in enumerate(self.stages):
            path: tuple[Step, ...] = (*self.here, "stages", number)
            if stage.hold is None:
                continue
            if stage.until is None:
                self.naming.report("hold_needs_until", *path, "hold", name=self.names[number])
            elif self.naming.among("stage", stage.until, self.names, *path, "until") and (
                stage.until not in _descendants(follows, self.names[number])
            ):
                values = {"until": stage.until, "name": self.names[number]}
                self.naming.report("until_not_later", *path, "until", **values)

    def _delivery(self) -> None:
        follows = self._follows()
        sinks = [name for name in self.names if not follows[name]]
        if self.flow.delivery is not None:
            self.naming.among("stage", self.flow.delivery, self.names, *self.here, "delivery")
        elif len(sinks) > 1:
            self.naming.report("delivery_unclear", *self.here, "stages", names=", ".join(sinks))


def _descendants(follows: Mapping[str, Sequence[str]], name: str) -> set[str]:
    found: set[str] = set()
    pending = list(follows.get(name, ()))
    while pending:
        one = pending.pop()
        if one not in found:
            found.add(one)
            pending.extend(follows.get(one, ()))
    return found
