"""`python -m benchmarks`: everything measured in one run, printed, kept, and compared.

Equality is checked before anything is timed. Ratios come from interleaved rounds of one run.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    compare,
    end_to_end,
    head_to_head,
    memory,
    plot,
    policies,
    scaling,
    sweep,
    tables,
    targets,
)
from benchmarks.engines import arrays
from benchmarks.head_to_head import Match
from benchmarks.record import HISTORY, Measurement, Run, new_run, write
from benchmarks.rounds import count_processor_time, pin
from benchmarks.works.kinds import CORRIDOR, queues

_RESULTS = Path(__file__).parent / "results"
Suite = Callable[[argparse.Namespace], list[Measurement]]


def main() -> None:
    """Measure, print, keep, draw."""
    given = _arguments()
    if given.compare:
        sys.exit(compare.report(given.out / HISTORY, given.against, strict=given.strict))
    mode = "quick" if given.quick else "full"
    if given.cpu:
        count_processor_time()
        mode += ", processor time"
    run = new_run(pin(), mode)
    print("\n".join(f"{name}: {value}" for name, value in run.machine.items()))
    for name in given.only or list(SUITES):
        found = SUITES[name](given)
        run.measurements.extend(found)
        _show(name, found)
    for engine in arrays():
        print(targets.table(run, engine))
    write(given.out / HISTORY, run)
    print(f"\nKept in {given.out / HISTORY}")
    _draw(run, given.out)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, few rounds, minutes")
    parser.add_argument("--only", action="append", choices=list(SUITES), help="some suites only")
    parser.add_argument("--cpu", action="store_true", help="rounds count processor time")
    parser.add_argument("--scale", type=float, help="largest number of journeys (1e8)")
    parser.add_argument("--replications", type=int, default=200, help="of hengyang-2021")
    parser.add_argument("--event-replications", type=int, help="of hengyang-2021, event engine")
    parser.add_argument("--out", type=Path, default=_RESULTS, help="folder of results")
    parser.add_argument("--compare", action="store_true", help="the last run with an earlier one")
    parser.add_argument("--against", type=Path, help="history to compare with")
    parser.add_argument("--strict", action="store_true", help="exit 1 if something got slower")
    return parser.parse_args()


def _head(given: argparse.Namespace) -> list[Measurement]:
    rounds, slow = (3, 5_000) if given.quick else (7, 20_000)
    matches = [
        Match(queues(1), 1_000, 1_000, peers=True, slow=slow),
        Match(queues(4), 1_000, 1_000, peers=True, slow=slow),
        Match(CORRIDOR, 1_000, 1_000, peers=True, slow=slow),
        Match(CORRIDOR, 1, 1_438),
    ]
    if not given.quick:
        matches += [Match(CORRIDOR, 500, 1_438), Match(CORRIDOR, 1, 1_000_000)]
    found = []
    for match in matches:
        measured = match.measure(rounds)
        print(tables.by_work(measured, head_to_head.BASELINE), flush=True)
        found += measured
    return found


def _sweep(given: argparse.Namespace) -> list[Measurement]:
    return sweep.measure(3 if given.quick else 5, quick=given.quick)


def _scaling(given: argparse.Namespace) -> list[Measurement]:
    return scaling.measure(2 if given.quick else 3, quick=given.quick)


def _end_to_end(given: argparse.Namespace) -> list[Measurement]:
    few = given.event_replications or (1 if given.quick else 2)
    replications = min(given.replications, 20) if given.quick else given.replications
    limit = 20.0 if given.quick else 60.0
    return end_to_end.measure(1 if given.quick else 3, replications, few, limit)


def _policies(given: argparse.Namespace) -> list[Measurement]:
    return policies.measure(2 if given.quick else 10, 100)


def _memory(given: argparse.Namespace) -> list[Measurement]:
    return memory.measure(quick=given.quick)


def _scale(given: argparse.Namespace) -> list[Measurement]:
    largest = given.scale or (1e6 if given.quick else 1e7)
    return memory.scale(largest, limit=max(120.0, largest * 2e-5))


SUITES: dict[str, Suite] = {
    "head": _head,
    "sweep": _sweep,
    "scaling": _scaling,
    "hengyang": _end_to_end,
    "policies": _policies,
    "memory": _memory,
    "scale": _scale,
}


def _show(name: str, found: list[Measurement]) -> None:
    if name != "head":  # which has shown each of its tables as soon as it was there
        baseline = {"sweep": targets.PLAIN, "hengyang": "event"}.get(name, "")
        print(tables.curves(found, baseline), flush=True)


def _draw(run: Run, folder: Path) -> None:
    for path in plot.draw(run, folder):
        print(f"Drawn: {path}")


if __name__ == "__main__":
    main()
