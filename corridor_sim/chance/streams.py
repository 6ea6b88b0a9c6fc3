"""Keyed streams: a uniform belongs to (seed, stream, owner), a replication and a number.

One Philox key per (seed, stream, owner); the replication and the number set the counter. Nothing
depends on the order in which streams are asked, so adding a flow or a stage re-deals nobody.
(Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.chance.philox import Runs, words_at

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]
Numbers = NDArray[np.int64]

# The bits of 1.0, and 1 less half a step: both steps of `_unit` are exact.
_ONE, _HALF_STEP_BELOW_ONE = np.uint64(0x3FF0000000000000), 1.0 - 2.0**-53
# Rows of a conversion that stay in a core's own cache.
_TILE = 16_384
# Numbers of scattered streams that are drawn in one call, at least.
_TOGETHER = 8_192
# What numbers cost one by one, as against a run of them: only the choice of the way hangs on it.
_RUN_NS, _RUN_NUMBER_NS, _ALONE_NS = 3_000, 4, 60


@dataclass(frozen=True, slots=True, order=True)
class StreamKey:
    """Whose luck it is: a stream ("work:review") of an owner ("flow:europe_export")."""

    stream: str
    owner: str


def philox_key(seed: int, key: StreamKey) -> Words:
    """128 bits that name the stream, the same on every machine and in every process."""
    text = f"{seed}\x1f{key.stream}\x1f{key.owner}".encode()
    return np.frombuffer(hashlib.blake2b(text, digest_size=16).digest(), dtype="<u8").astype(
        np.uint64
    )


def uniforms(seed: int, key: StreamKey, replication: int, count: int) -> Floats:
    """The uniforms of numbers 0 .. count-1.

    returns   float64 [count], strictly between 0 and 1
    """
    return runs(seed, {key: count}, [replication])[key].reshape(count)


def uniforms_at(seed: int, key: StreamKey, replication: int, numbers: Numbers) -> Floats:
    """The uniforms of given numbers (a departure's scheduled second, a shipment's id).

    The same number gives the same uniform as `uniforms` does, whatever else is asked for.
    numbers   int64 [n], not negative
    returns   float64 [n]
    """
    return scattered(seed, {key: numbers}, [replication])[key].reshape(len(numbers))


def runs(
    seed: int, counts: Mapping[StreamKey, int], replications: Sequence[int]
) -> dict[StreamKey, Floats]:
    """The uniforms of numbers 0 .. count-1 of many streams, for a block of replications.

    returns   float64 [R, count] per stream, the rows as `uniforms` gives them
    """
    generator = Runs()
    drawn: dict[StreamKey, Floats] = {}
    for key, count in counts.items():
        words = np.empty((len(replications), count), dtype=np.uint64)
        generator.fill(words, philox_key(seed, key), replications)
        drawn[key] = _unit(words)
    return drawn


def scattered(
    seed: int, numbers: Mapping[StreamKey, Numbers], replications: Sequence[int]
) -> dict[StreamKey, Floats]:
    """The uniforms of given numbers of many streams, for a block of replications.

    numbers   int64 [n] per stream, not negative, in any order and with repetitions
    returns   float64 [R, n] per stream, the rows as `uniforms_at` gives them
    """
    near = {key: int(wanted.max()) + 1 for key, wanted in numbers.items() if _as_run(wanted)}
    drawn: dict[StreamKey, Floats] = {}
    for key, run in runs(seed, near, replications).items():
        drawn[key] = np.take(run, numbers[key], axis=1)
    for group in _groups({key: numbers[key] for key in numbers if key not in near}):
        widths = [len(numbers[key]) for key in group]
        keys = np.repeat([philox_key(seed, key) for key in group], widths, axis=0)
        words = words_at(keys, np.concatenate([numbers[key] for key in group]), replications)
        for key, part in zip(group, np.split(words, np.cumsum(widths)[:-1], axis=1), strict=True):
            drawn[key] = _unit(np.ascontiguousarray(part))
    return drawn


def _groups(numbers: Mapping[StreamKey, Numbers]) -> Iterator[list[StreamKey]]:
    """Streams to be drawn together: enough numbers to make short streams worth a call."""
    group: list[StreamKey] = []
    size = 0
    for key, wanted in numbers.items():
        group.append(key)
        size += len(wanted)
        if size >= _TOGETHER:
            yield group
            group, size = [], 0
    if group:
        yield group


def _as_run(numbers: Numbers) -> bool:
    """Whether the whole run up to the largest number comes cheaper than the numbers alone."""
    if len(numbers) == 0:
        return False
    return _RUN_NS + _RUN_NUMBER_NS * int(numbers.max()) < _ALONE_NS * len(numbers)


def _unit(words: Words) -> Floats:
    """52 bits and a half step: never 0 and never 1, so every quantile is finite.

    words     uint64 [R, n], overwritten: its memory becomes that of the uniforms
    """
    found = words.view(np.float64)
    height = max(_TILE // max(words.shape[1], 1), 1)
    for top in range(0, len(words), height):
        part, unit = words[top : top + height], found[top : top + height]
        part >>= np.uint64(12)
        part |= _ONE  # a float64 between 1 and 2 with these 52 bits after the point
        unit -= _HALF_STEP_BELOW_ONE
    return found
