"""What binds in a plan: a rule binds where taking it away alone changes at least one time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine import event
from corridor_sim.engine.invariants import find_stuck
from corridor_sim.plan import Flow, Kind, Plan, Stage
from corridor_sim.planning.components import components
from corridor_sim.trace import Trace
from corridor_sim.workload import Trips, Workload
from tests.engine.mutants import Mutant
from tests.engine.mutants_boxes import BY_AGE, BY_MISFIT, BY_SIZE
from tests.engine.mutants_journeys import FULL_HOLD, SKIPPED_HOLD
from tests.engine.mutants_order import FLOW_ORDER, PRIORITY_AT_OPENING
from tests.engine.mutants_station import HANDED_OVER, LAST_TAKES
from tests.plans.cases import Case
from tests.plans.equal import differences

Flags = NDArray[np.bool_]


def _without(mutant: Mutant, *kinds: Kind) -> Callable[[Case], bool]:
    """Whether the event engine without a rule gives another trace."""

    def binds(case: Case) -> bool:
        if not _uses(case.plan, *kinds):
            return False
        return bool(differences(case.trace, mutant.run(case.plan, case.workload)))

    return binds


def _uses(plan: Plan, *kinds: Kind) -> bool:
    there = {stage.kind for flow in plan.flows for stage in flow.stages}
    return there.issuperset(kinds)


def _minimum(case: Case) -> bool:
    """Without a minimum load somebody is elsewhere at some second."""
    if not any(service.minimum.any() for service in case.plan.services):
        return False
    free = tuple(replace(one, minimum=one.minimum * 0) for one in case.plan.services)
    return _changes(case, replace(case.plan, services=free), case.workload)


def _changes(case: Case, plan: Plan, workload: Workload) -> bool:
    return bool(differences(case.trace, event.run(plan, workload)))


def _overtaking(case: Case) -> bool:
    """Of two trains with somebody aboard the later is first; one behind the other, times change."""
    aboard = _aboard(case)
    tamed = tuple(
        _one_behind_the_other(trips, used)
        for trips, used in zip(case.workload.trips, aboard, strict=True)
    )
    same = all(
        np.array_equal(a.start, b.start) and np.array_equal(a.calls, b.calls)
        for a, b in zip(case.workload.trips, tamed, strict=True)
    )
    return not same and _changes(case, case.plan, replace(case.workload, trips=tamed))


def _aboard(case: Case) -> list[Flags]:
    """Per service, bool [R, K]: whether the departure has taken somebody."""
    used = [np.zeros(trips.start.shape, dtype=np.bool_) for trips in case.workload.trips]
    for flow, times in zip(case.plan.flows, case.trace.flows, strict=True):
        for stage, slot in zip(flow.stages, times.slot, strict=True):
            if stage.kind is Kind.DEPARTURES and slot is not None:
                rows, numbers = np.nonzero(slot >= 0)
                used[stage.resource][rows, slot[rows, numbers]] = True
    return used


def _one_behind_the_other(trips: Trips, used: Flags) -> Trips:
    """No train with somebody aboard leaves, or gets anywhere, before the one before it."""
    reached = np.where(used[..., None], trips.start[..., None] + trips.calls, -1)
    ordered = np.maximum.accumulate(reached, axis=1)
    start = np.where(used, ordered[..., 0], trips.start)
    calls = np.where(used[..., None], ordered - start[..., None], trips.calls)
    return replace(trips, start=start, calls=calls)


def _stuck(case: Case) -> bool:
    """Somebody waits at the stop whom nothing can release."""
    return bool(find_stuck(case.plan, case.workload, case.trace))


def _stop(case: Case) -> bool:
    """A service that has begun is over after the stop: with a later one its end is known."""
    begun = [
        (flow, stage)
        for flow, one in enumerate(case.plan.flows)
        for stage, step in enumerate(one.stages)
        if step.kind is Kind.STATION and _begun(case.trace, flow, stage).any()
    ]
    if not begun:
        return False
    later = event.run(replace(case.plan, stop=2 * case.plan.stop), case.workload)
    return any(
        bool((_begun(case.trace, f, k) & (later.flows[f].end[k] < NEVER)).any()) for f, k in begun
    )


def _begun(trace: Trace, flow: int, stage: int) -> Flags:
    times = trace.flows[flow]
    return np.asarray((times.start[stage] < NEVER) & (times.end[stage] == NEVER))


def _loop(kind: Kind, name: str) -> Callable[[Case], bool]:
    """Stations visited both before and after: apart, what comes after no longer acts on before.

    All stages that come after a resource of this kind get a station of their own, as large as the
    common one. If that changes when somebody is ready for the resource, the loop through it binds.
    """

    def binds(case: Case) -> bool:
        for component in case.plan.components:
            mine = [number for what, number in component.resources if what == name]
            stations = {number for what, number in component.resources if what == "station"}
            if component.loop and stations:
                for resource in mine:
                    if _feeds_back(case, kind, resource, stations):
                        return True
        return False

    return binds


def _feeds_back(case: Case, kind: Kind, resource: int, stations: set[int]) -> bool:
    plan = case.plan
    first = len(plan.stations)
    after = set(_after(plan, kind, resource))
    flows = []
    for k, flow in enumerate(plan.flows):
        apart = [
            replace(stage, resource=first + stage.resource)
            if (k, at) in after and stage.kind is Kind.STATION and stage.resource in stations
            else stage
            for at, stage in enumerate(flow.stages)
        ]
        flows.append(replace(flow, stages=tuple(apart)))
    other = replace(
        plan,
        flows=tuple(flows),
        stations=plan.stations * 2,
        components=components(flows),
    )
    cut = event.run(other, case.workload)
    return any(
        not np.array_equal(cut.flows[k].ready[at], case.trace.flows[k].ready[at])
        for k, flow in enumerate(plan.flows)
        for at, stage in enumerate(flow.stages)
        if (stage.kind, stage.resource) == (kind, resource)
    )


def _after(plan: Plan, kind: Kind, resource: int) -> Iterator[tuple[int, int]]:
    """Stages that come after a stage at the resource, in its flow or in the flow that it feeds."""
    for k, flow in enumerate(plan.flows):
        yield from (
            (k, at) for at in _behind(flow, lambda s: (s.kind, s.resource) == (kind, resource))
        )
        if kind is Kind.CONSOLIDATION and flow.fed_by == resource:
            yield from ((k, at) for at in range(len(flow.stages)))


def _behind(flow: Flow, chosen: Callable[[Stage], bool]) -> Iterator[int]:
    reached: set[int] = set()
    for at, stage in enumerate(flow.stages):
        if any(
            a.stage in reached or (a.stage >= 0 and chosen(flow.stages[a.stage]))
            for a in stage.after
        ):
            reached.add(at)
            yield at


def _hold_loop(case: Case) -> bool:
    """A place comes back when a station inside is done: with places enough that one differs."""
    plan = case.plan
    pools = {
        number
        for component in plan.components
        if component.loop and any(what == "station" for what, _ in component.resources)
        for what, number in component.resources
        if what == "place"
    }
    if not pools:
        return False
    wide = tuple(
        replace(one, places=1 << 40) if k in pools else one for k, one in enumerate(plan.places)
    )
    other = event.run(replace(plan, places=wide), case.workload)
    return any(
        not np.array_equal(other.flows[k].start[at], case.trace.flows[k].start[at])
        for k, flow in enumerate(plan.flows)
        for at in _behind(flow, lambda s: s.kind is Kind.HOLD and s.resource in pools)
        if flow.stages[at].kind is Kind.STATION
    )


#: What issue and design ask to be seen at work, each with how it is known to bind.
BINDING: dict[str, Callable[[Case], bool]] = {
    "priority x calendar": _without(PRIORITY_AT_OPENING, Kind.STATION),
    "tie across flows": _without(FLOW_ORDER),
    "shifts in order": _without(LAST_TAKES, Kind.STATION),
    "a server's own hours": _without(HANDED_OVER, Kind.STATION),
    "box closed by size": _without(BY_SIZE, Kind.CONSOLIDATION),
    "box closed by misfit": _without(BY_MISFIT, Kind.CONSOLIDATION),
    "box closed by age": _without(BY_AGE, Kind.CONSOLIDATION),
    "minimum load not met": _minimum,
    "late train overtaken": _overtaking,
    "full hold": _without(FULL_HOLD, Kind.HOLD),
    "skipped hold": _without(SKIPPED_HOLD, Kind.HOLD),
    "loop through a consolidation": _loop(Kind.CONSOLIDATION, "consolidation"),
    "loop through a hold": _hold_loop,
    "loop through departures": _loop(Kind.DEPARTURES, "service"),
    "stuck shipments": _stuck,
    "stop in mid-service": _stop,
}


def binding(case: Case) -> list[str]:
    """The rules that bind in a plan."""
    return [name for name, binds in BINDING.items() if binds(case)]
