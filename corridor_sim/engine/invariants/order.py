"""The order law: nobody is served while somebody with a better claim waits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.engine.invariants.visits import Visits

Seconds = NDArray[np.int64]


def overtaken(seen: Visits, served: Seconds, asked_by: Seconds) -> int:
    """How often the order of law L4 was broken.

    seen      visits in the order of the law
    served    int64 [n], when (or in which departure) each was served, rising with time
    asked_by  int64 [n], the last second at which one could ask and still compete for that service
              with the visit served then

    Within one priority service is in the order of the visits. Between priorities: when one of a
    lesser priority was served, everyone of a better one who had asked by then was served no later.
    """
    classes = np.unique(seen.priority)
    rows = [np.flatnonzero(seen.priority == priority) for priority in classes]
    breaches = sum(int((np.diff(served[mine]) < 0).sum()) for mine in rows)
    for better, mine in enumerate(rows):
        for others in rows[better + 1 :]:
            last = np.searchsorted(seen.ready[mine], asked_by[others], side="right") - 1
            competing = last >= 0
            latest = served[mine][np.maximum(last, 0)]
            breaches += int((competing & (latest > served[others])).sum())
    return breaches
