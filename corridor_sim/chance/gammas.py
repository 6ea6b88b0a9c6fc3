"""Whole seconds of gamma laws, most of them without inverting the incomplete gamma function.

A duration is rounded to whole seconds, so a quantile is needed only as exactly as to say on which
side of a half second it lies. A piecewise cubic through the quantile function and its slope says
so for nearly all uniforms; whatever comes close to a half second, and the tails, is inverted. Hence
the seconds are those of the inversion, each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Seconds = NDArray[np.int64]

_CELLS = 16_384
# Cells at either end whose uniforms are inverted: there the quantile function bends too much.
_TAIL = 32
# The error in the middle of a cell is its largest but for higher orders; so many times it is safe.
_SAFETY = 8.0
# Allowed, beside the cubic's error, for that of the inversion itself, as a share of the quantile.
_INVERSION = 1e-9
# Below this the density is no longer told apart from nothing.
_SMALLEST = 1e-300
# A table that leaves more than this in doubt, in seconds to either side, is of no use.
_MOST_DOUBT = 0.02


@dataclass(frozen=True, slots=True)
class Table:
    """A cubic per cell of uniforms, for scale 1.

    powers   four times float64 [cells], of the place in the cell to the power 0 .. 3
    doubt    how far off the cubic may be
    """

    powers: tuple[Floats, Floats, Floats, Floats]
    doubt: float


def whole_seconds(shape: float, scale: float, uniforms: Floats) -> Seconds | None:
    """Quantiles rounded to whole seconds, at least one; None where inversion has to do it all.

    uniforms   float64 [n], strictly between 0 and 1
    returns    int64 [n]
    """
    table = _table(shape)
    doubt = scale * table.doubt
    if not doubt < _MOST_DOUBT:
        return None
    place = uniforms * _CELLS
    cell = place.astype(np.intp)
    place -= cell
    values = table.powers[3].take(cell)
    for power in (2, 1, 0):
        values *= place
        values += table.powers[power].take(cell)
    values *= scale
    values += 0.5
    whole = np.floor(values)
    values -= whole
    unsure = (values < doubt) | (values > 1.0 - doubt)
    unsure |= (cell < _TAIL) | (cell >= _CELLS - _TAIL)
    rest = np.flatnonzero(unsure)
    whole[rest] = scale * _inverse(shape, uniforms[rest]) + 0.5
    # From one second up, cutting off what follows the point is rounding down.
    return np.maximum(whole, 1.0, out=whole).astype(np.int64)


def _inverse(shape: float, uniforms: Floats) -> Floats:
    from scipy.special import gammaincinv

    return np.asarray(gammaincinv(shape, uniforms), dtype=np.float64)


@lru_cache(maxsize=32)
def _table(shape: float) -> Table:
    from scipy.special import gammaln

    inside = slice(_TAIL, _CELLS - _TAIL)
    nodes = np.arange(_TAIL, _CELLS - _TAIL + 1) / _CELLS
    at = _inverse(shape, nodes)
    if at[0] < _SMALLEST:
        nothing = np.zeros(_CELLS)
        return Table((nothing, nothing, nothing, nothing), np.inf)
    # The slope of a quantile function is one over the density, here per cell.
    slope = np.exp(gammaln(shape) + (1.0 - shape) * np.log(at) + at) / _CELLS
    rise, left, right = np.diff(at), slope[:-1], slope[1:]
    cubics = (at[:-1], left, 3.0 * rise - 2.0 * left - right, left + right - 2.0 * rise)
    middle = _inverse(shape, (nodes[:-1] + nodes[1:]) / 2.0)
    found = cubics[0] + cubics[1] / 2.0 + cubics[2] / 4.0 + cubics[3] / 8.0
    error = float(np.max(np.abs(found - middle)))
    powers = []
    for cubic in cubics:
        whole = np.zeros(_CELLS)
        whole[inside] = cubic
        powers.append(whole)
    doubt = _SAFETY * error + _INVERSION * float(at[-1])
    return Table((powers[0], powers[1], powers[2], powers[3]), doubt)
