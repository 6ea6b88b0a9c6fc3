"""What is wrong in a scenario is said with its line, its column and its remedy."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.shell import SOUND, call, changed, written


class Slip(NamedTuple):
    """One slip of the pen: what is exchanged, where it is found, what is said."""

    old: str
    new: str
    at: str
    said: str
    code: int = 2


_LATER = ", ".join(f"2021-01-{day:02}" for day in range(1, 32))
_LATER += ", " + ", ".join(f"2021-02-{day:02}" for day in range(1, 29))
_HOURS = 'office: {open: "Mon-Fri 08:00-18:00"}'
_CLOSED = f"office: {{open: 24/7, closed: [{_LATER}]}}"
_FACT = "facts: [{kpi: %s, value: 3, label: predicted}]\nflows:\n"
_CLOCK = "clocks: {c: {flow: export, start: %s, stop: pick_up}}\nflows:\n"
_OWN = "trip_time_d, flows: [exprt]"
_PATH = "travel: 3 d\n    path: [%s]"

SLIPS = {
    "key": Slip(
        "servers: 2", "servrs: 2", "8:10", "'servrs' is not a key here; did you mean 'servers'?"
    ),
    "section": Slip("stations:\n", "statoins:\n", "7:1", "did you mean 'stations'?"),
    "unit": Slip(
        "work: 30 min", "work: 30 kg", "8:46", "'30 kg' is not a duration; write a number with"
    ),
    "no unit": Slip("delay: 2 h", "delay: 2", "18:30", "2 has no unit; write one, such as 2 h."),
    "capacity unit": Slip(
        "50 box", "50 h", "12:15", "'50 h' is not a size; write a number with box"
    ),
    "negative servers": Slip(
        "servers: 2", "servers: -2", "8:19", "-2 is too small; write 1 or more."
    ),
    "negative time": Slip(
        "delay: 2 h", "delay: -2 h", "18:30", "'-2 h' is negative; write zero or more."
    ),
    "negative demand": Slip(
        "40 box", "-40 box", "16:39", "'-40 box' is negative; write zero or more."
    ),
    "absurd servers": Slip(
        "servers: 2", f"servers: 1{'0' * 30}", "8:19", "too large for a whole number"
    ),
    "many servers": Slip("servers: 2", "servers: 20000", "8:19", "write 10000 or less."),
    "absurd time": Slip(
        "delay: 2 h", "delay: 2e300 h", "18:30", "longer than a century; check the number"
    ),
    "absurd demand": Slip("40 box", "4e200 box", "16:39", "more than anything that moves; check"),
    "too much demand": Slip("40 box", "4e9 box", "16:32", "the limit is 2000000; move several", 3),
    "not a number": Slip("40 box", ".nan", "16:39", "'.nan' is not a finite number"),
    "station": Slip(
        "station: desk", "station: dsk", "19:19", "no station 'dsk'; did you mean 'desk'?"
    ),
    "service": Slip("departures: train", "departures: trian", "20:22", "did you mean 'train'?"),
    "timetable": Slip(
        "slots: [Mon 20:00]", "dates: [2019-01-01]", "11:5", "correct its timetable."
    ),
    "never open": Slip(
        _HOURS, _CLOSED, "6:3", "'office' never opens in this time; correct its hours"
    ),
    "small train": Slip(
        "40 box", "40 box, per_shipment: 60", "12:5", "60 in 50); raise the capacity"
    ),
    "no capacity": Slip(
        "50 box", "0 box", "12:15", "A capacity of zero takes nothing; write a larger"
    ),
    "after": Slip(
        "delay: 2 h", "delay: 2 h, after: [pick_up]", "18:35", "in a circle: truck -> desk"
    ),
    "fact flow": Slip("flows:\n", _FACT % _OWN, "14:36", "no flow 'exprt'; did you mean 'export'?"),
    "fact": Slip(
        "flows:\n", _FACT % "trains", "14:10", "no figure of a run; write one of: trains_run,"
    ),
    "end": Slip("end: 2021-01-17", "end: 2021-01-03", "3:32", "lies before the beginning"),
    "too long": Slip(
        "end: 2021-01-17", "end: 2061-01-17", "3:32", "raise the limit with --max-years.", 3
    ),
    "too often": Slip("slots: [Mon 20:00]", "every: 1 s", "11:17", "lengthen the interval", 3),
    "no interval": Slip("slots: [Mon 20:00]", "every: 0 s", "11:24", "write at least 1 s."),
    "one node": Slip("travel: 3 d", _PATH % "HYS", "14:5", "at least two nodes and none twice"),
    "node twice": Slip(
        "travel: 3 d", _PATH % "A, B, A", "14:5", "at least two nodes and none twice"
    ),
    "zone": Slip("zone: UTC", "zone: Mars/Phobos", "3:63", "write an IANA name"),
    "slot": Slip("Mon 20:00", "Mon 25:00", "11:25", "not a weekly slot; write Mon 20:00."),
    "hours": Slip("08:00-18:00", "18:00-08:00", "6:18", "runs past midnight; write two parts"),
    "full-width": Slip("name: small", "name：small", "2:5", "full-width '：' is not read as"),
    "season": Slip(
        "40 box",
        "40 box, season: [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
        "16:47",
        "nor all zero; write twelve",
    ),
    "clock stage": Slip("flows:\n", _CLOCK % "arrival.start", "14:28", "no stage 'arrival'"),
    "clock event": Slip("flows:\n", _CLOCK % "desk.start", "14:28", "not one of `departures`"),
    "clock call": Slip("flows:\n", _CLOCK % "train@MZL", "14:28", "There is no node 'MZL'"),
    "leap day": Slip(
        "start: 2021-01-04", "start: 2021-02-29", "3:15", "not a day; write 2021-08-01."
    ),
}


@pytest.mark.parametrize("command", ["check", "run"])
@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_found_where_it_stands(slip: Slip, command: str, folder: Path) -> None:
    written(folder, changed((slip.old, slip.new)))
    answer = call(command, "s.yaml")
    found = [line for line in answer.err.splitlines() if line.startswith("s.yaml:")]
    assert [one for one in found if one.startswith(f"s.yaml:{slip.at}: ") and slip.said in one]
    assert answer.code == slip.code
    assert answer.out == ""
    assert not (folder / "results").exists()


def test_the_line_is_quoted_below_its_place(folder: Path) -> None:
    written(folder, changed(("delay: 2 h", "delay: 2")))
    assert call("check", "s.yaml").err.splitlines()[1] == "    - {name: truck, delay: 2}"


def test_a_chinese_reader_is_told_in_chinese(folder: Path) -> None:
    written(folder, changed(("station: desk", "station: dsk")))
    answer = call("check", "s.yaml", "--lang", "zh")
    assert answer.err.startswith("s.yaml:19:19: 没有")
    assert "“desk”" in answer.err


def test_findings_of_two_places_are_shown_at_once(folder: Path) -> None:
    written(folder, changed(("servers: 2", "servers: -2"), ("delay: 2 h", "delay: 2")))
    err = call("check", "s.yaml").err
    assert "s.yaml:8:19: " in err
    assert "s.yaml:18:30: " in err


def test_findings_of_two_files_name_each_its_own(folder: Path) -> None:
    written(folder, changed(("servers: 2", "servers: -2")), "base.yaml")
    written(folder, "extends: base.yaml\nflows: {export: {demand: {total: 40}}}\n", "top.yaml")
    answer = call("check", "top.yaml")
    assert "base.yaml:8:19: -2 is too small" in answer.err
    assert "top.yaml:2:34: '40' is not a number of boxes" in answer.err
    assert answer.code == 2


def test_some_departures_outside_are_a_warning(folder: Path) -> None:
    written(folder, changed(("slots: [Mon 20:00]", "dates: [2019-01-01, 2021-01-20]")))
    answer = call("check", "s.yaml")
    assert "s.yaml:11:5: warning: 1 of 2 dated departures of 'train'" in answer.err
    assert answer.code == 0


def _routed(way: str) -> str:
    head, _, _ = SOUND.partition("    stages:\n")
    named = head.replace("name: small\n", "name: small\nnetwork: hengyang\n")
    return named.replace("    travel: 3 d\n", "    path: [HYS, MZL, ZAB]\n") + way


@pytest.mark.parametrize("way", ["route: fastest", "route: cheapest", "via: [train]"])
def test_no_way_names_the_nearest_node_that_can_be_reached(way: str, folder: Path) -> None:
    written(folder, _routed(f"    from: HYS\n    to: MOW\n    {way}\n"))
    answer = call("check", "s.yaml")
    line = next(one for one in answer.err.splitlines() if one.startswith("s.yaml:20:5: "))
    assert "to MOW" in line
    assert "nearest node that can be reached is ZAB" in line
    assert "add a service or a truck link" in line
    assert answer.code == 2


def test_an_unknown_node_is_named(folder: Path) -> None:
    written(folder, _routed("    from: HYSS\n    to: MZL\n    via: [train]\n"))
    answer = call("check", "s.yaml")
    assert "s.yaml:18:11: There is no node 'HYSS'; did you mean 'HYS'?" in answer.err
    assert answer.code == 2


def test_check_goes_on_after_a_wrong_file(folder: Path) -> None:
    written(folder, changed(("servers: 2", "servers: -2")), "bad.yaml")
    written(folder, SOUND)
    answer = call("check", "bad.yaml", "s.yaml", "missing.yaml")
    assert "bad.yaml:8:19" in answer.err
    assert "small: sound." in answer.out
    assert answer.code == 4
