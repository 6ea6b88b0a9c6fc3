"""The columns of a block while they are filled in, stage by stage, each of them once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.line import At
from corridor_sim.plan import ARRIVAL, END, Anchor, Kind, Plan
from corridor_sim.trace import NOWHERE, FlowTrace, Trace
from corridor_sim.workload import Workload

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(slots=True)
class Step:
    """One stage's columns, [R, N]; None: not found yet."""

    ready: Seconds | None = None
    start: Seconds | None = None
    end: Seconds | None = None
    slot: Seconds | None = None


class State:
    """A block in the making: arrivals, and what has been found of each stage."""

    def __init__(self, plan: Plan, workload: Workload) -> None:
        self.plan, self.workload, self.stop = plan, workload, plan.stop
        self.rows = len(workload.replications)
        self.arrive = [self.within(work.arrive) for work in workload.flows]
        self.size = [work.size for work in workload.flows]
        self.value = [work.value for work in workload.flows]
        self.steps = [[Step() for _ in flow.stages] for flow in plan.flows]

    def count(self, flow: int) -> int:
        """N, the shipments of a flow."""
        return int(self.workload.flows[flow].arrive.shape[1])

    def skip(self, at: At) -> Flags | None:
        """Who skips a stage; None: nobody does."""
        return self.workload.flows[at[0]].skip[at[1]]

    def work(self, at: At) -> Seconds:
        """The work of a stage that has any."""
        work = self.workload.flows[at[0]].work[at[1]]
        if work is None:
            raise ValueError(f"stage {at[1]} of flow {at[0]} has no work")
        return work

    def within(self, times: Seconds) -> Seconds:
        """Times before the stop; the others are none (law L6). May be the same array."""
        if int(times.max(initial=0)) < self.stop:
            return times
        return np.where(times >= self.stop, NEVER, times)

    def ready(self, at: At) -> Seconds:
        """When each shipment is ready for a stage; NEVER where it is not before the stop."""
        step = self.steps[at[0]][at[1]]
        if step.ready is None:
            stage = self.plan.flows[at[0]].stages[at[1]]
            found = self.happened(at[0], stage.after[0])
            for number, anchor in enumerate(stage.after[1:]):
                other = self.happened(at[0], anchor)
                found = np.maximum(found, other, out=found if number else None)
            step.ready = found
        return step.ready

    def asks(self, at: At) -> Seconds:
        """When each shipment asks a stage's resource: who skips the stage never does."""
        ready, skip = self.ready(at), self.skip(at)
        return ready if skip is None else np.where(skip, NEVER, ready)

    def passed(self, at: At) -> Seconds | int:
        """Start and end of a stage before anything is found: those who skip it pass it at once.

        Who does not skip it and is ready is found later; who is not ready never passes it.
        """
        return NEVER if self.skip(at) is None else self.ready(at)

    def put(self, at: At, start: Seconds, end: Seconds, slot: Seconds | None = None) -> None:
        """Keeps what became of a stage, times at or after the stop being NEVER."""
        step = self.steps[at[0]][at[1]]
        step.start, step.end, step.slot = start, end, slot

    def happened(self, flow: int, anchor: Anchor) -> Seconds:
        """The second at which what an anchor names happened; NEVER: not before the stop."""
        if anchor.stage == ARRIVAL:
            return self.arrive[flow]
        step = self.steps[flow][anchor.stage]
        if step.end is None:
            self._find_delays((flow, anchor.stage))
        if step.end is None or step.start is None:
            raise AssertionError("a stage was asked for before its resource was decided")
        if anchor.call == END:
            return step.end
        if step.slot is None:
            raise ValueError(f"stage {anchor.stage} of flow {flow} makes no calls")
        calls = self.workload.trips[self.plan.flows[flow].stages[anchor.stage].resource].calls
        return self.within(reached(step.start, calls[:, :, anchor.call], step.slot))

    def _find_delays(self, at: At) -> None:
        """Finds a delay and those that it waits for; there may be many in a row."""
        flow, stages = at[0], self.plan.flows[at[0]].stages
        todo = [at[1]]
        while todo:
            here = todo[-1]
            if stages[here].kind is not Kind.DELAY or self.steps[flow][here].end is not None:
                todo.pop()
                continue
            before = [
                anchor.stage
                for anchor in stages[here].after
                if anchor.stage != ARRIVAL and self.steps[flow][anchor.stage].end is None
            ]
            if not before:
                self._last((flow, here))
            elif all(stages[stage].kind is Kind.DELAY for stage in before):
                todo += before
            else:
                return

    def _last(self, at: At) -> None:
        """A delay, when it begins and ends."""
        ready, work, skip = self.ready(at), self.work(at), self.skip(at)
        end = ready + work
        if skip is not None:
            np.copyto(end, ready, where=skip)
        np.copyto(end, NEVER, where=end >= self.stop)
        self.put(at, ready, end)

    def trace(self) -> Trace:
        """The block, every stage found."""
        flows = []
        for number, flow in enumerate(self.plan.flows):
            ready, start, end = [], [], []
            for position, stage in enumerate(flow.stages):
                step = self.steps[number][position]
                if step.end is None and stage.kind is Kind.DELAY:
                    self._last((number, position))
                if step.start is None or step.end is None:
                    raise AssertionError("a stage was left out")
                ready.append(self.ready((number, position)))
                start.append(step.start)
                end.append(step.end)
            slot = tuple(step.slot for step in self.steps[number])
            flows.append(
                FlowTrace(
                    self.arrive[number],
                    self.size[number],
                    self.value[number],
                    tuple(ready),
                    tuple(start),
                    tuple(end),
                    slot,
                )
            )
        return Trace(self.workload.replications, tuple(flows))


def last_call(plan: Plan, at: At) -> int:
    """The call at which those who ride get off."""
    stage = plan.flows[at[0]].stages[at[1]]
    return len(plan.services[stage.resource].legs) if stage.alight == END else stage.alight


def sizes_in(state: State, unit: int) -> Callable[[At], Seconds]:
    """What shipments measure in one of plan.UNITS, [R, N] by stage."""
    return lambda at: state.size[at[0]][:, :, unit]


def reached(start: Seconds, after: Seconds, slot: Seconds) -> Seconds:
    """When the trip of each shipment reaches a call.

    start   int64 [R, N] s, the actual departures
    after   int64 [R, K] s, from the departure to the call
    slot    int64 [R, N]; who takes no departure has `start` for it
    """
    rows, departures = after.shape
    if not departures:
        return start
    cells = slot + (np.arange(rows) * departures)[:, None]
    found: Seconds = np.ascontiguousarray(after).reshape(-1).take(cells, mode="clip")
    np.copyto(found, 0, where=slot == NOWHERE)
    found += start
    return found
