"""Laws of chance: monotone quantile functions, so that one shipment keeps its luck in every arm.

A law is written in some unit (seconds, kilograms, a share); `quantile` turns uniforms into
values of that unit, `seconds` rounds durations once, to whole seconds and at least one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from corridor_sim.chance.gammas import whole_seconds

Kind = Literal["fixed", "uniform", "triangular", "exponential", "lognormal", "gamma", "empirical"]
Floats = NDArray[np.float64]
Parameters = tuple[float, ...]
Seconds = NDArray[np.int64]

_EDGE = 2.0**-53
# Values of a tile that stays, with what it is worked out from, in a core's own cache.
_TILE = 16_000
# So many gamma quantiles are worth a table.
_MANY = 50_000
_P95 = 1.6448536269514722  # standard normal quantile of 0.95


@dataclass(frozen=True, slots=True)
class Law:
    """One distribution.

    kind and parameters, in the law's own unit:
    fixed (value) · uniform (low, high) · triangular (low, mode, high) · exponential (mean) ·
    lognormal (median, sigma, low cut) · gamma (shape, scale) ·
    empirical (values in rising order, equally likely)
    chance   probability that there is anything at all; else the value is 0
    """

    kind: Kind
    parameters: tuple[float, ...]
    chance: float = 1.0

    @property
    def mean(self) -> float:
        """The expected value, exact (for a cut lognormal: of the cut law)."""
        return self.chance * _mean(self)

    @property
    def sd(self) -> float:
        """The standard deviation, from 20,000 equally likely quantiles.

        A route's reliability is judged by it, never a time drawn.
        """
        return _sd(self)

    @property
    def draws(self) -> bool:
        """Whether luck decides anything."""
        return self.kind != "fixed" or self.chance < 1.0

    def scaled(self, factor: float) -> Law:
        """The same law in a unit `1/factor` as large (hours to seconds: factor 3600)."""
        shape = 1 if self.kind == "gamma" else 0
        if self.kind == "lognormal":
            median, sigma, low = self.parameters
            moved: Parameters = (median * factor, sigma, low * factor)
        else:
            kept = self.parameters[:shape]
            moved = kept + tuple(value * factor for value in self.parameters[shape:])
        return Law(self.kind, moved, self.chance)


def fixed(value: float) -> Law:
    """Always `value`."""
    return Law("fixed", (float(value),))


def lognormal_from_mean(mean: float, cv: float) -> Law:
    """The lognormal with this mean and coefficient of variation."""
    variance = math.log1p(cv * cv)
    return Law("lognormal", (mean / math.sqrt(1.0 + cv * cv), math.sqrt(variance), 0.0))


def lognormal_from_p95(median: float, p95: float, low: float = 0.0) -> Law:
    """The lognormal with this median and 95th percentile, cut off below at `low`."""
    return Law("lognormal", (median, math.log(p95 / median) / _P95, low))


def gamma_from_mean(mean: float, cv: float) -> Law:
    """The gamma law with this mean and coefficient of variation."""
    return Law("gamma", (1.0 / (cv * cv), mean * cv * cv))


def quantile(law: Law, uniforms: Floats) -> Floats:
    """The value below which a share `uniforms` of the law lies.

    uniforms   float64 of any shape, strictly between 0 and 1
    returns    float64 of the same shape, non-decreasing in the uniform
    """
    flat = np.atleast_1d(uniforms)
    found = np.empty(flat.shape)
    for tile in _tiles(flat.shape):
        found[tile] = _values(law, flat[tile])
    return found.reshape(uniforms.shape)


def seconds(law: Law, uniforms: Floats) -> Seconds:
    """Durations of a law in seconds, rounded once, never below one second (law L1)."""
    flat = np.atleast_1d(uniforms)
    found = np.empty(flat.shape, dtype=np.int64)
    quick = law.kind == "gamma" and law.chance >= 1.0 and flat.size >= _MANY
    for tile in _tiles(flat.shape):
        if quick and (whole := _gamma_seconds(law.parameters, flat[tile])) is not None:
            found[tile] = whole
            continue
        values = _values(law, flat[tile])
        values += 0.5
        # From one second up, cutting off what follows the point is rounding down.
        np.copyto(found[tile], np.maximum(values, 1.0, out=values), casting="unsafe")
    return found.reshape(uniforms.shape)


def normal_quantile(uniforms: Floats) -> Floats:
    """Standard normal quantile; SciPy is loaded only where a law needs it."""
    from scipy.special import ndtri

    return np.asarray(ndtri(uniforms), dtype=np.float64)


def normal_share(values: Floats) -> Floats:
    """Standard normal distribution function, kept strictly inside (0, 1)."""
    from scipy.special import ndtr

    return np.clip(np.asarray(ndtr(values), dtype=np.float64), _EDGE, 1.0 - _EDGE)


def _tiles(shape: tuple[int, ...]) -> Iterator[tuple[Any, ...]]:
    """Index of one tile after another, each small enough for a core's own cache."""
    if math.prod(shape) <= _TILE:
        yield (...,)
        return
    inner = math.prod(shape[1:])
    if inner > _TILE:
        for row in range(shape[0]):
            for rest in _tiles(shape[1:]):
                yield (row, *rest)
        return
    step = _TILE // inner
    for top in range(0, shape[0], step):
        yield (slice(top, top + step),)


def _values(law: Law, uniforms: Floats) -> Floats:
    """Quantiles of one tile, in memory of their own."""
    if law.chance >= 1.0:
        return _QUANTILES[law.kind](law.parameters, uniforms)
    nothing = 1.0 - law.chance
    # The uniforms above the share of nothing are stretched over (0, 1), which keeps the order.
    above = uniforms > nothing
    result = np.zeros(uniforms.shape)
    stretched = (uniforms[above] - nothing) / law.chance if law.chance > 0.0 else uniforms[above]
    inside = np.clip(stretched, _EDGE, 1.0 - _EDGE)
    result[above] = _QUANTILES[law.kind](law.parameters, inside)
    return result


def _fixed(p: Parameters, uniforms: Floats) -> Floats:
    return np.full(uniforms.shape, p[0])


def _uniform(p: Parameters, uniforms: Floats) -> Floats:
    values = (p[1] - p[0]) * uniforms
    values += p[0]
    return values


def _exponential(p: Parameters, uniforms: Floats) -> Floats:
    values = np.log1p(-uniforms)
    values *= -p[0]
    return values


def _lognormal(p: Parameters, uniforms: Floats) -> Floats:
    values = normal_quantile(uniforms)
    values *= p[1]
    # Not in place: where input and output overlap, NumPy may take another way to the last bit.
    values = np.exp(values)
    values *= p[0]
    return np.maximum(values, p[2], out=values)


def _gamma(p: Parameters, uniforms: Floats) -> Floats:
    from scipy.special import gammaincinv

    values = np.asarray(gammaincinv(p[0], uniforms), dtype=np.float64)
    values *= p[1]
    return values


def _gamma_seconds(p: Parameters, uniforms: Floats) -> Seconds | None:
    whole = whole_seconds(p[0], p[1], uniforms.ravel())
    return None if whole is None else whole.reshape(uniforms.shape)


def _empirical(p: Parameters, uniforms: Floats) -> Floats:
    return np.asarray(p, dtype=np.float64)[(uniforms * len(p)).astype(np.int64)]


def _triangular(p: Parameters, uniforms: Floats) -> Floats:
    low, mode, high = p
    if high == low:
        return np.full(uniforms.shape, low)
    knee = (mode - low) / (high - low)
    left = uniforms * (high - low)
    left *= mode - low
    np.sqrt(left, out=left)
    left += low
    right = 1.0 - uniforms
    right *= high - low
    right *= high - mode
    np.sqrt(right, out=right)
    np.subtract(high, right, out=right)
    return np.where(uniforms < knee, left, right)


_QUANTILES: dict[Kind, Callable[[Parameters, Floats], Floats]] = {
    "fixed": _fixed,
    "uniform": _uniform,
    "triangular": _triangular,
    "exponential": _exponential,
    "lognormal": _lognormal,
    "gamma": _gamma,
    "empirical": _empirical,
}


def _sd(law: Law) -> float:
    if not law.draws:
        return 0.0
    steps = 20_000
    values = quantile(law, (np.arange(steps) + 0.5) / steps)
    return float(np.std(values))


def _mean(law: Law) -> float:
    p = law.parameters
    match law.kind:
        case "fixed" | "exponential":
            return p[0]
        case "uniform" | "triangular" | "empirical":
            return math.fsum(p) / len(p)
        case "gamma":
            return p[0] * p[1]
        case "lognormal":
            return _cut_lognormal_mean(*p)


def _cut_lognormal_mean(median: float, sigma: float, low: float) -> float:
    """E[max(X, low)] for X lognormal."""
    whole = median * math.exp(sigma * sigma / 2.0)
    if low <= 0.0 or sigma == 0.0:
        return max(whole, low)
    edge = math.log(low / median) / sigma
    below = 0.5 * math.erfc(-edge / math.sqrt(2.0))
    above = 0.5 * math.erfc((edge - sigma) / math.sqrt(2.0))
    return low * below + whole * above
