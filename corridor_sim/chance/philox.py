"""Philox4x64-10 for many keys, numbers and replications at once, as whole arrays.

NumPy's own generator is the faster one for a run of numbers, but it wants a new state for every
leap; numbers far apart (scheduled seconds, hashed ids) would leap each time. Here a number costs
the same wherever it lies. (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as
1, 2, 3".)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
State = tuple[Words, Words, Words, Words]

#: 64-bit words that one counter gives.
WORDS = 4

_ROUNDS = 10
_MULTIPLIERS = (np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157))
_KEY_STEPS = np.array([0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B], dtype=np.uint64)
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)
# A tile of replications and numbers stays in a core's own cache.
_ROWS, _TILE = 32, 16_000


class Runs:
    """Runs of numbers 0 .. n-1 by NumPy's generator: one for all keys, its state set each time."""

    def __init__(self) -> None:
        self._bits = np.random.Philox(key=0)
        self._state = self._bits.state

    def fill(self, words: Words, key: Words, replications: Sequence[int]) -> None:
        """Put the words of numbers 0 .. n-1 into `words` [R, n], a row per replication."""
        counter = self._state["state"]["counter"]
        counter[:] = 0
        self._state["state"]["key"] = key
        for row, replication in zip(words, replications, strict=True):
            counter[1] = replication
            self._bits.state = self._state
            row[:] = self._bits.random_raw(len(row))


def words_at(keys: Words, numbers: NDArray[np.int64], replications: Sequence[int]) -> Words:
    """The word of each number, as NumPy's generator gives it in its run of numbers.

    keys      uint64 [n, 2], the key of each number
    numbers   int64 [n], not negative
    returns   uint64 [R, n]
    """
    rows = np.asarray(replications, dtype=np.uint64)[:, None]
    found = np.empty((len(rows), len(numbers)), dtype=np.uint64)
    if found.size == 0:
        return found
    width = min(len(numbers), _TILE // min(len(rows), _ROWS))
    height = _TILE // width
    for left in range(0, len(numbers), width):
        columns = slice(left, left + width)
        key = np.ascontiguousarray(keys[columns].T)[:, None, :]
        for top in range(0, len(rows), height):
            lines = slice(top, top + height)
            found[lines, columns] = _tile(key, numbers[columns], rows[lines])
    return found


def _tile(key: Words, numbers: NDArray[np.int64], rows: Words) -> Words:
    """Words [r, c] of keys [2, 1, c], numbers [c] and replications [r, 1].

    What does not yet depend on the replication is one row until the rounds have mixed it in.
    """
    # NumPy counts on before it draws.
    counter = (numbers // WORDS).astype(np.uint64)[None, :] + np.uint64(1)
    nothing = np.zeros((1, 1), dtype=np.uint64)
    state: State = (counter, rows, nothing, nothing)
    left, right = key
    for _ in range(_ROUNDS - 1):
        state = _round(state, left, right)
        left, right = left + _KEY_STEPS[0], right + _KEY_STEPS[1]
    return _last(state, left, right, numbers % WORDS)


def _round(state: State, left: Words, right: Words) -> State:
    high0, low0 = _product(_MULTIPLIERS[0], state[0])
    high1, low1 = _product(_MULTIPLIERS[1], state[2])
    return high1 ^ (state[1] ^ left), low1, high0 ^ (state[3] ^ right), low0


def _last(state: State, left: Words, right: Words, word: NDArray[np.int64]) -> Words:
    """The last round, of which each number needs one word only: most often all the same one."""
    found = np.empty(np.broadcast_shapes(state[0].shape, state[2].shape), dtype=np.uint64)
    # What makes each word: the factor and words of its product, and what its high half is mixed
    # with; a low half stays as it is.
    made = (
        (_MULTIPLIERS[1], state[2], state[1] ^ left),
        (_MULTIPLIERS[1], state[2], None),
        (_MULTIPLIERS[0], state[0], state[3] ^ right),
        (_MULTIPLIERS[0], state[0], None),
    )
    for one, (factor, words, mixed) in enumerate(made):
        mine = word == one
        if not mine.any():
            continue
        result = words * factor if mixed is None else _product(factor, words)[0] ^ mixed
        if mine.all():
            return result
        np.copyto(found, result, where=mine)
    return found


def _product(factor: np.uint64, words: Words) -> tuple[Words, Words]:
    """High and low 64 bits of a product, out of 32-bit halves."""
    upper, lower = factor >> _HALF, factor & _LOW
    above, below = words >> _HALF, words & _LOW
    middle = below * lower
    middle >>= _HALF
    middle += below * upper
    np.bitwise_and(middle, _LOW, out=below)
    below += above * lower
    below >>= _HALF
    middle >>= _HALF
    above *= upper
    above += middle
    above += below
    return above, words * factor
