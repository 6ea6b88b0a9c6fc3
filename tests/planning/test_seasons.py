"""Seasons, growth, lateness with a chance, lists of parcels, customs modes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corridor_sim.chance.laws import Law, quantile
from corridor_sim.clock import DAY, Clock
from corridor_sim.demand.arrivals import cumulative
from corridor_sim.errors import ScenarioError
from corridor_sim.plan import Plan
from corridor_sim.results.block import open_block
from corridor_sim.results.handled import parcels
from corridor_sim.workload import Workload
from tests.plans.written import bare, compiled, settled, simulated

Words = dict[str, object]
BARGE: Words = {
    "timetable": {"every": "1 d"},
    "capacity": "100 box",
    "travel": {"triangular": ["10 h", "20 h", "30 h"]},
}
LOW: Words = {"months": [1, 2], "short": {"uniform": [0.4, 0.6]}, "slower": 2.0}
FLOW: Words = {
    "demand": {"process": "deterministic", "every": "6 h"},
    "stages": [{"departures": "barge"}],
}


def _plan(folder: Path, **services: Words) -> Plan:
    words = bare({"box": FLOW}, 120, services=services, regimes={"water": {"persistence": 0.9}})
    return compiled(words, folder).plan


def _worked(folder: Path, **services: Words) -> tuple[Plan, Workload]:
    plan = _plan(folder, **services)
    return plan, settled(plan, range(4))


def test_a_season_cuts_loads_and_slows_trips_in_its_months_only(tmp_path: Path) -> None:
    plan, with_season = _worked(tmp_path, barge={**BARGE, "seasons": [LOW]})
    _, without = _worked(tmp_path, barge=BARGE)
    months = np.array([plan.clock.moment(int(s)).month for s in plan.services[0].scheduled])
    low = (months == 1) | (months == 2)
    assert 20 < low.sum() < len(low) - 20
    one, two = with_season.trips[0], without.trips[0]
    room = one.capacity[..., 0]
    assert room[:, low].min() >= 40
    assert room[:, low].max() <= 60
    assert np.array_equal(room[:, ~low], two.capacity[..., 0][:, ~low])
    ratio = one.calls[..., 1] / two.calls[..., 1]
    assert np.allclose(ratio[:, low], 2.0, rtol=1e-4)
    assert np.array_equal(one.calls[:, ~low], two.calls[:, ~low])


def test_the_same_water_for_all_barges_of_a_week(tmp_path: Path) -> None:
    wet = {**LOW, "regime": "water"}
    _, work = _worked(tmp_path, barge={**BARGE, "seasons": [wet]}, ship={**BARGE, "seasons": [wet]})
    one, two = (trips.capacity[..., 0] for trips in work.trips)
    assert np.array_equal(one, two)
    _, apart = _worked(
        tmp_path, barge={**BARGE, "seasons": [LOW]}, ship={**BARGE, "seasons": [LOW]}
    )
    first, second = (trips.capacity[..., 0] for trips in apart.trips)
    assert not np.array_equal(first, second)


def test_a_month_has_one_season(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as refused:
        _plan(tmp_path, barge={**BARGE, "seasons": [LOW, {"months": [2], "slower": 1.5}]})
    assert [one.code for one in refused.value.findings] == ["season_twice"]


def test_a_law_with_a_chance_is_nothing_else(tmp_path: Path) -> None:
    law = Law("exponential", (10.0,), 0.25)
    uniforms = (np.arange(100_000) + 0.5) / 100_000
    values = quantile(law, uniforms)
    assert np.all(np.diff(values) >= 0)
    assert abs((values > 0).mean() - 0.25) < 1e-4
    assert values.mean() == pytest.approx(law.mean, rel=1e-3)
    assert law.mean == 2.5
    assert law.sd == pytest.approx(np.sqrt(0.25 * 200 - 2.5**2), rel=1e-2)
    assert law.scaled(3.0).mean == 7.5
    late = {"chance": "25 %", "of": {"exponential": "10 h"}}
    plan, work = _worked(tmp_path, barge={**BARGE, "late": late})
    delayed = work.trips[0].start - plan.services[0].scheduled[None, :]
    assert abs((delayed > 0).mean() - 0.25) < 0.08
    assert (delayed > DAY // 2).any()


def test_growth_raises_the_rate_and_keeps_the_total() -> None:
    clock = Clock(date(2021, 1, 1), "UTC")
    times, share = cumulative(clock, date(2021, 1, 1), date(2021, 12, 31), None, 1.0)
    assert share[-1] == 1.0
    rate = np.diff(share) / np.diff(times)
    middle = (times[:-1] + times[1:]) / 2
    assert rate[-1] / rate[0] == pytest.approx(2.0 ** ((middle[-1] - middle[0]) / (365.25 * DAY)))
    _, even = cumulative(clock, date(2021, 1, 1), date(2021, 12, 31), None, 0.0)
    assert share[6] < even[6]


def test_parcels_on_lists_are_counted(tmp_path: Path) -> None:
    sizes = {"list": {"share": 1, "box": 0, "parcels": 200}}
    flow = {
        "demand": {"process": "deterministic", "every": "6 h", "count": 10, "sizes": sizes},
        "stages": [{"delay": "1 h"}],
    }
    run = simulated(bare({"lists": flow}, 10), tmp_path)
    block = open_block(run.plan, run.workload, run.trace)
    assert parcels(block, [0], block.whole).tolist() == [2000]
    assert parcels(block, [0], (0, 8 * 3600)).tolist() == [200]


@pytest.mark.parametrize(
    ("mode", "first", "code"),
    [("9810", "2020-08-31", "customs_mode_early"), ("9811", "2021-01-01", "customs_mode_unknown")],
)
def test_a_customs_mode_is_in_force(tmp_path: Path, mode: str, first: str, code: str) -> None:
    demand = {"process": "poisson", "rate": "1/d", "between": [first, "2021-02-01"]}
    flow = {"demand": demand, "stages": [{"delay": "1 h"}], "customs_mode": mode}
    words = {
        "corridor_sim": 1,
        "name": "modes",
        "network": "hengyang",
        "time": {"start": "2020-08-01", "end": "2021-03-01"},
        "flows": {"cartons": flow},
    }
    with pytest.raises(ScenarioError) as refused:
        compiled(words, tmp_path)
    assert [one.code for one in refused.value.findings] == [code]
    flow["customs_mode"] = "0110"
    assert compiled(words, tmp_path).plan.flows[0].customs_mode == "0110"
