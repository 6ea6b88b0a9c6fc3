"""Interleaved rounds: everything is timed in every round, so that a busy machine hits all alike."""

from __future__ import annotations

import gc
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Spread:
    """Median of the rounds, smallest and largest."""

    middle: float
    low: float
    high: float

    def text(self) -> str:
        return f"{figure(self.middle)} [{figure(self.low)}-{figure(self.high)}]"


class _Clock:
    now: Callable[[], float] = staticmethod(time.perf_counter)


def count_processor_time() -> None:
    """From now on rounds count what the processor spent on this process, not what passed.

    All that is timed here computes and waits for nothing, so on a quiet machine the two are equal.
    On a machine that others use, processor time leaves out what the others did.
    """
    _Clock.now = staticmethod(time.process_time)


def figure(value: float) -> str:
    """A number with three digits, whatever its size."""
    if abs(value) >= 100.0:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10.0 else f"{value:.2f}"


def spread(values: Sequence[float]) -> Spread:
    """The spread of some rounds."""
    return Spread(median(values), min(values), max(values))


def seconds(work: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each piece of work in each round, every second round in reverse order.

    One round before the first is not counted.
    """
    taken: dict[str, list[float]] = {name: [] for name in work}
    for number in range(-1, rounds):
        order = list(work) if number % 2 else list(work)[::-1]
        for name in order:
            gc.collect()
            before = _Clock.now()
            work[name]()
            after = _Clock.now()
            if number >= 0:
                taken[name].append(after - before)
    return taken


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """Round by round, how many times as large the first is."""
    return [a / b for a, b in zip(above, below, strict=True)]


def pin() -> str:
    """Keeps this process on one core where the system allows it; says which, or why not."""
    if not hasattr(os, "sched_setaffinity"):
        return "not pinned: this system does not offer it"
    allowed = os.sched_getaffinity(0)
    chosen = _quietest(allowed)
    try:
        os.sched_setaffinity(0, {chosen})
    except OSError as error:
        return f"not pinned: {error.strerror}"
    return f"core {chosen} of {len(allowed)}"


def _quietest(cores: set[int]) -> int:
    """The core that did least in half a second; of equals the last, as systems use the first."""
    before = _busy()
    time.sleep(0.5)
    after = _busy()
    return min(cores, key=lambda core: (after.get(core, 0) - before.get(core, 0), -core))


def _busy() -> dict[int, int]:
    """Ticks that each core has worked since the start; nothing where the system does not say."""
    listing = Path("/proc/stat")
    if not listing.exists():
        return {}
    found = {}
    for line in listing.read_text(encoding="ascii").splitlines():
        name, *ticks = line.split()
        if name.startswith("cpu") and name != "cpu":
            user, nice, system = (int(one) for one in ticks[:3])
            found[int(name[3:])] = user + nice + system
    return found


@contextmanager
def at_most(limit: float) -> Iterator[None]:
    """Raises TimeoutError in the work that goes on for longer, on systems that have alarms."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(_: int, __: object) -> None:
        raise TimeoutError(f"not done after {limit:g} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
