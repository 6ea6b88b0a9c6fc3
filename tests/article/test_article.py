"""The article's figures: which are echoed, fitted or predicted, and that nothing else makes them.

The published figures of the trains of `scenarios/hengyang-2021` are reproduced with their clock
named; test_whole.py has those of the whole customs office and of the other systems.
Fitted values were fitted on seed 1958 and are reported on the scenario's own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from corridor_sim.planning.compile import compile_plan
from corridor_sim.results.collect import Results
from corridor_sim.results.rows import FactRow
from corridor_sim.scenario.read import Loaded, read
from corridor_sim.study.run import run_scenario

HENGYANG = Path(__file__).parents[2] / "scenarios" / "hengyang-2021" / "trains.yaml"
FITTED_ON = 1958
#: A mean over replications lies further than this from its expectation once in 1,500 runs.
ERRORS = 3.4


@cache
def _loaded(*sets: str) -> Loaded:
    return read(HENGYANG, sets)


@cache
def _results(seed: int, replications: int, *sets: str) -> Results:
    loaded = _loaded(f"study.seed={seed}", f"study.replications={replications}", *sets)
    outcome = run_scenario(loaded, compile_plan(loaded))
    assert outcome is not None
    assert outcome.stuck == ()
    return outcome.results


def _facts(results: Results) -> dict[tuple[str, str], FactRow]:
    return {(row.id, row.clock): row for row in results.facts}


def test_every_figure_says_what_it_is() -> None:
    labels = {(row.id, row.label) for row in _facts(_results(2021, 20)).values()}
    assert {
        ("F33", "fitted"),
        ("F32", "predicted"),
        ("P01", "fitted"),
        ("P02", "predicted"),
    } <= labels
    assert {("P03", "predicted"), ("P04", "predicted")} <= labels


def test_boxes_that_choose_the_train_are_those_published() -> None:
    row = _facts(_results(2021, 20))["F33", ""]
    assert row.published == 1438
    # Standard deviation of a Poisson count; the window's edges cut at most a train more or less.
    assert abs(row.mean - row.published) < 1.96 * row.published**0.5
    assert row.verdict == "inside"


def test_thirty_trains_follow_from_slots_and_minimum_loads() -> None:
    assert _facts(_results(2021, 20))["F32", ""].verdict == "inside"
    no_cancelling = tuple(
        f"services.{name}.cancelled=0"
        for name in ("manzhouli_train", "alashankou_train", "central_asia_train")
    )
    undisturbed = _facts(_results(2021, 5, *no_cancelling))["F32", ""]
    assert abs(undisturbed.mean - 30) < 3  # a train in thirty is cancelled
    small = ("services.manzhouli_train.timetable.run_when.load=1 box",)
    assert _facts(_results(2021, 5, *small))["F32", ""].mean > 45


def test_the_first_central_asia_train_takes_its_hundred_boxes() -> None:
    rows = [r for r in _results(2021, 20).departures if r.service == "central_asia_train"]
    first = min(rows, key=lambda row: row.scheduled_s)
    assert first.scheduled.startswith("2021-08-01")
    assert first.ran == 1
    # Boxes that are inspected, or wait for a permit, for more than a week would miss it.
    assert 97 <= first.boxes <= 100


@pytest.mark.parametrize(("fact", "clock"), [("P01", "")])
def test_fitted_figures_are_met_on_another_seed(fact: str, clock: str) -> None:
    row = _facts(_results(FITTED_ON, 20))[fact, clock]
    assert row.label == "fitted"
    assert abs(row.mean - row.published) < ERRORS * row.error


def test_the_whole_office_is_not_the_rail_yard() -> None:
    facts = _facts(_results(2021, 20))
    for fact in ("F07", "F08"):
        for clock in ("overall", "arrival_to_release", "declaration_to_release"):
            assert facts[fact, clock].verdict == "not comparable"
            assert facts[fact, clock].mean > 0


def test_published_values_do_not_reach_the_simulation() -> None:
    changed, same = _results(2021, 5, "facts.0.value=9999"), _results(2021, 5)
    assert changed.facts[0].published == 9999
    assert [row.mean for row in changed.facts] == [row.mean for row in same.facts]
