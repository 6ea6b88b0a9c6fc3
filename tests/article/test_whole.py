"""All systems of Hengyang together: customs, ports, airport, and what each corridor is alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from corridor_sim.clock import DAY, NEVER
from corridor_sim.engine.event import run
from corridor_sim.plan import Plan
from corridor_sim.planning.compile import compile_plan
from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from corridor_sim.results.block import open_block
from corridor_sim.results.collect import Results
from corridor_sim.results.rows import FactRow
from corridor_sim.results.times import chain
from corridor_sim.scenario.read import Loaded, read
from corridor_sim.study.run import run_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
CORRIDORS = ("trains", "rail-sea", "river-port", "steel-pipe", "bonded-zone", "airport")
#: So many that the error of the clocks' means (1.1 %) is well under the 3 % that they may be off.
REPLICATIONS = 40


@cache
def _loaded(name: str = "hengyang-2021") -> Loaded:
    return read(SCENARIOS / f"{name}.yaml")


@cache
def _plan(name: str = "hengyang-2021") -> Plan:
    return compile_plan(_loaded(name)).plan


@cache
def _results() -> Results:
    outcome = run_scenario(_loaded(), compile_plan(_loaded()), replications=REPLICATIONS)
    assert outcome.stuck == ()
    return outcome.results


def _fact(identifier: str, clock: str = "") -> FactRow:
    rows = [row for row in _results().facts if row.id == identifier and row.clock == clock]
    return rows[-1]  # the corridor's own reading comes before that of the whole


@pytest.mark.parametrize("identifier", ["F07", "F08"])
def test_the_whole_office_has_the_published_means(identifier: str) -> None:
    """Within 3 %, on the scenario's seed; they were fitted on another (1958)."""
    row = _fact(identifier, "overall")
    assert row.label == "fitted"
    assert abs(row.mean - row.published) < 0.03 * row.published
    assert row.error < 0.015 * row.published


@pytest.mark.parametrize(("identifier", "count"), [("F42", 2349), ("F40", 3024), ("F38", 4345)])
def test_throughput_is_echoed_within_poisson_error(identifier: str, count: int) -> None:
    """`count`: boxes, lots, shipments behind the figure; sizes vary, hence half as much again."""
    row = _fact(identifier)
    assert row.label == "echoed"
    assert abs(row.mean / row.published - 1.0) < 1.5 * 1.96 / np.sqrt(count)


@pytest.mark.parametrize("identifier", ["F14", "F16", "F18"])
def test_trade_by_partner_is_echoed(identifier: str) -> None:
    row = _fact(identifier)
    # Some 1,500 to 3,500 declarations, whose value varies by kind of cargo.
    assert abs(row.mean / row.published - 1.0) < 0.06


def test_kinds_of_cargo_give_the_published_share_of_machinery() -> None:
    kinds = ("machinery", "transformers", "garments", "appliances", "daily_goods")
    flow = next(one for one in _plan().flows if one.name == "to_rotterdam")
    worth = {size.name: size.share * size.value.mean for size in flow.demand.sizes}
    assert set(worth) == set(kinds)
    machinery = sum(worth[kind] for kind in ("machinery", "transformers", "appliances"))
    assert machinery / sum(worth.values()) == pytest.approx(0.66, abs=0.005)  # F10


def test_every_published_figure_is_spoken_of() -> None:
    """The article's (F) and those from elsewhere (P): held against the run, or out for a reason."""
    tables = _loaded().tables
    assert tables is not None
    spoken = {row.id for row in _results().facts}
    assert set(tables.facts) == spoken
    beyond = [row for row in _results().facts if row.label == "out_of_scope"]
    assert all(row.note and not row.kpi and row.verdict == "not comparable" for row in beyond)


def test_nothing_is_lost_over_all_corridors_together() -> None:
    totals = {
        row.kpi: row.value
        for row in _results().kpis
        if row.stat == "total" and not (row.flow or row.corridor or row.direction or row.partner)
    }
    ended = ("delivered", "inside", "refused_too_large", "refused_outside")
    assert totals["generated"] > 40_000
    assert totals["generated"] == pytest.approx(sum(totals[kpi] for kpi in ended), rel=1e-12)


def test_steps_add_up_to_the_time_door_to_door() -> None:
    steps: dict[str, float] = {}
    for row in _results().kpis:
        if row.kpi == "step_h" and row.value == row.value:
            steps[row.flow] = steps.get(row.flow, 0.0) + row.value
    for row in _results().kpis:
        whole = row.kpi == "transit_time_d" and row.stat == "mean" and row.flow
        if whole and row.value == row.value:
            assert steps[row.flow] / 24.0 == pytest.approx(row.value, rel=1e-9), row.flow


@pytest.mark.parametrize("name", CORRIDORS)
def test_a_corridor_alone_has_the_same_luck_as_in_the_whole(name: str) -> None:
    alone, whole = _plan(f"hengyang-2021/{name}"), _plan()
    lone, together = (realise(plan, draw(plan, 7, range(1))) for plan in (alone, whole))
    position = {flow.name: number for number, flow in enumerate(whole.flows)}
    for number, flow in enumerate(alone.flows):
        if flow.fed_by < 0:
            other = together.flows[position[flow.name]]
            assert np.array_equal(lone.flows[number].arrive, other.arrive), flow.name
            assert np.array_equal(lone.flows[number].value, other.value), flow.name


def test_nobody_is_under_way_when_the_clock_stops() -> None:
    inside = [
        row.value
        for row in _results().kpis
        if row.kpi == "inside" and row.stat == "total" and not (row.flow or row.corridor)
    ]
    assert inside
    assert max(inside) == 0.0


def test_no_station_is_asked_for_more_than_it_has() -> None:
    """The FBA dock from its first month on, the others over all of the time."""
    alone = read(SCENARIOS / "hengyang-2021" / "bonded-zone.yaml", ("time.start=2021-06-01",))
    outcome = run_scenario(alone, compile_plan(alone), replications=4)
    assert outcome is not None
    for results in (_results(), outcome.results):
        busy = {
            row.station: row.value
            for row in results.kpis
            if row.kpi == "utilisation" and row.stat == "ratio"
        }
        assert {station for station, share in busy.items() if share > 0.9} == set()
    assert 0.5 < busy["fba_dock"] < 0.9


def test_lines_that_opened_in_june_do_not_sail_before() -> None:
    opened = {"los_angeles_vessel", "changsha_freighter", "guangzhou_freighter"}
    rows = [row for row in _results().departures if row.service in opened]
    assert {row.service for row in rows} == opened
    assert min(row.scheduled for row in rows) >= "2021-06-01"


def test_a_way_from_outside_is_as_dear_as_the_truck_to_the_same_vessel() -> None:
    """Its truck starts in Hengyang too: no way is cheap because a leg of it is not counted."""
    for flow in _plan().flows:
        if flow.split and flow.name.startswith(("to_", "steel_pipe")):
            by = {route.name: route.freight for route in flow.split.routes}
            yard = by.get("yard_truck", by.get("truck_sea"))
            assert by["outside"] == pytest.approx(yard), flow.name


def test_goods_choose_by_cost_and_time_wherever_they_have_a_choice() -> None:
    """Pallets are the exception: a fed flow has no price per TEU to choose by."""
    fixed = {flow.name for flow in _plan().flows if flow.split and flow.split.rule == "shares"}
    assert fixed == {"fba_air"}
    assert all(
        flow.split.iterate for flow in _plan().flows if flow.split and flow.name not in fixed
    )


def test_the_first_africa_train_takes_its_86_boxes() -> None:
    row = _fact("P35")
    assert (row.published, row.label) == (86, "echoed")
    assert row.mean == pytest.approx(86, abs=0.5)


def test_the_africa_link_takes_the_planned_thirty_days() -> None:
    """P10, a prediction: Zhuzhou departure to Mombasa arrival, over all trains of twelve years."""
    plan = _plan("hengyang-2021/rail-sea")
    probes = [k for k, one in enumerate(plan.flows) if one.name.startswith("zhuzhou_")]
    assert len(probes) == 2
    number = {one.name: k for k, one in enumerate(plan.services)}
    took: list[float] = []
    for replication in range(12):
        workload = realise(plan, draw(plan, 2021, [replication]))
        block = open_block(plan, workload, run(plan, workload))
        ends = number["zhuzhou_africa_train"], number["mombasa_vessel"]
        for flow in probes:
            spells = chain(block, flow, *ends, block.whole)
            done = (spells.begun != NEVER) & (spells.ended != NEVER)
            took += ((spells.ended - spells.begun)[done] / DAY).tolist()
    low, middle, high = np.percentile(took, [10, 50, 90])
    assert abs(middle / 30.0 - 1.0) < 0.15
    assert high - low < 20.0
