"""Stations and services: who asks stands in line, and the line is served, or boards."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.departures import Queue, boarded, units
from corridor_sim.engine.array.hours import open_seconds
from corridor_sim.engine.array.line import At, Layout, Line, line_up
from corridor_sim.engine.array.queues import by_priority, served
from corridor_sim.engine.array.state import State, reached, sizes_in
from corridor_sim.plan import END
from corridor_sim.trace import NOWHERE

Seconds = NDArray[np.int64]


def serve(state: State, number: int, stages: list[At]) -> None:
    """Decide a station for the whole of the time."""
    station, rows, stop = state.plan.stations[number], state.rows, state.stop
    hours = open_seconds(state.plan.calendars[station.calendar], stop)
    layout = Layout(stages, state.count)
    line = _line(state, layout)
    work = line.read(layout.laid(rows, state.work))
    comes = line.ready if hours.always else hours.passed(line.ready)
    priority = _priority(state, layout, line)
    if priority is None:
        start = served(comes, work, station.servers, stop)
    else:
        start = by_priority(comes, priority, work, station.servers)
    end = start + work
    if not hours.always:
        start, end = hours.start(start), hours.end(end)
    _put(state, layout, line, (start, end))


def board(state: State, number: int, stages: list[At]) -> None:
    """Decide a service for the whole of the time."""
    service, trips = state.plan.services[number], state.workload.trips[number]
    layout = Layout(stages, state.count)
    line = _line(state, layout)
    size = {
        unit: line.read(layout.laid(state.rows, sizes_in(state, unit)))
        for unit in units(service, trips)
    }
    slot = boarded(
        service, trips, state.stop, Queue(line.ready, size, _priority(state, layout, line))
    )
    leaves = np.where(trips.start < state.stop, trips.start, NEVER)
    start = reached(np.where(slot == NOWHERE, NEVER, 0), leaves, slot)
    np.copyto(slot, NOWHERE, where=start == NEVER)
    calls = [_last_call(state, at) for at in stages]
    if len(set(calls)) == 1:
        end = reached(start, trips.calls[:, :, calls[0]], slot)
        _put(state, layout, line, (start, end), slot)
        return
    _put(state, layout, line, (start, start), slot)
    for at, call in zip(stages, calls, strict=True):
        step = state.steps[at[0]][at[1]]
        if step.start is None or step.slot is None:
            raise AssertionError("a stage was left out")
        # Who skips has no departure, and is there at once.
        step.end = state.within(reached(step.start, trips.calls[:, :, call], step.slot))


def _last_call(state: State, at: At) -> int:
    stage = state.plan.flows[at[0]].stages[at[1]]
    return len(state.plan.services[stage.resource].legs) if stage.alight == END else stage.alight


def _line(state: State, layout: Layout) -> Line:
    plain = len(layout.columns) == 1 and state.skip(layout.columns[0].at) is None
    return line_up(layout, state.rows, state.asks, plain)


def _priority(state: State, layout: Layout, line: Line) -> Seconds | None:
    """The priority of each request; None where all are alike."""
    flows = [state.workload.flows[flow] for flow in {one.at[0] for one in layout.columns}]
    seen = [(one.priority.min(), one.priority.max()) for one in flows if one.priority.size]
    if not seen or min(low for low, _ in seen) == max(high for _, high in seen):
        return None
    priorities = layout.laid(state.rows, lambda at: state.workload.flows[at[0]].priority)
    return line.read(priorities)


def _put(
    state: State,
    layout: Layout,
    line: Line,
    times: tuple[Seconds, Seconds],
    slot: Seconds | None = None,
) -> None:
    """Gives the stages what was found for their requests."""
    start, end = (state.within(one) for one in times)
    begun = line.write(_blank(state, layout, line), start)
    ended = line.write(_blank(state, layout, line), end)
    slots = None
    if slot is not None:
        blank = layout.buffer(state.rows, lambda _: NOWHERE) if line.cells is not None else slot
        slots = line.write(blank, slot)
    for one in layout.columns:
        taken = None if slots is None else one.of(slots)
        state.put(one.at, one.of(begun), one.of(ended), taken)


def _blank(state: State, layout: Layout, line: Line) -> Seconds:
    """A buffer in which those who skip have passed, and nobody else."""
    return line.ready if line.cells is None else layout.buffer(state.rows, state.passed)
