"""A hundred random plans: both engines, the laws and an independent sweep agree to the second.

What the plans exercise is counted, so that a generator gone tame cannot hide a law that is broken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from corridor_sim.clock import NEVER
from corridor_sim.engine import array
from corridor_sim.engine.event import run
from corridor_sim.engine.invariants import check, find_stuck
from corridor_sim.engine.invariants.visits import Visits, visits
from corridor_sim.plan import Flow, Kind
from corridor_sim.trace import Trace
from tests.engine.reference import sweep
from tests.plans.dependent import dependent
from tests.plans.equal import differences
from tests.plans.random_plans import random_plan
from tests.plans.stirred import stirred
from tests.plans.written import Run, compiled, settled

PLANS = 100


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    """Two replications of each plan, every second plan on a grid of minutes, every third with
    choices that hang on others and on the calendar."""
    folder = tmp_path_factory.mktemp("plans")
    made: list[Run] = []
    for seed in range(PLANS):
        plan = compiled(random_plan(seed), folder).plan
        plan = plan if seed % 3 else dependent(plan, seed)
        workload = settled(plan, range(2), seed)
        workload = stirred(workload) if seed % 2 else workload
        made.append(Run(plan, workload, run(plan, workload)))
    return made


def test_every_invariant_is_kept(runs: list[Run]) -> None:
    broken = {one.plan.name: check(one.plan, one.workload, one.trace) for one in runs}
    assert {name: found for name, found in broken.items() if found} == {}


def test_an_independent_sweep_gives_the_same_trace(runs: list[Run]) -> None:
    differing = {
        one.plan.name: found
        for one in runs
        if (found := differences(one.trace, sweep(one.plan, one.workload)))
    }
    assert differing == {}


def test_the_array_engine_gives_the_same_trace(runs: list[Run]) -> None:
    differing = {
        one.plan.name: found
        for one in runs
        if (found := differences(one.trace, array.run(one.plan, one.workload)))
    }
    assert differing == {}


def test_a_second_run_gives_the_same_trace(runs: list[Run]) -> None:
    for one in runs[:10]:
        assert differences(one.trace, run(one.plan, one.workload)) == []


def test_stuck_shipments_are_found_without_harm(runs: list[Run]) -> None:
    """Some plans do lock up (places in places) or run below a minimum load; most do not."""
    stuck = [find_stuck(one.plan, one.workload, one.trace) for one in runs]
    assert 0 < sum(bool(found) for found in stuck) < PLANS // 2


def test_the_plans_exercise_the_laws(runs: list[Run]) -> None:
    seen: Counter[str] = Counter()
    for one in runs:
        seen.update(_exercised(one))
    least = {
        "shipments": 10_000,
        "queued at a station": 3_000,
        "waited through a closure": 300,
        "worked across a closure": 100,
        "ties at a station": 500,
        "ready exactly at a cut-off": 50,
        "equal cut-offs with boarding": 20,
        "left behind by a departure": 300,
        "too few for the minimum": 30,
        "waited for a place": 300,
        "boxes of several": 100,
        "boxes closed in one second": 10,
        "skipped": 1_000,
        "some by the calendar": 10,
        "some by other choices": 10,
        "joined by a departure's start": 300,
        "plans with a loop": 30,
        "times beyond the stop": 100,
    }
    assert {name: seen[name] for name in least if seen[name] < least[name]} == {}


def _exercised(one: Run) -> Iterator[str]:
    plan, trace = one.plan, one.trace
    yield from ["plans with a loop"] * any(group.loop for group in plan.components)
    for flow, times, work in zip(plan.flows, trace.flows, one.workload.flows, strict=True):
        yield from ["shipments"] * int((times.arrive < NEVER).sum())
        for stage, step in enumerate(flow.stages):
            skip = work.skip[stage]
            ready = times.ready[stage] < NEVER
            if skip is not None:
                yield from ["skipped"] * int((skip & ready).sum())
                if (skip & ready).any() and (~skip & ready).any():
                    yield from _by(flow, stage)
            yield from ["times beyond the stop"] * int((ready & (times.end[stage] == NEVER)).sum())
            if any(anchor.call >= 0 for anchor in step.after):
                yield from ["joined by a departure's start"] * int(ready.sum())
    for row in range(len(trace.replications)):
        yield from _at_stations(one, trace, row)
        yield from _at_departures(one, trace, row)
        yield from _elsewhere(one, trace, row)


def _by(flow: Flow, stage: int) -> Iterator[str]:
    """What decides who passes a stage that some skip and some do not."""
    choices = [flow.choices[choice] for choice, _ in flow.stages[stage].when]
    if any(choice.since for choice in choices):
        yield "some by the calendar"
    if any(choice.given for choice in choices):
        yield "some by other choices"


def _visits(one: Run, trace: Trace, row: int, kind: Kind, resource: int) -> Visits:
    found = visits(one.plan, one.workload, trace, row, kind, resource)
    return found.take(found.start < NEVER)


def _at_stations(one: Run, trace: Trace, row: int) -> Iterator[str]:
    for number, station in enumerate(one.plan.stations):
        seen = _visits(one, trace, row, Kind.STATION, number)
        opens = one.plan.calendars[station.calendar].opens
        waited = seen.start > seen.ready
        yield from ["queued at a station"] * int(waited.sum())
        first = np.isin(seen.start, opens)
        yield from ["waited through a closure"] * int((first & waited).sum())
        longer = (seen.end < NEVER) & (seen.end - seen.start > seen.work)
        yield from ["worked across a closure"] * int(longer.sum())
        yield from ["ties at a station"] * (len(seen) - len(np.unique(seen.ready)))


def _at_departures(one: Run, trace: Trace, row: int) -> Iterator[str]:
    for number, service in enumerate(one.plan.services):
        seen = _visits(one, trace, row, Kind.DEPARTURES, number)
        cut_off = service.cut_off
        exactly = seen.ready == cut_off[seen.slot]
        yield from ["ready exactly at a cut-off"] * int(exactly.sum())
        used = np.unique(seen.slot)
        yield from ["equal cut-offs with boarding"] * (len(used) - len(np.unique(cut_off[used])))
        missed = np.searchsorted(cut_off, seen.ready) < np.searchsorted(cut_off, cut_off[seen.slot])
        yield from ["left behind by a departure"] * int(missed.sum())
        below = (service.minimum > 0) & ~one.workload.trips[number].cancelled[row]
        for trip in np.flatnonzero(below & ~np.isin(np.arange(len(cut_off)), used)).tolist():
            waiting = (seen.ready <= cut_off[trip]) & (cut_off[seen.slot] > cut_off[trip])
            yield from ["too few for the minimum"] * bool(waiting.any())


def _elsewhere(one: Run, trace: Trace, row: int) -> Iterator[str]:
    for number in range(len(one.plan.places)):
        seen = _visits(one, trace, row, Kind.HOLD, number)
        yield from ["waited for a place"] * int((seen.start > seen.ready).sum())
    for number in range(len(one.plan.consolidations)):
        seen = _visits(one, trace, row, Kind.CONSOLIDATION, number)
        boxes, members = np.unique(seen.slot, return_counts=True)
        yield from ["boxes of several"] * int((members > 1).sum())
        closed = {int(b): int(s) for b, s in zip(seen.slot, seen.start, strict=True)}
        yield from ["boxes closed in one second"] * (len(boxes) - len(set(closed.values())))
