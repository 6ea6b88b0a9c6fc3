"""What a fresh process needs: peak memory, and the cost of journeys from few to very many.

`python -m benchmarks.probe` prints one JSON object. The peak of a process that has done other work
would say nothing, so each question is asked of a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks import engines
from benchmarks.end_to_end import SCENARIO, study
from benchmarks.works import corridor
from benchmarks.works.kinds import CORRIDOR, queues
from benchmarks.works.scenario import opened
from corridor_sim.planning.compile import compile_plan
from corridor_sim.scenario.read import read

_WORKS = {"W3": CORRIDOR, "M/M/4": queues(4)}


def main() -> None:
    """Answers one question."""
    parser = argparse.ArgumentParser(prog="benchmarks.probe", description=__doc__)
    parser.add_argument("question", choices=["peak", "traced", "journeys", "hengyang"])
    parser.add_argument("--work", choices=list(_WORKS), default="W3")
    parser.add_argument("--engine", default="array")
    parser.add_argument("--replications", type=int, default=1)
    parser.add_argument("--shipments", type=int, default=1_000)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    answers: dict[str, Callable[[argparse.Namespace], dict[str, float]]] = {
        "peak": _peak,
        "traced": _traced,
        "journeys": _journeys,
        "hengyang": _hengyang,
    }
    json.dump(answers[given.question](given), sys.stdout)


def _peak(given: argparse.Namespace) -> dict[str, float]:
    """MiB that the process grows by while the engine runs, and its peak."""
    work = _WORKS[given.work]
    plan, workload = work.make(given.replications, given.shipments)
    _forget_peak()
    before = _peak_mib()
    work.columns(engines.every()[given.engine](plan, workload))
    after = _peak_mib()
    return {"grown_mib": after - before, "peak_mib": after}


def _traced(given: argparse.Namespace) -> dict[str, float]:
    """Bytes a shipment that were allocated at the worst moment, inputs left out."""
    work = _WORKS[given.work]
    plan, workload = work.make(given.replications, given.shipments)
    run = engines.every()[given.engine]
    tracemalloc.start()
    work.columns(run(plan, workload))
    _, worst = tracemalloc.get_traced_memory()
    return {"bytes_per_shipment": worst / (given.replications * given.shipments)}


def _journeys(given: argparse.Namespace) -> dict[str, float]:
    """From scenario to tables, W3 over a year: nanoseconds a journey, by step."""
    words = corridor.words(given.shipments, days=365)
    return _study(*opened(words), given, given.shipments)


def _hengyang(given: argparse.Namespace) -> dict[str, float]:
    loaded = read(SCENARIO)
    return _study(loaded, compile_plan(loaded), given, 1)


def _study(loaded: Any, compilation: Any, given: argparse.Namespace, each: int) -> dict[str, float]:
    if given.workers > 1 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))  # it was started on one core
    before = perf_counter()
    _, timings = study(loaded, compilation, given.replications, given.engine, given.workers)
    taken = perf_counter() - before
    journeys = given.replications * each
    steps = {f"{step}_ns": 1e9 * spent / journeys for step, spent in timings.items()}
    return {"ns": 1e9 * taken / journeys, "seconds": taken, "peak_mib": _all_mib(given), **steps}


def _all_mib(given: argparse.Namespace) -> float:
    """Peak of this process and, at most, that of its largest child for each of its children."""
    workers: int = given.workers
    if workers == 1:
        return _peak_mib()
    import resource

    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024.0
    return _peak_mib() + workers * children


def _forget_peak() -> None:
    """Lets the system count the peak anew, where it offers that."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def _peak_mib() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024.0
    import resource

    scale = 1024.0**2 if sys.platform == "darwin" else 1024.0  # bytes there, KiB elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


if __name__ == "__main__":
    main()
