"""The wheel is complete: installed elsewhere, it makes and runs a corridor.

The answers must not come from the clone, so everything happens in an empty environment and an
empty folder, with pip's usual settings.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = "Scripts" if os.name == "nt" else "bin"
SHIPPED = {
    "data": "corridor_sim/_shipped/data",
    "scenarios/starter": "corridor_sim/_shipped/starter",
}

pytestmark = pytest.mark.timeout(600)


def _run(command: Sequence[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME"}}
    return subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=environment | {"PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _must(command: Sequence[str | Path], folder: Path) -> str:
    done = _run(command, folder)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder; skips when there is nowhere to install from."""
    folder = tmp_path_factory.mktemp("wheel")
    probe = [sys.executable, "-m", "pip", "--retries", "1", "--timeout", "20", "download"]
    reached = _run([*probe, "--quiet", "--no-deps", "--dest", folder / "probe", "simpy"], folder)
    if reached.returncode != 0 and not os.environ.get("PIP_FIND_LINKS"):
        pytest.skip("pip reaches no package index, and PIP_FIND_LINKS names no folder of wheels")
    return folder


@pytest.fixture(scope="module")
def wheel(outside: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    _must([*pip, "--wheel-dir", outside / "dist", ROOT], outside)
    [built] = (outside / "dist").glob("corridor_sim-*.whl")
    return built


def _files(folder: Path) -> list[str]:
    paths = (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return sorted(path.relative_to(folder).as_posix() for path in paths)


def test_the_wheel_holds_everything_once(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert sorted(set(names)) == sorted(names)
    for source, target in SHIPPED.items():
        held = sorted(n.removeprefix(f"{target}/") for n in names if n.startswith(f"{target}/"))
        assert held == _files(ROOT / source)
        assert held
    shipped = [name for name in names if name.startswith("corridor_sim/_shipped/")]
    assert len(shipped) == sum(len(_files(ROOT / source)) for source in SHIPPED)
    assert sum(name.endswith("starter/corridor.yaml") for name in names) == 1


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"corridor_sim"}
    assert [n for n in names if "/tests/" in n or n.split("/")[-1].startswith("test_")] == []


def test_an_installed_wheel_makes_and_runs_a_corridor(wheel: Path, outside: Path) -> None:
    _must([sys.executable, "-m", "venv", outside / "venv"], outside)
    programs = outside / "venv" / BIN
    _must([programs / "python", "-m", "pip", "install", "--quiet", wheel], outside)

    desk = outside / "desk"
    desk.mkdir()
    corridor_sim = programs / "corridor-sim"
    _must([corridor_sim, "new", "demo"], desk)
    _must([corridor_sim, "run", "demo/corridor.yaml", "--replications", "2", "--out", "out"], desk)
    assert (desk / "out" / "kpis.csv").is_file()
