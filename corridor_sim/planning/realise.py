"""Realise: a plan and its luck become a workload, whole seconds with nothing random left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor_sim.chance.laws import Law, quantile, seconds
from corridor_sim.clock import NEVER
from corridor_sim.plan import Demand, Flow, Kind, Plan, SizeClass
from corridor_sim.planning.draw import Draws, flow_key
from corridor_sim.planning.trips import realise_trips
from corridor_sim.workload import ACCEPTED, OUTSIDE_HORIZON, TOO_LARGE, FlowWork, Workload

Seconds = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def realise(plan: Plan, draws: Draws) -> Workload:
    """What the luck means: arrivals, sizes, skips, durations, departures.

    draws     uniforms of R replications
    returns   the workload of the same R replications; both refusals (law L6) are decided here
    """
    trips = tuple(realise_trips(plan, service, draws) for service in plan.services)
    widths: dict[int, int] = {}
    flows: dict[int, FlowWork] = {}
    for index in _feeders_first(plan):
        flows[index] = _flow(plan, index, draws, widths)
        widths[index] = flows[index].arrive.shape[1]
    return Workload(draws.replications, tuple(flows[i] for i in range(len(plan.flows))), trips)


def _feeders_first(plan: Plan) -> list[int]:
    order: list[int] = []

    def visit(index: int) -> None:
        if index in order:
            return
        for feeder, flow in enumerate(plan.flows):
            if any(_feeds(plan, flow, k) == index for k in range(len(flow.stages))):
                visit(feeder)
        order.append(index)

    for index in range(len(plan.flows)):
        visit(index)
    return order


def _feeds(plan: Plan, flow: Flow, stage: int) -> int:
    one = flow.stages[stage]
    return plan.consolidations[one.resource].feeds if one.kind is Kind.CONSOLIDATION else -1


def _flow(plan: Plan, index: int, draws: Draws, widths: dict[int, int]) -> FlowWork:
    flow, rows = plan.flows[index], len(draws.replications)
    if flow.fed_by >= 0:
        members = [
            widths[feeder]
            for feeder, other in enumerate(plan.flows)
            for stage in range(len(other.stages))
            if _feeds(plan, other, stage) == index
        ]
        arrive = np.full((rows, sum(members)), NEVER, dtype=np.int64)
        size = np.zeros((*arrive.shape, 4), dtype=np.int64)
        value = np.zeros(arrive.shape, dtype=np.int64)
        parcels = None
        refused = np.zeros(arrive.shape, dtype=np.int8)
    else:
        arrive = _arrive(plan, flow, draws)
        size, value, parcels = _measures(flow, draws, arrive.shape)
        refused = np.where(
            (arrive < 0) | ((arrive >= plan.end) & (arrive < NEVER)), OUTSIDE_HORIZON, ACCEPTED
        ).astype(np.int8)
    skip = _skips(flow, draws, arrive.shape)
    if flow.fed_by < 0:
        large = _too_large(plan, flow, size, skip) & (arrive < NEVER) & (refused == ACCEPTED)
        refused[large] = TOO_LARGE
        arrive[refused != ACCEPTED] = NEVER
    work = tuple(
        None
        if stage.work is None
        else _seconds(flow, f"work:{stage.name}", stage.work, draws, arrive)
        for stage in flow.stages
    )
    priority = _priority(flow, arrive.shape)
    return FlowWork(arrive, refused, priority, size, value, skip, work, parcels)


def _arrive(plan: Plan, flow: Flow, draws: Draws) -> Seconds:
    """When shipments come; a count that ends earlier in one replication is filled up with NEVER."""
    demand, rows = flow.demand, len(draws.replications)
    if demand.process == "given":
        return np.repeat(demand.arrive[None, :], rows, axis=0)
    gaps = -np.log1p(-draws.uniforms[flow_key(flow, "arrivals")])
    reached = np.cumsum(gaps, axis=1)
    wanted = np.interp(reached, demand.expected, demand.times.astype(np.float64))
    arrive = np.floor(wanted).astype(np.int64)
    if demand.process == "booked":
        arrive = _aim(plan, demand, flow, draws, arrive)
    beyond = reached >= demand.expected[-1]
    arrive[beyond] = NEVER
    used = int((~beyond).sum(axis=1).max(initial=0))
    return np.asarray(arrive[:, :used], dtype=np.int64)


def _aim(plan: Plan, demand: Demand, flow: Flow, draws: Draws, wanted: Seconds) -> Seconds:
    """A booking made at `wanted` aims at the first cut-off that still leaves the lead."""
    if demand.lead is None:
        lead = np.zeros_like(wanted)
    else:
        lead = _seconds(flow, "lead", demand.lead, draws, wanted)
    cut_off = plan.services[demand.service].cut_off
    trip = np.searchsorted(cut_off, wanted + lead)
    known = np.append(cut_off, plan.end + int(lead.max(initial=0)))  # no departure left: outside
    return np.asarray(known[trip] - lead, dtype=np.int64)


def _seconds(flow: Flow, stream: str, law: Law, draws: Draws, like: Seconds) -> Seconds:
    """Durations for the shipments of `like`; a fixed law needs no memory per shipment."""
    if not law.draws:
        return np.broadcast_to(seconds(law, np.zeros(1)), like.shape)
    return seconds(law, draws.uniforms[flow_key(flow, stream)][:, : like.shape[1]])


def _priority(flow: Flow, shape: tuple[int, ...]) -> Seconds:
    given = flow.demand.given_priority
    default = np.asarray(flow.priority, dtype=np.int64)
    return np.broadcast_to(default if given is None else given[None, :], shape)


def _measures(
    flow: Flow, draws: Draws, shape: tuple[int, ...]
) -> tuple[Seconds, Seconds, Seconds | None]:
    """Sizes [R, N, 4] in plan.UNITS, values [R, N] in USD and parcels [R, N], if any."""
    classes, width = flow.demand.sizes, shape[1]
    chosen = np.zeros(shape, dtype=np.int64)
    if len(classes) > 1:
        edges = np.cumsum([one.share for one in classes])[:-1]
        chosen = np.searchsorted(edges, _luck(flow, "size", draws, width), side="right")
    size = np.empty((*shape, 4), dtype=np.int64)
    for unit, numbers in enumerate(_whole(classes)):
        if numbers is not None:
            size[..., unit] = np.asarray(numbers, dtype=np.int64)[chosen]
    size[..., 2] = _by_class(flow, "weight", [one.weight for one in classes], chosen, draws)
    value = _by_class(flow, "value", [one.value for one in classes], chosen, draws)
    demand = flow.demand
    if demand.given_size is not None:
        size = np.where(demand.given_size[None] > 0, demand.given_size[None], size)
    if demand.given_value is not None:
        value = np.where(demand.given_value[None] >= 0, demand.given_value[None], value)
    parcels = np.array([one.parcels for one in classes], dtype=np.int64)
    return size, value, parcels[chosen] if parcels.any() else None


def _whole(classes: tuple[SizeClass, ...]) -> tuple[list[int] | None, ...]:
    return (
        [one.box for one in classes],
        [one.milli_teu for one in classes],
        None,
        [one.litre for one in classes],
    )


def _by_class(flow: Flow, stream: str, laws: list[Law], chosen: Seconds, draws: Draws) -> Seconds:
    key = flow_key(flow, stream)
    luck = draws.uniforms.get(key)
    uniform = np.full(chosen.shape, 0.5) if luck is None else luck[:, : chosen.shape[1]]
    result = np.zeros(chosen.shape)
    for option, law in enumerate(laws):
        mine = chosen == option
        result[mine] = quantile(law, uniform[mine])
    return np.floor(result + 0.5).astype(np.int64)


def _luck(flow: Flow, stream: str, draws: Draws, width: int) -> Floats:
    return draws.uniforms[flow_key(flow, stream)][:, :width]


def _skips(flow: Flow, draws: Draws, shape: tuple[int, ...]) -> tuple[Flags | None, ...]:
    fallen = [
        np.searchsorted(
            choice.cumulative[:-1], _luck(flow, f"choice:{choice.name}", draws, shape[1]), "right"
        )
        for choice in flow.choices
    ]
    skips: list[Flags | None] = []
    for stage in flow.stages:
        if not stage.when:
            skips.append(None)
            continue
        passes = np.ones(shape, dtype=np.bool_)
        for choice, option in stage.when:
            passes &= fallen[choice] == option
        skips.append(~passes)
    return tuple(skips)


def _too_large(plan: Plan, flow: Flow, size: Seconds, skip: tuple[Flags | None, ...]) -> Flags:
    """Who fits no departure, or no box, that its journey needs."""
    large = np.zeros(size.shape[:2], dtype=np.bool_)
    for stage, skipped in zip(flow.stages, skip, strict=True):
        if stage.kind is Kind.DEPARTURES:
            limits = np.unique(plan.services[stage.resource].capacity, axis=0)
        elif stage.kind is Kind.CONSOLIDATION:
            capacity = plan.consolidations[stage.resource].capacity
            limits = np.where(capacity > 0, capacity, NEVER)[None]
        else:
            continue
        fits = np.zeros_like(large)
        for limit in limits:
            fits |= np.all(size <= limit, axis=2)
        large |= ~fits if skipped is None else ~fits & ~skipped
    return large
