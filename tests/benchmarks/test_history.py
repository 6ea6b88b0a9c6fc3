"""What is kept of a run, and what a later run says of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import compare
from benchmarks.record import Measurement, Run, read, write

MACHINE = {"processor": "p", "python": "3", "system": "s", "commit": "abc", "mode": "full"}


def _one(values: tuple[float, ...], ratios: tuple[float, ...] = (), engine: str = "array") -> Run:
    made = Measurement("suite", "work", "1 x 1", engine, "ns per shipment", values, ratios)
    return Run("2026-01-01T00:00:00+00:00", MACHINE, [made])


def _factors(before: Run, after: Run) -> list[float]:
    return [one.factor for one in compare.changes(before, after)[0]]


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    run = _one((1.0, 2.0), (3.0, 4.0))
    later = replace(run, at="2026-01-02T00:00:00+00:00")
    write(tmp_path / "x" / "history.jsonl", later)
    write(tmp_path / "x" / "history.jsonl", run)
    assert read(tmp_path / "x" / "history.jsonl") == [run, later]


def test_slower_and_faster_beyond_noise() -> None:
    before = _one((10.0, 11.0, 12.0))
    assert _factors(before, _one((20.0, 22.0, 24.0))) == [2.0]
    assert _factors(before, _one((5.0, 5.5, 6.0))) == [0.5]


def test_overlapping_rounds_are_noise() -> None:
    before = _one((10.0, 11.0, 30.0))
    assert _factors(before, _one((20.0, 22.0, 24.0))) == []


def test_a_small_shift_is_noise_although_rounds_lie_apart() -> None:
    assert _factors(_one((10.0, 10.1)), _one((10.5, 10.6))) == []


def test_ratios_go_before_times() -> None:
    """A machine that is twice as slow for all has changed nothing."""
    before = _one((10.0, 11.0), (100.0, 101.0))
    assert _factors(before, _one((20.0, 22.0), (100.0, 102.0))) == []
    assert _factors(before, _one((10.0, 11.0), (50.0, 50.5))) == [2.0]


def test_a_busy_machine_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "history.jsonl"
    write(path, _one((10.0, 11.0), engine="SimPy"))
    write(path, replace(_one((30.0, 33.0), engine="SimPy"), at="2026-01-02T00:00:00+00:00"))
    compare.report(path, None, strict=False)
    assert "The baselines took 3.00 times as long" in capsys.readouterr().out


def test_times_of_another_machine_are_not_compared() -> None:
    before = _one((10.0, 11.0))
    other = replace(_one((20.0, 22.0)), machine={**MACHINE, "processor": "q"})
    assert compare.changes(before, other) == ([], 0)


@pytest.mark.parametrize(("engine", "code"), [("array", 1), ("Ciw", 0)])
def test_strict_fails_on_our_own_loss_only(tmp_path: Path, engine: str, code: int) -> None:
    path = tmp_path / "history.jsonl"
    write(path, _one((10.0, 11.0), engine=engine))
    slower = _one((30.0, 31.0), engine=engine)
    write(path, replace(slower, at="2026-01-02T00:00:00+00:00"))
    assert compare.report(path, None, strict=False) == 0
    assert compare.report(path, None, strict=True) == code


def test_the_report_says_what_and_how_much(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "history.jsonl"
    write(path, _one((10.0, 11.0, 12.0)))
    write(path, replace(_one((22.0, 22.0, 23.0)), at="2026-01-02T00:00:00+00:00"))
    compare.report(path, None, strict=False)
    printed = capsys.readouterr().out
    assert "1 measurements compared, 1 differ beyond noise." in printed
    assert "2.00 x slower  suite: work, 1 x 1, array (11.0 -> 22.0)" in printed


def test_a_first_run_is_compared_with_what_the_sources_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "REFERENCE", tmp_path / "kept")
    path = tmp_path / "history.jsonl"
    write(path, _one((30.0, 31.0)))
    write(tmp_path / "kept" / "reference.jsonl", _one((10.0, 11.0)))
    assert compare.report(path, None, strict=True) == 1
    assert "slower" in capsys.readouterr().out


def test_a_first_run_has_nothing_to_be_compared_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "REFERENCE", tmp_path / "kept")
    path = tmp_path / "history.jsonl"
    assert compare.report(path, None, strict=False) == 0
    assert "Nothing measured yet" in capsys.readouterr().out
    write(path, _one((10.0,)))
    assert compare.report(path, None, strict=True) == 0
    assert "No earlier run" in capsys.readouterr().out
