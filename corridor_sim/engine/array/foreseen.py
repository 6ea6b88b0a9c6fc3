"""What can be foreseen of a circle before anything in it is decided, flow by flow."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.array.circle import Path, Stop
from corridor_sim.engine.array.state import State

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Foreseen:
    """One flow's columns, stop by stop, each [R, N].

    ready     s, the latest of what is known beforehand; NEVER: it is never ready
    awaits    how many ends must still come
    known     who hands on at a second that is known, and `ends` when
    passive   who only hands on what a single other visit brings
    walked    who must be walked by a sweep
    """

    def __init__(self, state: State, path: Path) -> None:
        self.path, self.shape = path, state.arrive[path.flow].shape
        self.skip = [state.skip(stop.at) for stop in path.stops]
        self.work = [state.workload.flows[path.flow].work[stop.at[1]] for stop in path.stops]
        self.ready: list[Seconds] = []
        self.awaits: list[Seconds] = []
        self.known: list[Flags] = []
        self.ends: list[Seconds] = []
        for stop in path.stops:
            self._forward(state, stop)
        there = state.arrive[path.flow] < NEVER
        turns = range(len(path.stops))
        self.passive = [self._passive(turn) for turn in turns]
        # Of a box that the circle closes nobody knows yet whether it comes.
        self.walked = [
            ~self.known[turn]
            & ~self.passive[turn]
            & (self.ready[turn] < state.stop)
            & (path.fed | there)
            for turn in turns
        ]

    def hands_on(self, turn: int) -> Flags | bool:
        """Whether a stop asks no resource."""
        skip = self.skip[turn]
        if self.path.stops[turn].resource < 0:
            return True
        return False if skip is None else skip

    def lasts(self, turn: int) -> Seconds | int:
        """How long a stop that asks no resource lasts."""
        work, skip = self.work[turn], self.skip[turn]
        if work is None or self.path.stops[turn].resource >= 0:
            return 0
        return work if skip is None else np.where(skip, 0, work)

    def _forward(self, state: State, stop: Stop) -> None:
        """What is known of a stop before anything in the circle is decided."""
        ready = np.zeros(self.shape, dtype=np.int64)
        awaits = np.zeros(self.shape, dtype=np.int64)
        stage = state.plan.flows[self.path.flow].stages[stop.at[1]]
        for number in stop.outer:
            happened = state.happened(self.path.flow, stage.after[number])
            np.maximum(ready, happened, out=ready)
        for turn, _ in stop.inner:
            if turn < 0:
                awaits += 1
                continue
            np.maximum(ready, self.ends[turn], out=ready)
            awaits += ~self.known[turn]
        turn = len(self.ready)
        known = (awaits == 0) & self.hands_on(turn)
        end = np.where(known, ready + self.lasts(turn), 0)
        np.copyto(end, NEVER, where=end >= state.stop)
        self.ready.append(ready)
        self.awaits.append(awaits)
        self.known.append(known)
        self.ends.append(end)

    def _passive(self, turn: int) -> Flags:
        """Who only hands on what a single other visit brings."""
        alone = (self.awaits[turn] == 1) & self.hands_on(turn)
        return alone if not self.path.stops[turn].holds else np.zeros_like(alone)

    def leads(
        self, turn: int, cells: Seconds, offset: Seconds, least: Seconds
    ) -> Iterator[tuple[Seconds, int, Seconds, Seconds]]:
        """Who waits for what leads to stop `turn`: which of `cells`, stop, `offset` and `least`.

        cells    int64 [m], row times N plus shipment
        offset   int64 [m] s that pass on the way
        least    int64 [m] s before which it is not there, whatever is decided
        """
        todo = [(turn, np.arange(len(cells)), offset, least)]
        while todo:
            turn, which, offset, least = todo.pop()
            handed = self.passive[turn].reshape(-1)[cells[which]]
            direct = ~handed
            if direct.any():
                yield which[direct], turn, offset[direct], least[direct]
            which, offset, least = which[handed], offset[handed], least[handed]
            if len(which):
                part = cells[which]
                lasts = np.broadcast_to(self.lasts(turn), self.shape).reshape(-1)[part]
                known = np.maximum(least, self.ready[turn].reshape(-1)[part])
                following = self.path.stops[turn].after
                todo += [(after, which, offset + lasts, known + lasts) for after, _ in following]
