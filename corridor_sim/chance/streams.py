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
_WORDS = 4  # 64-bit words that one Philox counter gives


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
    return _unit(_generator(seed, key, replication, 0).random_raw(count))


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
    bits = _generator(seed, key, replication, 0)
    state = bits.state
    raw = np.empty(len(numbers), dtype=np.uint64)
    for row, number in enumerate(numbers.tolist()):
        block, word = divmod(number, _WORDS)
        state["state"]["counter"][:] = (block, replication, 0, 0)
        state["buffer_pos"] = _WORDS
        bits.state = state
        raw[row] = bits.random_raw(_WORDS)[word]
    return _unit(raw)


def _generator(seed: int, key: StreamKey, replication: int, block: int) -> np.random.Philox:
    counter = np.array([block, replication, 0, 0], dtype=np.uint64)
    return np.random.Philox(key=philox_key(seed, key), counter=counter)


def _unit(raw: NDArray[np.uint64]) -> Floats:
    """52 bits and a half step: never 0 and never 1, so every quantile is finite."""
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
