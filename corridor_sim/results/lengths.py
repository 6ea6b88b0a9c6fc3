"""Lengths: how long spells lasted, small enough to sort fast.

A length takes 32 bits where the run is shorter than 68 years. The two largest numbers stand for
"not ended when the clock stopped" and "does not count", so that both sort behind all lengths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.results.spells import Spells

Whole = NDArray[np.int32] | NDArray[np.int64]

#: Runs that stop before this second have lengths of 32 bits.
_NARROW = (1 << 31) - 2


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long each spell lasted; an end before the beginning counts as no time.

    lasted    int32 or int64 [R, M] s; `unended(lasted)` the unfinished, one more the absent
    elapsed   the same with the unfinished at the time they had lasted when the clock stopped;
              None where nobody is unfinished
    """

    lasted: Whole
    elapsed: Whole | None = None


def unended(lasted: Whole) -> int:
    """The number that stands for the unfinished."""
    return int(np.iinfo(lasted.dtype).max) - 1


def lengths(spells: Spells, stop: int, narrow: bool = True) -> Lengths:
    """The lengths of spells that end, if they do, before the stop.

    narrow   in 32 bits if the stop allows
    """
    kind = np.int32 if narrow and stop < _NARROW else np.int64
    never = int(np.iinfo(kind).max) - 1
    between = spells.ended - spells.begun
    if kind is np.int64:
        between[spells.ended == NEVER] = never
    lasted = np.clip(between, 0, never, out=np.empty(between.shape, kind), casting="unsafe")
    absent = spells.begun == NEVER
    if spells.absent is not None:
        absent |= spells.absent
    if absent.any():
        lasted = np.where(absent, kind(never + 1), lasted)
    late = lasted == never
    if not late.any():
        return Lengths(lasted)
    so_far = np.where(late, stop - spells.begun, 0).astype(kind)
    return Lengths(lasted, np.where(late, so_far, lasted))


def pooled(parts: Sequence[Lengths], rows: int) -> Lengths:
    """One sample out of several, replication by replication."""
    if not parts:
        return Lengths(np.empty((rows, 0), dtype=np.int32))
    lasted = np.concatenate([one.lasted for one in parts], axis=1)
    if all(one.elapsed is None for one in parts):
        return Lengths(lasted)
    elapsed = [one.lasted if one.elapsed is None else one.elapsed for one in parts]
    return Lengths(lasted, np.concatenate(elapsed, axis=1))
