"""Without Numba, or with it switched off, plain Python does everything."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from corridor_sim.engine.array import compiled as fast
from corridor_sim.engine.array import queues
from tests.architecture.tree import ROOT
from tests.engine.test_queue_codings import line

#: Many times more than what it takes to load machine code.
LONG = 10**12


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has not loaded machine code yet."""
    monkeypatch.setattr(fast, "_loaded", lambda module: False)
    monkeypatch.setattr(fast, "_taken", Counter())


@pytest.mark.usefixtures("fresh")
def test_where_it_is_missing_nothing_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "_installed", lambda: False)
    for switch in ("0", "1", ""):
        monkeypatch.setenv(fast.SWITCH, switch)
        assert not fast.pays("queues", LONG)
    monkeypatch.setattr(fast, "served", None)
    ready, work, _ = line(5, 300, 1.4, 2)
    assert np.array_equal(
        queues.served(ready, work, 2, int(work.sum())), queues.heaps(ready, work, 2)
    )


def test_one_that_cannot_be_loaded_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, f"{fast.__name__}.jit", raising=False)
    monkeypatch.setitem(sys.modules, "numba", None)
    assert not fast._installed.__wrapped__()


@pytest.mark.usefixtures("fresh")
def test_it_is_loaded_once_enough_has_been_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "_installed", lambda: True)
    monkeypatch.delenv(fast.SWITCH, raising=False)
    third = fast._ENOUGH // 3 + 1
    assert [fast.pays("queues", third) for _ in range(3)] == [False, False, True]
    assert not fast.pays("sweep", third)
    monkeypatch.setenv(fast.SWITCH, "1")
    assert fast.pays("sweep", 1)
    assert not fast.pays("sweep", 0)
    monkeypatch.setenv(fast.SWITCH, "0")
    assert not fast.pays("queues", LONG)


def test_a_short_run_never_loads_it(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from corridor_sim.cli.main import main\n"
        "arguments = ['run', 'scenarios/starter/corridor.yaml', '--quiet', '--engine', 'array',\n"
        f"    '--out', {str(tmp_path / 'out')!r}]\n"
        "main(arguments, standalone_mode=False)\n"
        "assert 'corridor_sim.engine.array.compiled' in sys.modules\n"
        "assert 'numba' not in sys.modules\n"
    )
    environment = {k: v for k, v in os.environ.items() if k != fast.SWITCH}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
