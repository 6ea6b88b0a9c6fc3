"""Measurements as JSON lines, with the machine and the versions they were made on."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("numpy", "scipy", "simpy")


def machine() -> dict[str, str]:
    """Processor, cores, system, interpreter and the packages that decide speed."""
    found = {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "system": platform.system(),
        "python": platform.python_version(),
    }
    return found | {name: version(name) for name in _PACKAGES}


def write(path: Path, record: Mapping[str, object]) -> None:
    """Add one line to a file of measurements."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line = {"at": datetime.now(UTC).isoformat(timespec="seconds"), **machine(), **record}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
