"""A clearance formality compiles to stages: what waits for what, and what runs beside the haul."""

from __future__ import annotations

from corridor_sim.chance.laws import Law, fixed
from corridor_sim.customs.drawing import by_chance
from corridor_sim.customs.formalities import Formal, Occasion, formality
from corridor_sim.scenario.clearance import Policy
from corridor_sim.scenario.flows import Stage
from corridor_sim.scenario.levers import Inspection, Permit, Review

HOUR = fixed(3600.0)
AT_YARD = Occasion("export", "HYS", goods="gate_in", papers="arrival", beside=True)
AT_BORDER = Occasion("transit", "ZAB", goods="train@ZAB", papers="train.start", notice=7200)


def _policy(**parts: object) -> Policy:
    return Policy.model_construct(**{**Policy().model_dump(), **parts})


def _after(formal: Formal, step: str) -> list[str]:
    return _stage(formal, step).after or []


def _stage(formal: Formal, step: str) -> Stage:
    return next(s for s in formal.stages if (s.name or "").partition("/")[2] == step)


def _steps(formal: Formal) -> list[str]:
    return [(stage.name or "").partition("/")[2] for stage in formal.stages]


def test_the_least_formality_is_lodging_acceptance_and_release() -> None:
    formal = formality(_policy(), AT_YARD)
    assert _steps(formal) == ["lodge", "accept", "release"]
    assert _after(formal, "release") == ["export/accept", "gate_in"]
    assert formal.prepared == ()


def test_papers_beside_the_haul_do_not_wait_for_the_goods() -> None:
    formal = formality(_policy(prepare=HOUR), AT_YARD)
    assert _after(formal, "prepare") == ["arrival"]
    assert _after(formal, "lodge") == ["export/prepare"]


def test_without_advance_the_declaration_waits_for_the_goods() -> None:
    later = Occasion("export", "HYS", goods="gate_in", papers="arrival")
    assert _after(formality(_policy(prepare=HOUR), later), "lodge") == ["export/prepare", "gate_in"]


def test_nothing_is_opened_before_the_goods_are_there() -> None:
    inspect = Inspection(chance=0.1, station=None, work=HOUR, onward=None)
    formal = formality(_policy(inspect=inspect), AT_YARD)
    assert "gate_in" in _after(formal, "inspect")
    assert _after(formal, "release") == ["export/inspect"]
    assert formal.choices["export/selected"] == by_chance(0.1)


def test_notice_hangs_on_the_actual_departure_never_on_the_drawn_travel() -> None:
    formal = formality(_policy(), AT_BORDER)
    notice = _stage(formal, "notice")
    assert (notice.after, notice.delay) == (["train.start"], Law("fixed", (7200.0,)))
    assert _after(formal, "lodge") == ["transit/notice"]
    assert "train@ZAB" in _after(formal, "release")


def test_a_notice_that_is_past_takes_a_second() -> None:
    past = Occasion("transit", "ZAB", goods="train@ZAB", papers="train.start", notice=-50)
    assert _stage(formality(_policy(), past), "notice").delay == fixed(1.0)


def test_the_green_share_passes_no_officer() -> None:
    review = Review(station="desk", work=None, automatic=0.7, automatic_time=fixed(300.0))
    formal = formality(_policy(review=review), AT_YARD)
    assert _stage(formal, "automatic").when == ["export/channel=automatic"]
    assert _stage(formal, "review").when == ["export/channel=officer"]
    assert _stage(formal, "review").station == "desk"
    assert set(formal.reviewed) == {"export/automatic", "export/review"}


def test_payment_runs_beside_inspection_and_both_hold_the_release() -> None:
    inspect = Inspection(chance=0.1, station="bay", work=None, onward=None)
    formal = formality(_policy(inspect=inspect, pay=HOUR), AT_YARD)
    assert _after(formal, "pay") == ["export/accept"]
    assert _after(formal, "release") == ["export/inspect", "export/pay"]


def test_payment_alone_does_not_release_goods_that_are_not_there() -> None:
    assert "gate_in" in _after(formality(_policy(pay=HOUR), AT_YARD), "release")


def test_a_detained_shipment_goes_on_later() -> None:
    inspect = Inspection(chance=0.1, station=None, work=HOUR, onward=HOUR)
    formal = formality(_policy(inspect=inspect), AT_BORDER)
    assert formal.released == ("transit/onward",)
    assert formal.release == "transit/release"
    assert _stage(formal, "onward").when == ["transit/selected=yes"]


def test_permits_are_asked_side_by_side_each_by_chance() -> None:
    permit = Permit(chance=0.05, time=HOUR, agency="")
    formal = formality(_policy(prepare=HOUR, permits={"a": permit, "b": permit}), AT_YARD)
    assert _after(formal, "permit/a") == _after(formal, "permit/b") == ["export/prepare"]
    assert {"export/permit/a", "export/permit/b"} <= set(_after(formal, "lodge"))


def test_a_permit_never_hangs_itself_on_a_departure() -> None:
    """It may be skipped; then what follows would ask in the very second of the departure."""
    permit = Permit(chance=0.05, time=HOUR, agency="")
    formal = formality(_policy(permits={"a": permit}), AT_BORDER)
    assert _after(formal, "permit/a") == ["transit/known"]
    assert _stage(formal, "known").chance is None
