"""How often printed intervals contain the truth: 5,000 experiments per case, on one seed.

`python -m tests.statistics.coverage` prints the table of docs/explanation/statistics.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corridor_sim.statistics.intervals import t_quantile
from corridor_sim.statistics.multiplicity import simultaneous_level
from corridor_sim.statistics.sequential import Looks

Floats = NDArray[np.float64]

SEED, EXPERIMENTS, LEVEL = 2021, 5_000, 0.95
SIZES = (10, 30, 100)
#: Shipments of one replication.
_SHIPMENTS = 60
#: Standard deviation of the logarithm of a long-tailed time, and of the luck that a replication's
#: shipments share (a queue at the border).
_SIGMA, _SHARED = 1.0, 0.3


@dataclass(frozen=True, slots=True)
class Case:
    """A figure of a replication, base and arm: their difference has the expectation `truth`.

    draw   (generator, experiments, n) -> float64 [experiments, n], differences of the figure
    """

    name: str
    draw: Callable[[np.random.Generator, int, int], Floats]
    truth: float


def _times(generator: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Long-tailed times of the shipments of replications, float64 [*shape, shipments]."""
    shared = _SHARED * generator.standard_normal((*shape, 1))
    times = np.exp(shared + _SIGMA * generator.standard_normal((*shape, _SHIPMENTS)))
    return np.asarray(times)


def _mean(generator: np.random.Generator, experiments: int, n: int) -> Floats:
    return np.asarray(_times(generator, (experiments, n)).mean(axis=2))


def _p90(generator: np.random.Generator, experiments: int, n: int) -> Floats:
    return np.sort(_times(generator, (experiments, n)), axis=2)[..., 53]  # the 54th of 60


def _share(generator: np.random.Generator, experiments: int, n: int) -> Floats:
    return generator.binomial(_SHIPMENTS, 0.98, (experiments, n)) / _SHIPMENTS


def _null(
    figure: Callable[[np.random.Generator, int, int], Floats],
) -> Callable[[np.random.Generator, int, int], Floats]:
    """Two arms of equal law and different luck."""
    return lambda generator, experiments, n: (
        figure(generator, experiments, n) - figure(generator, experiments, n)
    )


def _shifted(generator: np.random.Generator, experiments: int, n: int) -> Floats:
    """A gain that few have and that is large: skewed, as before a weekly train."""
    few = generator.binomial(_SHIPMENTS, 1.0 / 7.0, (experiments, n)) / _SHIPMENTS
    return 168.0 * few


_MEAN = float(np.exp((_SIGMA**2 + _SHARED**2) / 2.0))
CASES = (
    Case("skewed mean", _mean, _MEAN),
    Case("share near 0.98", _share, 0.98),
    Case("skewed mean, two arms of equal law", _null(_mean), 0.0),
    Case("P90, two arms of equal law", _null(_p90), 0.0),
    Case("share near 0.98, two arms of equal law", _null(_share), 0.0),
    Case("gain before a weekly train", _shifted, 24.0),
)


def covered(values: Floats, truth: float, level: float = LEVEL) -> NDArray[np.bool_]:
    """bool [experiments]: whether the interval of the mean over n replications has the truth."""
    n = values.shape[1]
    error = values.std(axis=1, ddof=1) / np.sqrt(n)
    miss = np.abs(values.mean(axis=1) - truth)
    return np.asarray(miss <= t_quantile(n - 1, level) * error)


@cache
def fixed(case: Case, n: int) -> float:
    """Share of experiments of n replications whose interval has the truth."""
    generator = np.random.default_rng([SEED, n, len(case.name)])
    return float(covered(case.draw(generator, EXPERIMENTS, n), case.truth).mean())


def stopped(case: Case, looks: Looks, smallest: float) -> tuple[float, float, float]:
    """Coverage at the look at which a verdict ends it; how often it says better; mean n.

    It stops as `compare` does: at a verdict, or at a half-width of half the smallest difference.
    """
    generator = np.random.default_rng([SEED, looks.most, len(case.name)])
    values = case.draw(generator, EXPERIMENTS, looks.most)
    level = looks.level_at_a_look()
    running = np.ones(EXPERIMENTS, dtype=np.bool_)
    has, better, used = np.zeros((3, EXPERIMENTS))
    for n in looks.ends():
        some = values[:, :n]
        half = t_quantile(n - 1, level) * some.std(axis=1, ddof=1) / np.sqrt(n)
        mean = some.mean(axis=1)
        low, high = mean - half, mean + half
        told = (high <= -smallest) | (low >= smallest)
        told |= (low > -smallest) & (high < smallest)
        ends = running & (told | (half <= smallest / 2.0) | (n == looks.most))
        has[ends] = covered(some, case.truth, level)[ends]
        better[ends] = (high <= -smallest)[ends]
        used[ends] = n
        running &= ~ends
    return float(has.mean()), float(better.mean()), float(used.mean())


def together(case: Case, n: int, comparisons: int) -> tuple[float, float]:
    """How often all of several intervals have the truth; how often any says better than 0."""
    level = simultaneous_level(LEVEL, comparisons)
    generator = np.random.default_rng([SEED, n, comparisons])
    all_have = np.ones(EXPERIMENTS, dtype=np.bool_)
    any_better = np.zeros(EXPERIMENTS, dtype=np.bool_)
    for _ in range(comparisons):
        values = case.draw(generator, EXPERIMENTS, n)
        half = t_quantile(n - 1, level) * values.std(axis=1, ddof=1) / np.sqrt(n)
        all_have &= covered(values, case.truth, level)
        any_better |= values.mean(axis=1) + half < 0.0
    return float(all_have.mean()), float(any_better.mean())


def table() -> list[str]:
    """The lines of the table in the docs."""
    lines = ["| figure | " + " | ".join(f"n = {n}" for n in SIZES) + " |", "|---|---:|---:|---:|"]
    for case in CASES:
        shares = " | ".join(f"{100.0 * fixed(case, n):.1f} %" for n in SIZES)
        lines.append(f"| {case.name} | {shares} |")
    return lines


if __name__ == "__main__":
    sys.stdout.write("\n".join(table()) + "\n")
