"""The screen of a consolidation: given who went into which box, why each box closed when it did.

What a replay would do member by member is told by each box's first and last member and by the one
who came next (`invariants.boxes` names the laws).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_sim.clock import NEVER
from corridor_sim.engine.invariants.screens.lines import Line, slots
from corridor_sim.plan import Consolidation, Plan
from corridor_sim.trace import Trace

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: When a box closed that had no reason to.
_WITHOUT_REASON = -1


@dataclass(frozen=True, slots=True)
class _Boxes:
    """The members of all replications end to end, and the runs of them that are boxes.

    row, ready    int64 [n]
    first, last   int64 [boxes], the first and the last member of each
    box           int64 [n], the box of each member
    """

    row: Seconds
    ready: Seconds
    first: Seconds
    last: Seconds
    box: Seconds


def boxes(plan: Plan, trace: Trace, number: int, asking: Line) -> Flags:
    """bool [R]: where a law of the consolidation may be broken."""
    one, flows, stop = plan.consolidations[number], trace.flows, plan.stop
    here = asking.ready < NEVER
    start = asking.column(lambda flow, stage: flows[flow].start[stage], NEVER)
    end = asking.column(lambda flow, stage: flows[flow].end[stage], NEVER)[here]
    slot = asking.column(lambda flow, stage: slots(trace, flow, stage), -1)
    closed = np.where(start < NEVER, slot, -1).max(axis=1, initial=-1) + 1
    places = np.where(start < NEVER, slot, closed[:, None])[here]
    made = _made(np.nonzero(here)[0], asking.ready[here], places)
    sizes = asking.column(lambda flow, _: flows[flow].size[..., 2], 0)[here]

    wrong = np.zeros(asking.rows, dtype=np.bool_)
    before = np.concatenate([[-1], places[made.first][:-1]])
    fresh = np.diff(made.row[made.first], prepend=-1) > 0
    astray = places[made.first] != np.where(fresh, 0, before + 1)
    closing = _closing(one, trace, asking, made, stop)
    wrong[made.row[made.first][astray | (closing == _WITHOUT_REASON)]] = True
    due = closing[made.box]
    ended = np.where(due + 1 >= stop, NEVER, due + 1)
    wrong[made.row[(start[here] != due) | (end != ended)]] = True
    total = np.concatenate([[0], np.cumsum(sizes)])
    weight = total[made.last + 1] - total[made.first]
    coming = (closing + 1 < stop) & (closing != _WITHOUT_REASON)
    at = made.row[made.first][coming], places[made.first][coming]
    return wrong | _unlike_fed(one, trace, at, (closing[coming] + 1, weight[coming]))


def _made(row: Seconds, ready: Seconds, places: Seconds) -> _Boxes:
    head = (np.diff(row, prepend=-1) != 0) | (np.diff(places, prepend=-1) != 0)
    first = np.flatnonzero(head)
    last = np.append(first[1:], len(row))[: len(first)] - 1
    return _Boxes(row, ready, first, last, np.cumsum(head) - 1)


def _closing(one: Consolidation, trace: Trace, asking: Line, made: _Boxes, stop: int) -> Seconds:
    """int64 [boxes] s: when each closes if those are its members; NEVER: not before the stop."""
    here = asking.ready < NEVER
    many = made.last > made.first
    full, over, never = (np.zeros(len(many), dtype=np.bool_) for _ in range(3))
    following = np.minimum(made.last + 1, max(len(made.row) - 1, 0))
    for unit in np.flatnonzero(one.capacity).tolist():
        size = _size(trace, asking, unit)[here]
        total = np.concatenate([[0], np.cumsum(size)])
        load, limit = total[made.last + 1] - total[made.first], one.capacity[unit]
        full |= load == limit
        over |= load + size[following] > limit
        never |= many & ((load > limit) | (load - size[made.last] >= limit))
        never |= np.minimum.reduceat(size, made.first) < 0 if len(size) else False
    until = made.ready[made.first] + one.wait
    never |= made.ready[made.last] > until
    more = (made.last + 1 < len(made.row)) & (made.row[following] == made.row[made.last])
    came = made.ready[following]
    forced = np.where(came > until, until, np.where(over, came, _WITHOUT_REASON))
    alone = np.where(until < stop, until, NEVER)
    closing = np.where(full, made.ready[made.last], np.where(more, forced, alone))
    return np.where(never, _WITHOUT_REASON, closing)


def _size(trace: Trace, asking: Line, unit: int) -> Seconds:
    return asking.column(lambda flow, _: trace.flows[flow].size[..., unit], 0)


def _unlike_fed(
    one: Consolidation, trace: Trace, at: tuple[Seconds, Seconds], due: tuple[Seconds, Seconds]
) -> Flags:
    """bool [R]: where the fed flow is not the boxes that closed, by arrival and weight."""
    fed = trace.flows[one.feeds]
    rows, most = fed.arrive.shape
    beyond = (at[1] < 0) | (at[1] >= most)
    arrive, weight = np.full((rows, most), NEVER), np.zeros((rows, most), dtype=np.int64)
    arrive[at[0][~beyond], at[1][~beyond]] = due[0][~beyond]
    weight[at[0][~beyond], at[1][~beyond]] = due[1][~beyond]
    wrong: Flags = ((fed.arrive != arrive) | (fed.size[..., 2] != weight)).any(axis=1)
    wrong[at[0][beyond]] = True
    return wrong
