from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from corridor_sim.clock import DAY, HOUR
from corridor_sim.errors import ScenarioError
from corridor_sim.kpis import FACT_KPIS
from corridor_sim.results.collect import Collector
from corridor_sim.results.facts import (
    FEWEST,
    Published,
    Simulated,
    fact_row,
    fact_values,
    judge,
)
from corridor_sim.results.intervals import over_replications
from corridor_sim.results.rows import FactRow
from tests.results.world import World, cartons, repeated

#: Twenty replications whose 2.5 % and 97.5 % are 10 and 20.
SPREAD = over_replications(np.array([10.0] + [12.0] * 18 + [20.0]))


def _values(world: World, fact: Published) -> list[float]:
    (found,) = fact_values(world.plan, world.workload, world.trace, [fact])
    return [float(value) for value in found.values]


def _row(world: World, fact: Published, values: list[float]) -> FactRow:
    """The row of values that rest on nothing unfinished."""
    nothing = np.zeros(len(values), dtype=np.int64)
    return fact_row("base", world.plan.clock, fact, Simulated(np.array(values), nothing, nothing))


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (Published("1", "", "trains_run"), [2, 1]),
        (Published("2", "", "trains_run", flows=("out",), window=(0, 100_000)), [1, 1]),
        (Published("3", "", "boxes_dispatched", window=(0, 100_000)), [2, 1]),
        (Published("4", "", "boxes_dispatched", services=("train",)), [3, 1]),
        (Published("5", "", "boxes_dispatched", services=("other",)), [0, 0]),
        (Published("6", "", "boxes_arrived", window=(1_000, 80_000)), [1, 0]),
        (Published("7", "", "value_usd", flows=("out",)), [300, 100]),
        (Published("8", "", "load_factor"), [0.75, 0.5]),
        (Published("9", "", "share_kept_by_hub", place="H"), [1, 1]),
    ],
)
def test_counts_over_the_facts_own_window(
    world: World, fact: Published, expected: list[float]
) -> None:
    assert _values(world, fact) == expected


@pytest.mark.parametrize(
    ("fact", "per", "expected"),
    [
        (Published("1", "", "transit_time_d"), DAY, [64_000, 60_000]),
        (Published("2", "", "transit_time_d", window=(0, 80_000)), DAY, [61_000, 60_000]),
        (Published("3", "", "trip_time_d", window=(0, 121_000)), DAY, [3_000, 3_000]),
        (Published("4", "", "leg_time_d", place="M-Z"), DAY, [3_000, 2_000]),
        (Published("5", "", "leg_time_d", place="H-Z"), DAY, [4_000, 3_000]),
        (Published("6", "", "clock_h", clock="border_to_door"), HOUR, [49_000 / 3, 9_000]),
        (
            Published("7", "", "clock_h", clock="border_to_door", place="M", window=(0, 60_001)),
            HOUR,
            [9_000, 9_000],
        ),
    ],
)
def test_times_over_the_facts_own_window(
    world: World, fact: Published, per: int, expected: list[float]
) -> None:
    assert [value * per for value in _values(world, fact)] == pytest.approx(expected)


def test_what_did_not_happen_is_undefined(world: World) -> None:
    nowhere = Published("1", "", "clock_h", clock="border_to_door", place="X")
    assert all(map(math.isnan, _values(world, nowhere)))


@pytest.mark.parametrize("kpi", FACT_KPIS)
def test_every_kpi_on_offer_can_be_simulated(world: World, kpi: str) -> None:
    assert len(_values(world, Published("1", "", kpi))) == 2


def test_an_unknown_kpi_is_a_finding(world: World) -> None:
    with pytest.raises(ScenarioError) as raised:
        _values(world, Published("F9", "", "happiness"))
    assert raised.value.findings[0].code == "unknown_fact_kpi"


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"),
    [
        (15.0, None, None, "inside"),
        (10.0, None, None, "inside"),
        (25.0, None, None, "outside by 20 %"),
        (8.0, None, None, "outside by 25 %"),
        (8.0, 7.0, 9.0, "outside by 11.1 %"),
        (None, 5.0, 10.0, "inside"),
        (None, 25.0, None, "outside by 20 %"),
        (None, None, 5.0, "outside by 100 %"),
        (0.0, None, None, "outside by inf %"),
    ],
)
def test_verdicts(value: float | None, low: float | None, high: float | None, verdict: str) -> None:
    fact = Published("1", "", "trains_run", value=value, low=low, high=high)
    assert judge(fact, SPREAD)[0] == verdict


_ALL, _GAP = [15.0] * FEWEST, [math.nan]
_FACT = Published("1", "", "trains_run", value=15.0)


@pytest.mark.parametrize(
    ("fact", "simulated", "reason"),
    [
        (_FACT, _ALL, ""),
        (replace(_FACT, comparable=False), _ALL, "asked"),
        (replace(_FACT, value=None), _ALL, "no_figure"),
        (replace(_FACT, elsewhere=True), _ALL, "window_outside"),
        (_FACT, _GAP * FEWEST, "never_happened"),
        (_FACT, _ALL[1:], "few_replications"),
        (_FACT, _ALL[1:] + _GAP, "seldom"),
    ],
)
def test_no_verdict_where_none_can_be_given(
    world: World, fact: Published, simulated: list[float], reason: str
) -> None:
    row = _row(world, fact, simulated)
    assert row.reason == reason
    assert row.verdict == ("not comparable" if reason else "inside")
    assert math.isnan(row.outside_by) == bool(reason)


def test_a_time_of_which_many_are_unfinished_gets_no_verdict(world: World) -> None:
    """A box of five is still under way: the mean of the others says nothing about all."""
    many = repeated(world, 10)
    late = Published("1", "", "transit_time_d", value=9.0)
    early = replace(late, window=(0, 80_000))
    rows = []
    for fact in (late, early):
        (found,) = fact_values(many.plan, many.workload, many.trace, [fact])
        rows.append(fact_row("base", many.plan.clock, fact, found))
    assert (rows[0].verdict, rows[0].reason) == ("not comparable", "unfinished")
    assert (rows[0].unfinished, rows[0].marked) == (1 / 5, True)
    assert rows[1].verdict.startswith("outside by")
    assert (rows[1].unfinished, rows[1].marked) == (0.0, False)


def test_cartons_count_as_boxes_unless_they_alone_are_named() -> None:
    world = cartons()
    assert _values(world, Published("1", "", "boxes_dispatched")) == [2]
    both = Published("2", "", "boxes_dispatched", flows=("cartons", "boxes"))
    assert _values(world, both) == [2]
    alone = Published("3", "", "boxes_dispatched", flows=("cartons",))
    assert _values(world, alone) == [3]
    van = Published("4", "", "boxes_dispatched", services=("van",))
    assert _values(world, van) == [3]


def test_the_row_shows_both_sides_and_the_days(world: World) -> None:
    fact = Published(
        "F1",
        "trains of the year",
        "trains_run",
        flows=("out",),
        window=(0, 86_400 * 2),
        value=30.0,
        unit="train",
        label="echoed",
        source="article",
    )
    row = _row(world, fact, [29.0, 31.0] * 10)
    assert (row.first_day, row.last_day) == ("2021-01-01", "2021-01-02")
    assert (row.published, row.mean, row.p2_5, row.p97_5) == (30.0, 30.0, 29.0, 31.0)
    assert row.error == pytest.approx((20 / 19) ** 0.5 / 20**0.5)
    assert (row.verdict, row.outside_by, row.n, row.flows) == ("inside", 0.0, 20, "out")


def test_the_collector_carries_facts(world: World) -> None:
    collector = Collector(world.plan, [Published("1", "", "trains_run", value=2.0)])
    collector.add(world.workload, world.trace)
    (row,) = collector.finish().facts
    assert (row.mean, row.n, row.verdict) == (1.5, 2, "not comparable")
