"""Whole seconds of gamma laws by table are those of the inversion, each of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import gammainc, gammaincinv

from corridor_sim.chance import StreamKey, gammas, laws, uniforms
from corridor_sim.chance.laws import Law, gamma_from_mean, seconds

HOUR, DAY = 3_600.0, 86_400.0
LAWS = [
    gamma_from_mean(9.0 * HOUR, 0.5),
    gamma_from_mean(9.0 * DAY, 0.2),
    gamma_from_mean(20.0 * DAY, 0.05),
    gamma_from_mean(HOUR, 1.0),
    gamma_from_mean(5.0 * HOUR, 1.6),
    gamma_from_mean(HOUR, 3.0),
    gamma_from_mean(3.0, 0.5),
]
NAMES = [f"{law.parameters[0]:.3g} x {law.parameters[1]:.3g} s" for law in LAWS]
Floats = NDArray[np.float64]


def _by_table(law: Law, luck: Floats) -> NDArray[np.int64] | None:
    shape, scale = law.parameters
    return gammas.whole_seconds(shape, scale, luck)


def _plain(law: Law, luck: Floats) -> NDArray[np.int64]:
    shape, scale = law.parameters
    exact = np.asarray(scale * gammaincinv(shape, luck), dtype=np.float64)
    return np.maximum(np.floor(exact + 0.5), 1.0).astype(np.int64)


def _edges(law: Law, count: int = 400) -> Floats:
    """Uniforms on half seconds and next to them, to the last bit and a little further."""
    shape, scale = law.parameters
    inner = scale * gammaincinv(shape, (np.arange(count) + 0.5) / count)
    halves = gammainc(shape, (np.floor(inner) + 0.5) / scale)
    near = [halves, np.nextafter(halves, 0.0), np.nextafter(halves, 1.0)]
    near += [halves * (1.0 + share) for share in (-1e-9, -1e-12, -1e-14, 1e-14, 1e-12, 1e-9)]
    luck = np.concatenate(near)
    return luck[(luck > 0.0) & (luck < 1.0)]


@pytest.mark.parametrize("law", LAWS, ids=NAMES)
def test_many_are_those_of_the_inversion(law: Law) -> None:
    """Two dimensions, several tiles, both tails."""
    luck = np.stack([uniforms(3, StreamKey("gamma", "block"), row, 30_000) for row in range(4)])
    luck[0, :4] = [2.0**-53, 1e-9, 1.0 - 1e-9, 1.0 - 2.0**-53]
    assert luck.size >= laws._MANY
    assert _by_table(law, luck.ravel()) is not None
    assert np.array_equal(seconds(law, luck), _plain(law, luck))


@pytest.mark.parametrize("law", LAWS, ids=NAMES)
def test_next_to_half_seconds(law: Law) -> None:
    luck = _edges(law)
    found = _by_table(law, luck)
    assert found is not None
    assert np.array_equal(found, _plain(law, luck))


def test_without_the_doubt_some_would_be_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the uniforms above do ask what the table alone cannot answer."""
    table = gammas._table
    monkeypatch.setattr(gammas, "_table", lambda shape: replace(table(shape), doubt=0.0))
    law = LAWS[1]
    luck = _edges(law)
    found = _by_table(law, luck)
    assert found is not None
    assert np.any(found != _plain(law, luck))


@pytest.mark.parametrize("law", LAWS, ids=NAMES)
def test_the_doubt_covers_the_error(law: Law) -> None:
    """At uniforms that are neither nodes nor middles of cells."""
    shape = law.parameters[0]
    table = gammas._table(shape)
    cells = np.arange(gammas._TAIL, gammas._CELLS - gammas._TAIL)
    for place in (0.03, 0.21, 0.38, 0.6, 0.83, 0.97):
        by_table = sum(power[cells] * place**k for k, power in enumerate(table.powers))
        error = np.abs(by_table - gammaincinv(shape, (cells + place) / gammas._CELLS))
        assert 4.0 * error.max() < table.doubt


def test_what_a_table_cannot_say_is_inverted() -> None:
    """Durations too long for the cubic, and a shape whose small quantiles are nothing."""
    luck = uniforms(3, StreamKey("gamma", "long"), 0, laws._MANY)
    for law in (gamma_from_mean(9e9, 0.5), Law("gamma", (0.005, 1e5))):
        assert _by_table(law, luck) is None
        assert np.array_equal(seconds(law, luck), _plain(law, luck))


def test_few_and_many_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    luck = uniforms(3, StreamKey("gamma", "few"), 0, 5_000)
    few = seconds(LAWS[0], luck)
    monkeypatch.setattr(laws, "_MANY", 1)
    assert np.array_equal(seconds(LAWS[0], luck), few)
    assert seconds(LAWS[0], luck[:0]).shape == (0,)
