"""The Time Release Study of a run: intervals between the events of formalities.

Thirteen events, T1 (means of transport arrived) to T13 (goods out of the gate), as the WCO's Guide
to Measure the Time Required for the Release of Goods names them (version 3, 2018). What is
declared before the goods arrive makes an interval negative; intervals overlap and are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from corridor_sim.clock import HOUR, NEVER
from corridor_sim.events import OTHER_AGENCY, FormalEvents
from corridor_sim.results.block import Block
from corridor_sim.results.counts import flow_key
from corridor_sim.results.figures import Figures, figures
from corridor_sim.results.formalities import event_seconds, fell, passed_by
from corridor_sim.results.lengths import Lengths, Whole, kind_of, pooled, unended
from corridor_sim.results.measures import Flags, Key, Measure, with_stat

_STATS = ("mean", "p50", "p90", "p95")
#: The channel of all that were selected; each way of looking at them is a channel of its own.
INSPECTED = "inspected"

#: A channel and an interval.
_Cell = tuple[str, str]
_Cells = dict[_Cell, list[Lengths]]


def study_measures(block: Block) -> list[Measure]:
    """Hours between consecutive events that happen, h: per flow, place and formality, and per
    office (or place, where no office is named) and formality.

    The key's `clock` is the interval (`T4-T5`), its `stage` the channel: empty for all, those
    inspected, and of these those looked at in one way. Who passes by one of the two events does not
    count; who has not come to the second when the clock stopped is unfinished.
    """
    found: list[Measure] = []
    for office, flows in _offices(block).items():
        whole: _Cells = {}
        single = []
        for key, ones in flows.items():
            cells = _cells(block, ones)
            single.append((key, _figures(cells, block.rows)))
            for cell, parts in cells.items():
                whole.setdefault(cell, []).extend(parts)
        # The figures of an office with one flow are that flow's.
        together = single[0][1] if len(single) == 1 else _figures(whole, block.rows)
        for key, made in ((office, together), *single):
            found += _measures(key, made)
    return found


def _offices(block: Block) -> dict[Key, dict[Key, list[FormalEvents]]]:
    """Formalities by office, and there by flow and place; routes of a flow may meet at one."""
    found: dict[Key, dict[Key, list[FormalEvents]]] = {}
    for one in block.plan.formalities:
        office = Key("trs_h", place=one.office or one.place, formality=one.formality)
        key = flow_key(block.plan.flows[one.flow])
        key = replace(key, kpi="trs_h", place=one.place, formality=one.formality)
        found.setdefault(office, {}).setdefault(key, []).append(one)
    return found


def _cells(block: Block, ones: Iterable[FormalEvents]) -> _Cells:
    found: _Cells = {}
    for one in ones:
        instants = _instants(block, one)
        for channel, who in _channels(block, one):
            mine = instants if who is None else _few(instants, who)
            for (a, begun), (b, ended) in pairwise(mine.items()):
                lasted = _between(begun, ended, block.plan.stop)
                found.setdefault((channel, f"T{a + 1}-T{b + 1}"), []).append(lasted)
    return found


def _channels(block: Block, one: FormalEvents) -> Iterator[tuple[str, Flags | None]]:
    """The channels that the plan knows of, whether or not anybody was sent there."""
    yield "", None
    if one.selected < 0:
        return
    inspected = fell(block, one, one.selected)
    yield INSPECTED, inspected
    if one.look >= 0:
        for look in block.plan.flows[one.flow].choices[one.look].options:
            yield look, inspected & fell(block, one, one.look, look)


def _instants(block: Block, one: FormalEvents) -> dict[int, Whole]:
    """Per event that happens: seconds [R, N], `unended` where it had not happened when the clock
    stopped, one more for whom it does not happen at all."""
    kind, untimed = kind_of(block.plan.stop), block.untimed[one.flow]
    known: dict[object, Whole] = {}
    found: dict[int, Whole] = {}
    for number, event in enumerate(one.events):
        if not event:
            continue
        name = event, number == OTHER_AGENCY
        if name not in known:
            times = event_seconds(block, one, number)
            late = np.iinfo(kind).max - 1
            instants = np.where(times == NEVER, late, times).astype(kind)
            skip = passed_by(block, one.flow, event)
            absent = untimed if skip is None else untimed | skip
            known[name] = np.maximum(instants, absent * kind(late + 1))
        found[number] = known[name]
    return found


def _few(instants: dict[int, Whole], who: Flags) -> dict[int, Whole]:
    """The instants of those who count, side by side."""
    count = np.count_nonzero(who, axis=1)
    places = np.arange(int(count.max(initial=0))) < count[:, None]
    found = {}
    for number, times in instants.items():
        few = np.full(places.shape, unended(times) + 1, dtype=times.dtype)
        few[places] = times[who]
        found[number] = few
    return found


def _between(begun: Whole, ended: Whole, stop: int) -> Lengths:
    """Signed lengths of those who come to both events."""
    late = unended(begun)
    counts = (begun < late) & (ended <= late)
    count = np.count_nonzero(counts, axis=1)
    lasted = np.where(counts, ended - begun, late + 1)
    unfinished = counts & (ended == late)
    if not unfinished.any():
        return Lengths(lasted, count)
    elapsed = np.where(unfinished, stop - begun, lasted)
    lasted = np.where(unfinished, late, lasted)
    return Lengths(lasted, count, np.count_nonzero(unfinished, axis=1), elapsed)


def _figures(cells: _Cells, rows: int) -> list[tuple[Sequence[_Cell], Figures]]:
    """The cells of each channel, measured together."""
    channels: dict[str, list[_Cell]] = {}
    for cell in cells:
        channels.setdefault(cell[0], []).append(cell)
    return [
        (mine, figures([_whole(cells[cell], rows) for cell in mine], _STATS, HOUR))
        for mine in channels.values()
    ]


def _whole(parts: Sequence[Lengths], rows: int) -> Lengths:
    return parts[0] if len(parts) == 1 else pooled(parts, rows)


def _measures(key: Key, made: Sequence[tuple[Sequence[_Cell], Figures]]) -> Iterator[Measure]:
    for cells, one in made:
        for at, (channel, interval) in enumerate(cells):
            mine = replace(key, clock=interval, stage=channel)
            count, late = one.count[at], one.open[at]
            for stat in _STATS:
                yield Measure(
                    with_stat(mine, stat), one.values[stat][at], count, late, one.above[stat][at]
                )
