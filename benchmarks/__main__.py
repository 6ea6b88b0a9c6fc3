"""`python -m benchmarks`: a JSON line per measurement, and a table of ratios with their spread."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.event_engine.suite import measure
from benchmarks.record import machine, write

_RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the small size and three rounds")
    parser.add_argument("--out", type=Path, default=_RESULTS, help="folder of the JSON lines")
    given = parser.parse_args()
    sizes, rounds = ((1_438,), 3) if given.quick else ((1_438, 29_000), 9)
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    for boxes in sizes:
        found = measure(boxes, rounds)
        print(found.table())
        write(given.out / "event_engine.jsonl", found.record())


if __name__ == "__main__":
    main()
