"""Lines served and boarded by machine code; importing this loads Numba."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.compiled.jit import call
from corridor_sim.engine.array.compiled.lines import Boarding, Served, embark, serve
from corridor_sim.plan import Service

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


def served(ready: Seconds, priority: Seconds | None, work: Seconds, servers: int) -> Seconds:
    """As `heaps` of `array.queues`; with priorities as its `by_priority`."""
    start = np.full(ready.shape, NEVER, dtype=np.int64)
    came, needs = _own(ready), _own(work)
    asking = (ready < NEVER).sum(axis=1)
    free, waiting = (np.empty(count, dtype=np.int64) for count in (servers, ready.shape[1]))
    line = Served(came, _rank(came, priority), needs, asking, free, waiting, start)
    call(serve, line, priority is not None)
    return start


def boarded(
    service: Service,
    room: Seconds,
    runs: Flags,
    line: tuple[Seconds, dict[int, Seconds], Seconds | None],
) -> Seconds:
    """As `boarded` of the folder."""
    ready, size, priority = line
    found = np.full(ready.shape, runs.shape[1], dtype=np.int64)
    units = list(size)
    none = np.empty((*ready.shape, 0), dtype=np.int64)
    boarding = Boarding(
        _own(ready),
        _rank(np.zeros_like(ready), priority),
        (ready < NEVER).sum(axis=1),
        np.concatenate([none, *(one[:, :, None] for one in size.values())], axis=2),
        np.ascontiguousarray(room[:, :, units]),
        np.ascontiguousarray(runs),
        np.stack([service.cut_off, service.minimum], axis=1),
        service.patience,
        units.index(service.first_unit) if service.first_unit in units else -1,
        np.empty(ready.shape[1], dtype=np.int64),
        found,
    )
    call(embark, boarding)
    return found


def _rank(alike: Seconds, priority: Seconds | None) -> Seconds:
    return alike if priority is None else np.ascontiguousarray(priority - priority.min())


def _own(array: Seconds) -> Seconds:
    """In rows, and not closed for writing: one type of array, compiled once."""
    return np.require(array, requirements=["C", "W"])
