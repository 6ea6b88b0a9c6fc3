"""Memory and scale, each figure from a process of its own (`benchmarks.probe`)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks import engines
from benchmarks.record import Measurement

MEMORY, SCALE = "memory", "scale"
#: Shipments of one replication of the corridor over a year.
YEAR = 1_438
_ROOT = Path(__file__).parent.parent


class ProbeError(Exception):
    """A process of the benchmark's own did not answer."""


def ask(question: str, limit: float, **options: object) -> dict[str, float]:
    """The answer of a fresh process.

    raises   ProbeError where it fails or takes longer than `limit` seconds
    """
    words = [sys.executable, "-m", "benchmarks.probe", question]
    words += [f"--{name}={value}" for name, value in options.items()]
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, check=True, cwd=_ROOT, timeout=limit
        )
    except subprocess.TimeoutExpired as why:
        raise ProbeError(f"not done after {limit:g} s") from why
    except subprocess.CalledProcessError as why:
        last = str(why.stderr).strip().splitlines()[-1:]
        raise ProbeError(f"fails ({' '.join(last)[:120]})") from why
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(*, quick: bool = False) -> list[Measurement]:
    """Peak memory and bytes a shipment of the engines alone."""
    sizes = ((100, 1_000),) if quick else ((100, 1_000), (1_000, 1_000), (1, 1_000_000))
    found = []
    for work in ("W3", "M/M/4"):
        for name in engines.arrays():
            for replications, shipments in sizes:
                found += _engine(work, name, replications, shipments)
        found += _engine(work, "event", 5, 1_000)
    return found


def _engine(work: str, engine: str, replications: int, shipments: int) -> list[Measurement]:
    size = f"{replications:,} x {shipments:,}"
    given = {
        "work": work,
        "engine": engine,
        "replications": replications,
        "shipments": shipments,
    }
    asked = (("peak", "grown_mib", "MiB"), ("traced", "bytes_per_shipment", "bytes per shipment"))
    found = []
    for question, name, unit in asked:
        try:
            values: tuple[float, ...] = (ask(question, 300.0, **given)[name],)
            note = ""
        except ProbeError as why:
            values, note = (), str(why)
        found.append(Measurement(MEMORY, work, size, engine, unit, values, note=note))
    return found


def scale(largest: float, limit: float) -> list[Measurement]:
    """From scenario to tables, nanoseconds a journey and peak memory, from 1e5 journeys upwards.

    All in one process; from 1e8 journeys on a second time in two, as a user with two cores would.

    limit   seconds for each size
    """
    found, journeys = [], 1e5
    while journeys <= largest * 1.0001:
        for engine in engines.arrays():
            for workers in (1, 2) if journeys >= 1e8 else (1,):
                found += _journeys(journeys, engine, workers, limit)
        journeys *= 10.0
    return found


def _journeys(journeys: float, engine: str, workers: int, limit: float) -> list[Measurement]:
    work = "W3 year" if workers == 1 else f"W3 year, {workers} processes"
    size, given = f"{journeys:.0e} journeys", {"engine": engine, "workers": workers}
    replications = round(journeys / YEAR)
    try:
        answer = ask("journeys", limit, replications=replications, shipments=YEAR, **given)
    except ProbeError as why:
        return [Measurement(SCALE, work, size, engine, "ns per journey", note=str(why))]
    steps = {name: value for name, value in answer.items() if name.endswith("_ns")}
    return [
        Measurement(SCALE, work, size, engine, "ns per journey", (answer["ns"],)),
        Measurement(SCALE, work, size, engine, "MiB", (answer["peak_mib"],)),
        *(
            Measurement(
                SCALE,
                f"{work}: {name.removesuffix('_ns')}",
                size,
                engine,
                "ns per journey",
                (value,),
            )
            for name, value in steps.items()
        ),
    ]
