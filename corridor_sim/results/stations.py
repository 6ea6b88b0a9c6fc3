"""Stations: how busy the servers are, how long the queue is, how long one waits.

Everything goes by the clock over [0, end of demand): queues over all of it, use over the days from
the first with work to the last and over the busiest stretch (`busy`). The waits are those of
shipments that came after the warm-up.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corridor_sim.plan import Kind, Plan
from corridor_sim.results.block import Block
from corridor_sim.results.busy import Opening, Use, use, used_by_day
from corridor_sim.results.figures import BRIEF
from corridor_sim.results.measures import Flags, Floats, Key, Measure, Seconds, measure, ratio
from corridor_sim.results.samples import Samples
from corridor_sim.results.shifts import served_by_shift
from corridor_sim.results.spells import Spells
from corridor_sim.results.times import wait
from corridor_sim.shifts import shifts_of


def stages_of(plan: Plan, kind: Kind, count: int) -> list[list[tuple[int, int]]]:
    """Per resource of a kind, (flow, stage) of every stage that it serves."""
    found: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for k, flow in enumerate(plan.flows):
        for number, stage in enumerate(flow.stages):
            if stage.kind is kind:
                found[stage.resource].append((k, number))
    return found


def queueing(block: Block, flow: int, stage: int) -> Spells:
    """From ready to start of every visit, warm-up included."""
    trace = block.trace.flows[flow]
    return Spells(trace.ready[stage], trace.start[stage], block.workload.flows[flow].skip[stage])


def serving(block: Block, flow: int, stage: int) -> Spells:
    """From start to end of every visit, warm-up included."""
    trace = block.trace.flows[flow]
    return Spells(trace.start[stage], trace.end[stage], block.workload.flows[flow].skip[stage])


def queue_lengths(waits: Sequence[Spells], horizon: int, rows: int) -> tuple[Floats, Seconds]:
    """How many wait in [0, horizon); who is served at once never waits.

    returns   float64 [R], the time average: by Little's law, path by path, the sum of the waits,
              cut at the horizon, over the horizon; int64 [R], the most at once
    """
    row, come, go = _waits(waits, horizon)
    count = np.bincount(row, minlength=rows)
    waited = np.concatenate([[0], np.cumsum(go - come)])
    last = np.cumsum(count)
    mean = ratio(waited[last] - waited[last - count], np.full(rows, horizon))
    most = int(count.max(initial=0))
    if not most:
        return mean, np.zeros(rows, dtype=np.int64)
    # Each row's beginnings in the first half of its places, its ends in the second. An instant's
    # ends come before its beginnings, so that nobody is counted with who takes his place.
    at = np.arange(len(row)) + np.repeat(np.arange(rows) * 2 * most - (last - count), count)
    beyond = 2 * horizon + 2
    kind = np.int32 if beyond < np.iinfo(np.int32).max else np.int64
    events = np.full((rows, 2 * most), beyond, dtype=kind)
    events.ravel()[at] = 2 * come + 1
    events.ravel()[at + most] = 2 * go
    events.sort(axis=1)
    steps = ((events & 1) * 2 - 1).astype(np.int32)
    longest: Seconds = np.cumsum(steps, axis=1, out=steps).max(axis=1, initial=0).astype(np.int64)
    return mean, longest


def _waits(waits: Sequence[Spells], horizon: int) -> tuple[Seconds, Seconds, Seconds]:
    """Row, beginning and end (cut at the horizon) of all waits in [0, horizon), row by row."""
    parts = [(np.empty(0, dtype=np.int64),) * 3]
    for one in waits:
        waiting = (one.begun < horizon) & (one.ended > one.begun)
        if one.absent is not None:
            waiting &= ~one.absent
        at = np.flatnonzero(waiting)
        row = at // max(waiting.shape[1], 1)
        go = np.minimum(one.ended.ravel()[at], horizon)
        parts.append((row, one.begun.ravel()[at], go))
    row, come, go = (np.concatenate(column) for column in zip(*parts, strict=True))
    if len(parts) > 2:  # noqa: PLR2004 - one part is in the order of the rows already
        order = np.argsort(row, kind="stable")
        row, come, go = row[order], come[order], go[order]
    return row, come, go


def utilisation(block: Block, station: int, stages: Sequence[tuple[int, int]]) -> Use:
    """Busy open server-seconds over open server-seconds, within [0, end of demand)."""
    shifts = shifts_of(block.plan, block.plan.stations[station])
    served = [serving(block, *at) for at in stages]
    worked, able = np.zeros((2, 1, 1), dtype=np.int64)
    for (servers, calendar), mine in zip(
        shifts, served_by_shift(block, shifts, stages, served), strict=True
    ):
        opening = Opening(calendar, block.plan.end)
        worked = worked + used_by_day(mine, opening, block.rows)
        able = able + servers * opening.by_day()
    return use(worked, able.ravel())


def station_measures(samples: Samples) -> list[Measure]:
    """Per station: utilisation, served, queue (mean, longest) and wait of all who pass it."""
    block = samples.block
    found: list[Measure] = []
    rows, horizon = block.rows, block.plan.end
    users = stages_of(block.plan, Kind.STATION, len(block.plan.stations))
    waited = samples.measures(
        [
            (Key("wait_h", station=one.name, place=one.node), [(wait, *at) for at in stages])
            for one, stages in zip(block.plan.stations, users, strict=True)
        ],
        BRIEF,
    )
    for k, station in enumerate(block.plan.stations):
        waits = [queueing(block, *at) for at in users[k]]
        served = [serving(block, *at) for at in users[k]]
        done = happened([(one.ended, one.absent) for one in served], horizon, rows)
        came = happened([(one.begun, one.absent) for one in waits], horizon, rows)
        mean, longest = queue_lengths(waits, horizon, rows)
        used = utilisation(block, k, users[k])
        numbers: list[tuple[str, str, Floats, Seconds]] = [
            ("utilisation", "ratio", used.mean, done),
            ("utilisation", "busiest", used.busiest, done),
            ("served", "total", done.astype(np.float64), done),
            ("queue", "mean", mean, came),
            ("queue", "max", longest.astype(np.float64), came),
        ]
        found += [
            measure(Key(kpi, station=station.name, place=station.node, stat=stat), values, count)
            for kpi, stat, values, count in numbers
        ]
        found += waited[k * len(BRIEF) : (k + 1) * len(BRIEF)]
    return found


def happened(events: Sequence[tuple[Seconds, Flags | None]], horizon: int, rows: int) -> Seconds:
    """int64 [R]: how many of some events lie in [0, horizon), but for the absent."""
    number = np.zeros(rows, dtype=np.int64)
    for times, absent in events:
        inside = (times >= 0) & (times < horizon)
        number += np.count_nonzero(inside if absent is None else inside & ~absent, axis=1)
    return number
