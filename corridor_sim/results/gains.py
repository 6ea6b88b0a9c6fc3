"""Gains: what a shipment has of an arm, beside what the same shipment had in the base.

Arms that change no demand share every shipment's luck (law L3), so shipment n here and there is one
and the same, and its hours may be subtracted. What is counted is the distribution: before a weekly
departure most who are ready some hours sooner gain nothing, and a few gain a week.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import HOUR, NEVER
from corridor_sim.plan import Plan
from corridor_sim.results.block import Block
from corridor_sim.results.counts import flow_key
from corridor_sim.results.events import departure_stages, slots
from corridor_sim.results.measures import Flags, Floats, Key, Measure, Seconds, measure, ratio
from corridor_sim.statistics.percentiles import rank

#: Less than this either way counts as no change of a delivery.
FELT = HOUR
_PERCENTILES = {"p10": 100, "p50": 500, "p90": 900}
_NOBODY = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Known:
    """What a block leaves of a flow to be compared with: small, no trace.

    arrive      int64 [R, N] s, NEVER where nobody came
    delivered   int64 [R, N] s, NEVER where not within the run
    listed      int64 [R, N] s: ready for the first departure it takes; NEVER where it takes none
    left        int64 [R, N] s: when that departure leaves
    timed       bool [R, N]: counts in time KPIs
    """

    arrive: Seconds
    delivered: Seconds
    listed: Seconds
    left: Seconds
    timed: Flags


def known(block: Block) -> tuple[Known, ...]:
    """What each flow of a block is compared by."""
    return tuple(_known(block, flow) for flow in range(len(block.plan.flows)))


def _known(block: Block, flow: int) -> Known:
    times = block.trace.flows[flow]
    left = block.first_departure(flow)
    listed = np.full_like(times.arrive, NEVER)
    for stage in departure_stages(block.plan, flow):
        aboard = slots(block.trace, flow, stage) >= 0
        first = aboard & (times.start[stage] == left)
        listed = np.where(first, times.ready[stage], listed)
    return Known(times.arrive, block.delivered[flow], listed, left, block.timed(flow))


def lasted(known: Known) -> NDArray[np.int32]:
    """int32, s: the door to door times of whoever counts and was delivered, of all replications."""
    done = known.timed & (known.delivered != NEVER) & (known.arrive != NEVER)
    return np.asarray(known.delivered[done] - known.arrive[done], dtype=np.int32)


def alike(base: Known, arm: Known) -> bool:
    """Whether shipment n here is shipment n there: as many came, each at the same second."""
    width = min(base.arrive.shape[1], arm.arrive.shape[1])
    return (
        np.array_equal(base.arrive[:, :width], arm.arrive[:, :width])
        and bool(np.all(base.arrive[:, width:] == NEVER))
        and bool(np.all(arm.arrive[:, width:] == NEVER))
    )


def gain_measures(plan: Plan, base: Sequence[Known], arm: Sequence[Known]) -> list[Measure]:
    """What the shipments of every flow and corridor gain, one number per replication.

    Flows of boxes are left out: the k-th box closed holds other goods in another arm. Where the
    demand differs shipments cannot be told apart, and every value is NaN.
    """
    pools: dict[Key, list[_Gain]] = {}
    for flow, here, there in zip(plan.flows, base, arm, strict=True):
        if flow.fed_by >= 0:
            continue
        gain = _gain(here, there)
        pools[flow_key(flow)] = [gain]
        if flow.corridor:
            pools.setdefault(Key("", corridor=flow.corridor), []).append(gain)
    return [found for key, gains in pools.items() for found in _measures(key, gains)]


@dataclass(frozen=True, slots=True)
class _Gain:
    """Differences of the shipments of one flow; `saved` is int64 [R, N], seconds sooner.

    both        bool [R, N]: delivered in base and arm
    sooner      int64 [R, N]: seconds sooner ready for the departure; `listed` bool [R, N]: by whom
    departure   int8 [R, N]: -1 an earlier departure, 1 a later one, 0 the same, of those listed
    count       int64 [R], shipments that came; 0 where they cannot be told apart
    """

    saved: Seconds
    both: Flags
    sooner: Seconds
    listed: Flags
    departure: NDArray[np.int8]
    count: Seconds


def _gain(base: Known, arm: Known) -> _Gain:
    same = alike(base, arm)
    width = min(base.arrive.shape[1], arm.arrive.shape[1])
    here = base.timed[:, :width] & (base.arrive[:, :width] != NEVER)
    if not same:
        here = np.zeros_like(here)
    before, after = base.delivered[:, :width], arm.delivered[:, :width]
    both = here & (before != NEVER) & (after != NEVER)
    listed = here & (base.left[:, :width] != NEVER) & (arm.left[:, :width] != NEVER)
    moved = np.sign(arm.left[:, :width] - base.left[:, :width]).astype(np.int8)
    return _Gain(
        np.where(both, before - after, 0),
        both,
        np.where(listed, base.listed[:, :width] - arm.listed[:, :width], 0),
        listed,
        np.where(listed, moved, np.int8(0)),
        np.count_nonzero(here, axis=1),
    )


def _measures(key: Key, gains: Sequence[_Gain]) -> Iterator[Measure]:
    count: Seconds = reduce(np.add, (one.count for one in gains))
    number = _counted(gains, lambda one: one.both)
    unfinished = count - number
    total: Seconds = reduce(np.add, (one.saved.sum(axis=1) for one in gains))

    def one(kpi: str, stat: str, values: Floats, of: Seconds) -> Measure:
        return measure(_named(key, kpi, stat), values, of, unfinished)

    yield one("saved_h", "mean", ratio(total, number * HOUR), number)
    for stat, value in _percentiles(gains, number).items():
        yield one("saved_h", stat, value, number)
    gained = _counted(gains, lambda g: g.both & (g.saved >= FELT))
    lost = _counted(gains, lambda g: g.both & (g.saved <= -FELT))
    won: Seconds = reduce(
        np.add, (np.where(g.saved >= FELT, g.saved, 0).sum(axis=1) for g in gains)
    )
    yield one("share_sooner", "ratio", ratio(gained, number), number)
    yield one("share_unmoved", "ratio", ratio(number - gained - lost, number), number)
    yield one("share_later", "ratio", ratio(lost, number), number)
    yield one("saved_by_sooner_h", "mean", ratio(won, gained * HOUR), gained)
    boarded = _counted(gains, lambda g: g.listed)
    ready: Seconds = reduce(np.add, (g.sooner.sum(axis=1) for g in gains))
    earlier = _counted(gains, lambda g: g.departure < 0)
    later = _counted(gains, lambda g: g.departure > 0)
    yield one("ready_sooner_h", "mean", ratio(ready, boarded * HOUR), boarded)
    yield one("share_earlier_departure", "ratio", ratio(earlier, boarded), boarded)
    yield one("share_later_departure", "ratio", ratio(later, boarded), boarded)


def _counted(gains: Sequence[_Gain], which: Callable[[_Gain], Flags]) -> Seconds:
    found: Seconds = reduce(np.add, (np.count_nonzero(which(one), axis=1) for one in gains))
    return found


def _percentiles(gains: Sequence[_Gain], number: Seconds) -> dict[str, Floats]:
    """The smallest saving that at least that share do not exceed, h, per replication."""
    ordered = np.concatenate([np.where(one.both, one.saved, _NOBODY) for one in gains], axis=1)
    ordered.sort(axis=1)
    found: dict[str, Floats] = {}
    for stat, per_mille in _PERCENTILES.items():
        at = np.maximum(rank(number, per_mille), 0)
        if ordered.shape[1] == 0:
            found[stat] = np.full(len(number), np.nan)
            continue
        value = np.take_along_axis(ordered, at[:, None], axis=1)[:, 0] / HOUR
        found[stat] = np.where(number > 0, value, np.nan)
    return found


def lead_measures(block: Block) -> list[Measure]:
    """The lead that a shipper must allow before a departure, per flow that takes one.

    From the shipment's arrival to being ready for its first departure, at the 95th percentile: who
    comes that long before the cut-off misses it once in twenty. And how many departures carry the
    flow, since a percentile of journeys that share few of them says little.
    """
    found = []
    for k, flow in enumerate(block.plan.flows):
        stages = departure_stages(block.plan, k)
        if not stages:
            continue
        one = _known(block, k)
        aboard = one.timed & (one.listed != NEVER)
        ordered = np.where(aboard, one.listed - one.arrive, _NOBODY)
        ordered.sort(axis=1)
        number = np.count_nonzero(aboard, axis=1)
        at = np.maximum(rank(number, 950), 0)
        key = flow_key(flow)
        if ordered.shape[1]:
            lead = np.take_along_axis(ordered, at[:, None], axis=1)[:, 0] / HOUR
            lead = np.where(number > 0, lead, np.nan)
        else:
            lead = np.full(len(number), np.nan)
        found.append(measure(_named(key, "lead_needed_h", "p95"), lead, number))
        used = _departures(block, k, stages, one.timed)
        found.append(
            measure(_named(key, "departures_used", "total"), used.astype(np.float64), used)
        )
    return found


def _departures(block: Block, flow: int, stages: Sequence[int], timed: Flags) -> Seconds:
    """int64 [R]: how many departures somebody of the flow took."""
    used = np.zeros(block.rows, dtype=np.int64)
    for stage in stages:
        service = block.plan.flows[flow].stages[stage].resource
        slot = slots(block.trace, flow, stage)
        taken = np.zeros((block.rows, block.workload.trips[service].start.shape[1]), dtype=np.bool_)
        row, number = np.nonzero(timed & (slot >= 0))
        taken[row, slot[row, number]] = True
        used += np.count_nonzero(taken, axis=1)
    return used


def _named(key: Key, kpi: str, stat: str) -> Key:
    return replace(key, kpi=kpi, stat=stat)
