"""Missed departures: why a shipment waited for the one it took.

A shipment misses a departure when the loading list closed while it was still at an earlier stage.
The one that counts is the latest whose list closed before the shipment was ready, that ran and had
room for it: not one that left others behind or had too little room left, was cancelled, or did not
reach its minimum. The stage that caused the miss is the one of the binding chain in which the
shipment then was. Whoever came after that list had closed missed nothing. From the first list it
was ready for, a shipment waits because departures were full, below their minimum or cancelled.

It is accounting: whether a shorter stage would have caught the departure, and what that would have
been worth, is answered by paired arms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.plan import Kind, Plan
from corridor_sim.results.block import Block
from corridor_sim.results.chain import Piece, chain
from corridor_sim.results.events import Flags, Seconds, box_flow, slots
from corridor_sim.results.measures import SECONDS_PER, Key, Measure, measure, ratio, with_stat
from corridor_sim.results.rolled import Rolled, rolled

#: Why a departure whose list a shipment was ready for went without it; part of the KPI's name.
FULL, TOO_FEW, CANCELLED = "no_room", "below_minimum", "cancelled"
REASONS = (FULL, TOO_FEW, CANCELLED)


class Closings:
    """The loading lists of one service in R replications: which could be caught, and why not.

    reason     int64 [R, K]: position in REASONS of why it left without somebody who was ready
    takes      bool [R, K]: ran, or would have for anybody, and left nobody behind
    """

    def __init__(self, block: Block, service: int, behind: Rolled) -> None:
        one, trips, load = (
            block.plan.services[service],
            block.workload.trips[service],
            block.loads[service],
        )
        self.cut_off = one.cut_off
        anybody = load.ran | (one.minimum[None, :] <= 1)
        self.reason = np.where(trips.cancelled, 2, np.where(anybody, 0, 1))
        self._closed = np.concatenate([[-1], one.cut_off])
        self._units = [k for k in range(4) if bool((one.capacity[:, k] < NEVER).any())]
        self._left_over = {k: trips.capacity[..., k] - load.aboard[..., k] for k in self._units}
        self.takes = anybody & ~trips.cancelled & (trips.start < block.plan.stop)
        some = _left_some(block, service, behind)
        if some is not None:
            self.takes &= ~some
        rows, count = self.takes.shape
        self._latest = np.full((rows, count + 1), -1, dtype=np.int64)
        np.copyto(self._latest[:, 1:], np.arange(count), where=self.takes)
        np.maximum.accumulate(self._latest, axis=1, out=self._latest)

    def first(self, ready: Seconds, taken: Seconds) -> Seconds:
        """Position of the first list that closes when the shipment is ready, or later.

        taken   position of the departure that it took: mostly that one
        """
        found = taken.copy()
        early = np.flatnonzero(self.before(taken) >= ready)
        found[early] = np.searchsorted(self.cut_off, ready[early], side="left")
        return found

    def before(self, place: Seconds) -> Seconds:
        """When the list before each place closes, s; -1 before the first."""
        closed: Seconds = self._closed.take(place)
        return closed

    def latest(self, before: tuple[Seconds, Seconds], size: Seconds, at: Seconds) -> Seconds:
        """Position of the latest list before these that would have taken the shipment, or -1.

        before   int64 [n] each: replication, and position of a list
        at       int64 [n], in size [R, N, 4] without its last axis
        """
        row = before[0]
        count = self.takes.shape[1]
        found: Seconds = self._latest.take(row * (count + 1) + before[1])
        look = np.flatnonzero(found >= 0)
        every = size.reshape(-1, 4)
        while len(look):
            place, small = row[look] * count + found[look], np.zeros(len(look), dtype=np.bool_)
            for unit in self._units:
                small |= self._left_over[unit].take(place) < every[at[look], unit]
            look = look[small]
            found[look] = self._latest.take(row[look] * (count + 1) + found[look])
            look = look[found[look] >= 0]
        return found

    def without(self, row: Seconds, first: Seconds, taken: Seconds) -> list[Seconds]:
        """Per reason int64 [n] s: between the lists first open and the list of the one taken."""
        gaps = np.diff(self.cut_off, append=self.cut_off[-1:])
        count, found = len(gaps), np.zeros((len(REASONS), len(row)), dtype=np.int64)
        at, place = np.arange(len(row)), first.copy()
        while len(at):
            found[self.reason.take(row[at] * count + place), at] += gaps.take(place)
            place += 1
            still = place < taken[at]
            at, place = at[still], place[still]
        return list(found)


def _left_some(block: Block, service: int, behind: Rolled) -> Flags | None:
    """bool [R, K]: departures that left somebody behind who was ready; None: none did."""
    cut_off, parts = block.plan.services[service].cut_off, []
    for (flow, stage), (row, at) in behind.items():
        if block.plan.flows[flow].stages[stage].resource == service and len(row):
            slot = slots(block.trace, flow, stage)[row, at]
            ready = block.trace.flows[flow].ready[stage][row, at]
            last = np.where(slot >= 0, slot, len(cut_off))
            parts.append((row, np.searchsorted(cut_off, ready), last))
    if not parts:
        return None
    row, first, last = (np.concatenate(column) for column in zip(*parts, strict=True))
    wide = len(cut_off) + 1
    steps = np.bincount(row * wide + first, minlength=block.rows * wide)
    steps -= np.bincount(row * wide + last, minlength=block.rows * wide)
    some: Flags = np.cumsum(steps.reshape(-1, wide)[:, :-1], axis=1) > 0
    return some


@dataclass(slots=True)
class _Seeking:
    """Shipments of one flow that missed a departure, and the stages that caused it.

    row, missed, waited   int64 [n]: replication, departure, s waited for the one taken
    cause                 int64 [n]: position of the stage; -1 while it is not found
    open                  int64 [m]: which of the n are not found
    at, closed            int64 [m]: their positions in a flattened [R, N]; when the lists closed, s
    """

    service: int
    row: Seconds
    missed: Seconds
    waited: Seconds
    cause: Seconds
    open: Seconds
    at: Seconds
    closed: Seconds

    def look(self, stage: int, begun: Seconds, number: Seconds) -> bool:
        """Who was in a piece of this stage when the list closed; whether anybody is left."""
        there = (begun.take(self.at) <= self.closed) & (number.take(self.at) > 0)
        if there.any():
            self.cause[self.open[there]] = stage
            still = ~there
            self.open, self.at, self.closed = self.open[still], self.at[still], self.closed[still]
        return len(self.open) > 0


@dataclass(slots=True)
class Counted:
    """Shipments and their seconds, int64 [R] each."""

    shipments: Seconds
    seconds: Seconds


@dataclass(slots=True)
class ServiceWaits:
    """What was waited for at one service, on binding chains.

    boarded   everybody who took it, and their whole wait
    missed    by the stage that caused the miss
    behind    by reason
    tally     int64 [K]: how often each departure was the one missed
    """

    boarded: Counted
    missed: dict[str, Counted]
    behind: dict[str, Counted]
    tally: Seconds


@dataclass(slots=True)
class Waits:
    """Takes the pieces of binding chains, flow by flow, and says what departures were waited for.

    services   one per service of the plan
    """

    block: Block
    behind: Rolled
    services: list[ServiceWaits] = field(init=False)
    _closings: dict[int, Closings] = field(init=False, default_factory=dict)
    _seeking: list[_Seeking] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        causes = causes_of(self.block.plan)
        self.services = [
            ServiceWaits(
                self._nothing(),
                {name: self._nothing() for name in causes[number]},
                {name: self._nothing() for name in REASONS},
                np.zeros(len(one.scheduled), dtype=np.int64),
            )
            for number, one in enumerate(self.block.plan.services)
        ]

    def take(self, flow: int, piece: Piece) -> None:
        """The next piece of a flow's chains, on the way back to the arrival."""
        if self._seeking and piece.seconds.any():
            begun, number = piece.begun.ravel(), piece.number.ravel()
            for one in [one for one in self._seeking if len(one.open)]:
                one.look(piece.stage, begun, number)
        if piece.waiting:
            self._seek(flow, piece)

    def end(self, flow: int) -> None:
        """The flow's chains are back at the arrival; for boxes, what gathered them is left."""
        plan = self.block.plan
        stages = plan.flows[flow].stages
        for one in self._seeking:
            to, rows = self.services[one.service], self.block.rows
            to.tally += np.bincount(one.missed, minlength=len(to.tally))
            place = (one.cause + 1) * rows + one.row
            every = (len(stages) + 1) * rows
            number = np.bincount(place, minlength=every).reshape(-1, rows)
            waited = np.bincount(place, weights=one.waited, minlength=every).reshape(-1, rows)
            for cause in np.flatnonzero(number.any(axis=1)).tolist():
                fed = plan.consolidations[plan.flows[flow].fed_by] if cause == 0 else None
                found = to.missed[stages[cause - 1].name if fed is None else fed.name]
                found.shipments += number[cause]
                found.seconds += waited[cause].astype(np.int64)
        self._seeking = []

    def _seek(self, flow: int, piece: Piece) -> None:
        """What those waited for who boarded at a departures stage of their chain."""
        block, stage = self.block, self.block.plan.flows[flow].stages[piece.stage]
        slot = slots(block.trace, flow, piece.stage)
        boards = slot >= 0
        boards &= piece.number > 0
        count = np.count_nonzero(boards, axis=1)
        if not count.any():
            return
        closings, there = self._closings_of(stage.resource), _there(block, flow)
        boarded = self.services[stage.resource].boarded
        boarded.shipments += count
        boarded.seconds += piece.seconds  # whoever does not board waits for no time
        # Whoever came after the list before the one taken had closed missed nothing, and was not
        # left behind either. (A place of -1 is whoever boards nothing.)
        boards &= closings.before(slot) >= there
        at = np.flatnonzero(boards)
        row = at // slot.shape[1]
        ready, taken, there = (one.ravel().take(at) for one in (piece.begun, slot, there))
        first = closings.first(ready, taken)
        waited = piece.left.ravel().take(at) - ready
        waited -= self._left_behind(stage.resource, row, first, taken)
        missed = closings.latest((row, first), block.trace.flows[flow].size, at)
        closed = np.where(missed >= 0, closings.cut_off.take(missed, mode="clip"), -1)
        some = np.flatnonzero(closed >= there)
        if len(some):
            every = row, missed, waited, np.full(len(closed), -1), at, closed
            row, missed, waited, cause, at, closed = (one[some] for one in every)
            found = np.arange(len(some))
            self._seeking.append(
                _Seeking(stage.resource, row, missed, waited, cause, found, at, closed)
            )

    def _left_behind(self, service: int, row: Seconds, first: Seconds, taken: Seconds) -> Seconds:
        """int64 [n] s: waits from the first list that closed without a shipment that was ready."""
        spent = np.zeros_like(first)
        late = np.flatnonzero(first < taken)
        if len(late):
            parts = self._closings_of(service).without(row[late], first[late], taken[late])
            for reason, seconds in zip(REASONS, parts, strict=True):
                some = seconds > 0
                self._add(self.services[service].behind[reason], row[late][some], seconds[some])
                spent[late] += seconds
        return spent

    def _add(self, to: Counted, row: Seconds, seconds: Seconds) -> None:
        rows = self.block.rows
        to.shipments += np.bincount(row, minlength=rows)
        to.seconds += np.bincount(row, weights=seconds, minlength=rows).astype(np.int64)

    def _nothing(self) -> Counted:
        return Counted(*np.zeros((2, self.block.rows), dtype=np.int64))

    def _closings_of(self, service: int) -> Closings:
        if service not in self._closings:
            self._closings[service] = Closings(self.block, service, self.behind)
        return self._closings[service]


def causes_of(plan: Plan) -> list[list[str]]:
    """Per service, the names of all stages that may have caused a miss, in the order of flows.

    Of a box, also the consolidation that gathered it.
    """
    names: list[dict[str, None]] = [{} for _ in plan.services]
    for flow in plan.flows:
        earlier: list[set[int]] = []
        for at, stage in enumerate(flow.stages[: flow.delivery + 1]):
            near = {one.stage for one in stage.after if one.stage >= 0}
            earlier.append(near.union(*(earlier[one] for one in near)))
            if stage.kind is Kind.DEPARTURES:
                known = names[stage.resource]
                if flow.fed_by >= 0:
                    known[plan.consolidations[flow.fed_by].name] = None
                known |= {flow.stages[one].name: None for one in sorted(earlier[at])}
    return [list(one) for one in names]


def _there(block: Block, flow: int) -> Seconds:
    """int64 [R, N] s: arrival; of a box, when the first of its members was ready to be gathered."""
    plan, there = block.plan, block.trace.flows[flow].arrive
    if plan.flows[flow].fed_by < 0:
        return there
    there = there.copy()
    for k, one in enumerate(plan.flows):
        for number, stage in enumerate(one.stages):
            if stage.kind is not Kind.CONSOLIDATION or stage.resource != plan.flows[flow].fed_by:
                continue
            box = slots(block.trace, k, number)
            row, at = np.nonzero(box >= 0)
            np.minimum.at(there, (row, box[row, at]), block.trace.flows[k].ready[number][row, at])
    return there


def missed_measures(plan: Plan, services: list[ServiceWaits]) -> list[Measure]:
    """Per service: by stage that caused a miss and by reason, mean hours and share of boardings.

    The hours add up, with those of whoever missed nothing, to the mean wait on binding chains.
    """
    found: list[Measure] = []
    for service, waits in zip(plan.services, services, strict=True):
        parts: list[tuple[str, str, Counted]] = [
            ("missed_h", name, one) for name, one in waits.missed.items()
        ]
        parts += [(f"{name}_h", "", one) for name, one in waits.behind.items()]
        everybody = waits.boarded.shipments
        below = np.broadcast_to(everybody, (len(parts), len(everybody)))
        means = ratio(np.stack([one.seconds for *_, one in parts]), below * SECONDS_PER["h"])
        shares = ratio(np.stack([one.shipments for *_, one in parts]), below)
        for (kpi, stage, _), mean, share in zip(parts, means, shares, strict=True):
            key = Key(kpi, service=service.name, mode=service.mode, stage=stage)
            found.append(measure(with_stat(key, "mean"), mean, everybody))
            found.append(measure(with_stat(key, "ratio"), share, everybody))
    return found


def flow_waits(block: Block, flow: int) -> list[ServiceWaits]:
    """What the shipments of one flow waited for; the members of a box also with their box."""
    waits = Waits(block, rolled(block))
    number = (block.timed(flow) & (block.delivered[flow] != NEVER)).astype(np.int64)
    while True:
        for piece in chain(block, flow, number):
            waits.take(flow, piece)
        waits.end(flow)
        fed = box_flow(block.plan, flow)
        if fed < 0:
            return waits.services
        flow, number = fed, (block.delivered[fed] != NEVER).astype(np.int64)


@dataclass(frozen=True, slots=True)
class MostMissed:
    """The departure of a service that was missed most often, by weekday and hour of its schedule.

    weekday   0 is Monday, in the scenario's zone
    number    shipments that missed it
    stage     that caused most misses of the service
    """

    service: str
    weekday: int
    hour: int
    number: int
    stage: str


def most_missed(plan: Plan, waits: Sequence[ServiceWaits]) -> list[MostMissed]:
    """One per service of which a departure was missed, in the order of the plan."""
    found = []
    for service, one in zip(plan.services, waits, strict=True):
        slots_of: dict[tuple[int, int], int] = {}
        for at in np.flatnonzero(one.tally).tolist():
            moment = plan.clock.moment(int(service.scheduled[at]))
            when = moment.weekday(), moment.hour
            slots_of[when] = slots_of.get(when, 0) + int(one.tally[at])
        if slots_of:
            weekday, hour = max(slots_of, key=lambda when: (slots_of[when], when))
            stage = max(one.missed, key=lambda name: int(one.missed[name].shipments.sum()))
            number = slots_of[weekday, hour]
            found.append(MostMissed(service.name, weekday, hour, number, stage))
    return found
