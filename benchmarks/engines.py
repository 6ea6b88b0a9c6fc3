"""The engines by name, as a user calls them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial

import numpy as np

from corridor_sim.engine import array, event
from corridor_sim.plan import Plan
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload

Run = Callable[[Plan, Workload], Trace]


def arrays() -> dict[str, Run]:
    """The array engine, and beside it the one with compiled kernels where that is a choice."""
    run: Callable[..., Trace] = array.run
    if "fast" not in inspect.signature(run).parameters:
        return {"array": run}
    return {"array": partial(run, fast=False), "array [fast]": partial(run, fast=True)}


def every() -> dict[str, Run]:
    """Every engine; the first is the reference."""
    return {"event": event.run, **arrays()}


def answer(read: Callable[[Trace], object], run: Run, plan: Plan, workload: Workload) -> object:
    """What is timed: a trace and its columns as plain arrays, however late they are made."""
    return read(run(plan, workload))


def read_all(trace: Trace) -> int:
    """Reads every column of a trace as a plain array; returns how many there are."""
    count = 0
    for flow in trace.flows:
        for column in (flow.arrive, *flow.ready, *flow.start, *flow.end, *flow.slot):
            if column is not None:
                np.asarray(column)
                count += 1
    return count
