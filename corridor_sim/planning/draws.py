"""Draws: the luck of a block of replications, for one plan or for several arms alike (law L3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from corridor_sim.chance.streams import StreamKey
from corridor_sim.plan import Flow
from corridor_sim.planning.luck import flow_key

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Draws:
    """The luck of a block of replications, for one plan or for several arms alike.

    uniforms   float64 [R, n] per stream; n counts shipments, departures or weeks of the owner
    numbers    int64 [n] rising, per stream whose columns are not the numbers 0 .. n-1
    kept       of several arms: per stream what was last made of it, and by what, for the next arm
               that makes the same; None where there is no other arm
    """

    replications: NDArray[np.int64]
    uniforms: Mapping[StreamKey, Floats]
    numbers: Mapping[StreamKey, Numbers] = field(default_factory=dict)
    kept: dict[StreamKey, tuple[object, object]] | None = None

    def first(self, key: StreamKey, count: int) -> Floats:
        """The uniforms [R, count] of numbers 0 .. count-1 of a stream.

        raises   KeyError where the plans that were drawn for do not reach so far
        """
        if key in self.numbers:
            return self.at(key, np.arange(count))
        found = self.uniforms[key]
        if count > found.shape[1]:
            raise KeyError(key, count)
        return found[:, :count]

    def at(self, key: StreamKey, numbers: Numbers) -> Floats:
        """The uniforms [R, n] of given numbers of a stream, in their order.

        raises   KeyError where the plans that were drawn for do not have these numbers
        """
        found = self.uniforms[key]
        known = self.numbers.get(key)
        if known is None:
            known = np.arange(found.shape[1])
        elif known is numbers or np.array_equal(known, numbers):
            return found
        columns = np.searchsorted(known, numbers)
        there = columns < len(known)
        if not there.all() or not np.array_equal(known[columns], numbers):
            raise KeyError(key, numbers)
        return np.take(found, columns, axis=1)


def flow_luck(flow: Flow, stream: str, draws: Draws, width: int) -> Floats:
    """The uniforms [R, width] of a flow's shipments."""
    key = flow_key(flow, stream)
    if flow.demand.process == "given":
        return draws.at(key, flow.demand.numbers)
    return draws.first(key, width)


def once(flow: Flow, stream: str, draws: Draws, by: object, make: Callable[[], Made]) -> Made:
    """What `make` makes of a flow's stream, or what an arm before made of it in the same way.

    by        all that the result depends on beside the stream, comparable: laws, shares, the width
    returns   arrays not to be written to where there are several arms: their workloads share them
    """
    if draws.kept is None or flow.demand.process == "given":  # a list's luck hangs on its numbers
        return make()
    key = flow_key(flow, stream)
    before = draws.kept.get(key)
    if before is not None and before[0] == by:
        return cast(Made, before[1])
    made = make()
    for one in made if isinstance(made, tuple) else (made,):
        if isinstance(one, np.ndarray):
            one.flags.writeable = False
    draws.kept[key] = by, made
    return made
