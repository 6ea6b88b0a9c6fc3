"""Stations and services: who asks stands in line, and the line is served, or boards."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.engine.array.departures import Queue, board, units
from corridor_sim.engine.array.hours import open_seconds
from corridor_sim.engine.array.line import At, Layout, Line, line_up
from corridor_sim.engine.array.queues import by_priority, served
from corridor_sim.engine.array.shifts import by_shift
from corridor_sim.engine.array.state import State, last_call, sizes_in
from corridor_sim.shifts import Shift, shifts_of
from corridor_sim.trace import NOWHERE

Seconds = NDArray[np.int64]


def serve(state: State, number: int, stages: list[At]) -> None:
    """Decide a station for the whole of the time."""
    shifts = shifts_of(state.plan, state.plan.stations[number])
    layout = Layout(stages, state.count)
    line = _line(state, layout)
    work = line.read(layout.laid(state.rows, state.work))
    priority = _priority(state, layout, line)
    if len(shifts) == 1:
        start, end = _alike(shifts[0], line.ready, priority, work, state.stop)
    else:
        start, end = by_shift(shifts, line.ready, priority, work, state.stop)
    begun = line.write(_blank(state, layout, line), state.within(start))
    ended = line.write(_blank(state, layout, line), state.within(end))
    for one in layout.columns:
        state.put(one.at, one.of(begun), one.of(ended))


def _alike(
    shift: Shift, ready: Seconds, priority: Seconds | None, work: Seconds, stop: int
) -> tuple[Seconds, Seconds]:
    """Start and end of each request, [R, M], by servers who all keep the same hours."""
    servers, hours = shift[0], open_seconds(shift[1], stop)
    comes = ready if hours.always else hours.passed(ready)
    if priority is None:
        start = served(comes, work, servers, stop)
    else:
        start = by_priority(comes, priority, work, servers)
    end = start + work
    return (start, end) if hours.always else (hours.start(start), hours.end(end))


def embark(state: State, number: int, stages: list[At]) -> None:
    """Decide a service for the whole of the time."""
    service, trips = state.plan.services[number], state.workload.trips[number]
    layout = Layout(stages, state.count)
    line = _line(state, layout)
    size = {
        unit: line.read(layout.laid(state.rows, sizes_in(state, unit)))
        for unit in units(service, trips)
    }
    queue = Queue(line.ready, size, _priority(state, layout, line))
    calls = [last_call(state.plan, at) for at in stages]
    apart = sorted(set(calls))
    found = board(service, trips, state.stop, queue, apart)
    slots = line.write(_nowhere(state, layout, line), found.slot)
    begun = line.write(_blank(state, layout, line), found.start)
    ended = [line.write(_blank(state, layout, line), each) for each in found.ends]
    for one, call in zip(layout.columns, calls, strict=True):
        end = ended[apart.index(call)]
        state.put(one.at, one.of(begun), one.of(end), one.of(slots))


def _line(state: State, layout: Layout) -> Line:
    plain = len(layout.columns) == 1 and state.skip(layout.columns[0].at) is None
    return line_up(layout, state.rows, state.asks, plain)


def _priority(state: State, layout: Layout, line: Line) -> Seconds | None:
    """The priority of each request; None where all are alike."""
    flows = {one.at[0]: state.workload.flows[one.at[0]].priority for one in layout.columns}
    # A flow's own priority is one number, however many shipments it stands for.
    given = [one[:1, :1] if one.strides == (0, 0) else one for one in flows.values() if one.size]
    if not given or min(one.min() for one in given) == max(one.max() for one in given):
        return None
    return line.read(layout.laid(state.rows, lambda at: flows[at[0]]))


def _blank(state: State, layout: Layout, line: Line) -> Seconds:
    """A buffer in which those who skip have passed, and nobody else."""
    if line.cells is None:
        return line.ready
    return layout.room(state.rows) if line.full else layout.buffer(state.rows, state.passed)


def _nowhere(state: State, layout: Layout, line: Line) -> Seconds:
    """A buffer of slots in which nobody has one."""
    if line.cells is None:
        return line.ready
    return layout.room(state.rows) if line.full else layout.buffer(state.rows, lambda _: NOWHERE)
