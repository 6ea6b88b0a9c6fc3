"""What a replication's figure may look like: laws whose expectation is known exactly.

A law is a pool of replications that were simulated once; an experiment draws from the pool with
replacement, so the mean of the pool is the expectation, without error, of a P90 too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Draw = Callable[[np.random.Generator], Floats]

SEED = 2021
#: Replications of a pool; even.
POOL = 100_000
#: Shipments of one replication, and of one of a small flow.
_SHIPMENTS, _FEW = 60, 10
#: Standard deviation of the logarithm of a long-tailed time, and of the luck that a replication's
#: shipments share (a queue at the border).
_SIGMA, _SHARED = 1.0, 0.3
#: Hours to the next departure of a weekly train.
_WEEK = 168.0


@dataclass(frozen=True, slots=True)
class Law:
    """The law of one figure of a replication: a level, or the difference of two arms.

    number   which law: with the seed it gives the luck
    pool     float64 [POOL]
    null     two arms of equal law and different luck: the expectation is nought
    """

    name: str
    number: int
    pool: Draw
    level: bool = False
    null: bool = False


def _times(generator: np.random.Generator, shipments: int, shared: Floats) -> Floats:
    own = _SIGMA * generator.standard_normal((len(shared), shipments))
    return np.asarray(np.exp(_SHARED * shared[:, None] + own))


def _means(generator: np.random.Generator, shipments: int, shared: Floats) -> Floats:
    return np.asarray(_times(generator, shipments, shared).mean(axis=1))


def _mean(generator: np.random.Generator) -> Floats:
    return _means(generator, _SHIPMENTS, generator.standard_normal(POOL))


def _mean_of_few(generator: np.random.Generator) -> Floats:
    return _means(generator, _FEW, generator.standard_normal(POOL))


def _p90(generator: np.random.Generator) -> Floats:
    times = _times(generator, _SHIPMENTS, generator.standard_normal(POOL))
    return np.partition(times, 53, axis=1)[:, 53]  # the 54th of 60


def _share(generator: np.random.Generator) -> Floats:
    return generator.binomial(_SHIPMENTS, 0.98, POOL) / _SHIPMENTS


def _apart(figure: Draw) -> Draw:
    """Two arms of equal law on separate luck."""
    return lambda generator: _both_ways(figure(generator) - figure(generator))


def _paired_mean(generator: np.random.Generator) -> Floats:
    """Two arms of equal law that share the luck at the border and not the shipments'."""
    border = generator.standard_normal(POOL)
    base, arm = (_means(generator, _SHIPMENTS, border) for _ in range(2))
    return _both_ways(arm - base)


def _both_ways(difference: Floats) -> Floats:
    """Either arm may be called the base, so each difference stands with its opposite."""
    half = difference[: POOL // 2]
    return np.concatenate([half, -half])


def _gain(chance: float) -> Draw:
    """Those who catch an earlier weekly train gain a week, the others nothing."""
    return lambda generator: -_WEEK * generator.binomial(_SHIPMENTS, chance, POOL) / _SHIPMENTS


LAWS = tuple(
    Law(name, number, draw, level=kind == "level", null=kind == "null")
    for number, (name, draw, kind) in enumerate(
        (
            ("skewed mean", _mean, "level"),
            ("skewed mean, 10 shipments", _mean_of_few, "level"),
            ("P90", _p90, "level"),
            ("share near 0.98", _share, "level"),
            ("skewed mean, two arms of equal law", _apart(_mean), "null"),
            ("... on partly shared luck", _paired_mean, "null"),
            ("P90, two arms of equal law", _apart(_p90), "null"),
            ("share near 0.98, two arms of equal law", _apart(_share), "null"),
            ("gain of the 1 in 7 before a weekly train", _gain(1.0 / 7.0), "gain"),
            ("gain of the 1 in 50 before a weekly train", _gain(0.02), "gain"),
        )
    )
)


@cache
def pool(law: Law) -> Floats:
    """The replications of a law, float64 [POOL]."""
    made = law.pool(np.random.default_rng([SEED, law.number]))
    made.setflags(write=False)
    return made


def expectation(law: Law) -> float:
    """Exactly what a replication's figure is on average."""
    return 0.0 if law.null else float(pool(law).mean())


def drawn(law: Law, shape: tuple[int, ...]) -> Floats:
    """Independent replications, float64 [*shape]; the same ones for the same shape."""
    generator = np.random.default_rng([SEED, law.number, *shape])
    return pool(law)[generator.integers(0, POOL, shape)]
