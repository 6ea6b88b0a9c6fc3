"""Laws: monotone quantiles, means, units."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_sim.chance import Law, StreamKey, fixed, quantile, seconds, uniforms
from corridor_sim.chance.laws import (
    gamma_from_mean,
    lognormal_from_mean,
    lognormal_from_p95,
    normal_quantile,
    normal_share,
)

LAWS = [
    fixed(7.0),
    Law("uniform", (2.0, 9.0)),
    Law("triangular", (2.0, 3.0, 6.0)),
    Law("triangular", (2.0, 2.0, 6.0)),
    Law("triangular", (2.0, 6.0, 6.0)),
    Law("exponential", (5.0,)),
    lognormal_from_mean(5.0, 0.7),
    lognormal_from_p95(5.0, 20.0),
    lognormal_from_p95(5.0, 20.0, low=4.0),
    gamma_from_mean(5.0, 0.4),
    gamma_from_mean(5.0, 1.6),
    Law("empirical", (1.0, 1.0, 4.0, 9.0)),
]
NAMES = [f"{law.kind}{number}" for number, law in enumerate(LAWS)]
INSIDE = st.floats(2.0**-53, 1.0 - 2.0**-53)
MANY = 200_000


@pytest.mark.parametrize("law", LAWS, ids=NAMES)
@given(st.lists(INSIDE, min_size=2, max_size=30))
def test_quantiles_rise_with_the_uniform(law: Law, shares: list[float]) -> None:
    rising = np.sort(np.array(shares))
    values = quantile(law, rising)
    assert (np.diff(values) >= 0.0).all()
    assert np.isfinite(values).all()
    assert (values >= 0.0).all()
    assert (np.diff(seconds(law, rising)) >= 0).all()
    assert seconds(law, rising).min() >= 1


@pytest.mark.parametrize("law", LAWS, ids=NAMES)
def test_the_mean_is_the_mean(law: Law) -> None:
    found = quantile(law, uniforms(1, StreamKey("mean", law.kind), 0, MANY))
    # Within 3.9 standard errors (1 in 10,000), the error taken from the sample.
    error = float(found.std(ddof=1)) / math.sqrt(MANY)
    assert abs(float(found.mean()) - law.mean) <= 3.9 * error + 1e-12
    assert error < 0.01 * law.mean


@pytest.mark.parametrize("law", LAWS, ids=NAMES)
def test_a_law_in_another_unit_is_the_same_law(law: Law) -> None:
    shares = uniforms(1, StreamKey("unit", law.kind), 0, 500)
    hours, second = quantile(law, shares), quantile(law.scaled(3_600.0), shares)
    assert np.allclose(hours * 3_600.0, second, rtol=1e-12)
    assert law.scaled(3_600.0).mean == pytest.approx(3_600.0 * law.mean, rel=1e-12)


def test_means_and_spreads_as_asked_for() -> None:
    for law in (gamma_from_mean(5.0, 0.4), lognormal_from_mean(5.0, 0.4)):
        found = quantile(law, uniforms(3, StreamKey("spread", law.kind), 0, MANY))
        assert law.mean == pytest.approx(5.0, rel=1e-12)
        # The relative error of a deviation is about sqrt((kurtosis - 1) / 4n) < 0.4 % here.
        assert float(found.std() / found.mean()) == pytest.approx(0.4, rel=0.02)


def test_the_median_and_the_95th_percentile_as_asked_for() -> None:
    law = lognormal_from_p95(5.0, 20.0)
    assert quantile(law, np.array([0.5, 0.95])) == pytest.approx([5.0, 20.0], rel=1e-12)


def test_durations_are_rounded_once_and_never_below_a_second() -> None:
    law = Law("uniform", (0.0, 4.0))
    shares = np.array([0.01, 0.37, 0.38, 0.62, 0.63, 0.99])
    assert seconds(law, shares).tolist() == [1, 1, 2, 2, 3, 4]


def test_empirical_values_are_equally_likely() -> None:
    law = Law("empirical", (1.0, 2.0, 3.0, 4.0))
    edges = np.array([0.2499999, 0.2500001, 0.7499999, 0.7500001, 1.0 - 2.0**-53])
    assert quantile(law, edges).tolist() == [1.0, 2.0, 3.0, 4.0, 4.0]


@given(INSIDE)
def test_the_normal_share_undoes_the_normal_quantile(share: float) -> None:
    back = normal_share(normal_quantile(np.array([share])))
    assert back[0] == pytest.approx(share, rel=1e-9, abs=2.0**-52)
    assert 0.0 < back[0] < 1.0


@pytest.mark.parametrize("law", LAWS, ids=NAMES)
@pytest.mark.parametrize("chance", [1.0, 0.3])
def test_a_value_hangs_on_its_uniform_alone(law: Law, chance: float) -> None:
    """Not on the tile, the row or the array in which it is worked out."""
    law = Law(law.kind, law.parameters, chance)
    luck = np.stack([uniforms(2, StreamKey("tile", law.kind), row, 9_001) for row in range(3)])
    whole, rounded = quantile(law, luck), seconds(law, luck)
    assert whole.shape == rounded.shape == luck.shape
    assert rounded.tolist() == np.maximum(np.floor(whole + 0.5), 1.0).astype(np.int64).tolist()
    for width in (1, 7, 8_191):
        part = luck[:, :width]
        assert np.array_equal(quantile(law, part), whole[:, :width])
        assert np.array_equal(seconds(law, part), rounded[:, :width])
    for place in range(0, luck.size, 1_234):
        alone = luck.ravel()[place : place + 1]
        assert quantile(law, alone)[0] == whole.ravel()[place]
    assert quantile(law, luck[0, 0:1].reshape(())) == whole[0, 0]
    assert quantile(law, luck[:, :0]).shape == (3, 0)


def test_the_triangular_quantile_is_the_inverse_of_its_distribution() -> None:
    """Both sides of the mode, and the mode itself, by the formula of each side."""
    low, mode, high = 2.0, 3.0, 6.0
    knee = (mode - low) / (high - low)
    luck = np.array([2.0**-53, 0.1, knee - 2.0**-54, knee, 0.5, 1.0 - 2.0**-53])
    expected = [
        low + math.sqrt(u * (high - low) * (mode - low))
        if u < knee
        else high - math.sqrt((1.0 - u) * (high - low) * (high - mode))
        for u in luck.tolist()
    ]
    assert quantile(Law("triangular", (low, mode, high)), luck).tolist() == expected
