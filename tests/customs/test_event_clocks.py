"""Clocks between events of the Time Release Study, at every formality that fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor_sim.errors import ScenarioError
from corridor_sim.results.collect import reduce_block
from tests.customs.office import Cleared, cleared

POLICY = {
    "lead": "4 h",
    "permits": {"a": {"chance": 1, "time": "30 min"}, "b": {"chance": 1, "time": "2 h"}},
    "review": {"work": "30 min"},
    "inspect": {"chance": 1, "work": "3 h"},
    "pay": "90 min",
}
PLACE = {"office": {"node": "HYS", "formality": "import", "policy": "p", "office": "ours"}}


def _office(folder: Path, **clock: str) -> Cleared:
    return cleared(folder, POLICY, clearance=PLACE, clocks={"mine": clock})


def _mean(office: Cleared, **about: str) -> float:
    run = office.run
    (found,) = [
        one.values[0]
        for one in reduce_block(run.plan, run.workload, run.trace).measures
        if (one.key.kpi, one.key.clock, one.key.stat) == ("clock_h", "mine", "mean")
        and all(getattr(one.key, key) == value for key, value in about.items())
    ]
    return float(found)


@pytest.mark.parametrize(
    ("start", "stop", "first", "last"),
    [
        ("T4", "T12", "lodge", "release"),
        ("T6", "T9", "review", "inspect"),
        ("T10", "T12", "permit/b", "release"),  # of two permits the last
    ],
)
def test_hours_from_event_to_event(
    start: str, stop: str, first: str, last: str, tmp_path: Path
) -> None:
    office = _office(tmp_path, start=start, stop=stop)
    wanted = office.ended(last)[0] - office.ended(first)[0]
    assert _mean(office, flow="goods", place="HYS") == pytest.approx(wanted, abs=1e-6)
    assert _mean(office, flow="", place="ours", direction="import") == pytest.approx(
        wanted, abs=1e-6
    )


def test_the_beginning_of_the_inspection_is_its_first_second(tmp_path: Path) -> None:
    office = _office(tmp_path, start="T8", stop="T9")
    assert _mean(office, flow="goods") == pytest.approx(3.0, abs=1e-6)


@pytest.mark.parametrize("about", [{"office": "theirs"}, {"place": "MZL"}, {"direction": "export"}])
def test_a_clock_that_fits_no_formality_is_a_mistake(about: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        _office(tmp_path, start="T4", stop="T12", **about)
    assert [one.code for one in caught.value.findings] == ["clock_without_event"]
    assert caught.value.findings[0].where is not None


@pytest.mark.parametrize(
    "clock",
    [
        {"start": "T4", "stop": "office/release", "flow": "goods"},
        {"start": "arrival", "stop": "T12"},
        {"start": "arrival", "stop": "office/release"},
        {"start": "arrival", "stop": "office/release", "flow": "goods", "office": "ours"},
        {"start": "T4", "stop": "T14"},
    ],
)
def test_half_of_each_kind_is_a_mistake(clock: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        _office(tmp_path, **clock)
    assert "clock_half_event" in [one.code for one in caught.value.findings]
