"""Demand in seconds: cumulative shares, given instants, replayed tables numbered by id."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from corridor_sim.clock import DAY, HOUR, NEVER, Clock
from corridor_sim.demand.arrivals import cumulative
from corridor_sim.plan import Plan
from corridor_sim.workload import OUTSIDE_HORIZON, TOO_LARGE, Workload
from tests.plans.written import Run, bare, compiled, settled, simulated

CLOCK = Clock(date(2021, 1, 1), "Europe/Berlin")
ROAD: list[dict[str, object]] = [{"name": "road", "delay": {"exponential": "5 h"}}]


def test_cumulative_demand_is_even_by_the_second_not_by_the_day() -> None:
    """March 2021 lost an hour in Berlin: 743 hours against April's 720."""
    times, share = cumulative(CLOCK, date(2021, 3, 1), date(2021, 4, 30), None)
    assert np.diff(times).tolist() == [743 * HOUR, 720 * HOUR]
    assert np.allclose(share, [0.0, 743 / 1463, 1.0], rtol=1e-15)


def test_cumulative_demand_follows_the_season_within_broken_months() -> None:
    season = [1.0, 3.0, *[1.0] * 10]
    times, share = cumulative(CLOCK, date(2021, 1, 22), date(2021, 2, 5), season)
    assert np.diff(times).tolist() == [10 * DAY, 5 * DAY]
    assert np.allclose(share, [0.0, 10 / 25, 1.0], rtol=1e-15)


def _settled(folder: Path, demand: dict[str, object]) -> Workload:
    flow = {"demand": demand, "stages": ROAD}
    return settled(compiled(bare({"box": flow}, 10), folder).plan, range(3))


def test_deterministic_shipments_come_in_batches(tmp_path: Path) -> None:
    demand = {"process": "deterministic", "every": "36 h", "batch": 2, "count": 3}
    found = _settled(tmp_path, demand).flows[0].arrive
    assert (found == np.array([1, 1, 2, 2, 3, 3]) * 36 * HOUR).all()
    first = {**demand, "first": "2021-01-04 06:00"}
    found = _settled(tmp_path, first).flows[0].arrive
    assert (found[0] // HOUR).tolist() == [6, 6, 42, 42, 78, 78]


def test_deterministic_shipments_end_with_the_last_day(tmp_path: Path) -> None:
    """Ten days: the one that would come at 24:00 of the last does not."""
    found = _settled(tmp_path, {"process": "deterministic", "every": "1 d"}).flows[0].arrive
    assert (found[0] // DAY).tolist() == list(range(1, 10))


def test_shipment_n_stays_shipment_n_when_demand_grows(tmp_path: Path) -> None:
    """Doubled demand: the n-th gap is halved, and the luck of number n is the same."""
    once = _settled(tmp_path, {"process": "poisson", "rate": "2/h"}).flows[0]
    twice = _settled(tmp_path, {"process": "poisson", "rate": "4/h"}).flows[0]
    shared = once.arrive.shape[1]
    came = once.arrive < NEVER
    early = twice.arrive[:, :shared]
    assert (np.abs(once.arrive - 2 * early)[came] <= 2).all()
    (mine,), (theirs,) = once.work, twice.work
    assert mine is not None
    assert theirs is not None
    assert np.array_equal(mine, theirs[:, :shared])


ROWS = [
    "A7,2021-01-05 08:00,1,20000,0",
    "3,2021-01-04 12:30,2,5000,1",
    "12,2021-01-06 00:00,1,,0",
    "A1,2021-01-05 08:00,1,70,0",
]


def _replayed(folder: Path, rows: list[str]) -> tuple[Plan, Workload]:
    text = "\n".join(["id,ready,box,usd,priority", *rows])
    (folder / "boxes.csv").write_text(text + "\n", encoding="utf-8")
    demand = {"process": "replay", "file": "boxes.csv", "weight": {"uniform": ["1 t", "9 t"]}}
    flow = {"demand": demand, "stages": ROAD}
    plan = compiled(bare({"box": flow}, 10), folder).plan
    return plan, settled(plan, range(2))


def test_replayed_shipments_are_what_the_table_says(tmp_path: Path) -> None:
    _, work = _replayed(tmp_path, ROWS)
    flow = work.flows[0]
    assert (flow.arrive[0] / HOUR).tolist() == [12.5, 48.0, 32.0, 32.0]
    assert flow.size[0, :, 0].tolist() == [2, 1, 1, 1]
    assert flow.value[0].tolist() == [5_000, 0, 70, 20_000]
    assert flow.priority[0].tolist() == [1, 0, 0, 0]


def test_the_order_of_the_rows_is_irrelevant(tmp_path: Path) -> None:
    _, one = _replayed(tmp_path, ROWS)
    _, other = _replayed(tmp_path, ROWS[::-1])
    _same(one, other, [0, 1, 2, 3])


def test_another_row_re_deals_nobody(tmp_path: Path) -> None:
    """A new id in the middle: everybody else keeps weight and road."""
    _, one = _replayed(tmp_path, ROWS)
    _, other = _replayed(tmp_path, [*ROWS[:2], "5,2021-01-07 00:00,1,1,0", *ROWS[2:]])
    _same(one, other, [0, 2, 3, 4])


def _same(one: Workload, other: Workload, kept: list[int]) -> None:
    a, b = one.flows[0], other.flows[0]
    assert np.array_equal(a.arrive, b.arrive[:, kept])
    assert np.array_equal(a.size, b.size[:, kept])
    assert len(np.unique(a.size[0, :, 2])) == 4
    (mine,), (theirs,) = a.work, b.work
    assert mine is not None
    assert theirs is not None
    assert np.array_equal(mine, theirs[:, kept])


TRAIN = {
    "timetable": {"every": "1 d"},
    "capacity": {"box": "10 box", "t": "50 t"},
    "travel": {"exponential": "2 d"},
}


def _refusing(folder: Path) -> Run:
    text = [
        "id,ready,box,kg",
        "1,2021-01-03 23:59,1,10",
        "2,2021-01-04 00:00,1,50000",
        "3,2021-01-05 00:00,1,50001",
        "4,2021-01-05 00:00,11,10",
        "5,2021-01-13 23:59:59,1,10",
        "6,2021-01-14 00:00,1,10",
        "7,2021-01-14 00:00,99,10",
    ]
    (folder / "boxes.csv").write_text("\n".join(text) + "\n", encoding="utf-8")
    demand = {"process": "replay", "file": "boxes.csv"}
    weight = {"empirical": ["10 t", "20 t", "30 t", "60 t"]}
    mixed = {"process": "poisson", "rate": "3/d", "weight": weight}
    stages = [{"departures": "train"}, {"name": "road", "delay": "2 h"}]
    flows = {
        "table": {"demand": demand, "stages": stages},
        "random": {"demand": mixed, "stages": stages},
    }
    return simulated(bare(flows, 10, "1 d", services={"train": TRAIN}), folder, range(3))


def test_there_are_two_refusals_and_both_are_counted(tmp_path: Path) -> None:
    work = _refusing(tmp_path).work("table")
    late, large = OUTSIDE_HORIZON, TOO_LARGE
    assert work.refused[0].tolist() == [late, 0, large, large, 0, late, late]
    assert (work.arrive[0] < NEVER).tolist() == [False, True, False, False, True, False, False]


def test_nothing_is_lost(tmp_path: Path) -> None:
    """Generated = delivered + still inside at the stop + refused, in every replication."""
    run = _refusing(tmp_path)
    for flow in ("table", "random"):
        work, times = run.work(flow), run.flow(flow)
        came = work.arrive < NEVER
        delivered = (times.end[-1] < NEVER).sum(axis=1)
        inside = (came & (times.end[-1] == NEVER)).sum(axis=1)
        refused = (work.refused > 0).sum(axis=1)
        generated = (came | (work.refused > 0)).sum(axis=1)
        assert (delivered + inside + refused == generated).all()
        assert (refused > 0).all()
    assert (inside > 0).any()
    assert (delivered > 0).all()


def test_a_shipment_that_skips_the_train_is_not_too_large_for_it(tmp_path: Path) -> None:
    demand = {"process": "poisson", "rate": "20/d", "weight": "60 t"}
    stages = [{"departures": "train", "chance": 0.5}, {"name": "road", "delay": "2 h"}]
    flows = {"box": {"demand": demand, "stages": stages}}
    run = simulated(bare(flows, 10, services={"train": TRAIN}), tmp_path)
    work = run.work("box")
    skip = work.skip[0]
    assert skip is not None
    assert np.array_equal(work.refused == TOO_LARGE, ~skip)
    assert 0 < skip.sum() < skip.size
