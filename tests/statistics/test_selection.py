"""Selection: small cases by hand, and how often it is right."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from corridor_sim.statistics.selection import Selection, allocate, select

Floats = NDArray[np.float64]

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "statistics.md"


def _one_by_one(values: Floats, smallest: float, first: int, constant: float) -> list[int]:
    """The screening of Kim and Nelson as they state it: one replication after the other."""
    arms = range(values.shape[1])
    dropped = [0 for _ in arms]
    for number in range(first, len(values) + 1):
        alive = [arm for arm in arms if not dropped[arm]]
        if len(alive) == 1:
            break
        for arm in alive:
            for other in alive:
                apart = values[:first, arm] - values[:first, other]
                reach = constant * apart.var(ddof=1) / smallest**2 - number
                slack = max(0.0, smallest / (2 * number) * reach)
                if values[:number, arm].mean() > values[:number, other].mean() + slack:
                    dropped[arm] = number
    return dropped


def test_arms_are_dropped_when_the_procedure_says_so() -> None:
    """h^2 = 2 eta (n0 - 1) with eta = ((2 alpha / (k - 1)) ** (-2 / (n0 - 1)) - 1) / 2."""
    constant = 9.0 * ((2.0 * 0.05 / 3.0) ** (-2.0 / 9.0) - 1.0)
    generator = np.random.default_rng(7)
    at = set()
    for _ in range(20):
        values = generator.standard_normal((60, 4)) * 2.0 + np.array([5.0, 5.5, 6.0, 8.0])
        found = select(values, 1.0, 0.95, 10)
        by_hand = _one_by_one(values[: found.needed], 1.0, 10, constant)
        assert found.dropped.tolist() == by_hand
        at |= set(by_hand)
    assert len(at) > 10


def _right(arms: int, deviation: float, tried: int) -> tuple[float, list[Selection]]:
    """How often the best is kept that is better than all others by just what matters."""
    generator = np.random.default_rng([2021, arms])
    means = np.r_[0.0, np.ones(arms - 1)]
    rows = int(30.0 * deviation**2) + 400
    found = []
    for _ in range(tried):
        luck = 3.0 * generator.standard_normal((rows, 1))
        values = luck + means + deviation * generator.standard_normal((rows, arms))
        found.append(select(values, 1.0, 0.95, 20))
    assert all(one.decided for one in found)
    return sum(one.best == (0,) for one in found) / tried, found


def test_of_two_noisy_arms_the_best_is_kept_as_often_as_theory_says() -> None:
    """With two arms and steps that are small beside the bounds, 95 % is what it is, not a bound."""
    share, found = _right(2, 5.0, 2000)
    error = math.sqrt(0.95 * 0.05 / 2000)
    assert 0.95 - 3.0 * error <= share <= 0.95 + 4.0 * error  # overshoot helps a little
    assert max(one.needed for one in found) > 100
    assert f"{100.0 * share:.1f} % of 2,000 experiments" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("arms", [2, 5, 9])
def test_of_many_arms_the_best_is_kept_at_least_as_often(arms: int) -> None:
    assert _right(arms, 1.5, 500)[0] >= stats.binom.ppf(0.01, 500, 0.95) / 500


def test_selection_says_who_cannot_be_told_from_the_best() -> None:
    generator = np.random.default_rng(3)
    values = generator.standard_normal((30, 3)) + np.array([0.0, 0.05, 9.0])
    found = select(values, 0.1, 0.95, 20)
    assert set(found.best) == {0, 1}
    assert found.dropped[2] == 20
    assert not found.decided
    assert found.needed > 30
    with pytest.raises(ValueError, match="too few"):
        select(values[:, :1], 0.1)


def test_shared_luck_lets_selection_end_sooner() -> None:
    generator = np.random.default_rng(4)
    luck, means = generator.standard_normal((2000, 3)), np.array([0.0, 0.3, 0.6])
    shared = select(5.0 * luck[:, :1] + 0.5 * luck + means, 0.3)
    apart = select(5.0 * luck + means, 0.3)
    assert shared.needed < apart.needed


def test_what_cannot_be_selected_from_is_refused() -> None:
    values = np.ones((20, 2))
    for wrong in (math.nan, math.inf):
        with pytest.raises(ValueError, match="finite"):
            select(np.vstack([values, [[wrong, 1.0]]]), 0.1)
    with pytest.raises(ValueError, match="level"):
        select(values, 0.1, 95.0)
    with pytest.raises(ValueError, match="matters"):
        select(values, 0.0)


def test_equal_arms_are_ties() -> None:
    assert select(np.ones((40, 2)), 0.1).best == (0, 1)


def test_allocation_by_hand() -> None:
    """Gaps 1 and 2, variances 1, 4, 4: shares 4 and 1; the best sqrt(16 / 4 + 1 / 4)."""
    given = allocate(np.array([1.0, 2.0, 3.0]), np.array([1.0, 4.0, 4.0]), 1000)
    whole = 5.0 + math.sqrt(4.25)
    exact = 1000.0 * np.array([math.sqrt(4.25), 4.0, 1.0]) / whole
    assert given.sum() == 1000
    assert np.all(np.abs(given - exact) < 1.0)


def test_allocation_needs_a_best_and_variance() -> None:
    with pytest.raises(ValueError, match="best"):
        allocate(np.array([1.0, 1.0]), np.array([1.0, 1.0]), 10)
    with pytest.raises(ValueError, match="vary"):
        allocate(np.array([1.0, 2.0]), np.array([1.0, 0.0]), 10)
