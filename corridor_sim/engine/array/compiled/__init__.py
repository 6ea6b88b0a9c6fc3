"""Machine code for what arrays cannot do, where Numba is installed: the same bits, sooner.

Numba is loaded when enough has been done without it, and not before.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from corridor_sim.engine.array.circle import Circle
from corridor_sim.engine.array.state import State
from corridor_sim.engine.array.visits import Visits
from corridor_sim.plan import Service
from corridor_sim.shifts import Shift

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: "0": never; "1": wherever Numba is installed; else where there is enough to do.
SWITCH = "CORRIDOR_SIM_FAST"
#: Nanoseconds of plain Python after which a process loads machine code. Loading takes about as
#: long, so no run can lose more than it has already spent.
_ENOUGH = 1_000_000_000
#: ... and those that a visit of a sweep takes.
_VISIT = 3_000
_WORD = 63

_taken: Counter[str] = Counter()


def pays(module: str, needs: int, priority: Seconds | None = None) -> bool:
    """Whether a module of this folder is to do what takes plain Python so long, ns.

    priority   of lines, int64 [R, M], where they differ: with places in line they must fit a word
    """
    switch = os.environ.get(SWITCH, "")
    if switch == "0" or not needs or not _fits(priority):
        return False
    if _loaded(module):
        return True
    _taken[module] += needs
    return (switch == "1" or _taken[module] >= _ENOUGH) and _installed()


def _fits(priority: Seconds | None) -> bool:
    if priority is None or not priority.size:
        return True
    spread = int(priority.max()) - int(priority.min()) + 1
    return bool(spread * priority.shape[1] < 1 << _WORD)


def _loaded(module: str) -> bool:
    return f"{__name__}.{module}" in sys.modules


@cache
def _installed() -> bool:
    """Whether Numba can be loaded; one that does not go with this NumPy cannot."""
    try:
        import_module(f"{__name__}.jit")
    except ImportError:
        return False
    return True


def suits(circle: Circle, visits: Visits, stop: int) -> bool:
    """Whether a circle is to be swept by machine code, for which every key must fit a word."""
    from corridor_sim.engine.array.compiled.given import fits

    return fits(circle, visits, stop) and pays("sweep", _VISIT * len(visits.resource))


def swept(state: State, circle: Circle, visits: Visits) -> tuple[Seconds, Seconds, Seconds]:
    """As `swept` of the sweep in plain Python."""
    from corridor_sim.engine.array.compiled import sweep

    return sweep.swept(state, circle, visits)


def served(ready: Seconds, priority: Seconds | None, work: Seconds, servers: int) -> Seconds:
    """As `heaps` of `array.queues`; with priorities as its `by_priority`."""
    from corridor_sim.engine.array.compiled import queues

    return queues.served(ready, priority, work, servers)


def taken(
    shifts: Sequence[Shift], ready: Seconds, priority: Seconds | None, work: Seconds, stop: int
) -> tuple[Seconds, Seconds]:
    """As `one_by_one` of `array.shifts`."""
    from corridor_sim.engine.array.compiled import shifts as lines

    return lines.taken(shifts, ready, priority, work, stop)


def boarded(
    service: Service,
    room: Seconds,
    runs: Flags,
    line: tuple[Seconds, dict[int, Seconds], Seconds | None],
) -> Seconds:
    """Which departure each place in line takes, [R, M]; K: none.

    room   int64 [R, K, 4]
    runs   bool [R, K]
    line   ready, sizes and priorities, as in `departures.Queue`
    """
    from corridor_sim.engine.array.compiled import queues

    return queues.boarded(service, room, runs, line)
