"""Mutants of places and journeys: entry, return, skips, joins, the stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module

from simpy import Event

from corridor_sim.clock import NEVER
from corridor_sim.engine.event.journey import Begin, Journey, Step
from corridor_sim.engine.event.places import Places
from corridor_sim.engine.event.replication import Replication
from corridor_sim.engine.event.settle import Key, Timeline, Visit
from corridor_sim.plan import Flow, Kind
from corridor_sim.trace import FlowTrace
from tests.engine.mutants import Mutant, instead

_STACK: Callable[[Sequence[FlowTrace], int], FlowTrace] = import_module(
    "corridor_sim.engine.event.run"
)._stack


class _LateEntry(Places):
    """Entry takes two seconds."""

    def join(self, key: Key, start: list[int]) -> Visit:
        visit = super().join(key, start)
        entered = Visit(self._env)
        visit.callbacks.append(lambda _: entered.ends_in(1))
        return entered


class _ReturnsLater(Places):
    """A place is clean again a second after it was left."""

    def give_back(self) -> None:
        self._env.timeout(1).callbacks.append(lambda _: super(_ReturnsLater, self).give_back())


class _Endless(Places):
    """There is always a place."""

    def __init__(self, env: Timeline, places: int) -> None:
        super().__init__(env, 1 << 40)


class _Owing(Places):
    """Lets a place be taken by somebody who does not ask: fewer than none may be free."""

    def join(self, key: Key, start: list[int]) -> Visit:
        free, self._free = self._free, max(self._free, 0)
        visit = super().join(key, start)
        self._free = free
        return visit

    def _enter(self, event: Event) -> None:
        owed = min(self._free, 0)
        self._free -= owed
        super()._enter(event)
        self._free += owed


class _SkippedTakesPlace(Journey):
    """Who skips a hold takes a place all the same, without waiting for it."""

    def _finish(self, step: Step, number: int, now: int) -> None:
        if step.skip is not None and step.skip[number]:
            self._take(step)
        for hold, give_back in step.gives_back:
            if hold.skip is not None and hold.skip[number]:
                give_back()
        super()._finish(step, number, now)

    def _take(self, hold: Step) -> None:
        for step in self.steps:
            for kept, give_back in step.gives_back:
                if kept is hold:
                    give_back.__self__._free -= 1  # type: ignore[attr-defined]  # its pool


class _SkippedKeepsPlace(Journey):
    """A place kept until a stage that is skipped is not given back."""

    def _finish(self, step: Step, number: int, now: int) -> None:
        returns = step.gives_back
        if step.skip is not None and step.skip[number]:
            step.gives_back = []
        super()._finish(step, number, now)
        step.gives_back = returns


class _ReturnsAtReady(Replication):
    """A place returns when the stage until which it is kept becomes ready, if nobody skips it."""

    def _journey(self, index: int) -> Journey:
        journey = super()._journey(index)
        for step in journey.steps:
            if step.gives_back and step.skip is None:
                step.begin = _returning(step.begin, step.gives_back)
                step.gives_back = []
        return journey


def _returning(begin: Begin, returns: Iterable[tuple[Step, Callable[[], None]]]) -> Begin:
    def begins(number: int, now: int) -> Event:
        for hold, give_back in returns:
            if hold.skip is None or not hold.skip[number]:
                give_back()
        return begin(number, now)

    return begins


class _SkippedTakesTime(Replication):
    """A skipped stage takes a second."""

    def _journey(self, index: int) -> Journey:
        journey = super()._journey(index)
        stages = self.plan.flows[index].stages
        for stage, step in zip(stages, journey.steps, strict=True):
            if step.skip is not None and stage.kind is not Kind.HOLD:
                step.begin = _passing(self.env, step, step.begin, step.skip)
                step.skip = None
        return journey


def _passing(env: Timeline, step: Step, begin: Begin, skip: list[bool]) -> Begin:
    def begins(number: int, now: int) -> Event:
        if not skip[number]:
            return begin(number, now)
        step.start[number] = now
        return env.timeout(1)

    return begins


class _NoCallsOfSkipped(Replication):
    """Who does not make a trip never reaches its calls."""

    def _journey(self, index: int) -> Journey:
        journey = super()._journey(index)
        for step in journey.steps:
            step.calls = []  # departures have their own copy
        return journey


class _NoJoin(Journey):
    """A stage waits for one of its anchors only."""

    def _cut_into_chains(self, flow: Flow) -> None:
        super()._cut_into_chains(flow)
        for step in self.steps:
            step.waits = []


def _whole_ride(rows: Sequence[FlowTrace], stop: int) -> FlowTrace:
    """Times beyond the stop that were known before it stay in the trace."""
    return _STACK(rows, NEVER)


SKIPPED_HOLD = instead("a skipped hold takes no place", _SkippedTakesPlace, _Owing)
FULL_HOLD = instead("a hold waits for a place", _Endless)
MUTANTS: list[Mutant] = [
    SKIPPED_HOLD,
    FULL_HOLD,
    instead("entry takes a second", _LateEntry),
    instead("a return and an entry share a second", _ReturnsLater),
    instead("a place returns when the last stage is skipped", _SkippedKeepsPlace),
    instead("a stage waits for all its anchors", _NoJoin),
    Mutant(
        "a place returns at the end of the last stage", (("run", "Replication", _ReturnsAtReady),)
    ),
    Mutant("a skipped stage takes no time", (("run", "Replication", _SkippedTakesTime),)),
    Mutant("calls of a trip not made are over", (("run", "Replication", _NoCallsOfSkipped),)),
    Mutant("no time beyond the stop", (("run", "_stack", _whole_ride),)),
]
