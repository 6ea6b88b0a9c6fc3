"""Keyed streams: a uniform belongs to its key and number, and to nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from corridor_sim.chance import StreamKey, uniforms, uniforms_at

KEY = StreamKey("work:review", "flow:europe")
GOLDEN = [0.18544528256899773, 0.5731694164284432, 0.8206117356939787, 0.4730727361933512]
GOLDEN_FAR = [0.6083262755546307, 0.27166605528392684, 0.7528949636463641]


def test_golden_values() -> None:
    """The same on every machine and in every version, or results can no longer be repeated."""
    assert uniforms(2021, KEY, 0, 4).tolist() == GOLDEN
    far = np.array([1 << 41, 5, 3 << 40], dtype=np.int64)
    assert uniforms_at(2021, KEY, 7, far).tolist() == GOLDEN_FAR


@given(
    st.lists(st.integers(0, 3_000), max_size=40),
    st.lists(st.integers(0, 1 << 42), max_size=5),
    st.integers(0, 50),
)
def test_a_number_has_its_uniform_whatever_else_is_asked(
    near: list[int], far: list[int], replication: int
) -> None:
    """Sparse and dense requests, in any order, with repetitions."""
    numbers = np.array(near + far, dtype=np.int64)
    found = uniforms_at(1, KEY, replication, numbers)
    alone = [uniforms_at(1, KEY, replication, numbers[k : k + 1])[0] for k in range(len(numbers))]
    assert found.tolist() == alone
    dense = uniforms(1, KEY, replication, 3_001)
    assert found[: len(near)].tolist() == dense[np.array(near, dtype=np.int64)].tolist()


def test_more_numbers_change_none_of_the_first() -> None:
    assert np.array_equal(uniforms(1, KEY, 3, 1_000)[:10], uniforms(1, KEY, 3, 10))


def test_no_numbers() -> None:
    assert uniforms_at(1, KEY, 0, np.empty(0, dtype=np.int64)).shape == (0,)
    assert uniforms(1, KEY, 0, 0).shape == (0,)


@pytest.mark.parametrize(
    ("seed", "key", "replication"),
    [
        (2, KEY, 0),
        (1, StreamKey("work:review#2", "flow:europe"), 0),
        (1, StreamKey("work:review", "flow:asia"), 0),
        (1, KEY, 1),
    ],
    ids=["seed", "stream", "owner", "replication"],
)
def test_another_key_has_other_luck(seed: int, key: StreamKey, replication: int) -> None:
    here, there = uniforms(1, KEY, 0, 10_000), uniforms(seed, key, replication, 10_000)
    assert not np.isin(here, there).any()
    # The correlation of independent uniforms has deviation 1/sqrt(n); 3.9 of them: 1 in 10,000.
    assert abs(float(np.corrcoef(here, there)[0, 1])) < 3.9 / 100.0


def test_names_are_not_run_together() -> None:
    """ "a" of "bc" is not "ab" of "c"."""
    one, other = StreamKey("a", "bc"), StreamKey("ab", "c")
    assert uniforms(1, one, 0, 1) != uniforms(1, other, 0, 1)


def test_replications_do_not_overlap() -> None:
    """A replication sets the counter's second word: two of them can never meet."""
    rows = np.stack([uniforms(1, KEY, replication, 5_000) for replication in range(20)])
    assert len(np.unique(rows)) == rows.size


def test_uniform_and_strictly_inside() -> None:
    found = np.concatenate([uniforms(5, KEY, replication, 20_000) for replication in range(10)])
    assert found.min() > 0.0
    assert found.max() < 1.0
    bins = 100
    counts = np.histogram(found, bins=bins, range=(0.0, 1.0))[0]
    expected = len(found) / bins
    score = float(((counts - expected) ** 2 / expected).sum())
    # Between the 0.0001 and 0.9999 quantiles: too even would be as wrong as too uneven.
    assert chi2.ppf(0.0001, bins - 1) < score < chi2.ppf(0.9999, bins - 1)


def test_neighbours_are_independent() -> None:
    found = uniforms(5, KEY, 0, 40_000)
    pairs = np.histogram2d(found[:-1:2], found[1::2], bins=10, range=[[0, 1], [0, 1]])[0]
    score = float(((pairs - 200.0) ** 2 / 200.0).sum())
    assert chi2.ppf(0.0001, 99) < score < chi2.ppf(0.9999, 99)
