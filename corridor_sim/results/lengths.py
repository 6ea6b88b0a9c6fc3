"""Lengths: how long spells lasted, small enough to sort fast.

A length takes 32 bits where the run is shorter than 68 years. The two largest numbers stand for
"not ended when the clock stopped" and "does not count", so that both sort behind all lengths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.results.spells import Spells

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]
Kind = type[np.int32] | type[np.int64]
Whole = NDArray[np.int32] | NDArray[np.int64]

#: Runs that stop before this second have lengths of 32 bits.
_NARROW = (1 << 31) - 2

#: The largest number by how many bytes it takes.
_LARGEST = {4: (1 << 31) - 1, 8: (1 << 63) - 1}


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long each spell lasted; an end before the beginning counts as no time.

    lasted    int32 or int64 [R, M] s, in any order; `unended(lasted)` the unfinished, one more the
              absent
    count     int64 [R], spells that began
    late      int64 [R], how many of them are unfinished; None: none anywhere
    elapsed   as `lasted`, the unfinished at the time they had lasted when the clock stopped; None
              where nobody is unfinished
    """

    lasted: Whole
    count: Seconds
    late: Seconds | None = None
    elapsed: Whole | None = None


def kind_of(stop: int) -> Kind:
    """The kind of number that holds all lengths of a run that stops then."""
    return np.int32 if stop < _NARROW else np.int64


def unended(lasted: Whole) -> int:
    """The number that stands for the unfinished."""
    return _LARGEST[lasted.itemsize] - 1


def lengths(spells: Spells, stop: int, narrow: bool = True) -> Lengths:
    """The lengths of spells that end, if they do, before the stop.

    narrow   in 32 bits if the stop allows
    """
    kind = kind_of(stop) if narrow else np.int64
    absent = spells.begun == NEVER if spells.absent is None else spells.absent
    width = absent.shape[1]
    if 2 * np.count_nonzero(absent) > absent.size:
        return _of_few(spells, absent, stop, kind)
    if spells.absent is not None:
        absent = absent | (spells.begun == NEVER)
    lasted, so_far = _lasted(spells.begun, spells.ended, stop, kind)
    np.maximum(lasted, absent * kind(_largest(kind)), out=lasted)
    return _split(lasted, width - np.count_nonzero(absent, axis=1), so_far)


def _of_few(spells: Spells, absent: Flags, stop: int, kind: Kind) -> Lengths:
    """Looks only at those who may be present, and puts them side by side."""
    at = np.flatnonzero(~absent)
    begun = spells.begun.ravel()[at]
    here = begun != NEVER
    if not here.all():
        at, begun = at[here], begun[here]
    rows, width = absent.shape
    starts = np.searchsorted(at, np.arange(rows + 1) * width)
    count = np.diff(starts)
    places = np.arange(int(count.max(initial=0))) < count[:, None]
    few, few_so_far = _lasted(begun, spells.ended.ravel()[at], stop, kind)
    lasted = np.full(places.shape, _largest(kind), dtype=kind)
    lasted[places] = few
    if few_so_far is None:
        return Lengths(lasted, count)
    so_far = np.zeros(places.shape, dtype=kind)
    so_far[places] = few_so_far
    return _split(lasted, count, so_far)


def _split(lasted: Whole, count: Seconds, so_far: Whole | None) -> Lengths:
    """Tells the unfinished apart."""
    if so_far is None:
        return Lengths(lasted, count)
    late = lasted == unended(lasted)
    if not late.any():
        return Lengths(lasted, count)
    elapsed = np.where(late, so_far, lasted)
    return Lengths(lasted, count, np.count_nonzero(late, axis=1), elapsed)


def _lasted(begun: Seconds, ended: Seconds, stop: int, kind: Kind) -> tuple[Whole, Whole | None]:
    """Lengths, and where somebody may not have ended, how long all had lasted at the stop."""
    between = ended - begun
    never = _largest(kind) - 1
    if kind is np.int64:
        between[ended == NEVER] = never
    np.minimum(between, never, out=between)
    some = bool((between == never).any())
    np.maximum(between, 0, out=between)
    return _narrowed(between, kind), _narrowed(stop - begun, kind) if some else None


def _narrowed(times: Seconds, kind: Kind) -> Whole:
    return times.astype(np.int32) if kind is np.int32 else times


def pooled(parts: Sequence[Lengths], rows: int) -> Lengths:
    """One sample out of several, replication by replication."""
    if not parts:
        return Lengths(np.empty((rows, 0), dtype=np.int32), np.zeros(rows, dtype=np.int64))
    lasted = _beside([one.lasted for one in parts])
    count: Seconds = reduce(np.add, (one.count for one in parts))
    tardy = [one.late for one in parts if one.late is not None]
    if not tardy:
        return Lengths(lasted, count)
    elapsed = [one.lasted if one.elapsed is None else one.elapsed for one in parts]
    return Lengths(lasted, count, reduce(np.add, tardy), _beside(elapsed))


def _largest(kind: Kind) -> int:
    return _LARGEST[4 if kind is np.int32 else 8]


def _beside(parts: Sequence[Whole]) -> Whole:
    if parts[0].dtype == np.int32:
        return np.concatenate(parts, axis=1, dtype=np.int32)
    return np.concatenate(parts, axis=1, dtype=np.int64)
