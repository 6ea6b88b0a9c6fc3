"""Spells: a sample of times from one event to another.

The unfinished stay in the sample as +infinity (law L6): a percentile that falls on them is inf,
with a bound that it certainly exceeds beside it; means are of the finished (`figures`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Spells:
    """From one event to another, per shipment or visit.

    begun    int64 [R, M] s, NEVER: does not count
    ended    int64 [R, M] s, NEVER: not before the clock stopped
    absent   bool [R, M], who does not count although it began; None: nobody
    """

    begun: Seconds
    ended: Seconds
    absent: Flags | None = None

    def counted(self) -> Seconds:
        """int64 [R, M] s: the beginnings of those who count, NEVER of the others."""
        return self.begun if self.absent is None else np.where(self.absent, NEVER, self.begun)


def among(begun: Seconds, ended: Seconds, members: Flags) -> Spells:
    """The spells of the members only."""
    return Spells(np.where(members, begun, NEVER), ended)


def together(parts: Iterable[Spells], rows: int) -> Spells:
    """One sample out of several, replication by replication."""
    every = list(parts)
    empty = np.empty((rows, 0), dtype=np.int64)
    return Spells(
        np.concatenate([empty, *(one.counted() for one in every)], axis=1),
        np.concatenate([empty, *(one.ended for one in every)], axis=1),
    )
