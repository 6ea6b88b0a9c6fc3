"""The Time Release Study of a run: intervals between the events of formalities, and violations.

Thirteen events, T1 (means of transport arrived) to T13 (goods out of the gate), as the WCO's Guide
to Measure the Time Required for the Release of Goods names them (version 3, 2018). What is
declared before the goods arrive makes an interval negative; intervals overlap and are never added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corridor_sim.anchors import anchor_time, event_time
from corridor_sim.clock import HOUR, NEVER
from corridor_sim.events import FormalEvents
from corridor_sim.results.block import Block
from corridor_sim.results.counts import flow_key
from corridor_sim.results.measures import (
    Flags,
    Floats,
    Key,
    Measure,
    Seconds,
    measure,
    ratio,
    with_stat,
)
from corridor_sim.statistics.percentiles import rank

_Lengths = NDArray[np.int32]

#: Positions of events that are spoken of.
_OTHER_AGENCY, _RELEASED = 9, 11
_PERCENTILES = {"p50": 500, "p90": 900, "p95": 950}
#: Sorts behind every length; runs are shorter than 68 years.
_NOBODY = np.iinfo(np.int32).max
#: The channel that is told apart from all declarations.
INSPECTED = "inspected"


def study_measures(block: Block) -> list[Measure]:
    """Hours between consecutive events that happen, h, per office or place and formality.

    The key's `clock` is the interval (`T4-T5`), its `stage` the channel: empty for all, or those
    inspected. Flows that meet the same office and formality are one.
    """
    samples: dict[Key, list[_Lengths]] = {}
    for one in block.plan.formalities:
        key = Key("trs_h", place=one.office or one.place, formality=one.formality)
        inspected = _fell(block, one, one.selected)
        some = bool(inspected.any())
        for interval, lasted, counts in _intervals(block, one):
            mine = replace(key, clock=interval)
            samples.setdefault(mine, []).append(np.where(counts, lasted, _NOBODY))
            apart = samples.setdefault(replace(mine, stage=INSPECTED), [])
            if some:
                apart.append(_few(lasted, counts & inspected))
    rows = block.rows
    return [found for key, parts in samples.items() for found in _statistics(key, parts, rows)]


def _few(lasted: _Lengths, who: Flags) -> _Lengths:
    """int32 [R, M]: the lengths of those who count, side by side."""
    count = np.count_nonzero(who, axis=1)
    found = np.full((len(who), int(count.max(initial=0))), _NOBODY, dtype=np.int32)
    found[np.arange(found.shape[1]) < count[:, None]] = lasted[who]
    return found


def _intervals(block: Block, one: FormalEvents) -> Iterator[tuple[str, _Lengths, Flags]]:
    """Name, signed seconds int32 [R, N] and who counts, of each pair of neighbours that happen."""
    timed = block.timed(one.flow)
    there = [number for number, event in enumerate(one.events) if event]
    times = {number: _time(block, one, number) for number in there}
    happened = {
        number: timed & (times[number] != NEVER) & ~_skipped(block, one, number) for number in there
    }
    for before, after in pairwise(there):
        between = (times[after] - times[before]).astype(np.int32)
        yield f"T{before + 1}-T{after + 1}", between, happened[before] & happened[after]


def _time(block: Block, one: FormalEvents, number: int) -> Seconds:
    event, at = one.events[number], (block.plan, block.workload, block.trace, one.flow)
    if number == _OTHER_AGENCY:  # the permit that came last
        return reduce(np.maximum, (anchor_time(*at, anchor) for anchor in event))
    return event_time(*at, event)


def _skipped(block: Block, one: FormalEvents, number: int) -> Flags:
    """bool [R, N]: who passes none of the stages of an event."""
    skips = []
    for anchor in one.events[number]:
        skip = None if anchor.stage < 0 else block.workload.flows[one.flow].skip[anchor.stage]
        if skip is None:
            return np.zeros_like(block.untimed[one.flow])
        skips.append(skip)
    return reduce(np.logical_and, skips)


def _statistics(key: Key, parts: Sequence[_Lengths], rows: int) -> Iterator[Measure]:
    nothing = np.empty((rows, 0), dtype=np.int32)
    ordered = np.concatenate([nothing, *parts], axis=1)
    ordered.sort(axis=1)
    number = np.count_nonzero(ordered != _NOBODY, axis=1)
    total = np.where(ordered == _NOBODY, 0, ordered).sum(axis=1, dtype=np.int64)
    yield measure(with_stat(key, "mean"), ratio(total, number * HOUR), number)
    for stat, per_mille in _PERCENTILES.items():
        yield measure(with_stat(key, stat), _quantile(ordered, number, per_mille), number)


def _quantile(ordered: _Lengths, number: Seconds, per_mille: int) -> Floats:
    """float64 [R] h: the smallest with at least that share at or below it; NaN of nobody."""
    if ordered.shape[1] == 0:
        return np.full(len(number), np.nan)
    at = np.maximum(rank(number, per_mille), 0)
    value = np.take_along_axis(ordered, at[:, None], axis=1)[:, 0] / HOUR
    return np.where(number > 0, value, np.nan)


def violation_measures(block: Block) -> list[Measure]:
    """Violations present, found and missed among what was released, and the share inspected.

    Per flow and formality, and per office and direction: the yield of inspection beside its hours.
    What is inspected less is found less.
    """
    single: dict[Key, list[FormalEvents]] = {}
    office: dict[Key, list[FormalEvents]] = {}
    for one in block.plan.formalities:
        if one.violation < 0:
            continue
        flow = block.plan.flows[one.flow]
        key = replace(flow_key(flow), place=one.place, formality=one.formality)
        single.setdefault(key, []).append(one)
        if one.office:
            way = {"export": "export", "import": "import", "entry": "import"}.get(one.formality, "")
            office.setdefault(Key("", place=one.office, direction=way), []).append(one)
    return [
        found
        for key, ones in (*single.items(), *office.items())
        for found in _yield(block, key, ones)
    ]


def _yield(block: Block, key: Key, ones: Sequence[FormalEvents]) -> Iterator[Measure]:
    rows = block.rows
    released, inspected, present, found = np.zeros((4, rows), dtype=np.int64)
    for one in ones:
        out = _time(block, one, _RELEASED) != NEVER
        out &= block.timed(one.flow) & ~_skipped(block, one, _RELEASED)
        guilty = out & _fell(block, one, one.violation)
        released += np.count_nonzero(out, axis=1)
        inspected += np.count_nonzero(out & _fell(block, one, one.selected), axis=1)
        present += np.count_nonzero(guilty, axis=1)
        found += np.count_nonzero(guilty & _fell(block, one, one.found), axis=1)
    for kpi, values in (
        ("violations_present", present),
        ("violations_found", found),
        ("violations_missed", present - found),
    ):
        yield measure(replace(key, kpi=kpi, stat="total"), values.astype(np.float64), released)
    yield measure(
        replace(key, kpi="share_inspected", stat="ratio"), ratio(inspected, released), released
    )


def _fell(block: Block, one: FormalEvents, choice: int) -> Flags:
    """bool [R, N]: whom a choice of yes or no hit; nobody where it is not drawn."""
    options = block.workload.flows[one.flow].options
    fell: NDArray[np.int8] | None = options[choice] if 0 <= choice < len(options) else None
    if fell is None:
        return np.zeros_like(block.untimed[one.flow])
    yes = block.plan.flows[one.flow].choices[choice].options.index("yes")
    return np.asarray(fell == yes)
