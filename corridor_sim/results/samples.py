"""Samples: every sample of times that a block is asked for, measured once, in stacks of one shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from corridor_sim.columns import KPIS
from corridor_sim.results.block import Block
from corridor_sim.results.figures import Figures, figures
from corridor_sim.results.lengths import Lengths, lengths, pooled
from corridor_sim.results.measures import SECONDS_PER, Key, Measure, with_stat
from corridor_sim.results.spells import Spells

#: What makes the spells of a sample, out of two positions that it understands.
Maker = Callable[[Block, int, int], Spells]
#: A maker and its two positions: the name of a sample.
Asked = tuple[Maker, int, int]
_Name = tuple[tuple[Asked, ...], tuple[str, ...], int]

#: How many lengths are sorted together.
_STACK = 1 << 16


class Samples:
    """Measures samples in the order in which they are asked for; a pool is one out of several."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self._found: dict[_Name, tuple[Figures, int]] = {}
        self._waiting: dict[_Name, Lengths] = {}

    def measures(
        self, asked: Sequence[tuple[Key, Sequence[Asked]]], stats: tuple[str, ...]
    ) -> list[Measure]:
        """One measure per key and statistic, in the unit of the key's KPI."""
        names = [_name(key, parts, stats) for key, parts in asked]
        for name in names:
            self._ask(name)
        self._flush()
        found: list[Measure] = []
        for (key, _), name in zip(asked, names, strict=True):
            made, at = self._found[name]
            count, late = made.count[at], made.open[at]
            found += [
                Measure(
                    with_stat(key, stat), made.values[stat][at], count, late, made.above[stat][at]
                )
                for stat in stats
            ]
        return found

    def _ask(self, name: _Name) -> None:
        if name in self._found or name in self._waiting:
            return
        stop = self.block.plan.stop
        parts = [lengths(make(self.block, *at), stop) for make, *at in name[0]]
        whole = parts[0] if len(parts) == 1 else pooled(parts, self.block.rows)
        if self._waiting:
            (_, stats, per), first = next(iter(self._waiting.items()))
            room = _STACK - len(self._waiting) * first.lasted.size
            alike = (stats, per, first.lasted.shape) == (*name[1:], whole.lasted.shape)
            if not alike or whole.lasted.size > room:
                self._flush()
        self._waiting[name] = whole

    def _flush(self) -> None:
        if not self._waiting:
            return
        _, stats, per = next(iter(self._waiting))
        made = figures(list(self._waiting.values()), stats, per)
        self._found |= {name: (made, at) for at, name in enumerate(self._waiting)}
        self._waiting.clear()


def _name(key: Key, parts: Sequence[Asked], stats: tuple[str, ...]) -> _Name:
    return tuple(parts), stats, SECONDS_PER[KPIS[key.kpi].unit]


def statistics(key: Key, spells: Spells, stop: int, stats: Sequence[str]) -> list[Measure]:
    """One measure per statistic of one sample, of lengths that may exceed the run."""
    made = figures([lengths(spells, stop, narrow=False)], stats, SECONDS_PER[KPIS[key.kpi].unit])
    count, late = made.count[0], made.open[0]
    return [
        Measure(with_stat(key, stat), made.values[stat][0], count, late, made.above[stat][0])
        for stat in stats
    ]
