"""The check of the order law, against its definition pair by pair, and at many priorities."""

from __future__ import annotations

import numpy as np
import pytest

from corridor_sim.engine.invariants.order import overtaken
from corridor_sim.engine.invariants.visits import Visits


def _visits(priority: np.ndarray, ready: np.ndarray) -> tuple[Visits, np.ndarray]:
    """Visits in the order of the law, and that order."""
    order = np.lexsort((np.arange(len(ready)), ready, priority))
    none = np.zeros(len(ready), dtype=np.int64)
    number = np.arange(len(ready), dtype=np.int64)
    size = np.zeros((len(ready), 4), dtype=np.int64)
    columns = (priority[order], ready[order], none, number, none, none, none, none, none)
    return Visits(*columns, size, none), order


def _broken(seen: Visits, served: np.ndarray) -> bool:
    """By the definition: a better claim that had asked is served later."""
    n = len(seen)
    for i in range(n):
        for j in range(n):
            same = seen.priority[i] == seen.priority[j]
            better = i < j if same else seen.priority[i] < seen.priority[j]
            asked = same or seen.ready[i] <= served[j]
            if better and asked and served[i] > served[j]:
                return True
    return False


@pytest.mark.parametrize("kinds", [1, 2, 5, 60])
@pytest.mark.parametrize("seed", range(6))
def test_breaches_are_found_where_the_definition_has_them(seed: int, kinds: int) -> None:
    luck = np.random.default_rng(seed)
    seen, _ = _visits(luck.integers(0, kinds, 60), luck.integers(0, 40, 60))
    served = seen.ready + luck.integers(0, 5, 60)
    assert (overtaken(seen, served, served) > 0) == _broken(seen, served)


def test_many_priorities_are_halved() -> None:
    """Served at once is in order; one held back behind a lesser claim is not."""
    luck = np.random.default_rng(1)
    seen, _ = _visits(luck.integers(0, 5_000, 20_000), luck.integers(0, 10**6, 20_000))
    served = seen.ready.copy()
    assert overtaken(seen, served, served) == 0
    late = int(np.argmin(seen.ready[:5_000]))
    served[late] = 2 * 10**6
    assert overtaken(seen, served, served) > 0
