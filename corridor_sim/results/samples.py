"""Samples: every sample of times that a block is asked for, measured once, in stacks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corridor_sim.kpis import KPIS
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
#: What samples must share to be measured together: statistics, unit, nearly the width.
_Alike = tuple[tuple[str, ...], int, int]

#: How many lengths are sorted together.
_STACK = 1 << 17


class Samples:
    """Measures samples in the order in which they are asked for; a pool is one out of several."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self._found: dict[_Name, tuple[Figures, int]] = {}
        self._known: set[_Name] = set()
        self._stacks: dict[_Alike, list[tuple[_Name, Lengths]]] = {}

    def measures(
        self, asked: Sequence[tuple[Key, Sequence[Asked]]], stats: tuple[str, ...]
    ) -> list[Measure]:
        """One measure per key and statistic, in the unit of the key's KPI."""
        names = [_name(key, parts, stats) for key, parts in asked]
        for name in names:
            self._ask(name)
        for alike in list(self._stacks):
            self._flush(alike)
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
        if name in self._known:
            return
        self._known.add(name)
        parts, stats, per = name
        stop = self.block.plan.stop
        made = [lengths(make(self.block, *at), stop) for make, *at in parts]
        whole = made[0] if len(made) == 1 else pooled(made, self.block.rows)
        alike = stats, per, _rounded(whole.lasted.shape[1])
        stack = self._stacks.setdefault(alike, [])
        stack.append((name, whole))
        if len(stack) * whole.lasted.size > _STACK:
            self._flush(alike)

    def _flush(self, alike: _Alike) -> None:
        stack = self._stacks.pop(alike)
        made = figures([one for _, one in stack], *alike[:2])
        self._found |= {name: (made, at) for at, (name, _) in enumerate(stack)}


def _rounded(width: int) -> int:
    """Samples of nearly one width are measured together."""
    step = max(1 << max(width.bit_length() - 3, 0), 8)
    return -(-width // step) * step


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
