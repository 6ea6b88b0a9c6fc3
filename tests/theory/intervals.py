"""Does a closed form lie in the interval that independent replications give?

Every test here holds with probability 0.999 (`T_LEVEL`) or 0.9999 (`Z_BOUND`) if the engine is
right, and seeds are fixed, so it either holds always or never. A test also states how narrow its
interval must be: one so wide that everything passes proves nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.stats import t

T_LEVEL = 0.999
#: A standard normal lies beyond this with probability 1e-4.
Z_BOUND = 3.890592


def assert_mean(
    sums: Sequence[float], counts: Sequence[float], expected: float, *, width: float, bias: float
) -> None:
    """The ratio of two totals over replications, with a t interval from its linearised residuals.

    sums, counts   per replication, such as seconds waited and shipments that did
    width          the half-width at most, as a share of the expected value
    bias           what rounding to whole seconds can shift, in the value's unit
    """
    total, number = np.asarray(sums, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    ratio = total.sum() / number.sum()
    residuals = (total - ratio * number) / number.mean()
    error = float(residuals.std(ddof=1)) / math.sqrt(len(total))
    half = float(t.ppf((1.0 + T_LEVEL) / 2.0, len(total) - 1)) * error
    assert half <= width * abs(expected), f"the interval is too wide to tell: {half}"
    assert abs(ratio - expected) <= half + bias, f"{ratio} +- {half}, expected {expected}"


def assert_normal(value: float, expected: float, deviation: float) -> None:
    """A value whose standard deviation is known, held against its expectation."""
    score = (value - expected) / deviation
    assert abs(score) <= Z_BOUND, f"{value}, expected {expected} +- {deviation}"
