"""Counts: what came, what left, for whom, how much of it the hub keeps, what is still inside.

What left is counted once; what no departure carries counts when it is delivered. A shipment that
goes on in a box leaves as that box: where the boxes of a consolidation leave with a departure, the
box counts when it leaves, in its own flow, and its members never do, whatever brought them to the
consolidation. So flows add up to partners, corridors and the whole. Only a count of named services
takes every boarding of theirs, cartons in a van included.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import reduce

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.plan import Flow, Kind, Plan
from corridor_sim.results.block import Block
from corridor_sim.results.events import (
    departure_stages,
    passed,
    taking,
    within,
)
from corridor_sim.results.measures import (
    Flags,
    Floats,
    Key,
    Measure,
    Seconds,
    Window,
    measure,
    ratio,
)
from corridor_sim.workload import OUTSIDE_HORIZON, TOO_LARGE

#: KPIs of what left: column of `dispatched` and divisor.
DISPATCH = {
    "boxes_dispatched": (0, 1),
    "teu_dispatched": (1, 1000),
    "weight_t": (2, 1000),
    "value_usd": (4, 1),
}


def dispatched(
    block: Block,
    flows: Iterable[int],
    services: Collection[int] | None,
    window: Window,
    boxes: Collection[int] | None = None,
) -> Seconds:
    """How much left in a window.

    services   None: each shipment once, when its first departure leaves, or when it is delivered if
               its way has none; else each boarding of one of these services
    boxes      flows whose boxes count in place of what is in them; default all
    returns    int64 [R, 5]: boxes, milli-TEU, kg, litres, USD
    """
    total = np.zeros((block.rows, 5), dtype=np.int64)
    instead = range(len(block.plan.flows)) if boxes is None else boxes
    for flow in flows:
        if services is None:
            left = within(block.leaving(flow), window)
            total += amounts(block, flow, left & ~_goes_on(block, flow, instead))
            continue
        for stage in departure_stages(block.plan, flow):
            if block.plan.flows[flow].stages[stage].resource in services:
                left = within(block.boardings[flow][stage], window)
                total += amounts(block, flow, left)
    return total


def _goes_on(block: Block, flow: int, boxes: Collection[int]) -> Flags:
    """bool [R, N]: who passes a consolidation whose boxes leave with a departure."""
    members = np.zeros(block.trace.flows[flow].arrive.shape, dtype=np.bool_)
    for number, stage in enumerate(block.plan.flows[flow].stages):
        if stage.kind is Kind.CONSOLIDATION:
            fed = block.plan.consolidations[stage.resource].feeds
            if _leaves(block.plan, fed, boxes):
                members |= passed(block.workload, block.trace, flow, number)
    return members


def _leaves(plan: Plan, flow: int, boxes: Collection[int]) -> bool:
    """Whether a flow leaves with a departure that counts: by itself or in still larger boxes."""
    if flow in boxes and departure_stages(plan, flow):
        return True
    larger = (
        plan.consolidations[stage.resource].feeds
        for stage in plan.flows[flow].stages
        if stage.kind is Kind.CONSOLIDATION
    )
    return any(_leaves(plan, fed, boxes) for fed in larger)


def arrived(block: Block, flows: Iterable[int], window: Window) -> Seconds:
    """int64 [R, 5], as `dispatched`: what came in a window."""
    total = np.zeros((block.rows, 5), dtype=np.int64)
    for flow in flows:
        total += amounts(block, flow, within(block.trace.flows[flow].arrive, window))
    return total


def amount(kpi: str, amounts: Seconds) -> Floats:
    """float64 [R]: the column of a dispatch KPI, in its unit."""
    column, divisor = DISPATCH[kpi]
    return np.asarray(amounts[:, column] / divisor, dtype=np.float64)


def kept_share(block: Block, hub: str, window: Window) -> Floats:
    """float64 [R]: boxes that left through the hub itself, among all boxes of the hub's flows.

    A flow belongs to the hub by `hub`; its own side of the journey is the origin of an export and
    the destination of an import; another node of the hub's city is the hub too. Of a split flow,
    the routes say which of them the hub keeps.
    """
    mine = [k for k, flow in enumerate(block.plan.flows) if flow.hub == hub]
    left = {k: dispatched(block, [k], None, window) for k in mine}
    kept, every = np.zeros((2, block.rows), dtype=np.int64)
    for k in mine:
        every += left[k][:, 0]
        kept += _kept_boxes(block, k, window, left[k])
    return ratio(kept, every)


def _kept_boxes(block: Block, flow: int, window: Window, left: Seconds) -> Seconds:
    """int64 [R]: of what left of a flow, the boxes that its hub keeps."""
    one = block.plan.flows[flow]
    if one.split is not None:
        return _kept_by_route(block, flow, window)
    return left[:, 0] if _through(block.plan, one) else np.zeros_like(left[:, 0])


def _kept_by_route(block: Block, flow: int, window: Window) -> Seconds:
    """int64 [R]: boxes of a split flow that left by routes that its hub keeps."""
    split, members = block.plan.flows[flow].split, block.trace.flows[flow].arrive.shape
    kept = np.zeros(members, dtype=np.bool_)
    for number, route in enumerate(split.routes if split else ()):
        if route.kept:
            kept |= taking(block.plan.flows[flow], block.workload.flows[flow].skip, number)
    left = within(block.leaving(flow), window)
    return amounts(block, flow, left & kept)[:, 0]


def count_measures(block: Block, window: Window) -> list[Measure]:
    """What was dispatched, what the hub keeps and what came; counts go by the clock."""
    plan, found = block.plan, []
    nothing = np.zeros((block.rows, 5), dtype=np.int64)
    left = [dispatched(block, [k], None, window) for k in range(len(plan.flows))]
    shipped = [
        (key, _sum([nothing, *(left[k] for k in flows)]))
        for key, flows in _groups(plan, range(len(left)))
    ]
    shipped += [
        (Key("", service=service.name, mode=service.mode), sums)
        for service, sums in zip(plan.services, _by_service(block, window), strict=True)
    ]
    for kpi in DISPATCH:
        found += [
            measure(with_kpi(key, kpi), amount(kpi, sums), sums[:, 0]) for key, sums in shipped
        ]
    found += _shares_kept(block, window, left)
    found += _route_shares(block, window)
    came = [arrived(block, [k], window)[:, 0] for k in range(len(plan.flows))]
    for group, flows in flow_groups(plan):
        boxes = _sum([nothing[:, 0], *(came[k] for k in flows)])
        found.append(measure(with_kpi(group, "boxes_arrived"), boxes.astype(np.float64), boxes))
    return found + _ledger(block)


def _shares_kept(block: Block, window: Window, left: Sequence[Seconds]) -> list[Measure]:
    """Per hub the share that it keeps, of all its flows and then of each of their corridors."""
    groups: dict[Key, list[int]] = {}
    plan = block.plan
    for hub in dict.fromkeys(flow.hub for flow in plan.flows if flow.hub):
        mine = [k for k, flow in enumerate(plan.flows) if flow.hub == hub]
        whole = Key("share_kept_by_hub", place=hub, stat="ratio")
        groups[whole] = mine
        for k in mine:
            if plan.flows[k].corridor:
                groups.setdefault(replace(whole, corridor=plan.flows[k].corridor), []).append(k)
    kept = {
        k: _kept_boxes(block, k, window, left[k]) for k, one in enumerate(plan.flows) if one.hub
    }
    found = []
    for key, flows in groups.items():
        boxes = _sum([left[k][:, 0] for k in flows])
        found.append(measure(key, ratio(_sum([kept[k] for k in flows]), boxes), boxes))
    return found


def _sum(parts: Sequence[Seconds]) -> Seconds:
    return reduce(np.add, parts)


def _by_service(block: Block, window: Window) -> list[Seconds]:
    """Per service int64 [R, 5]: every boarding of it in the window."""
    sums = [np.zeros((block.rows, 5), dtype=np.int64) for _ in block.plan.services]
    for flow, one in enumerate(block.plan.flows):
        for stage in departure_stages(block.plan, flow):
            left = within(block.boardings[flow][stage], window)
            sums[one.stages[stage].resource] += amounts(block, flow, left)
    return sums


def with_kpi(key: Key, kpi: str) -> Key:
    """The total of a KPI over those whom a key concerns."""
    return Key(
        kpi,
        flow=key.flow,
        service=key.service,
        stat="total",
        corridor=key.corridor,
        direction=key.direction,
        partner=key.partner,
        mode=key.mode,
    )


def _route_shares(block: Block, window: Window) -> list[Measure]:
    """Of the shipments of a split flow that came, the share that took each route."""
    found = []
    for k, flow in enumerate(block.plan.flows):
        came = within(block.trace.flows[k].arrive, window)
        for number, route in enumerate(flow.split.routes if flow.split else ()):
            took = (came & taking(flow, block.workload.flows[k].skip, number)).sum(axis=1)
            key = replace(flow_key(flow, "route_share"), stage=route.name, stat="ratio")
            found.append(measure(key, ratio(took, came.sum(axis=1)), came.sum(axis=1)))
    return found


def flow_groups(plan: Plan) -> list[tuple[Key, tuple[int, ...]]]:
    """All flows, then by direction and partner, by corridor, one by one.

    Flows fed by a consolidation carry what others have brought, so they count only on their own.
    """
    own = [k for k, flow in enumerate(plan.flows) if flow.fed_by < 0]
    return _groups(plan, own)


def _groups(plan: Plan, members: Iterable[int]) -> list[tuple[Key, tuple[int, ...]]]:
    shared: dict[Key, list[int]] = {Key(""): []}
    sides: dict[Key, list[int]] = {}
    corridors: dict[Key, list[int]] = {}
    for k in members:
        flow = plan.flows[k]
        shared[Key("")].append(k)
        if flow.direction or flow.partner:
            side = Key("", direction=flow.direction, partner=flow.partner)
            sides.setdefault(side, []).append(k)
        if flow.corridor:
            corridors.setdefault(Key("", corridor=flow.corridor), []).append(k)
    groups = [*shared.items(), *sides.items(), *corridors.items()]
    single = [(flow_key(flow), (k,)) for k, flow in enumerate(plan.flows)]
    return [(key, tuple(flows)) for key, flows in groups] + single


def flow_key(flow: Flow, kpi: str = "") -> Key:
    """A key that says all there is to say about a flow."""
    return Key(
        kpi,
        flow=flow.name,
        corridor=flow.corridor,
        direction=flow.direction,
        partner=flow.partner,
    )


def _ledger(block: Block) -> list[Measure]:
    """Nothing is lost: generated = delivered + inside + refused, over the whole run."""
    whole = block.whole
    totals: dict[str, list[Seconds]] = {}
    for flow in range(len(block.plan.flows)):
        came = within(block.trace.flows[flow].arrive, whole)
        refused = block.workload.flows[flow].refused
        done = block.delivered[flow] != NEVER
        lines: tuple[tuple[str, Flags], ...] = (
            ("generated", came),
            ("delivered", came & done),
            ("inside", came & ~done),
            ("refused_too_large", refused == TOO_LARGE),
            ("refused_outside", refused == OUTSIDE_HORIZON),
        )
        for kpi, flags in lines:
            totals.setdefault(kpi, []).append(np.count_nonzero(flags, axis=1))
        totals["generated"][-1] = totals["generated"][-1] + np.count_nonzero(refused, axis=1)
    found: list[Measure] = []
    groups, nothing = flow_groups(block.plan), np.zeros(block.rows, dtype=np.int64)
    for kpi, sums in totals.items():
        for group, flows in groups:
            number = _sum([nothing, *(sums[k] for k in flows)])
            found.append(measure(with_kpi(group, kpi), number.astype(np.float64), number))
    return found


def _through(plan: Plan, flow: Flow) -> bool:
    """Whether a flow leaves (import: arrives) through its own hub, or elsewhere in its city."""
    side = {"export": (flow.origin,), "import": (flow.destination,)}
    ends = side.get(flow.direction, (flow.origin, flow.destination))
    return not city(plan, flow.hub).isdisjoint(ends)


def city(plan: Plan, node: str) -> frozenset[str]:
    """The nodes of a node's city, itself included."""
    return next((one for one in plan.cities if node in one), frozenset({node}))


def amounts(block: Block, flow: int, members: Flags) -> Seconds:
    """int64 [R, 5]: boxes, milli-TEU, kg, litres and USD of some shipments of a flow."""
    trace = block.trace.flows[flow]
    sums = np.zeros((block.rows, 5), dtype=np.int64)
    if members.any():
        counted = members.astype(np.int64)
        np.matmul(counted[:, None, :], trace.size, out=sums[:, None, :4])
        np.einsum("rn,rn->r", counted, trace.value, out=sums[:, 4])
    return sums
