"""Law L5: the array engine gives the trace of the event engine, to the second, on every plan.

Small plans dense with coincidences; hundreds of replications of few shipments; thousands and tens
of thousands of shipments in one: every way in which the array engine may choose to compute.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from corridor_sim.engine import array
from corridor_sim.engine.invariants import check
from corridor_sim.trace import Trace
from corridor_sim.workload import FlowWork, Trips, Workload
from tests.engine.reference import sweep
from tests.plans.cases import Case, Kind, case
from tests.plans.equal import differences

PLANS = 300


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [case("dense", seed) for seed in range(PLANS)]


def _differing(cases: list[Case]) -> dict[str, list[str]]:
    return {one.plan.name: found for one in cases if (found := one.differences())}


def test_dense_plans(cases: list[Case]) -> None:
    assert _differing(cases) == {}


@pytest.mark.parametrize(("kind", "plans"), [("wide", 15), ("long", 25), ("huge", 3)])
def test_other_shapes(kind: Kind, plans: int) -> None:
    assert _differing([case(kind, seed) for seed in range(plans)]) == {}


def test_dense_plans_keep_the_laws(cases: list[Case]) -> None:
    """The invariants and the second coding of the stage table agree with both engines."""
    for one in cases[:80]:
        assert check(one.plan, one.workload, one.trace) == [], one.plan.name
        assert differences(one.trace, sweep(one.plan, one.workload)) == [], one.plan.name


def test_replications_do_not_feel_one_another(cases: list[Case]) -> None:
    """A block gives what its replications give alone."""
    for one in cases[:60]:
        for row in range(len(one.trace.replications)):
            alone = array.run(one.plan, _row(one.workload, row))
            assert differences(_trace_row(one.array, row), alone) == [], one.plan.name


def test_a_run_leaves_its_inputs_as_they_were(cases: list[Case]) -> None:
    """Inputs may be read-only; nothing that is handed back is tied to them."""
    for one in cases[:20]:
        locked = _locked(one.workload)
        assert differences(one.trace, array.run(one.plan, locked)) == [], one.plan.name


def _row(workload: Workload, row: int) -> Workload:
    rows = slice(row, row + 1)
    flows = tuple(
        FlowWork(
            one.arrive[rows],
            one.refused[rows],
            one.priority[rows],
            one.size[rows],
            one.value[rows],
            tuple(None if skip is None else skip[rows] for skip in one.skip),
            tuple(None if work is None else work[rows] for work in one.work),
        )
        for one in workload.flows
    )
    trips = tuple(
        Trips(one.start[rows], one.calls[rows], one.capacity[rows], one.cancelled[rows])
        for one in workload.trips
    )
    return Workload(workload.replications[rows], flows, trips)


def _trace_row(trace: Trace, row: int) -> Trace:
    rows = slice(row, row + 1)
    flows = tuple(
        replace(
            one,
            arrive=one.arrive[rows],
            size=one.size[rows],
            value=one.value[rows],
            ready=tuple(column[rows] for column in one.ready),
            start=tuple(column[rows] for column in one.start),
            end=tuple(column[rows] for column in one.end),
            slot=tuple(None if column is None else column[rows] for column in one.slot),
        )
        for one in trace.flows
    )
    return Trace(trace.replications[rows], flows)


def _locked(workload: Workload) -> Workload:
    for flow in workload.flows:
        columns = [flow.arrive, flow.priority, flow.size, flow.value, *flow.skip, *flow.work]
        for column in columns:
            if column is not None:
                column.flags.writeable = False
    for trips in workload.trips:
        for column in (trips.start, trips.calls, trips.capacity, trips.cancelled):
            np.asarray(column).flags.writeable = False
    return workload
