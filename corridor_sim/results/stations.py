"""Stations: how busy the servers are, how long the queue is, how long one waits.

Everything goes by the clock over [0, end of demand), except the waits, which are those of shipments
that came after the warm-up.
"""

from __future__ import annotations

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.plan import Calendar, Kind
from corridor_sim.results.block import Block
from corridor_sim.results.events import passed, within
from corridor_sim.results.measures import Floats, Key, Measure, Seconds, measure, ratio
from corridor_sim.results.spells import BRIEF, Spells, statistics, together
from corridor_sim.results.times import wait


def open_seconds(calendar: Calendar, until: Seconds, horizon: int) -> Seconds:
    """Open seconds in [0, until), for instants of any shape up to the horizon."""
    opens = np.clip(calendar.opens, 0, horizon)
    closes = np.clip(calendar.closes, 0, horizon)
    if len(opens) == 0:
        return np.zeros_like(until)
    before = np.concatenate([[0], np.cumsum(closes - opens)])
    begun = np.searchsorted(opens, until, side="right")
    current = np.maximum(begun - 1, 0)
    inside = np.minimum(until, closes[current]) - opens[current]
    return np.where(begun > 0, before[current] + inside, 0)


def visits(block: Block, station: int) -> list[tuple[int, int]]:
    """(flow, stage) of every stage that this station serves."""
    return [
        (k, number)
        for k, flow in enumerate(block.plan.flows)
        for number, stage in enumerate(flow.stages)
        if stage.kind is Kind.STATION and stage.resource == station
    ]


def queueing(block: Block, station: int) -> Spells:
    """From ready to start of every visit, warm-up included."""
    return _all_visits(block, station, "ready", "start")


def serving(block: Block, station: int) -> Spells:
    """From start to end of every visit, warm-up included."""
    return _all_visits(block, station, "start", "end")


def mean_queue(waits: Spells, horizon: int) -> Floats:
    """float64 [R]: time-average number waiting in [0, horizon).

    By Little's law, path by path: the sum of the waits, cut at the horizon, over the horizon.
    """
    begun, ended = np.minimum(waits.begun, horizon), np.minimum(waits.ended, horizon)
    waited = (ended - begun).sum(axis=1)
    return ratio(waited, np.full_like(waited, horizon))


def longest_queue(waits: Spells, horizon: int) -> Seconds:
    """int64 [R]: most that wait at once in [0, horizon); who is served at once never waits."""
    # An instant's departures come before its arrivals, so passing zero waits raise nothing.
    come = np.where(waits.begun < horizon, 2 * waits.begun + 1, NEVER)
    go = np.where(waits.ended < horizon, 2 * waits.ended, NEVER)
    events = np.sort(np.concatenate([come, go], axis=1), axis=1)
    steps = np.where(events == NEVER, 0, np.where(events % 2 == 1, 1, -1))
    longest: Seconds = np.cumsum(steps, axis=1).max(axis=1, initial=0)
    return longest


def utilisation(block: Block, station: int) -> Floats:
    """float64 [R]: busy open server-seconds over open server-seconds, in [0, end of demand)."""
    plan = block.plan
    one, horizon = plan.stations[station], plan.end
    calendar = plan.calendars[one.calendar]
    served = serving(block, station)
    begun = open_seconds(calendar, np.minimum(served.begun, horizon), horizon)
    ended = open_seconds(calendar, np.minimum(served.ended, horizon), horizon)
    busy = (ended - begun).sum(axis=1)
    room = one.servers * open_seconds(calendar, np.full(block.rows, horizon), horizon)
    return ratio(busy, room)


def station_measures(block: Block) -> list[Measure]:
    """Per station: utilisation, served, queue (mean, longest) and wait of all who pass it."""
    found: list[Measure] = []
    horizon = block.plan.end
    for k, station in enumerate(block.plan.stations):
        waits, served = queueing(block, k), serving(block, k)
        done = within(served.ended, (0, horizon)).sum(axis=1)
        came = within(waits.begun, (0, horizon)).sum(axis=1)
        place, name = station.node, station.name
        found += [
            measure(
                Key("utilisation", station=name, place=place, stat="ratio"),
                utilisation(block, k),
                done,
            ),
            measure(
                Key("served", station=name, place=place, stat="total"),
                done.astype(np.float64),
                done,
            ),
            measure(
                Key("queue", station=name, place=place, stat="mean"),
                mean_queue(waits, horizon),
                came,
            ),
            measure(
                Key("queue", station=name, place=place, stat="max"),
                longest_queue(waits, horizon).astype(np.float64),
                came,
            ),
        ]
        timed = together((wait(block, f, s) for f, s in visits(block, k)), block.rows)
        key = Key("wait_h", station=name, place=place)
        found += statistics(key, timed, block.plan.stop, BRIEF)
    return found


def _all_visits(block: Block, station: int, first: str, last: str) -> Spells:
    parts = []
    for flow, stage in visits(block, station):
        trace = block.trace.flows[flow]
        there = passed(block.workload, block.trace, flow, stage)
        times = {"ready": trace.ready, "start": trace.start, "end": trace.end}
        parts.append(
            Spells(
                np.where(there, times[first][stage], NEVER),
                np.where(there, times[last][stage], NEVER),
            )
        )
    return together(parts, block.rows)
