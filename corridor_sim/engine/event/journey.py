"""Journeys: how shipments walk their flow's stages, one callback per stage that takes time.

The stages of a flow form a directed acyclic graph. It is cut into chains: a stage goes on in the
chain of one of its predecessors, a fork starts one more chain. Chains meet at marks: a mark is
something that happens to every shipment once, the end of a stage or the call of its trip.

A SimPy process for every chain would cost two events more for each, to begin and to end it. With
routes, papers beside the haul and forks these would be four in ten of all events.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simpy import Event

from corridor_sim.clock import NEVER
from corridor_sim.engine.event.settle import Timeline
from corridor_sim.plan import ARRIVAL, END, Anchor, Flow

#: Starts a stage for a shipment at a second; the event fires at the stage's end.
Begin = Callable[[int, int], Event]


class Mark:
    """The second at which something happened to each shipment, and who waits for it."""

    __slots__ = ("_journey", "passed", "starts", "waiting")

    def __init__(self, shipments: int, journey: Journey) -> None:
        self._journey = journey
        self.passed = bytearray(shipments)
        self.waiting: dict[int, list[tuple[Chain, int]]] = {}
        self.starts: list[Chain] = []

    def wait(self, number: int, chain: Chain, at: int) -> None:
        """The shipment goes on with this step of the chain when it has happened."""
        self.waiting.setdefault(number, []).append((chain, at))

    def reach(self, number: int) -> None:
        """It happens to this shipment now."""
        self.passed[number] = 1
        for chain, at in self.waiting.pop(number, ()):
            self._journey.walk(chain, number, at)
        for chain in self.starts:
            self._journey.walk(chain, number, 0)


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
            self.walk(chain, number, 0)

    def walk(self, chain: Chain, number: int, at: int) -> None:
        """One shipment's way along one chain, as far as it comes in this second."""
        now = self.env.second
        for position in range(at, len(chain)):
            step = chain[position]
            for mark in step.waits:
                if not mark.passed[number]:
                    mark.wait(number, chain, position)
                    return
            step.ready[number] = now
            if step.skip is not None and step.skip[number]:
                step.start[number] = now
                for _, mark in step.calls:  # a trip that is not made is over at once
                    mark.reach(number)
                self._finish(step, number, now)
                continue
            event = step.begin(number, now)
            if event.callbacks is None:
                raise AssertionError("a stage ended before it was told what follows")
            event.callbacks.append(partial(self._pass, chain, number, position))
            return

    def _pass(self, chain: Chain, number: int, position: int, _event: Event) -> None:
        """The stage is over: what waits for it goes on, then the chain."""
        self._finish(chain[position], number, self.env.second)
        self.walk(chain, number, position + 1)

    def _finish(self, step: Step, number: int, now: int) -> None:
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
            mark = self._marks[anchor] = Mark(self._shipments, self)
            if anchor.call == END:
                self.steps[anchor.stage].mark = mark
            else:
                self.steps[anchor.stage].calls.append((anchor.call, mark))
        return mark


def _unset(_number: int, _now: int) -> Event:
    raise AssertionError("a step was walked before its stage was wired")
