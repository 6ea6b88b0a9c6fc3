"""Owners: who answers for the hours of a journey.

Only the binding chain counts (`chain`): a stage's time on it is its owner's, but waiting for a
departure belongs to the schedule, and the seconds in which a station had no server open to opening
hours. So the owners' hours of a shipment add up to its door-to-door time, to the second. Work
beside the chain is listed apart, as hidden: it would count only if it became longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from corridor_sim.anchors import pick
from corridor_sim.clock import NEVER
from corridor_sim.plan import ARRIVAL, END, Flow, Kind, Plan
from corridor_sim.results.block import Block
from corridor_sim.results.busy import Opening, station_opening
from corridor_sim.results.chain import Piece, chain, may_hide, weighted
from corridor_sim.results.counts import flow_key
from corridor_sim.results.events import box_flow, slots
from corridor_sim.results.measures import (
    SECONDS_PER,
    Key,
    Measure,
    Seconds,
    measure,
    ratio,
    with_stat,
)
from corridor_sim.results.missed import Waits

#: Stands for stages that name no owner.
UNNAMED = "unnamed"
#: Owners of time in which nobody is at work: until a departure, until a station opens.
SCHEDULE, OPENING_HOURS = "schedule", "opening hours"
#: End the names of the steps that are theirs.
WAITING, CLOSED = " (wait)", " (closed)"

#: Seconds of a step, by its name and owner.
Step = tuple[str, str]
Steps = dict[Step, Seconds]


def critical_seconds(block: Block, flow: int) -> Steps:
    """Per step int64 [R, N] s on each delivered shipment's binding chain; 0 if not delivered.

    The members of a box go on with the chain of their box.
    """
    delivered = block.delivered[flow] != NEVER
    nothing = np.zeros_like(block.delivered[flow])
    hours = Hours(block.plan)
    one = block.plan.flows[flow]
    steps: Steps = dict.fromkeys(hours.steps(one), nothing)
    for piece in chain(block, flow, delivered.astype(np.int64)):
        own, apart = hours.named(one, piece)
        lasted = piece.number * (piece.left - piece.begun)
        if apart is not None:
            at, seconds = hours.closed_seconds(one, piece)
            closed = np.zeros_like(nothing)
            closed.ravel()[at] = seconds
            steps[apart] = steps[apart] + closed
            lasted = lasted - closed
        steps[own] = steps[own] + lasted
    fed = box_flow(block.plan, flow)
    if fed < 0:
        return steps
    box = slots(block.trace, flow, one.delivery)
    for (name, owner), seconds in critical_seconds(block, fed).items():
        rest = np.where(delivered, pick(seconds, box, 0), 0)
        steps[f"{block.plan.flows[fed].name}: {name}", owner] = rest
    return steps


class Hours:
    """Which step a piece of a chain belongs to, and which seconds of it a station was closed."""

    def __init__(self, plan: Plan) -> None:
        self._opening: dict[int, Opening] = {}
        self._plan = plan

    def steps(self, flow: Flow) -> list[Step]:
        """Every step that a flow may have, in the order of its stages."""
        found: dict[Step, None] = {}
        for stage in flow.stages:
            if stage.kind is Kind.DEPARTURES:
                found[f"{stage.name}{WAITING}", SCHEDULE] = None
            elif stage.kind is Kind.STATION and not self.of(stage.resource).always:
                found[f"{stage.name}{CLOSED}", OPENING_HOURS] = None
            found[stage.name, stage.owner or UNNAMED] = None
        return list(found)

    def named(self, flow: Flow, piece: Piece) -> tuple[Step, Step | None]:
        """The step of a piece, and the one of its closed seconds; None: it has none."""
        stage = flow.stages[piece.stage]
        if piece.waiting:
            return (f"{stage.name}{WAITING}", SCHEDULE), None
        own = stage.name, stage.owner or UNNAMED
        if stage.kind is not Kind.STATION or self.of(stage.resource).always:
            return own, None
        return own, (f"{stage.name}{CLOSED}", OPENING_HOURS)

    def closed_seconds(self, flow: Flow, piece: Piece) -> tuple[Seconds, Seconds]:
        """Of a piece at a station, the seconds in which no server was open.

        returns   int64 [n] each: positions in a flattened [R, N], and s, as often as `number` says
        """
        opening = self.of(flow.stages[piece.stage].resource)
        at = np.flatnonzero((piece.number > 0) & (piece.left > piece.begun))
        begun, left, number = (
            one.ravel().take(at) for one in (piece.begun, piece.left, piece.number)
        )
        return at, number * (left - begun - (opening.until(left) - opening.until(begun)))

    def of(self, station: int) -> Opening:
        """When a station is open."""
        if station not in self._opening:
            self._opening[station] = station_opening(self._plan, station, self._plan.stop)
        return self._opening[station]


class _Sums:
    """Seconds of one flow's steps, int64 [R] each, over all shipments.

    steps    on binding chains
    hidden   beside them, for the stages that may be hidden
    """

    def __init__(self, block: Block, flow: int, hours: Hours) -> None:
        self._block, self._flow, self._hours = block, flow, hours
        one = block.plan.flows[flow]
        self.steps: Steps = {
            step: np.zeros(block.rows, dtype=np.int64) for step in hours.steps(one)
        }
        self.hidden: Steps = {}

    def add(self, number: Seconds, waits: Waits | None = None) -> None:
        """The chains of all shipments, each as often as its number says."""
        flow = self._block.plan.flows[self._flow]
        on = [np.zeros(self._block.rows, dtype=np.int64) for _ in flow.stages]
        for piece in chain(self._block, self._flow, number):
            own, apart = self._hours.named(flow, piece)
            seconds = piece.seconds
            on[piece.stage] += seconds
            if apart is not None:
                at, shut = self._hours.closed_seconds(flow, piece)
                row = at // number.shape[1]
                closed = np.bincount(row, weights=shut, minlength=len(number)).astype(np.int64)
                self.steps[apart] += closed
                seconds = seconds - closed
            self.steps[own] += seconds
            if waits is not None:
                waits.take(self._flow, piece)
        if waits is not None:
            waits.end(self._flow)
        self._hide(number, on)
        fed = box_flow(self._block.plan, self._flow)
        if fed >= 0:
            self._go_on(fed, number)

    def _hide(self, number: Seconds, on: list[Seconds]) -> None:
        """What of each stage was not on the chains; it ends with the delivery at the latest."""
        flow, times = self._block.plan.flows[self._flow], self._block.trace.flows[self._flow]
        passed: dict[int, Seconds] = {}

        def ended(at: int) -> Seconds:
            if at not in passed:  # when a stage ends is when the next is ready: summed once
                passed[at] = weighted(number, times.arrive if at == ARRIVAL else times.end[at])
            return passed[at]

        for at, hides in enumerate(may_hide(flow)):
            if hides:
                stage = flow.stages[at]
                one = stage.after[0]
                alone = len(stage.after) == 1 and one.call == END
                begun = ended(one.stage) if alone else weighted(number, times.ready[at])
                if stage.kind is Kind.DEPARTURES:  # left at a call, perhaps with no more to wait
                    end = np.minimum(times.end[at], times.end[flow.delivery])
                    until = weighted(number, end)
                else:
                    until = ended(at)
                self.hidden[stage.name, stage.owner or UNNAMED] = until - begun - on[at]

    def _go_on(self, fed: int, number: Seconds) -> None:
        """The members' boxes go on, each for as many as are in it."""
        block = self._block
        boxes = block.trace.flows[fed].arrive.shape
        box = slots(block.trace, self._flow, block.plan.flows[self._flow].delivery)
        at = np.where(box >= 0, box, 0) + np.arange(block.rows)[:, None] * boxes[1]
        counts = np.zeros(boxes, dtype=np.int64)
        np.add.at(counts.ravel(), at.ravel(), np.where(box >= 0, number, 0).ravel())
        rest = _Sums(block, fed, self._hours)
        rest.add(counts)
        name = block.plan.flows[fed].name
        self.steps |= {(f"{name}: {at}", owner): one for (at, owner), one in rest.steps.items()}
        self.hidden |= {(f"{name}: {at}", owner): one for (at, owner), one in rest.hidden.items()}


def owner_measures(block: Block, waits: Waits) -> list[Measure]:
    """Mean hours per delivered shipment, per flow: by step, hidden work, by owner with its share.

    waits   is told every piece of the chains, and what departures were waited for
    """
    found: list[Measure] = []
    hours = Hours(block.plan)
    for k, flow in enumerate(block.plan.flows):
        members = ~block.untimed[k] & (block.delivered[k] != NEVER)
        number = np.count_nonzero(members, axis=1)
        sums = _Sums(block, k, hours)
        sums.add(members.astype(np.int64), waits)
        for kpi, steps in (("step_h", sums.steps), ("hidden_h", sums.hidden)):
            found += _step_measures(kpi, flow, steps, number)
        found += _owner_measures(flow, by_owner(sums.steps), number)
    return found


def _owner_measures(flow: Flow, owned: dict[str, Seconds], number: Seconds) -> Iterator[Measure]:
    """Per owner, mean hours and the share of all hours."""
    key, totals = flow_key(flow, "owner_h"), np.stack(list(owned.values()))
    means = ratio(totals, np.broadcast_to(number * SECONDS_PER["h"], totals.shape))
    shares = ratio(totals, np.broadcast_to(totals.sum(axis=0), totals.shape))
    for owner, mean, share in zip(owned, means, shares, strict=True):
        one = replace(key, owner=owner)
        yield measure(with_stat(one, "mean"), mean, number)
        yield measure(with_stat(one, "ratio"), share, number)


def _step_measures(kpi: str, flow: Flow, steps: Steps, number: Seconds) -> Iterator[Measure]:
    """Mean hours of each step."""
    if not steps:
        return
    totals = np.stack(list(steps.values()))
    means = ratio(totals, np.broadcast_to(number * SECONDS_PER["h"], totals.shape))
    for (name, owner), mean in zip(steps, means, strict=True):
        key = Key(
            kpi,
            flow=flow.name,
            stat="mean",
            corridor=flow.corridor,
            direction=flow.direction,
            partner=flow.partner,
            stage=name,
            owner=owner,
        )
        yield measure(key, mean, number)


def by_owner(steps: Steps) -> dict[str, Seconds]:
    """The same seconds by owner, in the order in which owners first appear."""
    owned: dict[str, Seconds] = {}
    for (_, owner), seconds in steps.items():
        owned[owner] = owned[owner] + seconds if owner in owned else seconds
    return owned
