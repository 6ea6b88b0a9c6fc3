"""How often printed intervals contain the truth: 5,000 experiments per case, on one seed.

`python -m tests.statistics.coverage` prints the tables of docs/explanation/statistics.md.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from corridor_sim.statistics.intervals import t_quantile
from corridor_sim.statistics.multiplicity import simultaneous_level
from corridor_sim.statistics.sequential import Looks
from tests.statistics.laws import LAWS, Law, drawn, expectation, pool

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

EXPERIMENTS, LEVEL = 5_000, 0.95
SIZES = (10, 30, 100)
#: A verdict falls on one side of the interval.
ONE_SIDE = (1.0 - LEVEL) / 2.0
LOOKS = Looks(20, 10, 100, LEVEL)
#: Half-width, as a share of the mean, at which one has seen enough of a level.
RELATIVE = 0.2
#: Smallest differences that matter, in standard deviations of the difference: stops late and soon.
SMALLEST = (0.2, 0.5, 1.0)
#: Arms and flows that are compared together: 12 comparisons.
ARMS, FLOWS = 4, 3


def fewest(share: float) -> float:
    """A share of experiments that is not significantly below `share`: exact binomial, 1 %."""
    return float(binom.ppf(0.01, EXPERIMENTS, share)) / EXPERIMENTS


def most(share: float) -> float:
    """A share that is not significantly above."""
    return float(binom.ppf(0.99, EXPERIMENTS, share)) / EXPERIMENTS


def bounds(values: Floats, level: float, *, widened: bool = False) -> tuple[Floats, Floats]:
    """Ends of the intervals of many experiments at once.

    values   float64 [..., n]
    """
    n = values.shape[-1]
    mean = values.mean(axis=-1)
    apart = values - mean[..., None]
    variance = (apart**2).sum(axis=-1) / (n - 1)
    t = t_quantile(n - 1, level)
    half = t * np.sqrt(variance / n)
    low, high = mean - half, mean + half
    if not widened:
        return low, high
    third = n * (apart**3).sum(axis=-1) / ((n - 1) * (n - 2))
    some = np.where(variance > 0.0, variance, 1.0)
    shift = third / some * (1.0 + 2.0 * t * t) / (6.0 * n)
    return low + np.minimum(shift, 0.0), high + np.maximum(shift, 0.0)


def _has(ends: tuple[Floats, Floats], truth: float) -> Flags:
    """Whether intervals have the truth; one that sums have moved by a rounding still has it."""
    slip = 1e-12 * max(abs(truth), 1.0)
    return (ends[0] <= truth + slip) & (truth - slip <= ends[1])


@cache
def fixed(law: Law, n: int, *, widened: bool) -> tuple[float, float]:
    """How often an interval of n replications has the truth; its mean width."""
    ends = bounds(drawn(law, (EXPERIMENTS, n)), LEVEL, widened=widened)
    return float(_has(ends, expectation(law)).mean()), float((ends[1] - ends[0]).mean())


@dataclass(frozen=True, slots=True)
class Stopped:
    """Shares of experiments, at the look at which each was stopped, and their mean size."""

    has: float
    better: float
    same: float
    replications: float


@cache
def stopped(law: Law, looks: Looks, smallest: float, truth: float | None = None) -> Stopped:
    """Differences, stopped as `compare` does: at a verdict, or known to half of what matters.

    smallest   in standard deviations of the difference
    truth      likewise, where the expectation is moved to; None: it stays
    """
    deviation, expected = float(pool(law).std()), expectation(law)
    values, margin = drawn(law, (EXPERIMENTS, looks.most)), smallest * deviation
    if truth is not None:
        values, expected = values + (truth * deviation - expected), truth * deviation
    running = np.ones(EXPERIMENTS, dtype=np.bool_)
    has, better, same, used = np.zeros((4, EXPERIMENTS))
    for n in looks.ends():
        low, high = bounds(values[:, :n], looks.level_at_a_look())
        good, bad = high <= -margin, low >= margin
        alike = (low > -margin) & (high < margin)
        ends = running & (
            good | bad | alike | (high - low <= margin) | np.full(len(low), n == looks.most)
        )
        has[ends] = _has((low, high), expected)[ends]
        better[ends], same[ends], used[ends] = good[ends], alike[ends], n
        running &= ~ends
    return Stopped(*(float(one.mean()) for one in (has, better, same, used)))


@cache
def stopped_level(law: Law, looks: Looks, *, widened: bool) -> tuple[float, float]:
    """Levels, stopped at a relative precision: how often the truth is there; mean replications."""
    values = drawn(law, (EXPERIMENTS, looks.most))
    running = np.ones(EXPERIMENTS, dtype=np.bool_)
    has, used = np.zeros((2, EXPERIMENTS))
    for n in looks.ends():
        some = values[:, :n]
        low, high = bounds(some, looks.level_at_a_look(), widened=widened)
        close = (high - low) / 2.0 <= RELATIVE * np.abs(some.mean(axis=1))
        ends = running & (close | np.full(len(low), n == looks.most))
        has[ends], used[ends] = _has((low, high), expectation(law))[ends], n
        running &= ~ends
    return float(has.mean()), float(used.mean())


@cache
def together(law: Law, n: int) -> tuple[float, float]:
    """How often all of 12 intervals have the truth; how often any says better than nothing.

    law   of a level: base and arms are equal, on separate luck; the arms of a flow share its base
    """
    level = simultaneous_level(LEVEL, ARMS * FLOWS)
    all_have = np.ones(EXPERIMENTS, dtype=np.bool_)
    any_better = np.zeros(EXPERIMENTS, dtype=np.bool_)
    values = drawn(law, (FLOWS, ARMS + 1, EXPERIMENTS, n))
    for flow in values:
        for arm in flow[1:]:
            low, high = bounds(arm - flow[0], level)
            all_have &= _has((low, high), 0.0)
            any_better |= high < 0.0
    return float(all_have.mean()), float(any_better.mean())


def _shown(share: float) -> str:
    """A coverage in per cent; an asterisk where it is significantly below what it should be."""
    return f"{100.0 * share:.1f} %" + (" *" if share < fewest(LEVEL) else "")


def fixed_table() -> list[str]:
    """Coverage after a number of replications that was fixed beforehand."""
    lines = [
        "| figure | interval | " + " | ".join(f"n = {n}" for n in SIZES) + " |",
        "|---|---|---:|---:|---:|",
    ]
    for law in LAWS:
        for widened in (False, True):
            kind = "widened" if widened else "t"
            cells = " | ".join(_shown(fixed(law, n, widened=widened)[0]) for n in SIZES)
            lines.append(f"| {law.name} | {kind} | {cells} |")
    return lines


def width_table() -> list[str]:
    """How many times as wide the widened interval is as the t interval."""
    lines = ["| figure | " + " | ".join(f"n = {n}" for n in SIZES) + " |", "|---|---:|---:|---:|"]
    for law in LAWS:
        ratios = (fixed(law, n, widened=True)[1] / fixed(law, n, widened=False)[1] for n in SIZES)
        lines.append(f"| {law.name} | " + " | ".join(f"{ratio:.2f}" for ratio in ratios) + " |")
    return lines


def stopped_table() -> list[str]:
    """Coverage and false verdicts after sequential stopping."""
    lines = ["| figure | stopped at | covered | mean n |", "|---|---|---:|---:|"]
    for law in LAWS:
        if law.level:
            for widened in (False, True):
                has, used = stopped_level(law, LOOKS, widened=widened)
                kind = "widened" if widened else "t"
                rule = f"{100.0 * RELATIVE:.0f} % of the mean, {kind}"
                lines.append(f"| {law.name} | {rule} | {_shown(has)} | {used:.0f} |")
            continue
        for smallest in SMALLEST:
            found = stopped(law, LOOKS, smallest)
            rule = f"a verdict on {smallest} standard deviations"
            lines.append(
                f"| {law.name} | {rule} | {_shown(found.has)} | {found.replications:.0f} |"
            )
    return lines


def together_table() -> list[str]:
    """How often all of 12 comparisons hold, and how often any is falsely better."""
    lines = [
        "| figure | " + " | ".join(f"n = {n}: all hold, any falsely better" for n in SIZES) + " |",
        "|---|---:|---:|---:|",
    ]
    for law in (law for law in LAWS if law.level):
        found = (together(law, n) for n in SIZES)
        cells = " | ".join(f"{_shown(has)}, {100.0 * better:.1f} %" for has, better in found)
        lines.append(f"| {law.name} | {cells} |")
    return lines


def margin_table() -> list[str]:
    """How often `same` is said where the truth is just the smallest difference that matters."""
    every = [Looks(n, 1, n, LEVEL) for n in SIZES] + [LOOKS]
    lines = [
        "| figure | " + " | ".join(f"n = {n}" for n in SIZES) + " | stopped |",
        "|---|---:|---:|---:|---:|",
    ]
    for law in (law for law in LAWS if not law.level):
        worst = (max(stopped(law, looks, s, -s).same for s in SMALLEST) for looks in every)
        shown = (f"{100.0 * one:.1f} %" + (" *" if one > most(ONE_SIDE) else "") for one in worst)
        lines.append(f"| {law.name} | " + " | ".join(shown) + " |")
    return lines


def tables() -> list[list[str]]:
    """All tables of the page, in its order."""
    return [fixed_table(), width_table(), stopped_table(), together_table(), margin_table()]


if __name__ == "__main__":
    sys.stdout.write("\n\n".join("\n".join(table) for table in tables()) + "\n")
