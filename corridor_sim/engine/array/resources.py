"""Resources: each asks its stages who is ready, decides by its law, and says what came of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from corridor_sim.anchors import pick
from corridor_sim.clock import NEVER
from corridor_sim.engine.array.consolidation import gathered
from corridor_sim.engine.array.departures import boarded
from corridor_sim.engine.array.hours import OpenSeconds
from corridor_sim.engine.array.queues import by_priority, served
from corridor_sim.engine.array.requests import At, Columns, Requests, requests
from corridor_sim.engine.array.state import State
from corridor_sim.plan import END, Kind, Plan
from corridor_sim.trace import NOWHERE

Seconds = NDArray[np.int64]


class Resource:
    """A station, a service, a consolidation or a pool of places, with the stages that ask it."""

    def __init__(self, plan: Plan, kind: Kind, number: int) -> None:
        self.plan, self.kind, self.number = plan, kind, number
        self.stages = [
            (flow, position)
            for flow, one in enumerate(plan.flows)
            for position, stage in enumerate(one.stages)
            if stage.kind is kind and stage.resource == number
        ]
        self.columns = Columns(self.stages)
        self._seen: tuple[int, ...] | None = None

    def decide(self, state: State) -> Seconds:
        """Decide anew where what it knows has changed.

        returns   int64 [R] s: the earliest time that is not as it was, by row
        """
        ready = {at: state.ready(at) for at in self.stages}
        stamps = tuple(self._stamps(state))
        if stamps == self._seen:
            return np.full(state.rows, NEVER, dtype=np.int64)
        self._seen = stamps
        wanted = {at: _wanted(state, at, column) for at, column in ready.items()}
        widths = {flow: state.came[flow].arrive.shape[1] for flow, _ in self.stages}
        self.columns.measure(widths)
        asking = requests(self.columns.side_by_side(wanted))
        match self.kind:
            case Kind.STATION:
                return self._serve(state, ready, asking)
            case Kind.HOLD:
                return self._enter(state, ready, asking)
            case Kind.DEPARTURES:
                return self._board(state, ready, asking)
            case _:
                return self._gather(state, ready, asking)

    def again(self) -> None:
        """Forget what was seen: the next decision is made whatever has changed."""
        self._seen = None

    def _stamps(self, state: State) -> Iterator[int]:
        for flow, position in self.stages:
            yield state.steps[flow][position].ready_stamp
            yield state.came[flow].stamp
            if self.kind is Kind.HOLD:
                until = self.plan.flows[flow].stages[position].until
                yield state.stamp(flow, until)

    def _serve(self, state: State, ready: dict[At, Seconds], asking: Requests) -> Seconds:
        station = self.plan.stations[self.number]
        hours = OpenSeconds(self.plan.calendars[station.calendar], self.plan.stop)
        work = self._asked(asking, {at: _work(state, at) for at in self.stages})
        line = asking
        if not hours.always:
            line = Requests(asking.rows, hours.passed(asking.ready), asking.place)
        start = self._queue(state, line, work, station.servers)
        end = start + work
        if not hours.always:
            start, end = hours.start(start), hours.end(end)
        return self._put(state, ready, asking, start, end)

    def _enter(self, state: State, ready: dict[At, Seconds], asking: Requests) -> Seconds:
        returns = {}
        for flow, position in self.stages:
            until = self.plan.flows[flow].stages[position].until
            end = state.ended((flow, until))
            returns[flow, position] = end
        until_column = self._asked(asking, returns)
        places = self.plan.places[self.number].places
        start = self._queue(state, asking, until_column, places, until=True)
        return self._put(state, ready, asking, start, start + 1)

    def _queue(
        self, state: State, line: Requests, work: Seconds, servers: int, until: bool = False
    ) -> Seconds:
        priority = self._priority(state, line)
        if len(priority) and bool((priority != priority[0]).any()):
            return by_priority(line, priority, work, servers, until)
        return served(line, work, servers, until)

    def _board(self, state: State, ready: dict[At, Seconds], asking: Requests) -> Seconds:
        service, trips = self.plan.services[self.number], state.workload.trips[self.number]
        size = self._asked(asking, {at: state.came[at[0]].size for at in self.stages})
        priority = self._priority(state, asking)
        slot = boarded(service, trips, self.plan.stop, asking, priority, size)
        row = asking.row()
        gone = slot != NOWHERE
        start = np.full(len(asking), NEVER, dtype=np.int64)
        start[gone] = trips.start[row[gone], slot[gone]]
        whole = self._laid(asking, slot, NOWHERE, state.rows)
        times = self._laid(asking, start, NEVER, state.rows)
        first = np.full(state.rows, NEVER, dtype=np.int64)
        slots, starts = self.columns.apart(whole), self.columns.apart(times)
        for at in self.stages:
            alight = self.plan.flows[at[0]].stages[at[1]].alight
            call = len(service.legs) if alight == END else alight
            end = starts[at] + pick(trips.calls[:, :, call], slots[at], 0)
            end = np.where(slots[at] >= 0, end, NEVER)
            begun, ended = _skipped(state, at, ready[at], starts[at], end)
            np.minimum(first, state.put(at, begun, ended, _unskipped(state, at, slots[at])), first)
        return first

    def _gather(self, state: State, ready: dict[At, Seconds], asking: Requests) -> Seconds:
        boxes = self.plan.consolidations[self.number]
        size = self._asked(asking, {at: state.came[at[0]].size for at in self.stages})
        value = self._asked(asking, {at: state.came[at[0]].value for at in self.stages})
        fed = state.came[boxes.feeds]
        priority = self._priority(state, asking)
        most = fed.arrive.shape[1]
        closed = gathered(boxes, self.plan.stop, asking, priority, size, value, most)
        first = state.feed(boxes, closed.ready, closed.weight, closed.value)
        moved = self._put(state, ready, asking, closed.start, closed.start + 1, closed.slot)
        return np.minimum(first, moved)

    def _put(
        self,
        state: State,
        ready: dict[At, Seconds],
        asking: Requests,
        start: Seconds,
        end: Seconds,
        slot: Seconds | None = None,
    ) -> Seconds:
        """Writes what was decided back to the stages that asked."""
        first = np.full(state.rows, NEVER, dtype=np.int64)
        starts = self.columns.apart(self._laid(asking, start, NEVER, state.rows))
        ends = self.columns.apart(self._laid(asking, end, NEVER, state.rows))
        slots = None
        if slot is not None:
            slots = self.columns.apart(self._laid(asking, slot, NOWHERE, state.rows))
        for at in self.stages:
            begun, ended = _skipped(state, at, ready[at], starts[at], ends[at])
            taken = None if slots is None else _unskipped(state, at, slots[at])
            np.minimum(first, state.put(at, begun, ended, taken), out=first)
        return first

    def _laid(self, asking: Requests, found: Seconds, missing: int, rows: int) -> Seconds:
        widths = [
            width * sum(flow == at[0] for at in self.stages)
            for flow, width in zip(
                dict.fromkeys(at[0] for at in self.stages), self.columns.widths, strict=True
            )
        ]
        whole = np.full((rows, sum(widths)), missing, dtype=np.int64)
        whole[asking.row(), asking.place] = found
        return whole

    def _priority(self, state: State, asking: Requests) -> Seconds:
        return self._asked(asking, {at: state.workload.flows[at[0]].priority for at in self.stages})

    def _asked(self, asking: Requests, columns: dict[At, NDArray[np.int64]]) -> Seconds:
        """Columns of the stages as the requests stand in line."""
        whole = self.columns.side_by_side(columns)
        return whole[asking.row(), asking.place]


def _wanted(state: State, at: At, ready: Seconds) -> Seconds:
    """When a stage's shipments ask: those who skip it ask for nothing."""
    skip = state.workload.flows[at[0]].skip[at[1]]
    return ready if skip is None else np.where(skip, NEVER, ready)


def _work(state: State, at: At) -> Seconds:
    work = state.workload.flows[at[0]].work[at[1]]
    if work is None:
        raise ValueError(f"stage {at[1]} of flow {at[0]} has no work")
    return work


def _skipped(
    state: State, at: At, ready: Seconds, start: Seconds, end: Seconds
) -> tuple[Seconds, Seconds]:
    """A stage that is skipped starts and ends when it is ready."""
    skip = state.workload.flows[at[0]].skip[at[1]]
    if skip is None:
        return start, end
    return np.where(skip, ready, start), np.where(skip, ready, end)


def _unskipped(state: State, at: At, slot: Seconds) -> Seconds:
    skip = state.workload.flows[at[0]].skip[at[1]]
    return slot if skip is None else np.where(skip, NOWHERE, slot)
