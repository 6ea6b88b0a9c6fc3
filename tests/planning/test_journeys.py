"""Journeys of the shipped scenario: what the network, the terminals and customs compile to."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from corridor_sim.plan import Flow, Plan
from corridor_sim.planning.compile import compile_plan
from corridor_sim.scenario.read import read

HENGYANG = Path(__file__).parents[2] / "scenarios" / "hengyang-2021.yaml"


@cache
def _plan() -> Plan:
    return compile_plan(read(HENGYANG)).plan


def _flow(name: str) -> Flow:
    return next(flow for flow in _plan().flows if flow.name == name)


def _after(flow: Flow, stage: str, way: int = 0) -> set[str]:
    """Names of what a stage waits for; calls as `train@NODE`, the departure as `train.start`.

    Of a flow with several ways, those of this way, without its name; the first begins at Hengyang.
    """
    route = f"{flow.split.routes[way].name}/" if flow.split else ""
    one = next(each for each in flow.stages if each.name == f"{route}{stage}")
    names = set()
    for anchor in one.after:
        if anchor.stage < 0:
            names.add("arrival")
            continue
        before = flow.stages[anchor.stage]
        calls = _plan().services[before.resource].calls if anchor.call >= 0 else ()
        suffix = "" if anchor.call < 0 else f"@{calls[anchor.call]}" if anchor.call else ".start"
        names.add(before.name.removeprefix(route) + suffix)
    return names


def test_papers_run_beside_the_haul_and_meet_at_the_yard() -> None:
    flow = _flow("biklyan")
    assert _after(flow, "hengyang_export/prepare") == {"arrival"}
    assert _after(flow, "first_mile") == {"arrival"}
    assert _after(flow, "hengyang_export/inspect") == {"hengyang_export/amend"}
    assert {"gate_in/HYS", "hengyang_export/automatic", "hengyang_export/review"} <= _after(
        flow, "hengyang_export/amend"
    )


def test_on_a_route_a_permit_keeps_the_luck_of_its_stage() -> None:
    names = {choice.name for choice in _flow("biklyan").choices}
    assert "pass:hengyang/hengyang_export/permit/trade_licence" in names
    assert "hengyang/hengyang_export/selected" in names


def test_only_what_is_released_is_loaded() -> None:
    assert _after(_flow("biklyan"), "load/HYS") == {"hengyang_export/release"}


def test_a_yard_slot_is_kept_until_the_train_has_left() -> None:
    flow = _flow("biklyan")
    yard = next(stage for stage in flow.stages if stage.name == "hengyang/yard/HYS")
    assert flow.stages[yard.until].name == "hengyang/yard_out/HYS"
    assert _after(flow, "yard_out/HYS") == {"manzhouli_train.start"}


def test_border_formalities_begin_when_the_train_is_there() -> None:
    flow = _flow("biklyan")
    assert _after(flow, "manzhouli_exit/lodge") == {"manzhouli_train@MZL"}
    assert "manzhouli_train@ZAB" in _after(flow, "zabaykalsk_transit/inspect")


def test_delivery_waits_for_what_a_border_detained() -> None:
    before = _after(_flow("biklyan"), "biklyan_import/inspect")
    assert {"manzhouli_exit/onward", "zabaykalsk_transit/onward", "unload/BIK"} <= before


def test_the_second_train_waits_for_the_formalities_of_the_first() -> None:
    before = _after(_flow("moscow"), "zabaykalsk_moscow")
    assert {"manzhouli_train", "manzhouli_exit/onward", "zabaykalsk_transit/onward"} <= before


def test_declared_inland_released_at_the_border() -> None:
    flow, key = _flow("almaty"), "hengyang_export_released_at_khorgos"
    assert f"{key}/review" in _after(flow, "load/HYS")
    assert f"{key}/release" not in _after(flow, "load/HYS")
    assert "central_asia_train@KHG" in _after(flow, f"{key}/inspect")
    places = {(clock.name, clock.place) for clock in _plan().clocks if _on(clock.flow, "almaty")}
    assert ("overall", "KHG") in places


def test_imports_meet_the_same_crane_officers_and_yard_as_exports() -> None:
    plan = _plan()
    used = {
        name: {
            (stage.kind.name, stage.resource) for stage in _flow(name).stages if stage.resource >= 0
        }
        for name in ("biklyan", "return_biklyan")
    }
    shared = {
        plan.stations[k].name
        for kind, k in used["biklyan"] & used["return_biklyan"]
        if kind == "STATION"
    }
    assert shared == {"yard_gantry", "hengyang_review", "hengyang_inspection"}
    assert any(component.loop for component in plan.components)


def test_imports_by_road_use_the_yard_too() -> None:
    flow = _flow("from_rotterdam")
    names = {stage.name for stage in flow.stages}
    for step in ("yard/HYS", "unload/HYS", "gate_out/HYS", "hengyang_sea_import/review"):
        assert f"hengyang/{step}" in names
    assert _after(flow, "hengyang_sea_import/amend") >= {"unload/HYS"}


def test_what_is_declared_at_the_port_leaves_it_released() -> None:
    flow = _flow("from_rotterdam")
    assert "nansha_sea_import/release" in _after(flow, "truck/NSA-HYS", way=1)
    assert _after(flow, "truck/NSA-HYS") == {"unload/NSA"}


def test_goods_pass_the_zone_twice_and_its_gates() -> None:
    """Counted as exported at the zone's entry, recorded again at its exit."""
    cartons, boxes = _flow("fba_sea_cartons"), _flow("fba_sea")
    assert _after(cartons, "first_mile") == {
        "ready/fcc_certificate",
        "ready/fba_label",
        "ready/amazon_appointment",
    }
    assert _after(cartons, "gate/HCZ") == {"first_mile"}
    assert _after(cartons, "receive/HCZ") == {"fba_zone_entry/release"}
    assert cartons.stages[cartons.delivery].name == "fba_sea_box"
    assert "fba_zone_exit/release" in {stage.name for stage in boxes.stages}
    assert _after(boxes, "truck/HCZ-YTN") == {"gate/HCZ"}


def test_duty_waits_while_the_goods_are_stored() -> None:
    flow = _flow("bonded_parts")
    hold = next(stage for stage in flow.stages if stage.name == "store/HCZ")
    assert flow.stages[hold.until].name == "stored/HCZ"
    assert "bonded_first_line/release" in _after(flow, "store/HCZ")
    assert _after(flow, "bonded_second_line/prepare") == {"stored/HCZ"}
    assert "bonded_second_line/pay" in {stage.name for stage in flow.stages}


def test_domestic_goods_meet_no_customs() -> None:
    for name in ("river_boxes_out", "air_to_pkx", "bulk_in"):
        assert not [s.name for s in _flow(name).stages if s.owner == "customs"]


def test_bulk_and_boxes_queue_for_the_same_berths() -> None:
    plan = _plan()
    berths = [one.name for one in plan.stations].index("songmu_berths")
    work = {
        name: next(
            s.work for s in _flow(name).stages if s.kind.name == "STATION" and s.resource == berths
        )
        for name in ("bulk_in", "river_boxes_in")
    }
    assert work["bulk_in"] is not None
    assert work["river_boxes_in"] is not None
    assert work["bulk_in"].mean > 20 * work["river_boxes_in"].mean


def test_every_flow_has_its_clocks() -> None:
    named = {(clock.flow, clock.formality) for clock in _plan().clocks}
    assert (_plan().flows.index(_flow("duisburg")), "entry") in named
    gate_out = [clock for clock in _plan().clocks if clock.name == "arrival_to_gate_out"]
    assert {clock.formality for clock in gate_out} == {"import"}


def _on(flow: int, name: str) -> bool:
    return _plan().flows[flow].name == name
