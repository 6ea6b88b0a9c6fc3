"""Draws: the luck of a block of replications, for one plan or for several arms alike (law L3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from corridor_sim.chance.laws import Law, seconds
from corridor_sim.chance.streams import StreamKey
from corridor_sim.plan import Flow
from corridor_sim.planning.luck import flow_key

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Seconds = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Draws:
    """The luck of a block of replications, for one plan or for several arms alike.

    uniforms   float64 [R, n] per stream; n counts shipments, departures or weeks of the owner
    numbers    int64 [n] rising, per stream whose columns are not the numbers 0 .. n-1
    kept       of several arms: the durations last made of a stream and the law that made them,
               for the next arm that has the same; None where there is no other arm
    """

    replications: NDArray[np.int64]
    uniforms: Mapping[StreamKey, Floats]
    numbers: Mapping[StreamKey, Numbers] = field(default_factory=dict)
    kept: dict[StreamKey, tuple[Law, Seconds]] | None = None

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

    def seconds(self, key: StreamKey, law: Law, count: int) -> Seconds:
        """Durations int64 [R, count] of numbers 0 .. count-1, by a law; not to be written to.

        raises   KeyError as `first` does
        """
        if self.kept is None:
            return seconds(law, self.first(key, count))
        before = self.kept.get(key)
        if before is not None and before[0] == law and before[1].shape[1] == count:
            return before[1]
        made = seconds(law, self.first(key, count))
        made.flags.writeable = False  # several workloads will hold it
        self.kept[key] = law, made
        return made

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
