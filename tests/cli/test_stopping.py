"""A run that is stopped keeps what it finished, says how much, and how to go on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corridor_sim.results.shipments import SHIPMENTS
from tests.cli.shell import SOUND, Answer, call, changed, command, environment, written

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

_PATIENCE = 60.0


def _wait(seen: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while not seen():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.02)


def _stopped(
    words: list[str], number: signal.Signals, folder: Path, seen: Callable[[], bool]
) -> Answer:
    """Start a run, wait until something is seen, send a signal."""
    process = subprocess.Popen(
        command(*words),
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        _wait(seen, process)
        process.send_signal(number)
        out, err = process.communicate(timeout=_PATIENCE)
    finally:
        process.kill()
    assert b"Traceback" not in err
    return Answer(process.returncode, out.decode(), err.decode())


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_what_was_finished_is_kept(number: signal.Signals, code: int, folder: Path) -> None:
    import pyarrow.parquet as pq

    written(folder, SOUND)
    out = folder / "o"

    def some_are_done() -> bool:
        return any(path.stat().st_size > 100_000 for path in out.glob(f".{SHIPMENTS}.*"))

    words = ["run", "s.yaml", "--out", "o", "--trace", "--replications", "100000"]
    answer = _stopped(words, number, folder, some_are_done)
    assert answer.code == code, answer.err
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    done = len(manifest["replications"])
    assert 0 < done < 100_000
    assert f"Stopped after {done} of 100000 replications" in answer.err
    assert "what is done is written to o" in answer.err
    assert "Run the same command again for all of them." in answer.err
    assert f"small: {done} replications" in answer.out
    # Every table holds the same replications, whole.
    trace = pq.read_table(out / SHIPMENTS, columns=["replication"])["replication"]
    assert trace.unique().to_pylist() == list(range(done))
    assert call("run", "s.yaml", "--out", "again", "--trace", "--replications", str(done)).code == 0
    for name in ("kpis.csv", SHIPMENTS):
        assert (out / name).read_bytes() == (folder / "again" / name).read_bytes()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_before_the_first_results_nothing_is_written(
    number: signal.Signals, code: int, folder: Path
) -> None:
    written(folder, changed(("40 box", "400000 box"), ("50 box", "400000 box")))
    out = folder / "o"
    words = ["run", "s.yaml", "--out", "o", "--trace", "--replications", "1"]
    answer = _stopped(words, number, folder, lambda: any(out.glob(f".{SHIPMENTS}.*")))
    assert answer.code == code, answer.err
    assert "Stopped before the first results; nothing was written." in answer.err
    assert "Run the same command again." in answer.err
    assert answer.out == ""
    assert not list(out.iterdir())


def test_ctrl_c_inside_executed_text_ends_with_our_code(folder: Path) -> None:
    source = (
        "from corridor_sim.cli import main\n"
        "def stopped(**_): exec('raise KeyboardInterrupt')\n"
        "main.main.main = stopped\n"
        "main.entry()\n"
    )
    (folder / "stopped.py").write_text(source, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "stopped"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 130, ended.stderr
    assert b"nothing was written" in ended.stderr
