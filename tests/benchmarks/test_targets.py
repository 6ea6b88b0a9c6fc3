"""The table of what must hold."""

import time
from pathlib import Path

import pytest

from benchmarks import plot
from benchmarks.record import Measurement, Run
from benchmarks.rounds import at_most, figure, seconds, spread
from benchmarks.targets import Target, table, targets

SIZE = "1,000 x 1,000"


def _run(array: float, simpy: float = 22_000.0, plain: float = 700.0) -> Run:
    def one(engine: str, value: float) -> Measurement:
        ratio = (simpy / value,) * 3
        return Measurement(
            "head to head", "W3 corridor", SIZE, engine, "ns per shipment", (value,) * 3, ratio
        )

    made = [one("array", array), one("SimPy", simpy), one("plain recursion", plain)]
    return Run("now", {}, made)


def test_met_missed_and_aimed_at() -> None:
    text = table(_run(100.0))
    assert "met           W3 1,000 x 1,000, times SimPy: 220 (at least 200, aim 300)" in text
    assert "met           W3 1,000 x 1,000, times the plain recursion: 7.00" in text
    assert "met, aim too  W3 1,000 x 1,000, times SimPy: 440" in table(_run(50.0))
    assert "NOT MET       W3 1,000 x 1,000, times SimPy: 22.0" in table(_run(1_000.0))


def test_what_was_not_measured_is_not_met() -> None:
    found = {one.name: one.met for one in targets(Run("now", {}, []))}
    assert set(found.values()) == {None}
    assert "not measured" in table(Run("now", {}, []))


def test_an_upper_bound() -> None:
    assert Target("x", 1.1, 1.2, most=True).met
    assert not Target("x", 1.3, 1.2, most=True).met


def test_rounds_are_interleaved_after_a_warm_up() -> None:
    calls: list[str] = []
    taken = seconds({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, 2)
    assert calls == ["a", "b", "b", "a", "a", "b"]
    assert [len(each) for each in taken.values()] == [2, 2]


def test_spread_and_figures() -> None:
    assert spread([3.0, 1.0, 2.0]).text() == "2.00 [1.00-3.00]"
    assert [figure(one) for one in (1_234.5, 12.34, 0.123)] == ["1,234", "12.3", "0.12"]


def test_work_without_end_is_stopped() -> None:
    with pytest.raises(TimeoutError, match="not done"), at_most(0.05):
        time.sleep(5.0)


def test_pictures_are_drawn_of_what_there_is(tmp_path: Path) -> None:
    assert plot.draw(Run("now", {}, []), tmp_path) == []
    written = plot.draw(_run(100.0), tmp_path)
    assert [path.name for path in written] == ["ratios.png", "ratios.svg"]
    text = written[1].read_text(encoding="utf-8")
    assert "220 times as fast as SimPy" in text
