"""Help and `check` answer at once, because they load nothing that they do not need."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from tests.architecture.tree import ROOT

STARTER = "scenarios/starter/corridor.yaml"
HEAVY = {
    "matplotlib",
    "networkx",
    "numba",
    "numpy",
    "pandas",
    "pyarrow",
    "pydantic",
    "scipy",
    "simpy",
}


def _loaded(*arguments: str) -> set[str]:
    """Modules that one run of the command line loads."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "corridor_sim", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    report = re.compile(r"^import time: +\d+ \| +\d+ \| +(\S+)$", re.MULTILINE)
    said = "\n".join(x for x in done.stderr.splitlines() if not x.startswith("import time:"))
    assert done.returncode == 0, done.stdout + said
    loaded = set(report.findall(done.stderr))
    assert "corridor_sim" in loaded
    return loaded


def test_help_loads_nothing_heavy() -> None:
    assert {name.partition(".")[0] for name in _loaded("--help")} & HEAVY == set()


def test_check_loads_no_tables_no_pictures_no_engine() -> None:
    assert _loaded("check", STARTER) & {"matplotlib.pyplot", "numba", "pandas", "simpy"} == set()
