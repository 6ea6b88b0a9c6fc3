"""Where land is: its outlines, and whether a straight line on the map crosses it."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

Degrees = NDArray[np.float64]

#: Longitude where the map is cut: the Pacific is in one piece, the cut is in the Atlantic.
CUT = -30.0
_FINE = 5  # cells of the raster per degree


def east(longitude: float) -> float:
    """Degrees east, from the cut on: -118 is 242."""
    return longitude if longitude >= CUT else longitude + 360.0


@cache
def outlines() -> tuple[Degrees, ...]:
    """Rings of land and islands, degrees [points, (longitude, latitude)], longitudes as charted."""
    text = resources.files("corridor_sim.report").joinpath("land.json").read_text("ascii")
    return tuple(np.array(flat, dtype=np.float64).reshape(-1, 2) for flat in json.loads(text))


@cache
def _raster() -> NDArray[np.bool_]:
    """Land by cell [south to north, west to east], from 90 S and 180 W: even-odd along each row."""
    wide, tall = 360 * _FINE, 180 * _FINE
    turns = np.zeros((tall, wide + 1), dtype=np.int64)
    for ring in outlines():
        x, y = ring[:, 0], ring[:, 1]
        x1, y1 = np.roll(x, -1), np.roll(y, -1)
        low, high = np.minimum(y, y1), np.maximum(y, y1)
        first = np.ceil((low + 90.0) * _FINE - 0.5).astype(int)
        last = np.ceil((high + 90.0) * _FINE - 0.5).astype(int)
        for k in np.flatnonzero(last > first):
            rows = np.arange(first[k], min(last[k], tall))
            level = (rows + 0.5) / _FINE - 90.0
            at = x[k] + (level - y[k]) / (y1[k] - y[k]) * (x1[k] - x[k])
            cells = np.ceil((at + 180.0) * _FINE - 0.5).astype(int)
            np.add.at(turns, (rows, np.clip(cells, 0, wide)), 1)
    land: NDArray[np.bool_] = (np.cumsum(turns, axis=1)[:, :-1] % 2).astype(np.bool_)
    return land


def on_land(here: Any, there: Any) -> Degrees:
    """Degrees of each straight line on the map that lie on land, float64 [lines].

    here, there   degrees [lines, (longitude, latitude)], longitudes from the cut on
    """
    begin, end = np.atleast_2d(here).astype(float), np.atleast_2d(there).astype(float)
    length = np.hypot(*(end - begin).T)
    steps = max(2, int(length.max(initial=0.0) * _FINE * 2))
    share = ((np.arange(steps) + 0.5) / steps)[None, :, None]
    points = begin[:, None, :] + (end - begin)[:, None, :] * share
    land = _raster()
    columns = ((points[..., 0] + 180.0) % 360.0 * _FINE).astype(int) % land.shape[1]
    rows = np.clip(((points[..., 1] + 90.0) * _FINE).astype(int), 0, land.shape[0] - 1)
    crossed: Degrees = land[rows, columns].mean(axis=1) * length
    return crossed
