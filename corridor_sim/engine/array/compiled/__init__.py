"""Sweeps as machine code, where Numba is installed: the same bits, sooner.

Nothing here loads Numba but `swept`.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from corridor_sim.engine.array.circle import Circle
from corridor_sim.engine.array.state import State
from corridor_sim.engine.array.visits import Visits

Seconds = NDArray[np.int64]

#: "0": never; "1": wherever Numba is installed; else where there is enough to do.
SWITCH = "CORRIDOR_SIM_FAST"
#: Visits from which a process that has not loaded the machine code yet had better do so: loading
#: takes about a second, in which plain Python makes some 300,000 visits.
_ENOUGH = 300_000
_LOADED = f"{__name__}.sweep"


def suits(circle: Circle, visits: Visits, stop: int) -> bool:
    """Whether a circle is to be swept by machine code, for which every key must fit a word."""
    switch, total = os.environ.get(SWITCH, ""), len(visits.resource)
    if not total or switch == "0":
        return False
    if _LOADED not in sys.modules and (
        (total < _ENOUGH and switch != "1") or find_spec("numba") is None
    ):
        return False
    from corridor_sim.engine.array.compiled.given import fits

    return fits(circle, visits, stop)


def swept(state: State, circle: Circle, visits: Visits) -> tuple[Seconds, Seconds, Seconds]:
    """As `swept` of the sweep in plain Python."""
    from corridor_sim.engine.array.compiled import sweep

    return sweep.swept(state, circle, visits)
