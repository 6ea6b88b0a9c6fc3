"""Keyed streams: a uniform belongs to (seed, stream, owner), a replication and a number.

One Philox key per (seed, stream, owner); the replication and the number set the counter. Nothing
depends on the order in which streams are asked, so adding a flow or a stage re-deals nobody.
(Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".)
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]
_WORDS = 4  # 64-bit words that one Philox counter gives

# Philox4x64-10: rounds, multipliers and Weyl steps of the key.
_ROUNDS = 10
_MULTIPLIERS = (np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157))
_KEY_STEPS = np.array([0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B], dtype=np.uint64)
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True, order=True)
class StreamKey:
    """Whose luck it is: a stream ("work:review") of an owner ("flow:europe_export")."""

    stream: str
    owner: str


def philox_key(seed: int, key: StreamKey) -> NDArray[np.uint64]:
    """128 bits that name the stream, the same on every machine and in every process."""
    text = f"{seed}\x1f{key.stream}\x1f{key.owner}".encode()
    return np.frombuffer(hashlib.blake2b(text, digest_size=16).digest(), dtype="<u8").astype(
        np.uint64
    )


def uniforms(seed: int, key: StreamKey, replication: int, count: int) -> Floats:
    """The uniforms of numbers 0 .. count-1.

    returns   float64 [count], strictly between 0 and 1
    """
    return _unit(_generator(seed, key, replication).random_raw(count))


def uniforms_at(seed: int, key: StreamKey, replication: int, numbers: NDArray[np.int64]) -> Floats:
    """The uniforms of given numbers (a departure's scheduled second, a shipment's id).

    The same number gives the same uniform as `uniforms` does, whatever else is asked for.
    numbers   int64 [n], not negative
    returns   float64 [n]
    """
    if len(numbers) == 0:
        return np.empty(0)
    top = int(numbers.max())
    if top < 16 * len(numbers) + 4096:
        return uniforms(seed, key, replication, top + 1)[numbers]
    words = _philox(numbers // _WORDS, replication, philox_key(seed, key))
    return _unit(words[numbers % _WORDS, np.arange(len(numbers))])


def _generator(seed: int, key: StreamKey, replication: int) -> np.random.Philox:
    counter = np.array([0, replication, 0, 0], dtype=np.uint64)
    return np.random.Philox(key=philox_key(seed, key), counter=counter)


def _philox(blocks: NDArray[np.int64], replication: int, key: Words) -> Words:
    """The four words of each block, as NumPy's own Philox4x64-10 gives them one block at a time.

    Numbers far apart (scheduled seconds, hashed ids) would cost that generator a new state each.
    blocks    int64 [n]
    returns   uint64 [4, n]
    """
    counter = np.zeros((4, len(blocks)), dtype=np.uint64)
    counter[0] = blocks.astype(np.uint64) + np.uint64(1)  # NumPy counts on before it draws
    counter[1] = replication
    round_key = key.copy()
    for _ in range(_ROUNDS):
        high0, low0 = _product(_MULTIPLIERS[0], counter[0])
        high1, low1 = _product(_MULTIPLIERS[1], counter[2])
        counter = np.stack(
            [high1 ^ counter[1] ^ round_key[0], low1, high0 ^ counter[3] ^ round_key[1], low0]
        )
        round_key = round_key + _KEY_STEPS
    return counter


def _product(factor: np.uint64, words: Words) -> tuple[Words, Words]:
    """High and low 64 bits of a product, out of 32-bit halves."""
    upper, lower = factor >> _HALF, factor & _LOW
    above, below = words >> _HALF, words & _LOW
    bottom = lower * below
    middle = upper * below + (bottom >> _HALF)
    cross = lower * above + (middle & _LOW)
    return upper * above + (middle >> _HALF) + (cross >> _HALF), factor * words


def _unit(raw: NDArray[np.uint64]) -> Floats:
    """52 bits and a half step: never 0 and never 1, so every quantile is finite."""
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
