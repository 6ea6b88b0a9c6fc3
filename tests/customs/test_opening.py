"""Levers on the goods, by hand: selection, channels, scanner, violations, payment, the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.customs.office import INSTANT as I
from tests.customs.office import MESSAGE as M
from tests.customs.office import THERE, Cleared, cleared
from tests.customs.test_papers import of_two_kinds

#: When papers and goods are ready: lodged and accepted on arrival.
READY = THERE + 2 * I


def _near(hours: Sequence[float]) -> object:
    return pytest.approx(list(hours), abs=1.5e-6)


def _all(office: Cleared, hours: float) -> object:
    return _near([hours] * len(office.passed("lodge")))


# --- Selection ----------------------------------------------------------------------------------
def test_selection_goes_by_the_standing_of_the_trader(tmp_path: Path) -> None:
    traders = {"aeo": {"share": 0.5, "selected": 0}, "general": {"share": 0.5, "selected": 1}}
    inspect = {"chance": 0.3, "work": "2 h"}
    half = cleared(tmp_path, {"traders": traders, "inspect": inspect}, count=40)
    opened = half.passed("inspect")
    assert half.ended("release") == _near([READY + 2 * one + M for one in opened])
    assert 8 < sum(opened) < 32
    more = {"aeo": {"share": 0.7, "selected": 0}, "general": {"share": 0.3, "selected": 1}}
    fewer = cleared(tmp_path, {"traders": more, "inspect": inspect}, count=40).passed("inspect")
    assert sum(fewer) < sum(opened)
    assert all(a for a, b in zip(opened, fewer, strict=True) if b)


def test_a_standing_without_a_rate_has_the_ordinary_one(tmp_path: Path) -> None:
    traders = {"aeo": {"share": 0.5, "selected": 0}, "general": {"share": 0.5}}
    policy = {"traders": traders, "inspect": {"chance": 1, "work": "2 h"}}
    opened = cleared(tmp_path, policy, count=30).passed("inspect")
    assert {True, False} == set(opened)


def test_risk_multiplies_the_rate_by_class_of_cargo(tmp_path: Path) -> None:
    policy = {"risk": {"x": 0, "y": 4}, "inspect": {"chance": 0.25, "work": "2 h"}}
    office = cleared(tmp_path, policy, flows=of_two_kinds(20))
    heavy = (office.run.work("goods").size[0, :, 0] == 2).tolist()
    assert office.passed("inspect") == heavy
    assert {True, False} == set(heavy)


def test_nobody_selected_leaves_no_inspection(tmp_path: Path) -> None:
    policy = {
        "traders": {"aeo": {"share": 1, "selected": 0}},
        "inspect": {"chance": 1, "work": "2 h"},
    }
    assert "inspect" not in cleared(tmp_path, policy).names()


# --- Channels -----------------------------------------------------------------------------------
CHANNELS = {
    "documents": {"share": 0.3, "work": "30 min"},
    "scanner": 0.4,
    "unpacking": 0.3,
}
SCANNER = {"work": "6 min", "reading": "15 min", "escalate": 0.5}


def test_every_selected_shipment_is_looked_at_in_one_way(tmp_path: Path) -> None:
    inspect = {"chance": 1, "work": "4 h", "channels": CHANNELS, "scanner": SCANNER}
    office = cleared(tmp_path, {"inspect": inspect}, count=40)
    papers, scanned, opened = (office.passed(one) for one in ("check", "scan", "inspect"))
    hours = []
    for a, b, c in zip(papers, scanned, opened, strict=True):
        assert a + b <= 1
        assert not (a and c)
        assert a or b or c
        hours.append(READY + 0.5 * a + (6 + 15) / 60 * b + 4 * c + M)
    assert office.ended("release") == _near(hours)
    both = [b and c for b, c in zip(scanned, opened, strict=True)]
    assert 0 < sum(both) < sum(scanned)


def test_without_a_scanner_its_share_is_unpacked(tmp_path: Path) -> None:
    inspect = {"chance": 1, "work": "4 h", "channels": CHANNELS}
    office = cleared(tmp_path, {"inspect": inspect}, count=40)
    assert "scan" not in office.names()
    papers, opened = office.passed("check"), office.passed("inspect")
    assert opened == [not one for one in papers]
    with_one = cleared(tmp_path, {"inspect": {**inspect, "scanner": SCANNER}}, count=40)
    assert papers == with_one.passed("check")


def test_where_all_would_be_scanned_and_nothing_scans_all_are_unpacked(tmp_path: Path) -> None:
    inspect = {"chance": 1, "work": "4 h", "channels": {"scanner": 1}}
    office = cleared(tmp_path, {"inspect": inspect})
    assert office.ended("inspect") == _all(office, READY + 4)


def test_before_the_inspection_the_owner_is_called_and_the_box_is_shifted(tmp_path: Path) -> None:
    arrange = {"time": "90 min", "station": "crane", "work": "12 min"}
    policy = {"inspect": {"chance": 1, "work": "4 h", "arrange": arrange}}
    office = cleared(tmp_path, policy, stations={"crane": {"servers": 1}})
    assert office.ended("arrange") == _all(office, READY + 1.5)
    assert office.ended("shift") == _all(office, READY + 1.7)
    assert office.ended("inspect") == _all(office, READY + 5.7)


def test_quarantine_runs_beside_the_inspection(tmp_path: Path) -> None:
    policy = {"quarantine": {"time": "9 h"}, "inspect": {"chance": 1, "work": "4 h"}}
    office = cleared(tmp_path, policy)
    assert office.ended("inspect") == _all(office, READY + 4)
    assert office.ended("release") == _all(office, READY + 9 + M)


# --- Violations ---------------------------------------------------------------------------------
def _with_violations(folder: Path, found: dict[str, float], escalate: float = 0.0) -> Cleared:
    scanner = {"work": "6 min", "escalate": escalate}
    inspect = {"chance": 0.5, "work": "4 h", "scanner": scanner}
    inspect["channels"] = {"scanner": 0.5, "unpacking": 0.5}
    violations = {"present": 0.5, "found": found, "sanction": "1 d"}
    return cleared(folder, {"inspect": inspect, "violations": violations}, count=60)


def test_what_is_not_looked_at_is_not_found(tmp_path: Path) -> None:
    office = _with_violations(tmp_path, {"scanner": 1, "unpacking": 1})
    sanctioned, opened = office.passed("sanction"), office.passed("inspect")
    assert 0 < sum(sanctioned) < sum(opened)
    assert all(b for a, b in zip(sanctioned, opened, strict=True) if a)
    release = [
        READY + 0.1 * s + 4 * o + 24 * x + M
        for s, o, x in zip(office.passed("scan"), opened, sanctioned, strict=True)
    ]
    assert office.ended("release") == _near(release)


def test_an_image_is_opened_for_what_it_shows(tmp_path: Path) -> None:
    """A scanner that sees nothing and gives no false alarm sends nobody on."""
    blind = _with_violations(tmp_path, {"scanner": 0, "unpacking": 1})
    sharp = _with_violations(tmp_path, {"scanner": 1, "unpacking": 1})
    assert blind.passed("scan") == sharp.passed("scan")
    both = [a and b for a, b in zip(blind.passed("scan"), blind.passed("inspect"), strict=True)]
    assert not any(both)
    assert sum(sharp.passed("sanction")) > sum(blind.passed("sanction"))
    assert all(
        b for a, b in zip(blind.passed("sanction"), sharp.passed("sanction"), strict=True) if a
    )


def test_violations_alone_change_no_time(tmp_path: Path) -> None:
    """Present and found are counted; only a sanction takes time."""
    inspect = {"chance": 0.5, "work": "4 h"}
    plain = cleared(tmp_path, {"inspect": inspect}, count=20)
    asked = cleared(tmp_path, {"inspect": inspect, "violations": {"present": 0.5}}, count=20)
    assert asked.names() == plain.names()
    assert asked.ended("release") == plain.ended("release")
    names = [choice.name for choice in asked.run.plan.flows[0].choices]
    assert {"office/violation", "office/found"} <= set(names)


# --- Payment ------------------------------------------------------------------------------------
def test_against_a_guarantee_the_payment_follows_the_release(tmp_path: Path) -> None:
    office = cleared(tmp_path, {"pay": "3 h", "guarantee": 0.5}, count=12)
    waits = office.passed("pay")
    assert {True, False} == set(waits)
    assert office.passed("pay_later") == [not one for one in waits]
    assert office.ended("release") == _near([READY + 3 * one + M for one in waits])


def test_who_pays_later_pays_as_long_as_before(tmp_path: Path) -> None:
    law = {"triangular": ["1 h", "3 h", "9 h"]}
    office = cleared(tmp_path, {"pay": law, "guarantee": 0.5}, count=6)
    work = office.run.work("goods").work
    first, later = (work[office.stage(f"office/{name}")] for name in ("pay", "pay_later"))
    assert first is not None
    assert later is not None
    assert (first == later).all()


# --- The terminal -------------------------------------------------------------------------------
def test_nothing_is_lodged_or_opened_before_the_arrival_report(tmp_path: Path) -> None:
    office = cleared(tmp_path, {"arrival_report": "1 h", "inspect": {"chance": 1, "work": "4 h"}})
    assert office.ended("arrival_report") == _all(office, 11)
    assert office.ended("release") == _all(office, 11 + 2 * I + 4 + M)
    ahead = cleared(tmp_path, {"arrival_report": "1 h", "lead": "4 h"})
    assert ahead.ended("lodge") == _all(ahead, 6 + I)
    assert ahead.ended("release") == _all(ahead, 11 + M)


def test_direct_boxes_pass_the_yard_by(tmp_path: Path) -> None:
    yard = {"time": "5 h", "direct": 0.5, "direct_time": "6 min"}
    policy = {"yard": yard, "collect": "2 h", "gate": True}
    gate = {"HYS": {"gate": {"delay": "30 min"}}}
    office = cleared(tmp_path, policy, 12, terminals=gate)
    straight = office.passed("direct")
    assert {True, False} == set(straight)
    left = [READY + M + (0.1 if one else 5.0) + 2 + 0.5 for one in straight]
    assert office.ended("gate") == _near(left)
    flow = office.run.plan.flows[0]
    assert flow.stages[flow.delivery].name == "office/gate"


def test_where_there_is_no_gate_none_is_passed(tmp_path: Path) -> None:
    assert "gate" not in cleared(tmp_path, {"gate": True}).names()


def test_goods_that_go_on_by_road_leave_the_terminal_by_its_gate(tmp_path: Path) -> None:
    """The clock to gate-out stops there, wherever the goods are taken afterwards."""
    flow = {"from": "MZL", "to": "HCZ", "via": ["train"]}
    demand = {"process": "deterministic", "every": "1 d", "first": "2021-01-05 06:00", "count": 2}
    policy = {"yard": {"time": "5 h"}, "collect": "2 h", "gate": True}
    gate = {"HYS": {"gate": {"delay": "30 min"}}}
    flows = {"goods": {**flow, "demand": demand}}
    office = cleared(tmp_path, policy, flows=flows, terminals=gate)
    clocks = {one.name: one for one in office.run.plan.clocks}
    stages = office.run.plan.flows[0].stages
    assert stages[clocks["arrival_to_gate_out"].stop.stage].name == "office/gate"
    (formal,) = office.run.plan.formalities
    assert [stages[one.stage].name for one in formal.events[12]] == ["office/gate"]
