"""The columns of a block while an engine fills them in."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from corridor_sim.anchors import pick
from corridor_sim.clock import NEVER
from corridor_sim.engine.array.requests import At
from corridor_sim.plan import ARRIVAL, END, Anchor, Consolidation, Kind, Plan
from corridor_sim.trace import NOWHERE, FlowTrace, Trace
from corridor_sim.workload import FlowWork, Trips, Workload

Seconds = NDArray[np.int64]


@dataclass
class Step:
    """One stage's columns, [R, N]; a stamp changes whenever a column does."""

    ready: Seconds | None = None
    start: Seconds | None = None
    end: Seconds | None = None
    slot: Seconds | None = None
    stamp: int = 0
    #: Stamps of what it was computed from; None: never computed.
    seen: tuple[int, ...] | None = None
    ready_stamp: int = 0
    #: The ready_stamp that the end of a delay was computed from.
    settled: int = 0


@dataclass
class Came:
    """A flow's shipments: for a fed flow they are known when boxes are."""

    arrive: Seconds
    size: Seconds
    value: Seconds
    stamp: int = 0


@dataclass
class State:
    """A block in the making."""

    plan: Plan
    workload: Workload
    came: list[Came] = field(init=False)
    steps: list[list[Step]] = field(init=False)

    def __post_init__(self) -> None:
        flows = zip(self.plan.flows, self.workload.flows, strict=True)
        self.came = [
            Came(np.where(work.arrive < self.plan.stop, work.arrive, NEVER), work.size, work.value)
            for _, work in flows
        ]
        self.steps = [[Step() for _ in flow.stages] for flow in self.plan.flows]

    @property
    def rows(self) -> int:
        """R, the replications in hand."""
        return len(self.workload.replications)

    def ready(self, at: At) -> Seconds:
        """When each shipment is ready for a stage, as far as what it waits for is known."""
        flow, number = at
        step, stage = self.steps[flow][number], self.plan.flows[flow].stages[number]
        stamps = tuple(self.stamp(flow, anchor.stage) for anchor in stage.after)
        if step.ready is None or step.seen != stamps:
            times = [self._happened(flow, anchor) for anchor in stage.after]
            found = times[0] if len(times) == 1 else np.maximum.reduce(times)
            step.seen = stamps
            if step.ready is None or not np.array_equal(found, step.ready):
                step.ready = found
                step.ready_stamp += 1
        return step.ready

    def put(self, at: At, start: Seconds, end: Seconds, slot: Seconds | None = None) -> Seconds:
        """Keeps what became of a stage: times at or after the stop are none (law L6).

        returns   int64 [R] s: the earliest of the times that are not as they were, by row
        """
        flow, number = at
        step, stop = self.steps[flow][number], self.plan.stop
        start = np.where(start < stop, start, NEVER)
        end = np.where(end < stop, end, NEVER)
        if slot is not None:
            slot = np.where(start < NEVER, slot, NOWHERE)
        first = np.full(self.rows, NEVER, dtype=np.int64)
        for old, new in ((step.start, start), (step.end, end)):
            was = np.full_like(new, NEVER) if old is None else old
            if new.shape[1]:
                moved = np.where(was != new, np.minimum(was, new), NEVER)
                np.minimum(first, moved.min(axis=1), out=first)
        if step.end is None or bool((first < NEVER).any()):
            step.start, step.end, step.slot = start, end, slot
            step.stamp += 1
        return first

    def trace(self) -> Trace:
        """The block, every stage done."""
        flows = []
        for flow, came in enumerate(self.came):
            steps = self.steps[flow]
            for number in range(len(steps)):
                self._settle(flow, number)
                self.ready((flow, number))
            flows.append(
                FlowTrace(
                    came.arrive,
                    came.size,
                    came.value,
                    tuple(_known(step.ready) for step in steps),
                    tuple(_known(step.start) for step in steps),
                    tuple(_known(step.end) for step in steps),
                    tuple(step.slot for step in steps),
                )
            )
        return Trace(self.workload.replications, tuple(flows))

    def _settle(self, flow: int, number: int) -> None:
        """Brings a delay up to date; what resources decide is put by those who know them."""
        stage = self.plan.flows[flow].stages[number]
        if stage.kind is not Kind.DELAY:
            return
        step = self.steps[flow][number]
        ready = self.ready((flow, number))
        if step.settled == step.ready_stamp:
            return
        step.settled = step.ready_stamp
        work, skip = self.workload.flows[flow].work[number], self.workload.flows[flow].skip[number]
        end = ready if work is None else ready + work
        if skip is not None:
            end = np.where(skip, ready, end)
        step.start = ready
        step.end = np.where(end < self.plan.stop, end, NEVER)
        step.stamp += 1

    def stamp(self, flow: int, stage: int) -> int:
        """Changes whenever the stage's times have changed."""
        if stage == ARRIVAL:
            return self.came[flow].stamp
        self._settle(flow, stage)
        return self.steps[flow][stage].stamp

    def ended(self, at: At) -> Seconds:
        """When a stage has ended for each shipment, as far as it is known."""
        return self._happened(at[0], Anchor(at[1]))

    def feed(
        self, boxes: Consolidation, ready: Seconds, weight: Seconds, value: Seconds
    ) -> Seconds:
        """The boxes of a consolidation are the shipments of the flow that it feeds.

        returns   int64 [R] s: the earliest of the times that are not as they were, by row
        """
        came, work = self.came[boxes.feeds], self.workload.flows[boxes.feeds]
        box, milli_teu, litre = boxes.box
        first = np.full(self.rows, NEVER, dtype=np.int64)
        closed = ready < NEVER
        size = work.size.copy()
        size[closed] = np.stack(
            [
                np.full(int(closed.sum()), box),
                np.full(int(closed.sum()), milli_teu),
                weight[closed],
                np.full(int(closed.sum()), litre),
            ],
            axis=1,
        )
        worth = np.where(closed, value, work.value)
        if ready.shape[1]:
            other = (came.arrive != ready) | (came.size != size).any(axis=2)
            other |= came.value != worth
            first = np.where(other, np.minimum(came.arrive, ready), NEVER).min(axis=1)
        if bool((first < NEVER).any()):
            came.arrive, came.size, came.value = ready, size, worth
            came.stamp += 1
        return first

    def _happened(self, flow: int, anchor: Anchor) -> Seconds:
        """The second at which what an anchor names happened; NEVER: not before the stop."""
        if anchor.stage == ARRIVAL:
            return self.came[flow].arrive
        step = self.steps[flow][anchor.stage]
        if step.end is None or step.start is None:
            return np.full(self.came[flow].arrive.shape, NEVER, dtype=np.int64)
        if anchor.call == END:
            return step.end
        if step.slot is None:
            raise ValueError(f"stage {anchor.stage} of flow {flow} makes no calls")
        trips = self.workload.trips[self.plan.flows[flow].stages[anchor.stage].resource]
        reached = step.start + pick(trips.calls[:, :, anchor.call], step.slot, 0)
        return np.where(reached < self.plan.stop, reached, NEVER)

    def forget_after(self, at: At, last: Seconds) -> None:
        """Takes back what is later than `last` [R] s, which is about to be found anew."""
        step = self.steps[at[0]][at[1]]
        if step.start is None or step.end is None:
            return
        late = last[:, None]
        step.start = np.where(step.start > late, NEVER, step.start)
        step.end = np.where(step.end > late, NEVER, step.end)
        if step.slot is not None:
            step.slot = np.where(step.start < NEVER, step.slot, NOWHERE)
        step.stamp += 1

    def taken(self, rows: Seconds) -> State:
        """Some of the rows as a state of their own."""
        part = State(self.plan, _taken(self.workload, rows))
        for flow, came in enumerate(self.came):
            part.came[flow] = Came(came.arrive[rows], came.size[rows], came.value[rows], came.stamp)
            for mine, theirs in zip(self.steps[flow], part.steps[flow], strict=True):
                for name in ("ready", "start", "end", "slot"):
                    column = getattr(mine, name)
                    setattr(theirs, name, None if column is None else column[rows])
                theirs.stamp, theirs.seen = mine.stamp, mine.seen
                theirs.ready_stamp, theirs.settled = mine.ready_stamp, mine.settled
        return part

    def give(self, rows: Seconds, part: State) -> None:
        """Puts rows that were taken back in their place."""
        for flow, came in enumerate(part.came):
            mine = self.came[flow]
            if came.stamp != mine.stamp:
                for name in ("arrive", "size", "value"):
                    column = getattr(mine, name).copy()
                    column[rows] = getattr(came, name)
                    setattr(mine, name, column)
                mine.stamp = came.stamp
            for own, theirs in zip(self.steps[flow], part.steps[flow], strict=True):
                if theirs.stamp == own.stamp and theirs.ready_stamp == own.ready_stamp:
                    continue
                for name in ("ready", "start", "end", "slot"):
                    column = getattr(theirs, name)
                    if column is not None:
                        whole = getattr(own, name).copy()
                        whole[rows] = column
                        setattr(own, name, whole)
                own.stamp, own.seen = theirs.stamp, theirs.seen
                own.ready_stamp, own.settled = theirs.ready_stamp, theirs.settled


def _known(column: Seconds | None) -> Seconds:
    if column is None:
        raise AssertionError("a stage was left out")
    return column


def _taken(workload: Workload, rows: Seconds) -> Workload:
    flows = tuple(
        FlowWork(
            one.arrive[rows],
            one.refused[rows],
            one.priority[rows],
            one.size[rows],
            one.value[rows],
            tuple(None if skip is None else skip[rows] for skip in one.skip),
            tuple(None if work is None else work[rows] for work in one.work),
        )
        for one in workload.flows
    )
    trips = tuple(
        Trips(one.start[rows], one.calls[rows], one.capacity[rows], one.cancelled[rows])
        for one in workload.trips
    )
    return Workload(workload.replications[rows], flows, trips)
