"""The ladder of policies on all corridors of Hengyang: what a comparison of arms costs.

Arms are drawn once and simulated on the same luck; printed beside the time is how many times fewer
replications the pairing needs.
"""

from __future__ import annotations

import math
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import engines
from benchmarks.end_to_end import SCENARIO, WORK
from benchmarks.record import Measurement
from corridor_sim.scenario.arms import arm_file
from corridor_sim.scenario.limits import DEFAULT
from corridor_sim.scenario.read import read, under
from corridor_sim.study.variants import Comparison, Prepared, compare, prepared

SUITE = "policies"
#: The eight steps of the ladder beside the base.
LADDER = (
    "permits-2018",
    "all-aeo",
    "advance",
    "two-step",
    "seven-days",
    "rail-fast",
    "direct",
    "everything",
)


def ready() -> Prepared:
    """The base and the ladder, compiled."""
    base = read(SCENARIO)
    arms = {}
    for name in LADDER:
        written = arm_file(Path(SCENARIO.parent / "policies" / f"{name}.yaml"), DEFAULT)
        if written is None:
            raise ValueError(f"{name} is no arm")
        arms[name] = under(base, written)
    return prepared(base, arms, DEFAULT)


def measure(replications: int, asked: int) -> list[Measurement]:
    """Seconds of a comparison of `asked` replications, measured on `replications` of them.

    raises   AssertionError where a flow that no arm touches has changed
    """
    found, arms = [], ready()
    size = f"{len(LADDER) + 1} arms x {asked} replications"
    measured = f"{replications} replications"
    for name in engines.arrays():
        with engines.machine_code("1" if "fast" in name else "0"):
            began = perf_counter()
            done = compare(arms, replications=replications)
            whole = perf_counter() - began
        _check(done)
        each = 1e3 * sum(done.compared.timings.values()) / (replications * (len(LADDER) + 1))
        rest = whole - sum(done.compared.timings.values())
        seconds = rest + (whole - rest) * asked / replications
        found += [
            Measurement(SUITE, WORK, size, name, "seconds", (seconds,), (), measured),
            Measurement(
                SUITE, WORK, size, name, "ms per arm and replication", (each,), (), measured
            ),
        ]
        ratios = [
            row.variance_ratio
            for row in done.rows
            if row.role == "primary" and math.isfinite(row.variance_ratio)
        ]
        quantity = "variance on separate luck over shared luck, median"
        found.append(Measurement(SUITE, WORK, size, name, quantity, (median(ratios),)))
    return found


def _check(done: Comparison) -> None:
    """The permits of exports touch no flight: bit for bit the same."""
    for row in done.rows:
        touched = row.arm == "permits-2018" and "nanyue" in row.flow
        if touched and row.role == "primary" and row.reason != "identical":
            raise AssertionError(f"{row.flow} differs under {row.arm}")
