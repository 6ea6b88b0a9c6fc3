from __future__ import annotations

import math
import pickle
from collections.abc import Callable
from dataclasses import astuple, fields, replace

import numpy as np
import pytest

from corridor_sim.columns import TABLES
from corridor_sim.errors import Finding
from corridor_sim.kpis import FACT_KPIS, KPIS, STATS
from corridor_sim.results.collect import Collector, Results, reduce_block
from corridor_sim.results.facts import Published
from corridor_sim.results.rows import DepartureRow, FactRow, KpiRow, StationRow
from corridor_sim.results.tables import csv_bytes, frame, replications_parquet
from tests.results.world import World, cut, line, parcels, repeated

FACT = Published("1", "", "transit_time_d", value=0.7)


#: What is worked out for a published figure only; what this world has none of.
FACTS_ONLY = ("teu_handled", "tonnes_handled")
#: What only flows that meet formalities have.
CUSTOMS = {
    "trs_h",
    "violations_present",
    "violations_found",
    "violations_missed",
    "share_inspected",
    "inspection_yield",
}
#: What only arms have, beside a base.
COMPARED = {
    "saved_h",
    "share_sooner",
    "share_unmoved",
    "share_later",
    "saved_by_sooner_h",
    "ready_sooner_h",
    "share_earlier_departure",
    "share_later_departure",
    "lead_needed_h",
    "departures_used",
}
OTHER_WORLDS = ("places_kept", "chain_time_d", "parcels", "route_share", "released_usd")


def _results(world: World, blocks: list[tuple[int, int]]) -> Results:
    collector = Collector(world.plan, [FACT])
    for number, (first, last) in enumerate(blocks):
        block = cut(world, first, last, padding=number)
        collector.add(block.workload, block.trace)
    return collector.finish()


def _written(results: Results) -> list[bytes]:
    return [
        csv_bytes("kpis", results.kpis),
        csv_bytes("stations", results.stations),
        csv_bytes("departures", results.departures),
        csv_bytes("facts", results.facts),
        replications_parquet(results.measures, results.replications),
    ]


def test_blocks_of_any_size_give_the_same_results() -> None:
    world = repeated(line(), 3)
    whole = _written(_results(world, [(0, 6)]))
    assert whole == _written(_results(world, [(0, 2), (2, 4), (4, 6)]))
    assert whole == _written(_results(world, [(k, k + 1) for k in range(6)]))
    assert whole == _written(_results(world, [(0, 1), (1, 6)]))


def test_a_block_reduced_in_another_process_counts_the_same(world: World) -> None:
    away = pickle.loads(pickle.dumps(reduce_block(world.plan, world.workload, world.trace)))
    near, far = Collector(world.plan), Collector(world.plan)
    near.add(world.workload, world.trace)
    far.take(away)
    assert _written(near.finish()) == _written(far.finish())


def test_replications_come_in_order(world: World) -> None:
    collector = Collector(world.plan)
    with pytest.raises(ValueError, match="no replication"):
        collector.finish()
    collector.add(world.workload, world.trace)
    with pytest.raises(ValueError, match="order"):
        collector.add(world.workload, world.trace)


@pytest.mark.parametrize("make", [line, parcels])
def test_keys_are_unique_and_explained(make: Callable[[], World]) -> None:
    world = make()
    measures = reduce_block(world.plan, world.workload, world.trace).measures
    keys = [one.key for one in measures]
    assert len(set(keys)) == len(keys)
    assert {key.kpi for key in keys} <= set(KPIS)
    assert {key.stat for key in keys} <= set(STATS) - {""}
    assert {one.values.shape for one in measures} == {world.trace.replications.shape}


def test_the_table_begins_with_what_an_office_asks_first(world: World) -> None:
    asked = dict.fromkeys(row.kpi for row in _results(repeated(world, 1), [(0, 2)]).kpis)
    order = list(KPIS)
    assert list(asked)[:7] == order[:7]
    # This world has nothing side by side; test_chain.py does.
    known = {"hidden_h", *FACTS_ONLY, *OTHER_WORLDS, *COMPARED, *CUSTOMS}
    assert set(order) - set(asked) == known


def test_every_written_column_is_explained() -> None:
    for table, row in (
        ("kpis", KpiRow),
        ("stations", StationRow),
        ("departures", DepartureRow),
        ("facts", FactRow),
    ):
        assert [one.name for one in fields(row)] == [one.name for one in TABLES[table]]
    for column in (column for table in TABLES.values() for column in table):
        assert column.en
        assert column.zh
    assert set(FACT_KPIS) <= set(KPIS)


def test_a_kpi_row_marks_what_it_leaves_out(world: World) -> None:
    rows = [row for row in _results(repeated(world, 1), [(0, 2)]).kpis if row.flow == "out"]
    found = {row.stat: row for row in rows if row.kpi == "transit_time_d"}
    assert found["mean"].marked
    assert found["mean"].unfinished == 1 / 5
    assert found["mean"].count == 5
    assert not found["p50"].marked
    assert found["p90"].value == math.inf
    assert found["p90"].above * 86_400 == pytest.approx((70_000 + 120_000) / 2)
    assert math.isnan(found["p50"].above)


def test_departures_over_replications(world: World) -> None:
    first, second = _results(repeated(world, 1), [(0, 2)]).departures
    assert (first.ran, first.boxes, first.load_factor, first.late_h) == (1.0, 1.5, 0.75, 0.0)
    assert first.scheduled == "2021-01-01 13:53:20+08:00"
    assert (second.ran, second.cancelled, second.boxes) == (0.5, 0.5, 1.0)
    assert second.late_h * 3600 == pytest.approx(1_000)


def test_a_departure_that_never_runs_is_empty_not_zero(world: World) -> None:
    block = cut(world, 1, 2)
    collector = Collector(world.plan)
    collector.add(block.workload, block.trace)
    second = collector.finish().departures[1]
    assert second.ran == 0.0
    assert math.isnan(second.load_factor)


def test_stations_over_replications(world: World) -> None:
    (row,) = _results(repeated(world, 1), [(0, 2)]).stations
    assert (row.station, row.node, row.servers, row.n) == ("officers", "H", 1, 2)
    assert row.utilisation == pytest.approx((1 / 8 + 1 / 12) / 2)
    assert row.utilisation_low < row.utilisation < row.utilisation_high
    assert row.queue_mean == pytest.approx(0.013)


def test_notes_are_kept(world: World) -> None:
    collector = Collector(world.plan, arm="reform")
    collector.add(world.workload, world.trace)
    results = collector.finish([Finding("stuck", {"flow": "out"}, severity="warning")])
    assert results.notes[0].code == "stuck"
    assert {row.arm for row in results.kpis} == {"reform"}


def test_tables_as_frames(world: World) -> None:
    results = _results(repeated(world, 1), [(0, 2)])
    table = frame("kpis", results.kpis)
    assert list(table.columns) == [column.name for column in TABLES["kpis"]]
    assert table.shape[0] == len(results.kpis)
    assert list(table.iloc[0]) == list(astuple(results.kpis[0])) or math.isnan(
        table.iloc[0]["above"]
    )


def test_a_departure_at_the_stop_is_not_counted_as_run(world: World) -> None:
    free = replace(world.plan.services[0], minimum=np.zeros(2, dtype=np.int64))
    collector = Collector(replace(world.plan, stop=121_000, services=(free,)))
    collector.add(world.workload, world.trace)
    assert [row.ran for row in collector.finish().departures] == [1.0, 0.0]
