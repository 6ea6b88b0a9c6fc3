"""The engines by name, as a user calls them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec

import numpy as np

from corridor_sim.engine import array, event
from corridor_sim.engine.array.compiled import SWITCH
from corridor_sim.plan import Plan
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload

Run = Callable[[Plan, Workload], Trace]


def arrays() -> dict[str, Run]:
    """The array engine with NumPy alone, and beside it with machine code where Numba is there."""
    found: dict[str, Run] = {"array": partial(_switched, "0")}
    if find_spec("numba") is not None:
        found["array [fast]"] = partial(_switched, "1")
    return found


def _switched(fast: str, plan: Plan, workload: Workload) -> Trace:
    with machine_code(fast):
        return array.run(plan, workload)


@contextmanager
def machine_code(fast: str) -> Iterator[None]:
    """Numba comes with a peer: what is NumPy's own must not be done by it."""
    before = os.environ.get(SWITCH)
    os.environ[SWITCH] = fast
    try:
        yield
    finally:
        del os.environ[SWITCH]
        if before is not None:
            os.environ[SWITCH] = before


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
