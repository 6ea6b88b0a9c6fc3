"""Equal answers come before any clock: every column, to the second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor_sim.trace import Trace

Columns = Mapping[str, Any]


class UnequalError(AssertionError):
    """Two models answered differently; the text says in which column and for how many."""


def same(ours: Columns, theirs: Columns, who: str) -> None:
    """Raises UnequalError unless every column of `ours` is found in `theirs`."""
    for name, column in ours.items():
        mine, other = np.asarray(column), np.asarray(theirs[name])
        if mine.shape != other.shape:
            raise UnequalError(f"{who}: {name} has shape {other.shape}, not {mine.shape}")
        differing = int((mine != other).sum())
        if differing:
            raise UnequalError(f"{who}: {name} differs for {differing} of {mine.size}")


def plain(columns: Mapping[str, Any], shape: tuple[int, int]) -> None:
    """Raises UnequalError unless every column is a whole number per shipment, in their order."""
    for name, column in columns.items():
        if not isinstance(column, np.ndarray) or column.shape != shape:
            raise UnequalError(f"{name} is not an array of {shape}")
        if column.dtype.kind != "i":
            raise UnequalError(f"{name} is of {column.dtype}, not of whole numbers")


def same_traces(ours: Trace, theirs: Trace, who: str) -> None:
    """Raises UnequalError unless every time of every stage of every flow is the same."""
    for number, (a, b) in enumerate(zip(ours.flows, theirs.flows, strict=True)):
        for name in ("ready", "start", "end"):
            pairs = zip(getattr(a, name), getattr(b, name), strict=True)
            for stage, (mine, other) in enumerate(pairs):
                label = f"{name} of stage {stage} of flow {number}"
                same({label: mine}, {label: other}, who)


#: W3 without the order within a train: what one box did is compared as it is, what the boxes of
#: one train did as a sorted multiset, train by train.
_BY_BOX = ("arrival", "documents_start", "documents_end", "cleared", "first_slot", "border")
_BY_FIRST = ("gauge_start", "gauge_end")
_BY_SECOND = ("gauge_end", "delivery")


def same_per_train(ours: Columns, theirs: Columns, who: str) -> None:
    """Raises UnequalError unless the boxes of every train fared alike, in whatever order."""
    same({name: ours[name] for name in _BY_BOX}, theirs, who)
    for slot, names in (("first_slot", _BY_FIRST), ("second_slot", _BY_SECOND)):
        for name in names:
            mine, other = _multiset(ours, slot, name), _multiset(theirs, slot, name)
            same({f"{name} per train": mine}, {f"{name} per train": other}, who)


def _multiset(columns: Columns, slot: str, name: str) -> NDArray[np.int64]:
    pairs: Sequence[Any] = (np.asarray(columns[name]), np.asarray(columns[slot]))
    order = np.lexsort(pairs)
    return np.stack([one[order] for one in pairs])
