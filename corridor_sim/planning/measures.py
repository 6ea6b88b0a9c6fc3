"""What shipments measure: sizes, weights, values, parcels, and who is too large (law L6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from corridor_sim.chance.laws import Law, quantile
from corridor_sim.clock import NEVER
from corridor_sim.plan import UNITS, Flow, Kind, Plan, SizeClass, Stage
from corridor_sim.planning.draws import Draws, flow_luck, once

Seconds = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Options = NDArray[np.signedinteger]

_KG = UNITS.index("kg")
# Up to so many edges are cheaper compared one by one than searched.
_FEW_EDGES = 12


def fallen(edges: Sequence[float] | Floats, luck: Floats) -> Options:
    """Between which two of the rising edges each uniform lies: how many are not above it."""
    if len(edges) > _FEW_EDGES:
        return np.searchsorted(edges, luck, side="right")
    found = np.zeros(luck.shape, dtype=np.int8)
    for edge in edges:
        found += luck >= edge
    return found


def measures(
    flow: Flow, draws: Draws, shape: tuple[int, int]
) -> tuple[Seconds, Seconds, Seconds | None]:
    """Sizes [R, N, 4] in plan.UNITS, values [R, N] in USD and parcels [R, N], if any."""
    demand = flow.demand
    size, value, parcels = once(
        flow, "size", draws, (demand.sizes, shape), lambda: _drawn(flow, draws, shape)
    )
    if demand.given_size is not None:
        size = np.where(demand.given_size[None] > 0, demand.given_size[None], size)
    if demand.given_value is not None:
        value = np.where(demand.given_value[None] >= 0, demand.given_value[None], value)
    return size, value, parcels


def classes(flow: Flow, draws: Draws, shape: tuple[int, int]) -> NDArray[np.intp]:
    """The position of each shipment's class under `sizes`, [R, N]."""
    sizes = flow.demand.sizes
    if len(sizes) <= 1:
        return np.zeros(shape, dtype=np.intp)
    edges = np.cumsum([one.share for one in sizes])[:-1]
    return fallen(edges, flow_luck(flow, "size", draws, shape[1])).astype(np.intp)


def _drawn(
    flow: Flow, draws: Draws, shape: tuple[int, int]
) -> tuple[Seconds, Seconds, Seconds | None]:
    """Sizes, values and parcels by the classes alone."""
    sizes, chosen = flow.demand.sizes, classes(flow, draws, shape)
    if len(sizes) > 1:
        size = np.take(_table(sizes), chosen, axis=0)
    else:
        size = np.empty((*shape, len(UNITS)), dtype=np.int64)
        size[...] = _table(sizes)[0]
    size[..., _KG] = _by_class(flow, "weight", [one.weight for one in sizes], chosen, draws)
    value = _by_class(flow, "value", [one.value for one in sizes], chosen, draws)
    parcels = np.array([one.parcels for one in sizes], dtype=np.int64)
    return size, value, parcels[chosen] if parcels.any() else None


def _table(sizes: Sequence[SizeClass]) -> Numbers:
    """What does not depend on luck, a row per class."""
    rows = [[one.box, one.milli_teu, 0, one.litre] for one in sizes]
    return np.array(rows, dtype=np.int64).reshape(len(sizes), len(UNITS))


def _by_class(
    flow: Flow, stream: str, laws: Sequence[Law], chosen: NDArray[np.intp], draws: Draws
) -> Seconds:
    if not any(law.draws for law in laws):
        middles = np.concatenate([quantile(law, np.full(1, 0.5)) for law in laws])
        alike = np.floor(middles + 0.5).astype(np.int64)
        return alike[chosen] if len(laws) > 1 else np.full(chosen.shape, alike[0])
    luck = flow_luck(flow, stream, draws, chosen.shape[1])
    if len(laws) == 1:
        result = quantile(laws[0], luck)
    else:
        result = np.empty(chosen.shape)
        for option, law in enumerate(laws):
            mine = chosen == option
            result[mine] = quantile(law, luck[mine])
    result += 0.5
    return np.floor(result, out=result).astype(np.int64)


@dataclass(slots=True)
class Limits:
    """What a shipment must fit into, once worked out for all flows that meet it."""

    plan: Plan
    known: dict[int, Numbers] = field(default_factory=dict)

    def too_large(self, flow: Flow, size: Seconds, skip: Sequence[Flags | None]) -> Flags | None:
        """Who fits no departure, or no box, that its journey needs; None where all fit."""
        most = np.full(len(UNITS), -1, dtype=np.int64)
        large: Flags | None = None
        for stage, skipped in zip(flow.stages, skip, strict=True):
            limits = self._of(stage)
            if limits is None:
                continue
            for unit in np.flatnonzero((most < 0) & np.any(limits < NEVER, axis=0)):
                most[unit] = size[..., unit].max(initial=0)
            if np.any(np.all(most <= limits, axis=1)):
                continue
            beyond = np.ones(size.shape[:2], dtype=np.bool_)
            for limit in limits:
                beyond &= _beyond(size, limit, most)
            if skipped is not None:
                beyond &= ~skipped
            large = beyond if large is None else large | beyond
        return large

    def _of(self, stage: Stage) -> Numbers | None:
        """Rows [n, 4], one of which is enough."""
        if stage.kind is Kind.CONSOLIDATION:
            capacity = self.plan.consolidations[stage.resource].capacity
            return np.where(capacity > 0, capacity, NEVER)[None]
        if stage.kind is not Kind.DEPARTURES:
            return None
        if stage.resource not in self.known:
            capacity = self.plan.services[stage.resource].capacity
            alike = len(capacity) > 0 and bool(np.all(capacity == capacity[0]))
            self.known[stage.resource] = capacity[:1] if alike else np.unique(capacity, axis=0)
        return self.known[stage.resource]


def _beyond(size: Seconds, limit: Numbers, most: Numbers) -> Flags:
    beyond = np.zeros(size.shape[:2], dtype=np.bool_)
    for unit in np.flatnonzero(most > limit):
        beyond |= size[..., unit] > limit[unit]
    return beyond
