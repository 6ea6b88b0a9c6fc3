"""Timetables as scheduled seconds, in the order of their cut-offs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from corridor_sim.clock import DAY, HOUR, NEVER
from corridor_sim.errors import ScenarioError
from corridor_sim.plan import Service
from tests.plans.written import bare, compiled

FLOW = {
    "demand": {"process": "deterministic", "every": "1 d"},
    "stages": [{"departures": "train"}],
}


def _service(
    folder: Path, timetable: Mapping[str, object], days: int = 21, **more: object
) -> Service:
    train = {"timetable": timetable, "capacity": "50 box", "travel": "1 d", **more}
    words = bare({"box": FLOW}, days, "0 d", services={"train": train})
    return compiled(words, folder).plan.services[0]


def _hours(service: Service) -> list[int]:
    return [int(second) // HOUR for second in service.scheduled]


def test_weekly_slots(tmp_path: Path) -> None:
    found = _service(tmp_path, {"slots": ["Mon 20:00", "Thu 08:00"]}, 14)
    assert _hours(found) == [20, 80, 188, 248]


def test_every_second_week(tmp_path: Path) -> None:
    found = _service(tmp_path, {"slots": ["Mon 20:00"], "every_weeks": 2}, 35)
    assert _hours(found) == [20, 20 + 336, 20 + 672]


def test_regular_departures_begin_after_one_interval_or_at_the_first(tmp_path: Path) -> None:
    assert _hours(_service(tmp_path, {"every": "50 h"}, 7)) == [50, 100, 150]
    first = {"every": "50 h", "first": "2021-01-04 06:00"}
    assert _hours(_service(tmp_path, first, 7)) == [6, 56, 106, 156]


def test_slots_between_two_days(tmp_path: Path) -> None:
    found = _service(
        tmp_path, {"slots": ["Mon 20:00"], "from": "2021-01-11", "until": "2021-01-18"}, 28
    )
    assert _hours(found) == [188, 356]
    assert not found.endless
    assert _service(tmp_path, {"slots": ["Mon 20:00"]}).endless


def test_dates_have_their_own_capacity_and_run_whatever_is_loaded(tmp_path: Path) -> None:
    timetable = {
        "slots": ["Mon 20:00"],
        "run_when": {"load": "40 box", "or_waited": "14 d"},
        "dates": [{"at": "2021-01-05 00:00", "capacity": "100 box"}, "2021-01-06 12:00"],
    }
    found = _service(tmp_path, timetable, 8)
    assert _hours(found) == [20, 24, 60, 188]
    assert found.capacity[:, 0].tolist() == [50, 100, 50, 50]
    assert found.minimum.tolist() == [40, 0, 0, 40]
    assert found.patience == 14 * DAY
    assert (found.capacity[:, 1:] == NEVER).all()


def test_equal_seconds_keep_the_order_they_are_written_in(tmp_path: Path) -> None:
    dates = [{"at": "2021-01-05 00:00", "capacity": f"{box} box"} for box in (3, 1, 2)]
    found = _service(tmp_path, {"dates": dates})
    assert found.capacity[:, 0].tolist() == [3, 1, 2]


def test_a_table_of_departures(tmp_path: Path) -> None:
    text = "at,box,teu\n2021-01-06 12:00,100,\n2021-01-05 06:00,,44\n"
    (tmp_path / "trains.csv").write_text(text, encoding="utf-8")
    found = _service(tmp_path, {"file": "trains.csv"})
    assert _hours(found) == [30, 60]
    assert found.capacity[:, :2].tolist() == [[NEVER, 44_000], [100, NEVER]]


def test_cut_offs_may_lie_before_the_first_second(tmp_path: Path) -> None:
    found = _service(tmp_path, {"slots": ["Mon 06:00"]}, 8, cut_off="12 h")
    assert (found.cut_off // HOUR).tolist() == [-6, 162]


def test_slots_in_a_zone_of_their_own_follow_daylight_saving(tmp_path: Path) -> None:
    """Eight o'clock in Berlin is 7:00 UTC in winter and 6:00 UTC from 28 March 2021 on."""
    train = {
        "timetable": {"slots": ["Mon 08:00"], "from": "2021-03-22"},
        "capacity": "50 box",
        "travel": "1 d",
        "zone": "Europe/Berlin",
    }
    words = bare({"box": FLOW}, 91, "0 d", services={"train": train})
    found = compiled(words, tmp_path).plan.services[0]
    first = 77 * 24
    assert _hours(found)[:2] == [first + 7, first + 168 + 6]


def test_a_timetable_without_departures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as refused:
        _service(tmp_path, {"dates": ["2031-01-01 00:00"]})
    assert "timetable_empty" in {finding.code for finding in refused.value.findings}
