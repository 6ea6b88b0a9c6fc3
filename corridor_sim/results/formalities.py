"""Formalities: when each event of one happened, and whom a choice hit."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from corridor_sim.anchors import anchor_time, event_time
from corridor_sim.events import OTHER_AGENCY, Anchor, FormalEvents
from corridor_sim.results.block import Block
from corridor_sim.results.events import Flags, Seconds


def event_seconds(block: Block, one: FormalEvents, number: int) -> Seconds:
    """int64 [R, N] s: when event T`number + 1` happened, NEVER: not before the clock stopped.

    Of a shipment for which it does not happen (`passed_by`), when it was due.
    """
    event, at = one.events[number], (block.plan, block.workload, block.trace, one.flow)
    if number == OTHER_AGENCY:  # the permit that came last
        return reduce(np.maximum, (anchor_time(*at, anchor) for anchor in event))
    return event_time(*at, event)


def passed_by(block: Block, flow: int, anchors: Iterable[Anchor]) -> Flags | None:
    """bool [R, N]: who passes none of the stages of an event; None: everybody passes one."""
    skips = []
    for anchor in anchors:
        skip = None if anchor.stage < 0 else block.workload.flows[flow].skip[anchor.stage]
        if skip is None:
            return None
        skips.append(skip)
    return reduce(np.logical_and, skips)


def fell(block: Block, one: FormalEvents, choice: int, option: str = "yes") -> Flags:
    """bool [R, N]: for whom a choice fell so; nobody where it is not drawn."""
    options = block.workload.flows[one.flow].options
    kept: NDArray[np.int8] | None = options[choice] if 0 <= choice < len(options) else None
    if kept is None:
        return np.zeros_like(block.untimed[one.flow])
    known = block.plan.flows[one.flow].choices[choice].options
    return np.asarray(kept == known.index(option))
