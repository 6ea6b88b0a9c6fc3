"""The order law: nobody is served while somebody with a better claim waits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.engine.invariants.visits import Visits

Seconds = NDArray[np.int64]

#: Visits that are compared pair by pair; more of them are halved between two priorities.
_FEW = 256


def overtaken(seen: Visits, served: Seconds, asked_by: Seconds) -> int:
    """How often the order of law L4 was broken.

    seen      visits in the order of the law
    served    int64 [n], when (or in which departure) each was served, rising with time
    asked_by  int64 [n], the last second at which one could ask and still compete for that service
              with the visit served then

    Within one priority service is in the order of the visits. Between priorities: when one of a
    lesser priority was served, everyone of a better one who had asked by then was served no later.
    """
    same = np.diff(seen.priority) == 0
    return int(((np.diff(served) < 0) & same).sum()) + _between(seen, served, asked_by)


def _between(seen: Visits, served: Seconds, asked_by: Seconds) -> int:
    """Breaches between priorities, by halving: the better half against the lesser, then each."""
    breaches, parts = 0, [(0, len(seen))]
    while parts:
        first, last = parts.pop()
        priority = seen.priority[first:last]
        if last - first < 2 or priority[0] == priority[-1]:  # noqa: PLR2004 - one has no other
            continue
        if last - first <= _FEW:
            part = slice(first, last)
            better = priority[:, None] < priority[None, :]
            asked = seen.ready[part][:, None] <= asked_by[part][None, :]
            later = served[part][:, None] > served[part][None, :]
            breaches += int((better & asked & later).any(axis=0).sum())
            continue
        middle = first + _boundary(priority)
        breaches += _against(seen, served, asked_by, (first, middle, last))
        parts += [(first, middle), (middle, last)]
    return breaches


def _boundary(priority: Seconds) -> int:
    """Where, nearest to the middle, one priority ends and the next begins."""
    edges = np.flatnonzero(np.diff(priority)) + 1
    return int(edges[np.argmin(np.abs(edges - len(priority) // 2))])


def _against(seen: Visits, served: Seconds, asked_by: Seconds, part: tuple[int, int, int]) -> int:
    first, middle, last = part
    order = np.argsort(seen.ready[first:middle], kind="stable")
    latest = np.maximum.accumulate(served[first:middle][order])
    asked = np.searchsorted(seen.ready[first:middle][order], asked_by[middle:last], side="right")
    worst = latest[np.maximum(asked, 1) - 1]
    return int(((asked > 0) & (worst > served[middle:last])).sum())
