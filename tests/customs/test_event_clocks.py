"""Clocks between events of the Time Release Study, at every formality that fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor_sim.errors import ScenarioError
from corridor_sim.results.collect import reduce_block
from corridor_sim.results.facts import Published, fact_values
from tests.customs.office import THERE, Cleared, cleared

POLICY = {
    "lead": "4 h",
    "permits": {"a": {"chance": 1, "time": "30 min"}, "b": {"chance": 1, "time": "2 h"}},
    "review": {"work": "30 min"},
    "inspect": {"chance": 1, "work": "3 h"},
    "pay": "90 min",
}
DEMAND = {"process": "deterministic", "every": "1 d", "first": "2021-01-05 06:00", "count": 30}
ROAD = {"from": "MZL", "to": "HYS", "via": ["train"]}
PLACE = {"office": {"node": "HYS", "formality": "import", "policy": "p", "office": "ours"}}


def _office(folder: Path, **clock: object) -> Cleared:
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


def _count(office: Cleared, stat: str = "mean") -> int:
    run = office.run
    (found,) = [
        one.count[0]
        for one in reduce_block(run.plan, run.workload, run.trace).measures
        if (one.key.clock, one.key.stat, one.key.flow) == ("mine", stat, "goods")
    ]
    return int(found)


def test_a_clock_stops_by_whichever_way_a_shipment_takes(tmp_path: Path) -> None:
    """The system looks at some for a minute, an officer at the others for half an hour."""
    policy = {"review": {"work": "30 min", "automatic": 0.5}}
    clock = {"mine": {"start": "T5", "stop": "T6"}}
    office = cleared(tmp_path, policy, 20, clearance=PLACE, clocks=clock)
    machine = sum(office.passed("automatic"))
    assert 0 < machine < 20
    assert _count(office) == 20
    assert _mean(office, flow="goods") == pytest.approx((machine + 30 * (20 - machine)) / 60 / 20)


def test_of_two_permits_the_clock_stops_at_the_last(tmp_path: Path) -> None:
    permits = {"a": {"chance": 1, "time": "30 min"}, "b": {"chance": 1, "time": "2 h"}}
    clock = {"mine": {"start": "T3", "stop": "T10", "flow": "goods"}}
    for order in (permits, dict(reversed(permits.items()))):
        office = cleared(tmp_path, {"permits": order}, clearance=PLACE, clocks=clock)
        wanted = office.ended("permit/b")[0] - THERE
        assert wanted > 1.9
        assert _mean(office, flow="goods") == pytest.approx(wanted, abs=1e-6)


def test_an_event_that_is_passed_by_starts_no_clock(tmp_path: Path) -> None:
    """Who is not inspected has no time from the beginning of an inspection."""
    policy = {"inspect": {"chance": 0.5, "work": "3 h"}}
    clock = {"mine": {"start": "T8", "stop": "T12"}}
    office = cleared(tmp_path, policy, 20, clearance=PLACE, clocks=clock)
    opened = sum(office.passed("inspect"))
    assert 0 < opened < 20
    assert _count(office) == opened


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


def _stats(office: Cleared, **about: str) -> dict[str, float]:
    run = office.run
    return {
        one.key.stat: float(one.values[0])
        for one in reduce_block(run.plan, run.workload, run.trace).measures
        if (one.key.kpi, one.key.clock) == ("clock_h", "mine")
        and all(getattr(one.key, key) == value for key, value in about.items())
    }


@pytest.mark.parametrize(("weight", "unit"), [("box", "box"), ("value", "value")])
def test_a_clock_counts_boxes_or_value(weight: str, unit: str, tmp_path: Path) -> None:
    """Declarations of one box, and as many of nine that wait 40 hours for a permit."""
    sizes = {
        "small": {"share": 0.5, "box": 1, "value": "USD 1"},
        "large": {"share": 0.5, "box": 9, "value": "USD 99"},
    }
    flow = {**ROAD, "demand": {**DEMAND, "sizes": sizes}}
    policy = {"permits": {"p": {"chance": 0, "cargo": {"large": 1}, "time": "40 h"}}}
    clock = {"mine": {"start": "T3", "stop": "T12", "weight": weight}}
    office = cleared(tmp_path, policy, clearance=PLACE, clocks=clock, flows={"goods": flow})
    run = office.run
    times = run.flow("goods")
    weights = (times.value if unit == "value" else times.size[..., 0])[0]
    hours = (times.end[office.stage("office/release")] - times.end[office.stage("train")])[0] / 3600
    assert 0 < (weights > 1).sum() < len(weights)
    for found in (_stats(office, flow="goods"), _stats(office, flow="", place="ours")):
        assert set(found) == {"mean", "p50", "p90", "p95", "within_24h", "within_48h"}
        assert found["mean"] == pytest.approx((weights * hours).sum() / weights.sum())
        assert found["within_24h"] == pytest.approx(weights[hours <= 24].sum() / weights.sum())
        assert found["p50"] == pytest.approx(hours.max())  # most boxes, of half the declarations
        assert found["within_24h"] < 0.2


def test_a_published_figure_is_held_against_a_clock_by_its_weight(tmp_path: Path) -> None:
    sizes = {"small": {"share": 0.5, "box": 1}, "large": {"share": 0.5, "box": 9}}
    flow = {**ROAD, "demand": {**DEMAND, "sizes": sizes}}
    policy = {"permits": {"p": {"chance": 0, "cargo": {"large": 1}, "time": "40 h"}}}
    clock = {"mine": {"start": "T3", "stop": "T12", "weight": "box"}}
    office = cleared(tmp_path, policy, clearance=PLACE, clocks=clock, flows={"goods": flow})
    run = office.run
    fact = Published("1", "", "clock_h", clock="mine", office="ours", value=1.0)
    (found,) = fact_values(run.plan, run.workload, run.trace, [fact])
    assert found.values[0] == _stats(office, flow="goods")["mean"]
    assert found.count[0] == run.flow("goods").arrive.shape[1]


def test_a_clock_with_days_counts_who_was_released_on_them(tmp_path: Path) -> None:
    """A shipment a day from 5 January; the train is there at 22:00, so releases are on that day."""
    days = ["2021-01-07", "2021-01-09"]
    clock = {"mine": {"start": "T4", "stop": "T12", "window": days}}
    office = cleared(tmp_path, {"review": {"work": "1 h"}}, 9, clearance=PLACE, clocks=clock)
    assert _count(office) == 3
    whole = {"mine": {"start": "T4", "stop": "T12"}}
    again = cleared(tmp_path, {"review": {"work": "1 h"}}, 9, clearance=PLACE, clocks=whole)
    assert _count(again) == 9


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (["2021-01-09", "2021-01-07"], "end_before_start"),
        (["2020-01-01", "2020-12-31"], "clock_window_outside"),
        (["2022-02-01", "2022-02-03"], "clock_window_outside"),
    ],
)
def test_days_on_which_nothing_can_stop_are_a_mistake(
    days: list[str], code: str, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioError) as caught:
        cleared(
            tmp_path,
            POLICY,
            clearance=PLACE,
            clocks={"mine": {"start": "T4", "stop": "T12", "window": days}},
        )
    assert [one.code for one in caught.value.findings] == [code]
    assert caught.value.findings[0].where is not None


def test_a_clock_of_some_flows(tmp_path: Path) -> None:
    other = {**ROAD, "demand": DEMAND}
    clock = {"mine": {"start": "T4", "stop": "T12", "flows": ["others"]}}
    office = cleared(tmp_path, POLICY, clearance=PLACE, clocks=clock, flows={"others": other})
    assert {
        office.run.plan.flows[one.flow].name for one in office.run.plan.clocks if one.name == "mine"
    } == {"others"}
    assert not _stats(office, flow="goods")
    clock = {"mine": {"start": "T4", "stop": "T12", "flows": ["nobody"]}}
    with pytest.raises(ScenarioError) as caught:
        cleared(tmp_path, POLICY, clearance=PLACE, clocks=clock, flows={"others": other})
    assert [one.code for one in caught.value.findings] == ["unknown_name"]


def test_out_of_the_gate_of_a_bonded_zone(tmp_path: Path) -> None:
    """T13 happens at formalities other than imports too, and has its clock."""
    place = {"office": {"node": "HYS", "formality": "entry", "policy": "p"}}
    terminals = {"HYS": {"gate": {"delay": "6 min"}}}
    policy = {"review": {"work": "1 h"}, "gate": True}
    office = cleared(tmp_path, policy, clearance=place, terminals=terminals)
    (clock,) = (one for one in office.run.plan.clocks if one.name == "arrival_to_gate_out")
    assert (clock.place, clock.formality) == ("HYS", "entry")
    stages = office.run.plan.flows[0].stages
    assert stages[clock.stop.stage].name == "office/gate"
    without = cleared(tmp_path, {"review": {"work": "1 h"}}, clearance=place, terminals=terminals)
    assert "arrival_to_gate_out" not in {one.name for one in without.run.plan.clocks}
