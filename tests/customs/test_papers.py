"""Levers on the papers, by hand: readiness, permits, advance, two steps, returns, appointments."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from corridor_sim.plan import Kind
from tests.customs.office import INSTANT as I
from tests.customs.office import MESSAGE as M
from tests.customs.office import THERE, cleared

TWO_KINDS = {"x": {"share": 0.5, "box": 1}, "y": {"share": 0.5, "box": 2}}


def of_two_kinds(count: int) -> dict[str, object]:
    demand = {"process": "deterministic", "every": "1 d", "first": "2021-01-05 06:00"}
    goods = {"from": "MZL", "to": "HYS", "via": ["train"]}
    return {"goods": {**goods, "demand": {**demand, "count": count, "sizes": TWO_KINDS}}}


def _near(*hours: float) -> object:
    return pytest.approx(list(hours), abs=1.5e-6)


def test_what_is_not_ready_keeps_the_papers_waiting(tmp_path: Path) -> None:
    ready = {"label": {"time": "2 h"}, "booking": {"time": "30 min"}}
    office = cleared(tmp_path, {"readiness": ready, "prepare": "1 h"})
    assert office.ended("ready/label") == _near(12, 12, 12)
    assert office.ended("ready/booking") == _near(10.5, 10.5, 10.5)
    assert office.ended("lodge") == _near(*[13 + I] * 3)


PERMITS = {
    "a": {"chance": 1, "time": "2 h"},
    "b": {"chance": 0, "time": "9 h"},
    "c": {"chance": 1, "time": "3 h"},
}


@pytest.mark.parametrize(
    ("asked", "a", "c"), [("together", 13.0, 14.0), ("one_by_one", 13.0, 16.0)]
)
def test_permits_are_asked_at_once_or_in_turn(
    tmp_path: Path, asked: str, a: float, c: float
) -> None:
    policy = {"prepare": "1 h", "permits": PERMITS, "permits_asked": asked}
    office = cleared(tmp_path, policy)
    assert office.passed("permit/b") == [False] * 3
    assert office.ended("permit/a") == _near(a, a, a)
    assert office.ended("permit/c") == _near(c, c, c)
    assert office.ended("lodge") == _near(*[c + I] * 3)


def test_a_permit_may_be_for_one_class_of_cargo(tmp_path: Path) -> None:
    permits = {"a": {"chance": 0, "cargo": {"y": 1}, "time": "2 h"}}
    office = cleared(tmp_path, {"permits": permits}, flows=of_two_kinds(12))
    heavy = (office.run.work("goods").size[0, :, 0] == 2).tolist()
    assert office.passed("permit/a") == heavy
    assert {True, False} == set(heavy)


def test_permits_of_a_table_are_those_of_its_regime(tmp_path: Path) -> None:
    office = cleared(tmp_path, {"permits_table": {"regime": "china_2018"}})
    asked = {name for name in office.names() if name.startswith("permit/")}
    assert {"permit/trade_licence", "permit/inspection_form"} <= asked
    later = cleared(tmp_path, {"permits_table": {"regime": "china_2021"}})
    assert "permit/inspection_form" not in later.names()
    assert "permit/trade_licence" in later.names()


def test_no_shipment_carries_as_many_papers_as_the_nation_knows_kinds(tmp_path: Path) -> None:
    """86 and 41 are counts of kinds; a shipment needs few of them, mostly none."""
    office = cleared(tmp_path, {"permits_table": {"regime": "china_2018"}}, count=300)
    names = [name for name in office.names() if name.startswith("permit/")]
    needed = [sum(few) for few in zip(*(office.passed(name) for name in names), strict=True)]
    assert max(needed) <= 3
    assert sum(one == 0 for one in needed) > 150


def test_origin_inspection_comes_before_lodging_beside_the_permits(tmp_path: Path) -> None:
    policy = {"prepare": "1 h", "permits": PERMITS, "origin_inspection": {"time": "5 h"}}
    office = cleared(tmp_path, policy)
    assert office.ended("origin_inspection") == _near(16, 16, 16)
    assert office.ended("lodge") == _near(*[16 + I] * 3)


# --- In advance ---------------------------------------------------------------------------------
def test_all_declare_ahead_where_a_lead_is_given(tmp_path: Path) -> None:
    office = cleared(tmp_path, {"prepare": "1 h", "lead": "4 h"})
    assert office.ended("notice") == _near(6, 6, 6)
    assert office.ended("lodge") == _near(*[6 + I] * 3)
    assert office.ended("release") == _near(*[THERE + M] * 3)


def test_of_a_share_that_declares_ahead_the_others_do_as_without_a_lead(tmp_path: Path) -> None:
    review = {"review": {"work": "30 min"}, "prepare": "1 h", "pay": "2 h"}
    ahead = cleared(tmp_path, {**review, "lead": "4 h"}, count=8).ended("release")
    after = cleared(tmp_path, review, count=8).ended("release")
    mixed = cleared(tmp_path, {**review, "lead": "4 h", "advance": {"share": 0.5}}, count=8)
    early = mixed.passed("notice")
    assert {True, False} == set(early)
    assert mixed.passed("on_arrival/lodge") == [not one for one in early]
    expected = [a if one else b for one, a, b in zip(early, ahead, after, strict=True)]
    assert mixed.ended("release") == _near(*expected)


def test_a_higher_share_leaves_those_who_declared_ahead(tmp_path: Path) -> None:
    def early(share: float) -> list[bool]:
        policy = {"lead": "4 h", "advance": {"share": share}}
        return cleared(tmp_path, policy, count=30).passed("notice")

    few, many = early(0.3), early(0.7)
    assert sum(few) < sum(many)
    assert all(b for a, b in zip(few, many, strict=True) if a)


def test_a_declaration_made_ahead_may_have_to_be_mended(tmp_path: Path) -> None:
    policy = {"lead": "4 h", "advance": {"share": 0.5, "amend": {"chance": 1, "time": "2 h"}}}
    office = cleared(tmp_path, policy, count=8)
    assert office.passed("amend") == office.passed("notice")
    wanted = [THERE + (2.0 if one else 2 * I) + M for one in office.passed("notice")]
    assert office.ended("release") == _near(*wanted)


def test_the_same_shipment_has_the_same_luck_ahead_and_after(tmp_path: Path) -> None:
    law = {"triangular": ["1 h", "3 h", "9 h"]}
    policy = {"review": {"work": law}, "prepare": law}
    plain = cleared(tmp_path, policy, count=8)
    mixed = cleared(tmp_path, {**policy, "lead": "1 h", "advance": {"share": 0.5}}, count=8)
    for step in ("review", "prepare"):
        first, *both = (
            office.run.work("goods").work[office.stage(f"office/{name}")]
            for office, name in ((plain, step), (mixed, step), (mixed, f"on_arrival/{step}"))
        )
        assert first is not None
        assert all(one is not None and (one == first).all() for one in both)


def test_nothing_asks_for_service_in_the_second_of_a_departure(tmp_path: Path) -> None:
    """What may be skipped, or is served, waits a second; what only takes time need not."""
    check = {"time": "1 h", "station": "desk"}
    policies = (
        {"lead": "4 h", "origin_inspection": check},
        {"lead": "4 h", "advance": {"share": 0.5}, "prepare": "1 h"},
        {"lead": "4 h", "readiness": {"label": {"time": "1 h", "chance": 0.5}}},
        {"lead": "4 h", "prepare": "1 h"},
    )
    stations = {"desk": {"servers": 1}}
    for policy in policies:
        flow = cleared(tmp_path, policy, stations=stations).run.plan.flows[0]
        for stage in flow.stages:
            if any(anchor.call == 0 for anchor in stage.after):
                assert stage.kind is Kind.DELAY
                assert stage.when == ()


# --- Two steps ----------------------------------------------------------------------------------
def test_the_full_declaration_follows_the_release_and_delays_no_delivery(tmp_path: Path) -> None:
    two = {"share": 1, "prepare": "1 h", "full": "1 d", "review": "3 h"}
    policy = {"prepare": "5 h", "review": {"work": "30 min"}, "two_step": two}
    office = cleared(tmp_path, policy)
    assert office.passed("prepare") == [False] * 3
    assert office.ended("summary_papers") == _near(11, 11, 11)
    assert office.ended("release") == _near(*[11 + I + 2 * M] * 3)
    assert office.ended("full_review") == _near(*[11 + I + 2 * M + 27] * 3)
    flow = office.run.plan.flows[0]
    assert flow.stages[flow.delivery].name == "office/release"


def test_officers_do_what_is_left_for_later_and_others_wait_for_it(tmp_path: Path) -> None:
    """One officer: the full declaration of the first is looked at when the second comes."""
    two = {"share": 1, "summary": "1 h", "full": "10 h", "review": "30 h"}
    policy = {"review": {"station": "desk", "work": "1 h"}, "two_step": two}
    office = cleared(tmp_path, policy, count=2, stations={"desk": {"servers": 1}})
    first = 10 + I + 1 + M + 10
    assert office.begun("summary")[0] == pytest.approx(10 + I, abs=2e-6)
    assert office.begun("full_review")[0] == pytest.approx(first, abs=2e-6)
    # The second would have been seen at 10 h; the officer is free at first + 30 h, a day earlier.
    assert office.begun("summary")[1] == pytest.approx(first + 30 - 24, abs=2e-6)


# --- Returned, by appointment -------------------------------------------------------------------
def test_a_returned_declaration_is_corrected_and_looked_at_again(tmp_path: Path) -> None:
    back = {"chance": 1, "time": "2 h", "times": 2}
    office = cleared(tmp_path, {"review": {"work": "30 min", "returned": back}})
    assert office.ended("review") == _near(*[10.5 + I] * 3)
    assert office.ended("correct") == _near(*[12.5 + I] * 3)
    assert office.ended("review#2") == _near(*[13 + I] * 3)
    assert office.ended("review#3") == _near(*[15.5 + I] * 3)
    assert office.ended("release") == _near(*[15.5 + I + M] * 3)


def test_nobody_is_returned_a_second_time_who_was_not_returned_once(tmp_path: Path) -> None:
    back = {"chance": 0.5, "time": "2 h", "times": 3}
    policy = {"review": {"work": "30 min", "automatic": 0.3, "returned": back}}
    office = cleared(tmp_path, policy, count=60)
    looks = [office.passed(name) for name in ("review", "review#2", "review#3", "review#4")]
    for earlier, later in pairwise(looks):
        assert all(a for a, b in zip(earlier, later, strict=True) if b)
    assert 0 < sum(looks[3]) < sum(looks[2]) < sum(looks[1]) < sum(looks[0])


def test_by_appointment_officers_on_call_look_after_the_notice(tmp_path: Path) -> None:
    """Asked for when the papers are begun, at the departure; the desk opens on Mondays only."""
    call = {"share": 0.5, "notice": "24 h", "station": "call"}
    policy = {
        "lead": "4 h",
        "review": {"station": "desk", "work": "1 h"},
        "appointment": call,
    }
    stations = {"desk": {"servers": 9, "calendar": "monday"}, "call": {"servers": 9}}
    calendars = {"monday": {"open": "Mon 00:00-24:00"}}
    office = cleared(tmp_path, policy, 6, stations=stations, calendars=calendars)
    called = office.passed("on_call")
    assert {True, False} == set(called)
    assert office.passed("review") == [not one for one in called]
    # The trains leave from Tuesday 5 January on: Monday 11 begins 6 d less 12 h after the first.
    monday = [6 * 24 - 12 - 24 * n for n in range(6)]
    wanted = [24 if one else opens for one, opens in zip(called, monday, strict=True)]
    seen = [office.begun("on_call" if one else "review")[n] for n, one in enumerate(called)]
    assert seen == _near(*wanted)
