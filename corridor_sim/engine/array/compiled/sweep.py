"""A circle swept by machine code; importing this loads Numba."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.engine.array.circle import Circle
from corridor_sim.engine.array.compiled import tables
from corridor_sim.engine.array.compiled.given import Goods, Rows
from corridor_sim.engine.array.compiled.jit import call
from corridor_sim.engine.array.compiled.resources import Laid
from corridor_sim.engine.array.compiled.walk import walk
from corridor_sim.engine.array.consolidation import Fed
from corridor_sim.engine.array.state import State
from corridor_sim.engine.array.visits import Visits
from corridor_sim.plan import Kind

Seconds = NDArray[np.int64]


def swept(state: State, circle: Circle, visits: Visits) -> tuple[Seconds, Seconds, Seconds]:
    """As `swept` of the sweep in plain Python."""
    goods = Goods(state, circle)
    laid = Laid(state, circle, visits, goods)
    rules, rows = laid.rules(), Rows(visits, goods, circle, laid.crews)
    start, end, slot = np.empty((3, len(visits.resource)), dtype=np.int64)
    for row in range(state.rows):
        given, mine = rows.told(row), slice(*visits.rows[row : row + 2].tolist())
        call(walk, given, rules, rows.standing(row), rows.known(given))
        start[mine] = given.visit[:, tables.START]
        end[mine] = given.visit[:, tables.END]
        slot[mine] = given.visit[:, tables.SLOT]
    for kind, number in circle.resources:
        if kind is Kind.CONSOLIDATION:
            plan = state.plan.consolidations[number]
            _keep(Fed(state, plan), rules.goods[:, goods.part(plan.feeds)])
    return start, end, slot


def _keep(fed: Fed, goods: Seconds) -> None:
    """Gives a fed flow the boxes that were closed for it."""
    fed.arrive[...] = goods[:, :, tables.ARRIVES]
    fed.size[...] = goods[:, :, : tables.VALUE]
    fed.value[...] = goods[:, :, tables.VALUE]
