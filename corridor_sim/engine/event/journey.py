"""Journeys: how shipments walk their flow's stages, one generator per unbroken chain.

The stages of a flow form a directed acyclic graph. It is cut into chains: a stage goes on in the
chain of one of its predecessors, a fork starts one more chain. Chains meet at marks: a mark is
something that happens to every shipment once, the end of a stage or the call of its trip.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

from simpy import Event

from corridor_sim.clock import NEVER
from corridor_sim.engine.event.settle import Timeline
from corridor_sim.plan import ARRIVAL, END, Anchor, Flow

#: Starts a stage for a shipment at a second; the event fires at the stage's end.
Begin = Callable[[int, int], Event]
Walk = Generator[Event, object, None]


class Mark:
    """The second at which something happened to each shipment, and who waits for it."""

    __slots__ = ("_env", "_journey", "passed", "starts", "waiting")

    def __init__(self, env: Timeline, shipments: int, journey: Journey) -> None:
        self._env = env
        self._journey = journey
        self.passed = bytearray(shipments)
        self.waiting: dict[int, list[Event]] = {}
        self.starts: list[Chain] = []

    def wait(self, number: int) -> Event:
        """An event that fires when it happens to this shipment."""
        event = Event(self._env)
        self.waiting.setdefault(number, []).append(event)
        return event

    def reach(self, number: int) -> None:
        """It happens to this shipment now."""
        self.passed[number] = 1
        for event in self.waiting.pop(number, ()):
            event.succeed()
        for chain in self.starts:
            self._env.process(self._journey.walk(chain, number))


class Step:
    """One stage of a chain, with the columns it writes."""

    __slots__ = (
        "begin",
        "calls",
        "end",
        "gives_back",
        "mark",
        "ready",
        "skip",
        "slot",
        "start",
        "waits",
    )

    def __init__(self, shipments: int, skip: list[bool] | None) -> None:
        self.ready = [NEVER] * shipments
        self.start = [NEVER] * shipments
        self.end = [NEVER] * shipments
        self.slot: list[int] | None = None
        self.skip = skip
        self.begin: Begin = _unset
        self.mark: Mark | None = None
        self.calls: list[tuple[int, Mark]] = []
        self.waits: list[Mark] = []
        self.gives_back: list[tuple[Step, Callable[[], None]]] = []


Chain = list[Step]


class Journey:
    """All shipments of one flow on their way."""

    def __init__(self, env: Timeline, flow: Flow, steps: list[Step]) -> None:
        self.env = env
        self.steps = steps
        self._shipments = len(steps[0].ready)
        self._marks: dict[Anchor, Mark] = {}
        self._first: list[Chain] = []
        self._cut_into_chains(flow)

    def set_out(self, number: int) -> None:
        """The shipment arrives: every chain that hangs on its arrival begins."""
        for chain in self._first:
            self.env.process(self.walk(chain, number))

    def walk(self, chain: Chain, number: int) -> Walk:
        """One shipment's way along one chain."""
        env = self.env
        for step in chain:
            for mark in step.waits:
                if not mark.passed[number]:
                    yield mark.wait(number)
            now = env.second
            step.ready[number] = now
            if step.skip is not None and step.skip[number]:
                step.start[number] = now
                for _, mark in step.calls:  # a trip that is not made is over at once
                    mark.reach(number)
            else:
                yield step.begin(number, now)
                now = env.second
            step.end[number] = now
            for hold, give_back in step.gives_back:
                if hold.skip is None or not hold.skip[number]:
                    give_back()
            if step.mark is not None:
                step.mark.reach(number)

    def _cut_into_chains(self, flow: Flow) -> None:
        tails: dict[int, Chain] = {}
        for index, stage in enumerate(flow.stages):
            step = self.steps[index]
            leading = next((a for a in stage.after if a.call == END and a.stage in tails), None)
            others = [anchor for anchor in stage.after if anchor != leading]
            if leading is not None:
                chain = tails.pop(leading.stage)
            else:
                chain = []
                self._begin_chain(chain, others.pop())
            step.waits = [self._mark(anchor) for anchor in others if anchor.stage != ARRIVAL]
            chain.append(step)
            tails[index] = chain

    def _begin_chain(self, chain: Chain, anchor: Anchor) -> None:
        if anchor.stage == ARRIVAL:
            self._first.append(chain)
        else:
            self._mark(anchor).starts.append(chain)

    def _mark(self, anchor: Anchor) -> Mark:
        mark = self._marks.get(anchor)
        if mark is None:
            mark = self._marks[anchor] = Mark(self.env, self._shipments, self)
            if anchor.call == END:
                self.steps[anchor.stage].mark = mark
            else:
                self.steps[anchor.stage].calls.append((anchor.call, mark))
        return mark


def _unset(_number: int, _now: int) -> Event:
    raise AssertionError("a step was walked before its stage was wired")
