"""Whole blocks of streams: every uniform as NumPy's own Philox gives it, one by one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from corridor_sim.chance import philox, streams
from corridor_sim.chance.streams import StreamKey, philox_key, runs, scattered

Floats = NDArray[np.float64]
KEYS = [StreamKey(f"work:{name}", "flow:europe") for name in "abcde"]
BLOCKS = [[0], range(20), [7, 3, 1_000_000, 3]]


def _run(seed: int, key: StreamKey, replication: int, count: int) -> Floats:
    """Numbers 0 .. count-1 out of a generator made for them alone."""
    counter = np.array([0, replication, 0, 0], dtype=np.uint64)
    raw = np.random.Philox(key=philox_key(seed, key), counter=counter).random_raw(count)
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def _one(seed: int, key: StreamKey, replication: int, number: int) -> float:
    """One number, however far, by setting the counter just before it."""
    counter = np.array([number // 4, replication, 0, 0], dtype=np.uint64)
    raw = np.random.Philox(key=philox_key(seed, key), counter=counter).random_raw(4)
    word = raw[number % 4 : number % 4 + 1]
    return float(((word >> np.uint64(12)).astype(np.float64)[0] + 0.5) * 2.0**-52)


@pytest.mark.parametrize("block", BLOCKS, ids=["one", "twenty", "out of order"])
def test_runs_are_numpys_own(block: Sequence[int]) -> None:
    counts = dict(zip(KEYS, (0, 1, 6, 700, 20_000), strict=True))
    drawn = runs(11, counts, block)
    for key, count in counts.items():
        assert drawn[key].shape == (len(block), count)
        for row, replication in enumerate(block):
            assert drawn[key][row].tolist() == _run(11, key, replication, count).tolist()


@pytest.mark.parametrize("step", [1, 3, 60], ids=["every word", "odd steps", "whole minutes"])
@pytest.mark.parametrize("block", BLOCKS, ids=["one", "twenty", "out of order"])
def test_scattered_numbers_are_numpys_own(block: Sequence[int], step: int) -> None:
    """Streams long and short, drawn in groups, over the edges of tiles."""
    start = 50_000_000
    numbers = {
        key: start + step * np.arange(count, dtype=np.int64)
        for key, count in zip(KEYS, (900, 0, 1, 13, 8_000), strict=True)
    }
    drawn = scattered(11, numbers, block)
    assert list(drawn) == list(numbers)
    for key, wanted in numbers.items():
        assert drawn[key].shape == (len(block), len(wanted))
        assert drawn[key].flags.c_contiguous
        for row, replication in enumerate(block):
            places = range(0, len(wanted), 97)
            alone = [_one(11, key, replication, int(wanted[place])) for place in places]
            assert drawn[key][row, ::97].tolist() == alone


@pytest.mark.parametrize("tile", [1, 7, 64, 1 << 20])
def test_tiles_leave_no_mark(monkeypatch: pytest.MonkeyPatch, tile: int) -> None:
    rng = np.random.Generator(np.random.Philox(3))
    numbers = {key: rng.integers(0, 1 << 45, 23 + 5 * place) for place, key in enumerate(KEYS)}
    whole = scattered(4, numbers, range(9))
    monkeypatch.setattr(philox, "_TILE", tile)
    monkeypatch.setattr(philox, "_ROWS", min(tile, 4))
    monkeypatch.setattr(streams, "_TOGETHER", tile)
    again = scattered(4, numbers, range(9))
    for key in KEYS:
        assert np.array_equal(whole[key], again[key])


def test_both_ways_to_a_number_give_it_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run up to the largest number, and the numbers alone: only the cost chooses."""
    numbers = {KEYS[0]: np.array([900, 3, 3, 17, 0, 256, 255, 1], dtype=np.int64)}
    found = []
    for as_run in (True, False):
        monkeypatch.setattr(streams, "_as_run", lambda _, way=as_run: way)
        found.append(scattered(4, numbers, [5, 6])[KEYS[0]])
    assert found[0].flags.c_contiguous
    assert np.array_equal(found[0], found[1])
    dense = runs(4, {KEYS[0]: 901}, [5, 6])[KEYS[0]]
    assert np.array_equal(found[0], dense[:, numbers[KEYS[0]]])


def test_the_cost_takes_both_ways() -> None:
    assert streams._as_run(np.arange(200))
    assert not streams._as_run(np.arange(200) * 60)
    assert not streams._as_run(np.arange(3))


def test_the_outermost_words_stay_inside() -> None:
    """All 64 bits off and on, and those around the 12 that are dropped."""
    words = [0, (1 << 64) - 1, (1 << 12) - 1, 1 << 12, 1 << 63, (1 << 63) - 1]
    found = streams._unit(np.array([words], dtype=np.uint64))[0]
    assert found.tolist() == [((word >> 12) + 0.5) * 2.0**-52 for word in words]
    assert found.min() > 0.0
    assert found.max() < 1.0
