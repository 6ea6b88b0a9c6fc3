"""Realise: a plan and its luck become a workload, whole seconds with nothing random left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from corridor_sim.chance.laws import Law, seconds
from corridor_sim.clock import NEVER
from corridor_sim.plan import Demand, Flow, Kind, Plan
from corridor_sim.planning.boxes import most_boxes
from corridor_sim.planning.choices import chosen
from corridor_sim.planning.draws import Draws, flow_luck, once
from corridor_sim.planning.luck import flow_key, gaps_at_first, work_stream
from corridor_sim.planning.measures import Limits, Options, measures
from corridor_sim.planning.trips import Levels, realise_trips
from corridor_sim.workload import ACCEPTED, OUTSIDE_HORIZON, TOO_LARGE, FlowWork, Workload

Seconds = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Gaps whose arrivals are worked out together, to stay in a core's own cache.
_TILE = 16_000


def realise(plan: Plan, draws: Draws) -> Workload:
    """What the luck means: arrivals, sizes, skips, durations, departures.

    draws     uniforms of R replications, of this plan or of several of which it is one
    returns   the workload of the same R replications; both refusals (law L6) are decided here
    raises    KeyError where the draws were made for other plans and do not reach as far
    """
    levels = Levels(plan, draws)
    trips = tuple(realise_trips(service, levels) for service in plan.services)
    members = [_members(plan, index) for index in range(len(plan.flows))]
    limits = Limits(plan)
    flows: dict[int, FlowWork] = {}
    for index in _feeders_first(members):
        flow = plan.flows[index]
        if flow.fed_by >= 0:
            work, fell = _fed(flow, draws, most_boxes(plan, flow.fed_by, flows))
        else:
            work, fell = _come(plan, flow, draws, limits)
        flows[index] = replace(work, options=_asked_for(plan, index, fell))
    return Workload(draws.replications, tuple(flows[i] for i in range(len(plan.flows))), trips)


def _members(plan: Plan, index: int) -> list[int]:
    """The flows whose stages gather the members of this flow's boxes, once for each stage."""
    if plan.flows[index].fed_by < 0:
        return []
    return [
        feeder
        for feeder, flow in enumerate(plan.flows)
        for stage in flow.stages
        if stage.kind is Kind.CONSOLIDATION and plan.consolidations[stage.resource].feeds == index
    ]


def _feeders_first(members: list[list[int]]) -> list[int]:
    order: list[int] = []

    def visit(index: int) -> None:
        if index not in order:
            for feeder in members[index]:
                visit(feeder)
            order.append(index)

    for index in range(len(members)):
        visit(index)
    return order


def _asked_for(
    plan: Plan, index: int, fell: Sequence[Options]
) -> tuple[NDArray[np.int8] | None, ...]:
    """The choices that results read, of those of a flow."""
    wanted = {
        choice
        for one in plan.formalities
        if one.flow == index
        for choice in (one.trader, one.selected, one.look, one.unpacked, one.violation, one.found)
    }
    if not wanted - {-1}:
        return ()
    return tuple(
        each.astype(np.int8, copy=False) if number in wanted else None
        for number, each in enumerate(fell)
    )


def _fed(flow: Flow, draws: Draws, width: int) -> tuple[FlowWork, list[Options]]:
    """Boxes that are yet to be closed, as many as there may be; and their choices."""
    shape = (len(draws.replications), width)
    fell = chosen(flow, draws, shape, None)
    work = FlowWork(
        np.full(shape, NEVER, dtype=np.int64),
        np.zeros(shape, dtype=np.int8),
        _priority(flow, shape),
        np.zeros((*shape, 4), dtype=np.int64),
        np.zeros(shape, dtype=np.int64),
        _skips(flow, fell, shape),
        _works(flow, draws, shape),
    )
    return work, fell


def _come(plan: Plan, flow: Flow, draws: Draws, limits: Limits) -> tuple[FlowWork, list[Options]]:
    """Shipments with arrivals and sizes of their own, and their choices."""
    arrive = _arrive(plan, flow, draws)
    shape = (arrive.shape[0], arrive.shape[1])
    size, value, parcels = measures(flow, draws, shape)
    coming = arrive < NEVER
    outside = (arrive < 0) | ((arrive >= plan.end) & coming)
    refused = np.where(outside, np.int8(OUTSIDE_HORIZON), np.int8(ACCEPTED))
    fell = chosen(flow, draws, shape, arrive)
    skip = _skips(flow, fell, shape)
    large = limits.too_large(flow, size, skip)
    if large is not None:
        refused[large & coming & ~outside] = TOO_LARGE
    arrive[refused != ACCEPTED] = NEVER
    priority, work = _priority(flow, shape), _works(flow, draws, shape)
    return FlowWork(arrive, refused, priority, size, value, skip, work, parcels), fell


def _arrive(plan: Plan, flow: Flow, draws: Draws) -> Seconds:
    """When shipments come; a count that ends earlier in one replication is filled up with NEVER."""
    demand, rows = flow.demand, len(draws.replications)
    if demand.process == "given":
        return np.repeat(demand.arrive[None, :], rows, axis=0)
    total = float(demand.expected[-1])
    reached = once(flow, "arrivals", draws, total, lambda: _reached(flow, total, draws))
    wanted = np.interp(reached, demand.expected, demand.times.astype(np.float64))
    arrive = np.floor(wanted, out=wanted).astype(np.int64)
    if demand.process == "booked":
        arrive = _aim(plan, demand, flow, draws, arrive)
    arrive[reached >= total] = NEVER
    return arrive


def _reached(flow: Flow, total: float, draws: Draws) -> Floats:
    """Sums of unit-rate gaps, up to the longest replication's last before the demand's total."""
    luck = draws.uniforms[flow_key(flow, "arrivals")]
    count = min(gaps_at_first(total), luck.shape[1])
    reached = _sums(luck[:, :count])
    while count < luck.shape[1] and np.any(reached[:, -1] < total):
        count = min(2 * count, luck.shape[1])
        reached = _sums(luck[:, :count])
    # The sums may round to another last bit than when the draws were made.
    if np.any(reached[:, -1] < total * (1.0 - 1e-9)):
        raise KeyError(flow_key(flow, "arrivals"), total)
    used = int((reached < total).sum(axis=1).max(initial=0))
    return reached[:, :used]


def _sums(luck: Floats) -> Floats:
    sums = np.empty(luck.shape)
    height = max(_TILE // max(luck.shape[1], 1), 1)
    for top in range(0, len(luck), height):
        gaps = np.log1p(-luck[top : top + height])
        np.cumsum(np.negative(gaps, out=gaps), axis=1, out=sums[top : top + height])
    return sums


def _aim(plan: Plan, demand: Demand, flow: Flow, draws: Draws, wanted: Seconds) -> Seconds:
    """A booking made at `wanted` aims at the first cut-off that still leaves the lead."""
    lead: Seconds = np.zeros_like(wanted)
    if demand.lead is not None:
        lead = _seconds(flow, "lead", demand.lead, draws, (wanted.shape[0], wanted.shape[1]))
    cut_off = plan.services[demand.service].cut_off
    trip = np.searchsorted(cut_off, wanted + lead)
    known = np.append(cut_off, plan.end + int(lead.max(initial=0)))  # no departure left: outside
    return np.asarray(known[trip] - lead, dtype=np.int64)


def _works(flow: Flow, draws: Draws, shape: tuple[int, int]) -> tuple[Seconds | None, ...]:
    return tuple(
        None if stage.work is None else _seconds(flow, work_stream(stage), stage.work, draws, shape)
        for stage in flow.stages
    )


def _seconds(flow: Flow, stream: str, law: Law, draws: Draws, shape: tuple[int, int]) -> Seconds:
    """Durations for shipments; a fixed law needs no memory per shipment."""
    if not law.draws:
        return np.broadcast_to(seconds(law, np.zeros(1)), shape)
    return once(
        flow,
        stream,
        draws,
        (law, shape),
        lambda: seconds(law, flow_luck(flow, stream, draws, shape[1])),
    )


def _priority(flow: Flow, shape: tuple[int, int]) -> Seconds:
    given = flow.demand.given_priority
    default = np.asarray(flow.priority, dtype=np.int64)
    return np.broadcast_to(default if given is None else given[None, :], shape)


def _skips(flow: Flow, fell: Sequence[Options], shape: tuple[int, int]) -> tuple[Flags | None, ...]:
    """Who skips each stage; stages under the same conditions share one array.

    fell   per choice of the flow the option of each shipment, [R, N]
    """
    known: dict[tuple[tuple[int, int], ...], Flags | None] = {(): None}
    for stage in flow.stages:
        if stage.when not in known:
            skipped = np.zeros(shape, dtype=np.bool_)
            for choice, option in stage.when:
                skipped |= fell[choice] != option
            known[stage.when] = skipped
    return tuple(known[stage.when] for stage in flow.stages)
