"""Shifts in the planner's words: what they compile to, what they can do, how they are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corridor_sim.clock import HOUR
from corridor_sim.plan import Station
from corridor_sim.planning.preview import preview
from corridor_sim.shifts import shifts_of
from tests.cli.shell import call
from tests.plans.written import bare, compiled, simulated

Shifts = list[dict[str, object]]

DAY, NIGHT = (
    {"open": "Mon-Sun 08:00-18:00"},
    {"open": ["Mon-Sun 22:00-24:00", "Mon-Sun 00:00-06:00"]},
)


def _words(shifts: Shifts, work: str = "3 h", every: str = "1 h") -> dict[str, object]:
    return bare(
        {
            "box": {
                "demand": {"process": "deterministic", "every": every},
                "stages": [{"station": "desk"}],
            }
        },
        calendars={"day": DAY, "night": NIGHT},
        stations={"desk": {"shifts": shifts, "work": work}},
    )


def _shift(servers: int, calendar: str = "always") -> dict[str, object]:
    return {"servers": servers, "calendar": calendar}


@pytest.mark.parametrize(
    ("shifts", "expected"),
    [
        ([_shift(2, "day"), _shift(1, "night")], Station("desk", 3, -1, "", ((2, 1), (1, 2)))),
        ([{"servers": 2}, _shift(1, "day")], Station("desk", 3, -1, "", ((2, 0), (1, 1)))),
        ([_shift(2, "day"), _shift(1, "day")], Station("desk", 3, 1)),
        ([_shift(4, "night")], Station("desk", 4, 2)),
        (
            [_shift(1, "day"), _shift(1, "day"), _shift(1, "night"), _shift(2, "day")],
            Station("desk", 5, -1, "", ((2, 1), (1, 2), (2, 1))),
        ),
    ],
)
def test_shifts_compile_in_their_order(shifts: Shifts, expected: Station, tmp_path: Path) -> None:
    plan = compiled(_words(shifts), tmp_path).plan
    assert plan.stations == (expected,)
    assert [servers for servers, _ in shifts_of(plan, expected)] == [
        servers for servers, _ in expected.shifts or ((expected.servers, 0),)
    ]


def test_the_load_is_held_against_all_open_hours(tmp_path: Path) -> None:
    """24 a day of 3 h each; two for 10 h and one for 8 h can do 28 h of it."""
    plan = compiled(_words([_shift(2, "day"), _shift(1, "night")]), tmp_path).plan
    (load,) = preview(plan).stations
    assert load.share == pytest.approx(72 / 28, rel=0.02)


def test_officers_by_shift_from_words_to_times(tmp_path: Path) -> None:
    """One every six hours: at 12:00 and 24:00 somebody is there, at 06:00 and 18:00 nobody."""
    run = simulated(_words([_shift(1, "day"), _shift(1, "night")], every="6 h"), tmp_path)
    came, start = run.flow("box").arrive[0][:5], run.flow("box").start[0][0][:5]
    assert (came // HOUR).tolist() == [6, 12, 18, 24, 30]
    assert (start / HOUR).tolist() == [8, 12, 22, 25, 32]


def test_the_plan_lists_shift_by_shift(tmp_path: Path) -> None:
    path = tmp_path / "shifts.yaml"
    words = _words([_shift(2, "day"), _shift(1, "night")])
    path.write_text(json.dumps(words), encoding="utf-8")
    lines = [line.split() for line in call("plan", path).out.splitlines()]
    assert ["desk", "day", "-", "2"] in lines
    assert ["night", "-", "1"] in lines
    told = json.loads(call("plan", path, "--json").out)["stations"]["desk"]
    shifts = [_shift(2, "day"), _shift(1, "night")]
    assert told == {"servers": 3, "shifts": shifts, "node": ""}


def test_a_file_may_turn_servers_into_shifts(tmp_path: Path) -> None:
    base = _words([])
    base["stations"] = {"desk": {"servers": 2, "calendar": "day", "work": "3 h"}}
    (tmp_path / "base.yaml").write_text(json.dumps(base), encoding="utf-8")
    shifts = [_shift(2, "day"), _shift(1, "night")]
    desk: dict[str, object] = {"shifts": shifts, "servers": None, "calendar": None}
    words = {"corridor_sim": 1, "extends": "base.yaml", "name": "x", "stations": {"desk": desk}}
    assert compiled(words, tmp_path).plan.stations[0].shifts == ((2, 1), (1, 2))
