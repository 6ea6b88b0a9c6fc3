"""What must hold, what is aimed at, and whether this run met it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from benchmarks import end_to_end, head_to_head, memory, sweep
from benchmarks.record import Run
from benchmarks.rounds import figure

PLAIN = "plain recursion"
_THOUSANDS, _MILLION, _YEAR = "1,000 x 1,000", "1 x 1,000,000", "1 x 1,438"


@dataclass(frozen=True, slots=True)
class Target:
    """One line of the table.

    found    None: not measured in this run
    most     the bound is an upper one
    aim      what is aimed at beyond the bound, or none
    """

    name: str
    found: float | None
    bound: float
    aim: float | None = None
    most: bool = False

    @property
    def met(self) -> bool | None:
        return self._within(self.bound)

    def text(self) -> str:
        sign = "at most" if self.most else "at least"
        aim = "" if self.aim is None else f", aim {figure(self.aim)}"
        if self.found is None:
            return f"  {'not measured':13} {self.name} ({sign} {figure(self.bound)}{aim})"
        word = "met" if self.met else "NOT MET"
        if self.met and self.aim is not None and self._within(self.aim):
            word = "met, aim too"
        return f"  {word:13} {self.name}: {figure(self.found)} ({sign} {figure(self.bound)}{aim})"

    def _within(self, bound: float) -> bool | None:
        if self.found is None:
            return None
        return self.found <= bound if self.most else self.found >= bound


def targets(run: Run, engine: str = "array") -> list[Target]:
    """All targets, for one of the array engines."""
    return [
        Target(
            f"W3 {_THOUSANDS}, times SimPy",
            _times(run, "W3 corridor", _THOUSANDS, engine),
            200,
            300,
        ),
        Target(
            f"W3 {_THOUSANDS}, times the plain recursion",
            _over(run, "W3 corridor", _THOUSANDS, engine, PLAIN),
            6,
            12,
        ),
        Target(
            f"W3 {_THOUSANDS}, times Cimba",
            _over(run, "W3 corridor", _THOUSANDS, engine, "Cimba (Python)"),
            7,
            12,
        ),
        Target(
            f"W3 {_MILLION}, times SimPy", _times(run, "W3 corridor", _MILLION, engine), 150, 250
        ),
        Target(
            f"M/M/4 {_THOUSANDS}, times SimPy", _times(run, "M/M/4", _THOUSANDS, engine), 900, 1200
        ),
        Target(
            f"W3 {_YEAR}, time over the plain recursion's",
            _inverse(_over(run, "W3 corridor", _YEAR, engine, PLAIN)),
            1.2,
            most=True,
        ),
        Target("hengyang-2021 from file to files, times event", _hengyang(run, engine), 100, 300),
        Target("worst load, time over the plain recursion's", _worst(run, engine), 2.5, most=True),
        Target("cost of a journey, largest over smallest size", _flat(run, engine), 1.3, most=True),
        Target("peak memory of the largest size, GiB", _memory(run, engine), 4.0, most=True),
        Target("event engine, time over SimPy's on W3", _event(run), 1.5, most=True),
    ]


def table(run: Run, engine: str = "array") -> str:
    """The targets as text."""
    lines = [f"\nTargets, {engine}:", *(one.text() for one in targets(run, engine))]
    return "\n".join(lines)


def _times(run: Run, work: str, size: str, engine: str) -> float | None:
    found = run.find(head_to_head.SUITE, work, size, engine, "ns per shipment")
    return None if found is None else found.ratio.middle


def _over(run: Run, work: str, size: str, engine: str, other: str) -> float | None:
    """How many times as fast as another, in the middle of the rounds."""
    ours = run.find(head_to_head.SUITE, work, size, engine, "ns per shipment")
    theirs = run.find(head_to_head.SUITE, work, size, other, "ns per shipment")
    if ours is None or theirs is None:
        return None
    return median(b / a for a, b in zip(ours.values, theirs.values, strict=True))


def _inverse(value: float | None) -> float | None:
    return None if value is None else 1.0 / value


def _event(run: Run) -> float | None:
    return _inverse(_times(run, "W3 corridor", _YEAR, "event"))


def _hengyang(run: Run, engine: str) -> float | None:
    for one in run.measurements:
        same = one.suite == end_to_end.SUITE and one.work == end_to_end.WORK
        if same and one.engine == engine and one.ratios:
            return one.ratio.middle
    return None


def _worst(run: Run, engine: str) -> float | None:
    found = [
        1.0 / one.ratio.middle
        for one in run.measurements
        if one.suite == sweep.SUITE and one.engine == engine and one.ratios
    ]
    return max(found, default=None)


def _scale(run: Run, engine: str, quantity: str) -> Iterator[float]:
    for one in run.measurements:
        same = one.suite == memory.SCALE and one.work == "W3 year" and one.engine == engine
        if same and one.quantity == quantity and one.values:
            yield one.value.middle


def _flat(run: Run, engine: str) -> float | None:
    costs = list(_scale(run, engine, "ns per journey"))
    return max(costs) / min(costs) if len(costs) > 1 else None


def _memory(run: Run, engine: str) -> float | None:
    peaks = list(_scale(run, engine, "MiB"))
    return max(peaks) / 1024.0 if peaks else None
