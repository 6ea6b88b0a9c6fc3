"""Measurements as JSON lines, with the machine and the versions they were made on."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.rounds import Spread, spread

PACKAGES = ("numpy", "scipy", "simpy", "numba", "ciw", "salabim", "cimba", "simpn")
HISTORY = "history.jsonl"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One thing that was measured, in one run.

    suite      which part of the benchmark
    work       what was simulated
    size       replications x shipments that are meant, as text
    engine     what simulated it
    quantity   what was measured, with its unit at the end
    values     one per round
    ratios     one per round where there is a baseline: how many times as fast as it
    measured   replications x shipments of the timed call, where fewer than `size`
    note       how equality was checked, or why there is no value
    """

    suite: str
    work: str
    size: str
    engine: str
    quantity: str
    values: tuple[float, ...] = ()
    ratios: tuple[float, ...] = ()
    measured: str = ""
    note: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two measurements of two runs the same thing."""
        return (self.suite, self.work, self.size, self.engine, self.quantity)

    @property
    def value(self) -> Spread:
        return spread(self.values)

    @property
    def ratio(self) -> Spread:
        return spread(self.ratios)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the benchmark: when, on what, and all it measured."""

    at: str
    machine: dict[str, str]
    measurements: list[Measurement] = field(default_factory=list)

    def find(self, *key: str) -> Measurement | None:
        """The measurement with this key that has values."""
        for one in self.measurements:
            if one.key == key and one.values:
                return one
        return None


def new_run(affinity: str, mode: str) -> Run:
    """A run that has not measured anything yet."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Run(at, {**machine(), "affinity": affinity, "mode": mode})


def machine() -> dict[str, str]:
    """Processor, cores, system, interpreter, the packages that decide speed, and the commit."""
    found = {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "commit": _commit(),
        "allocator": "default",
    }
    if any(name.startswith("MALLOC_") for name in os.environ):
        found["allocator"] = "tuned by MALLOC_ variables"
    return found | {name: _version(name) for name in PACKAGES}


def write(path: Path, run: Run) -> None:
    """Adds a run to a file, one line per measurement."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = {"at": run.at, **run.machine}
    with path.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps({**head, **asdict(one)}) + "\n" for one in run.measurements)


def read(path: Path) -> list[Run]:
    """The runs of a file, oldest first."""
    runs: dict[str, Run] = {}
    with path.open(encoding="utf-8") as file:
        for line in file:
            found: dict[str, Any] = json.loads(line)
            names = set(Measurement.__dataclass_fields__)
            mine = {key: value for key, value in found.items() if key in names}
            for column in ("values", "ratios"):
                mine[column] = tuple(mine[column])
            rest = {key: value for key, value in found.items() if key not in names | {"at"}}
            run = runs.setdefault(found["at"], Run(found["at"], rest))
            run.measurements.append(Measurement(**mine))
    return [runs[at] for at in sorted(runs)]


def missing(suite: str, work: str, size: str, engine: str, why: str) -> Measurement:
    """What could not be measured, so that it is never left out silently."""
    return Measurement(suite, work, size, engine, "ns per shipment", note=why)


def flat(*groups: Iterable[Measurement]) -> list[Measurement]:
    """All of them in one list."""
    return [one for group in groups for one in group]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _commit() -> str:
    git = shutil.which("git")
    if git is None:
        return "unknown"
    here = Path(__file__).parent
    answers = [
        subprocess.run(
            [git, "-C", str(here), *words], capture_output=True, text=True, check=False
        ).stdout.strip()
        for words in (["rev-parse", "--short=12", "HEAD"], ["status", "--porcelain", "-uno"])
    ]
    if not answers[0]:
        return "unknown"
    return answers[0] + ("+changes" if answers[1] else "")


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
