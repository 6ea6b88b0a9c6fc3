"""Every rule is needed: an engine without it gives another trace than the other engine.

If a mutant survives, the plans are too tame: the generator is to be mended, not this test.
"""

from __future__ import annotations

import pytest

from corridor_sim.engine import array, event
from tests.engine import (
    mutants_boxes,
    mutants_departures,
    mutants_inputs,
    mutants_journeys,
    mutants_order,
    mutants_station,
)
from tests.engine.mutants import Engine, Mutant
from tests.engine.mutants_inputs import InputMutant
from tests.plans.cases import Case, case
from tests.plans.equal import differences

PLANS = 150
RULES = [
    *mutants_order.MUTANTS,
    *mutants_station.MUTANTS,
    *mutants_departures.MUTANTS,
    *mutants_boxes.MUTANTS,
    *mutants_journeys.MUTANTS,
]


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [case("dense", seed) for seed in range(PLANS)]


@pytest.mark.parametrize("mutant", RULES, ids=lambda mutant: mutant.name)
def test_the_event_engine_without_a_rule_is_found_out(mutant: Mutant, cases: list[Case]) -> None:
    assert any(differences(mutant.run(one.plan, one.workload), one.array) for one in cases)


@pytest.mark.parametrize("engine", [event.run, array.run], ids=["event", "array"])
@pytest.mark.parametrize("mutant", mutants_inputs.MUTANTS, ids=lambda mutant: mutant.name)
def test_an_engine_that_sees_something_else_is_found_out(
    mutant: InputMutant, engine: Engine, cases: list[Case]
) -> None:
    def differ(one: Case) -> bool:
        other = one.array if engine is event.run else one.trace
        return bool(differences(mutant.run(engine, one.plan, one.workload), other))

    assert any(differ(one) for one in cases)


def test_an_engine_with_every_rule_is_not() -> None:
    """The machinery itself changes nothing."""
    whole = Mutant("nothing is taken away", ())
    same = InputMutant("nothing is changed", lambda plan, workload: (plan, workload))
    for seed in range(20):
        one = case("dense", seed)
        assert differences(whole.run(one.plan, one.workload), one.array) == []
        assert differences(same.run(array.run, one.plan, one.workload), one.trace) == []
