"""The package shows few names, all of them real, and loads each on first use."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import corridor_sim
from tests.architecture.tree import ROOT

MOST_NAMES = 14
HEAVY = (
    "matplotlib",
    "networkx",
    "numba",
    "numpy",
    "pandas",
    "pyarrow",
    "pydantic",
    "scipy",
    "simpy",
)


def _python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _is_ours(name: str) -> bool:
    value = getattr(corridor_sim, name)
    if name.startswith("_") or name == "TYPE_CHECKING" or isinstance(value, ModuleType):
        return False
    return str(getattr(value, "__module__", "corridor_sim")).split(".")[0] == "corridor_sim"


def test_all_is_what_exists() -> None:
    missing = [name for name in corridor_sim.__all__ if not hasattr(corridor_sim, name)]
    unlisted = [n for n in dir(corridor_sim) if n not in corridor_sim.__all__ and _is_ours(n)]
    assert (missing, unlisted) == ([], [])


def test_few_names_each_listed_once() -> None:
    assert len(corridor_sim.__all__) <= MOST_NAMES
    assert len(set(corridor_sim.__all__)) == len(corridor_sim.__all__)


def test_the_package_alone_loads_nothing_heavy() -> None:
    done = _python(
        "import sys, corridor_sim\n"
        f"print(*sorted(set({HEAVY!r}) & set(sys.modules)))\n"
        "assert set(corridor_sim.__all__) <= set(dir(corridor_sim)), 'dir() hides a public name'"
    )
    assert (done.stdout.strip(), done.stderr, done.returncode) == ("", "", 0)


def test_each_name_can_be_imported_first() -> None:
    for name in corridor_sim.__all__:
        done = _python(f"from corridor_sim import {name}")
        assert (done.stdout, done.stderr, done.returncode) == ("", "", 0), name


def test_a_wrong_name_is_an_attribute_error() -> None:
    assert not hasattr(corridor_sim, "no_such_name")
