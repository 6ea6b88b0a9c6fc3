"""Violations: present, found, missed among what was released; how much was inspected for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.events import RELEASED, FormalEvents, direction_of
from corridor_sim.results.block import Block
from corridor_sim.results.counts import flow_key
from corridor_sim.results.formalities import event_seconds, fell, passed_by
from corridor_sim.results.measures import Key, Measure, measure, ratio


def violation_measures(block: Block) -> list[Measure]:
    """Violations present, found and missed among what was released; the share inspected; the yield.

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
            way = direction_of(one.formality)
            office.setdefault(Key("", place=one.office, direction=way), []).append(one)
    return [
        found
        for key, ones in (*single.items(), *office.items())
        for found in _yield(block, key, ones)
    ]


def _yield(block: Block, key: Key, ones: Sequence[FormalEvents]) -> Iterator[Measure]:
    released, inspected, present, found = np.zeros((4, block.rows), dtype=np.int64)
    for one in ones:
        out = event_seconds(block, one, RELEASED) != NEVER
        out &= block.timed(one.flow)
        skip = passed_by(block, one.flow, one.events[RELEASED])
        if skip is not None:
            out &= ~skip
        guilty = out & fell(block, one, one.violation)
        released += np.count_nonzero(out, axis=1)
        inspected += np.count_nonzero(out & fell(block, one, one.selected), axis=1)
        present += np.count_nonzero(guilty, axis=1)
        found += np.count_nonzero(guilty & fell(block, one, one.found), axis=1)
    for kpi, values in (
        ("violations_present", present),
        ("violations_found", found),
        ("violations_missed", present - found),
    ):
        yield measure(replace(key, kpi=kpi, stat="total"), values.astype(np.float64), released)
    for kpi, above, below in (
        ("share_inspected", inspected, released),
        ("inspection_yield", found, inspected),
    ):
        yield measure(replace(key, kpi=kpi, stat="ratio"), ratio(above, below), below)
