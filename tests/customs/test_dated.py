"""Policies that follow one another at one place, by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corridor_sim.clock import HOUR
from corridor_sim.errors import ScenarioError
from corridor_sim.plan import Kind, Plan
from tests.customs.office import INSTANT as I
from tests.customs.office import MESSAGE as M
from tests.customs.office import Cleared, cleared, words
from tests.plans.written import compiled

#: The train's own wait by its timetable: half a day, and ten hours to Hengyang.
DUE = 22.0
OLD = {"review": {"work": "3 h"}, "inspect": {"chance": 1, "work": "5 h"}}
NEW = {"review": {"work": "1 h"}}


def _dated(folder: Path, count: int = 6, day: str = "2021-01-08", **more: object) -> Cleared:
    place = {"node": "HYS", "formality": "import"}
    place["policy"] = [{"use": "p"}, {"use": "new", "from": day}]  # type: ignore[assignment]
    sections = {"clearance": {"office": place}, "policies": {"p": OLD, "new": NEW}, **more}
    return cleared(folder, OLD, count, **sections)


def test_the_day_is_read_off_the_plan(tmp_path: Path) -> None:
    """Ready at 06:00 of day n, due 22 hours later: the first that is due on 8 January is ready on
    the 7th."""
    office = _dated(tmp_path)
    new = [date(2021, 1, 5 + n) >= date(2021, 1, 7) for n in range(6)]
    assert office.passed("inspect") == [not one for one in new]
    wanted = [10 + I + (1 if one else 8) + M for one in new]
    assert office.ended("release") == pytest.approx(wanted, abs=1.5e-6)


def test_later_places_are_due_later(tmp_path: Path) -> None:
    """From Zabaykalsk by Manzhouli: three days of planned ride, and the wait for the train."""
    train = {
        "path": ["ZAB", "MZL", "HYS"],
        "travel": {"ZAB-MZL": "24 h", "MZL-HYS": "48 h"},
        "timetable": {"every": "1 d", "first": "2021-01-04 12:00"},
        "capacity": "50 box",
    }
    back = {
        "path": ["HYS", "CSX_R"],
        "travel": "10 h",
        "timetable": {"every": "2 d", "first": "2021-01-04 12:00"},
        "capacity": "50 box",
    }
    days = [{"use": "p"}, {"use": "new", "from": "2021-01-12"}]
    demand = {"process": "deterministic", "every": "6 h", "first": "2021-01-05 00:00", "count": 32}
    given = words(
        OLD,
        services={"train": train, "back": back},
        policies={"p": OLD, "new": NEW},
        clearance={"office": {"node": "CSX_R", "formality": "import", "policy": days}},
        flows={"goods": {"from": "ZAB", "to": "CSX_R", "via": ["train", "back"], "demand": demand}},
    )
    (choice,) = (one for one in compiled(given, tmp_path).plan.flows[0].choices if one.since)
    # Half a headway of each train, 72 h and 10 h: 118 h before midnight of the eighth day.
    assert choice.since == (8 * 24 * HOUR - (12 + 72 + 24 + 10) * HOUR,)


def test_what_both_do_alike_is_one_stage(tmp_path: Path) -> None:
    office = _dated(tmp_path)
    assert office.names().count("lodge") == 1
    assert {"review", "under/new/review", "inspect", "release"} <= set(office.names())
    assert "under/new/lodge" not in office.names()


def test_before_and_after_are_as_under_one_policy_alone(tmp_path: Path) -> None:
    law = {"triangular": ["1 h", "3 h", "9 h"]}
    old = {
        "lead": "4 h",
        "prepare": law,
        "review": {"work": law, "automatic": 0.3},
        "inspect": {"chance": 0.5, "work": law},
        "pay": law,
        "release": "5 min",
    }
    new = {
        "prepare": law,
        "review": {"work": law, "automatic": 0.8},
        "release": "2 min",
        "traders": {"aeo": {"share": 1, "selected": 0.2}},
        "inspect": {"chance": 0, "work": law},
    }
    both = {"policies": {"p": old, "new": new}}
    place = {
        "node": "HYS",
        "formality": "import",
        "policy": [{"use": "p"}, {"use": "new", "from": "2021-01-15"}],
    }
    mixed = cleared(tmp_path, old, 20, **both, clearance={"office": place})
    one = cleared(tmp_path, old, 20).ended("release")
    two = cleared(tmp_path, new, 20).ended("release")
    # The last that is due before 15 January is ready on the 13th.
    wanted = [*one[:9], *two[9:]]
    # The release itself is a second longer where policies meet, papers begin a second later.
    assert mixed.ended("release") == pytest.approx(wanted, abs=3.5 * I)
    assert one[9:] != two[9:]


def test_twice_the_same_policy_changes_nothing(tmp_path: Path) -> None:
    place = {
        "node": "HYS",
        "formality": "import",
        "policy": [{"use": "p"}, {"use": "same", "from": "2021-01-08"}],
    }
    office = cleared(
        tmp_path, OLD, 6, policies={"p": OLD, "same": OLD}, clearance={"office": place}
    )
    plain = cleared(tmp_path, OLD, 6)
    assert office.names() == plain.names()
    assert office.ended("release") == plain.ended("release")


def test_boxes_of_a_consolidation_have_no_day_beforehand(tmp_path: Path) -> None:
    given = words(OLD)
    flows = {
        "goods": {"demand": {"process": "fed"}, "from": "MZL", "to": "HYS", "via": ["train"]},
        "cartons": {
            "demand": {"process": "deterministic", "every": "1 d", "count": 3},
            "stages": [{"consolidation": "cfs"}],
        },
    }
    given["flows"] = flows
    given["consolidations"] = {"cfs": {"capacity": "2 box", "wait": "1 d", "feeds": "goods"}}
    given["policies"] = {"p": OLD, "new": NEW}
    given["clearance"] = {
        "office": {
            "node": "HYS",
            "formality": "import",
            "policy": [{"use": "p"}, {"use": "new", "from": "2021-01-08"}],
        }
    }
    with pytest.raises(ScenarioError) as raised:
        compiled(given, tmp_path)
    assert [one.code for one in raised.value.findings] == ["dated_policy_fed"]
    assert raised.value.findings[0].where is not None


def _plan(folder: Path, policy: object) -> Plan:
    return compiled(
        words({}, clearance={"office": {"node": "HYS", "formality": "import", "policy": policy}}),
        folder,
    ).plan


def test_a_list_of_one_is_that_one(tmp_path: Path) -> None:
    listed, plain = _plan(tmp_path, [{"use": "p"}]), _plan(tmp_path, "p")
    assert listed.flows[0].stages == plain.flows[0].stages
    assert listed.flows[0].choices == plain.flows[0].choices


def test_the_load_of_a_station_counts_who_comes_in_a_policys_time(tmp_path: Path) -> None:
    from corridor_sim.planning.preview import pass_share

    old = {"review": {"station": "old", "work": "3 h"}}
    new = {"review": {"station": "new", "work": "3 h"}}
    place = {
        "node": "HYS",
        "formality": "import",
        "policy": [{"use": "p"}, {"use": "q", "from": "2021-01-09"}],
    }
    stations = {"old": {"servers": 1}, "new": {"servers": 1}}
    office = cleared(
        tmp_path,
        old,
        10,
        policies={"p": old, "q": new},
        stations=stations,
        clearance={"office": place},
    )
    plan = office.run.plan
    shares = {
        plan.stations[stage.resource].name: pass_share(plan.flows[0], stage)
        for stage in plan.flows[0].stages
        if stage.kind is Kind.STATION
    }
    # Of ten days the first three are due before 9 January.
    assert shares == pytest.approx({"old": 0.3, "new": 0.7})


@pytest.mark.parametrize("total", ["0 box", "100 box"])
def test_a_demand_of_nothing_has_a_load_too(total: str, tmp_path: Path) -> None:
    from corridor_sim.planning.preview import pass_share, preview

    demand = {"process": "poisson", "total": total}
    goods = {"from": "MZL", "to": "HYS", "via": ["train"], "demand": demand}
    days = [{"use": "p"}, {"use": "q", "from": "2021-07-01"}]
    policy = {"review": {"station": "desk", "work": "1 h"}}
    given = words(
        {},
        policies={"p": {}, "q": policy},
        stations={"desk": {"servers": 1}},
        clearance={"office": {"node": "HYS", "formality": "import", "policy": days}},
        flows={"goods": goods},
    )
    plan = compiled(given, tmp_path).plan
    (load,) = preview(plan).stations
    (stage,) = (one for one in plan.flows[0].stages if one.kind is Kind.STATION)
    # Of 362 days those from 30 June on, at an even rate.
    wanted = 0.0 if total == "0 box" else (6 * 30.67 + 1) / 362
    if wanted:
        assert pass_share(plan.flows[0], stage) == pytest.approx(wanted, rel=0.01)
    assert load.share == pytest.approx(100 * wanted * 3600 / (362 * 86_400), rel=0.02)
