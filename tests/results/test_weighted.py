"""Figures by weight, against counting out every unit; the unfinished; widths and blocks."""

from __future__ import annotations

import numpy as np
import pytest

from corridor_sim.clock import HOUR, NEVER
from corridor_sim.results.figures import figures
from corridor_sim.results.lengths import lengths
from corridor_sim.results.spells import Spells
from corridor_sim.results.weighted import Weighted, weighted

STOP = 100 * HOUR


def _sample(seed: int, rows: int = 4, width: int = 30) -> Weighted:
    luck = np.random.default_rng(seed)
    begun = luck.integers(0, 20 * HOUR, (rows, width))
    ended = begun + luck.integers(0, 60 * HOUR, (rows, width))
    ended[luck.random((rows, width)) < 0.1] = NEVER
    begun[luck.random((rows, width)) < 0.2] = NEVER
    return Weighted(Spells(begun, ended), luck.integers(0, 6, (rows, width)))


@pytest.mark.parametrize("seed", range(10))
def test_as_if_each_unit_were_a_shipment(seed: int) -> None:
    one = _sample(seed)
    found = weighted([one], STOP, HOUR)
    for row, (begun, ended, weights) in enumerate(
        zip(one.spells.begun, one.spells.ended, one.weights, strict=True)
    ):
        units = Spells(np.repeat(begun, weights)[None], np.repeat(ended, weights)[None])
        stats = tuple(found.values)
        whole = figures([lengths(units, STOP)], stats, HOUR)
        for stat in stats:
            value, above = found.values[stat]
            assert value[row] == pytest.approx(whole.values[stat][0][0], rel=1e-12, nan_ok=True)
            assert above[row] == pytest.approx(whole.above[stat][0][0], nan_ok=True), stat


def test_equal_weights_are_none() -> None:
    one = _sample(3)
    same = Weighted(one.spells, np.full_like(one.weights, 7))
    plain = figures([lengths(one.spells, STOP)], ("mean", "p90", "within_24h"), HOUR)
    found = weighted([same], STOP, HOUR)
    for stat, values in plain.values.items():
        assert np.array_equal(found.values[stat][0], values[0])
    assert np.array_equal(found.count, plain.count[0])
    assert np.array_equal(found.open, plain.open[0])


def test_neither_padding_nor_parts_move_a_bit() -> None:
    one = _sample(5)
    wide = ((0, 0), (0, 9))
    spells = Spells(
        np.pad(one.spells.begun, wide, constant_values=NEVER),
        np.pad(one.spells.ended, wide, constant_values=NEVER),
    )
    padded = Weighted(spells, np.pad(one.weights, wide, constant_values=5))
    halves = [
        Weighted(Spells(one.spells.begun[:, half], one.spells.ended[:, half]), one.weights[:, half])
        for half in (slice(13, None), slice(0, 13))
    ]
    whole = weighted([one], STOP, HOUR)
    for other in (weighted([padded], STOP, HOUR), weighted(halves, STOP, HOUR)):
        for stat, (values, above) in whole.values.items():
            assert np.array_equal(values, other.values[stat][0], equal_nan=True)
            assert np.array_equal(above, other.values[stat][1], equal_nan=True)


def test_long_times_of_dear_goods_do_not_overflow() -> None:
    begun = np.zeros((1, 1_000), dtype=np.int64)
    ended = np.full((1, 1_000), 2_000_000_000)
    dear = np.full((1, 1_000), 1_000_000_000)
    found = weighted([Weighted(Spells(begun, ended), dear)], NEVER, HOUR)
    for stat in ("mean", "p50", "p95"):
        assert found.values[stat][0][0] == 2_000_000_000 / HOUR


def test_nobody_and_nothing_are_undefined() -> None:
    none = np.zeros((2, 0), dtype=np.int64)
    weightless = _sample(1, rows=2)
    for one in (
        Weighted(Spells(none, none), none),
        Weighted(weightless.spells, np.zeros_like(weightless.weights)),
    ):
        found = weighted([one], STOP, HOUR)
        assert all(np.isnan(values).all() for values, _ in found.values.values())
