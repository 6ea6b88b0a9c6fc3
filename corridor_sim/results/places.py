"""Places that are kept: how many are taken, how many wait for one, and for how long."""

from __future__ import annotations

import numpy as np

from corridor_sim.plan import Calendar, Kind
from corridor_sim.results.block import Block
from corridor_sim.results.busy import Opening, use, used_by_day
from corridor_sim.results.figures import BRIEF
from corridor_sim.results.measures import Floats, Key, Measure, Seconds, measure
from corridor_sim.results.samples import Samples
from corridor_sim.results.spells import Spells
from corridor_sim.results.stations import happened, queue_lengths, queueing, stages_of
from corridor_sim.results.times import wait


def place_measures(samples: Samples) -> list[Measure]:
    """Per pool: share of the places kept, kept at once (mean, most), entered, queue and wait."""
    block = samples.block
    found: list[Measure] = []
    rows, horizon = block.rows, block.plan.end
    users = stages_of(block.plan, Kind.HOLD, len(block.plan.places))
    always = Opening(Calendar("", *(np.array([at]) for at in (0, horizon))), horizon)
    for pool, stages in zip(block.plan.places, users, strict=True):
        kept = [_kept(block, *at) for at in stages]
        waits = [queueing(block, *at) for at in stages]
        entered = happened([(one.begun, one.absent) for one in kept], horizon, rows)
        came = happened([(one.begun, one.absent) for one in waits], horizon, rows)

        mean, most = queue_lengths(kept, horizon, rows)
        used = use(used_by_day(kept, always, rows), pool.places * always.by_day())
        queue, longest = queue_lengths(waits, horizon, rows)
        numbers: list[tuple[str, str, Floats, Seconds]] = [
            ("utilisation", "ratio", used.mean, entered),
            ("utilisation", "busiest", used.busiest, entered),
            ("places_kept", "mean", mean, entered),
            ("places_kept", "max", most.astype(np.float64), entered),
            ("served", "total", entered.astype(np.float64), entered),
            ("queue", "mean", queue, came),
            ("queue", "max", longest.astype(np.float64), came),
        ]
        found += [
            measure(Key(kpi, station=pool.name, place=pool.node, stat=stat), values, count)
            for kpi, stat, values, count in numbers
        ]
        key = Key("wait_h", station=pool.name, place=pool.node)
        found += samples.measures([(key, [(wait, *at) for at in stages])], BRIEF)
    return found


def _kept(block: Block, flow: int, stage: int) -> Spells:
    """From entry to the return of the place."""
    trace = block.trace.flows[flow]
    until = block.plan.flows[flow].stages[stage].until
    return Spells(trace.start[stage], trace.end[until], block.workload.flows[flow].skip[stage])
