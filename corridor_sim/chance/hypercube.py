"""Points spread evenly over ranges: which values a study tries, never what happens in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def hypercube(dimensions: int, points: int, seed: int) -> Floats:
    """float64 [points, dimensions] in [0, 1): a Latin hypercube (McKay, Beckman, Conover 1979).

    Any first part of it is a sample by itself, though only the whole is stratified.
    """
    generator = np.random.Generator(np.random.Philox(key=seed))
    columns = [
        (generator.permutation(points) + generator.random(points)) / points
        for _ in range(dimensions)
    ]
    return np.stack(columns, axis=1) if columns else np.empty((points, 0))
