"""Timelines: one shipment, stage by stage, with what it waited for and its binding chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.plan import Kind
from corridor_sim.results.block import Block
from corridor_sim.results.chain import Piece, chain
from corridor_sim.results.events import Seconds, box_flow, slots
from corridor_sim.results.missed import REASONS, Waits
from corridor_sim.results.owners import CLOSED, WAITING, Hours, critical_seconds
from corridor_sim.results.rolled import Rolled, rolled

#: What is waited for at each kind of stage, but for departures.
_QUEUES = {Kind.STATION: "queue", Kind.HOLD: "place", Kind.CONSOLIDATION: "box"}


@dataclass(frozen=True, slots=True)
class Wait:
    """Something waited for.

    why         queue, closed (opening hours), place, box (until it is full or old enough),
                departure, missed; no_room, below_minimum and cancelled (`missed.REASONS`)
    seconds     how long
    departure   departure and missed: when the one taken, or missed, was scheduled; else -1
    late        departure: how much later than that it left
    stage       missed: where the shipment was when the loading list closed
    """

    why: str
    seconds: int
    departure: int = -1
    stage: str = ""
    late: int = 0


@dataclass(frozen=True, slots=True)
class Passing:
    """A shipment at one stage that it does not skip.

    ready, start, end   s of the run; NEVER: not before the clock stopped
    binding, hidden     s of it on the binding chain, and beside it
    """

    flow: int
    stage: int
    ready: int
    start: int
    end: int
    binding: int
    hidden: int
    waits: tuple[Wait, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A shipment from door to door; the members of a box go on with their box.

    delivered   s, NEVER: still inside when the clock stopped; then nothing is binding
    boxes       flow and number of what it went on in, or nothing
    passings    in the order in which stages were ready
    owners      s on the binding chain by owner, together delivered - arrive
    """

    flow: int
    shipment: int
    arrive: int
    delivered: int
    boxes: tuple[tuple[int, int], ...]
    passings: tuple[Passing, ...]
    owners: dict[str, int]


def timeline(block: Block, flow: int, shipment: int, behind: Rolled | None = None) -> Timeline:
    """A shipment's journey in a block of one replication.

    behind   who was left behind, where it is known
    """
    left = rolled(block) if behind is None else behind
    owners: dict[str, int] = {}
    passings: list[Passing] = []
    boxes: list[tuple[int, int]] = []
    at, number = flow, shipment
    delivered = int(block.delivered[flow][0, shipment])
    while True:
        passings += _passings(block, at, number, left, delivered)
        for owner, seconds in _owned(block, at, number, delivered).items():
            owners[owner] = owners.get(owner, 0) + seconds
        fed = box_flow(block.plan, at)
        if fed < 0:
            break
        number = int(slots(block.trace, at, block.plan.flows[at].delivery)[0, number])
        if number < 0:
            break
        at = fed
        boxes.append((at, number))
    arrive = int(block.trace.flows[flow].arrive[0, shipment])
    return Timeline(flow, shipment, arrive, delivered, tuple(boxes), tuple(passings), owners)


def _pieces(block: Block, flow: int, shipment: int, delivered: int) -> list[Piece]:
    """The pieces of one shipment's chain in this flow, from the last to the first."""
    if delivered == NEVER:
        return []
    number = np.zeros_like(block.trace.flows[flow].arrive)
    number[0, shipment] = 1
    return [one for one in chain(block, flow, number) if one.number[0, shipment]]


def _owned(block: Block, flow: int, shipment: int, delivered: int) -> dict[str, int]:
    hours, one = Hours(block.plan), block.plan.flows[flow]
    owned: dict[str, int] = {}
    for piece in _pieces(block, flow, shipment, delivered):
        (_, owner), apart = hours.named(one, piece)
        seconds = int(piece.seconds[0])
        if apart is not None:
            closed = int(hours.closed_seconds(one, piece)[1].sum())
            owned[apart[1]] = owned.get(apart[1], 0) + closed
            seconds -= closed
        owned[owner] = owned.get(owner, 0) + seconds
    return owned


def _passings(
    block: Block, flow: int, shipment: int, behind: Rolled, delivered: int
) -> list[Passing]:
    times, skips = block.trace.flows[flow], block.workload.flows[flow].skip
    pieces = _pieces(block, flow, shipment, delivered)
    found = []
    for at in range(len(block.plan.flows[flow].stages)):
        skip = skips[at]
        ready, start, end = (
            int(one[at][0, shipment]) for one in (times.ready, times.start, times.end)
        )
        if ready == NEVER or (skip is not None and skip[0, shipment]):
            continue
        binding = sum(int(one.seconds[0]) for one in pieces if one.stage == at)
        within = min(end, delivered) - min(ready, delivered)
        hidden = within - binding if delivered != NEVER else 0
        waits = tuple(_waits(block, flow, shipment, at, pieces, behind))
        found.append(Passing(flow, at, ready, start, end, binding, hidden, waits))
    return sorted(found, key=lambda one: (one.ready, one.end, one.stage))


def _waits(
    block: Block, flow: int, shipment: int, at: int, pieces: list[Piece], behind: Rolled
) -> Iterator[Wait]:
    """What the shipment waited for at a stage, as far as the clock ran."""
    stage, times, stop = block.plan.flows[flow].stages[at], block.trace.flows[flow], block.plan.stop
    ready, start, end = (
        min(int(one[at][0, shipment]), stop) for one in (times.ready, times.start, times.end)
    )
    if stage.kind is Kind.DEPARTURES:
        yield _boarding(block, (flow, at), shipment, start - ready)
        whole = [one for one in pieces if one.stage == at and one.waiting]
        if whole:
            yield from _why(block, flow, pieces[pieces.index(whole[0]) :], behind)
    elif stage.kind is Kind.STATION:
        opening = Hours(block.plan).of(stage.resource)
        instants = np.array([ready, start, end], dtype=np.int64)
        work = opening.until(instants)
        if work[1] > work[0]:
            yield Wait("queue", int(work[1] - work[0]))
        if end - ready > work[2] - work[0]:
            yield Wait("closed", int(end - ready - (work[2] - work[0])))
    elif stage.kind in _QUEUES and start > ready:
        yield Wait(_QUEUES[stage.kind], start - ready)


def _boarding(block: Block, at: tuple[int, int], shipment: int, waited: int) -> Wait:
    """The wait for the departure that a shipment took at a stage, or for one that never did."""
    service = block.plan.flows[at[0]].stages[at[1]].resource
    number = int(slots(block.trace, *at)[0, shipment])
    if number < 0:
        return Wait("departure", waited)
    scheduled = int(block.plan.services[service].scheduled[number])
    left = int(block.workload.trips[service].start[0, number])
    return Wait("departure", waited, scheduled, late=left - scheduled)


def _why(block: Block, flow: int, pieces: Sequence[Piece], behind: Rolled) -> Iterator[Wait]:
    """Why the departure that the first piece waits for was not an earlier one."""
    service = block.plan.flows[flow].stages[pieces[0].stage].resource
    waits = Waits(block, behind)
    waits.take(flow, pieces[0])
    for piece in pieces[1:]:
        waits.take(flow, replace(piece, waiting=False))
    waits.end(flow)
    one, scheduled = waits.services[service], block.plan.services[service].scheduled
    for stage, counted in one.missed.items():
        if counted.shipments[0]:
            missed = int(scheduled[int(np.argmax(one.tally))])
            yield Wait("missed", int(counted.seconds[0]), missed, stage)
    for reason in REASONS:
        if one.behind[reason].shipments[0]:
            yield Wait(reason, int(one.behind[reason].seconds[0]))


@dataclass(frozen=True, slots=True)
class Late:
    """A shipment that took long, and the step at which it differs most from the flow's median.

    lasted, median         s door to door, of it and of the flow
    step                   name as in `owners.Steps`
    seconds, step_median   s of the binding chain at that step, of it and of those who pass it
    waits                  what it waited for there
    """

    shipment: int
    arrive: int
    lasted: int
    median: float
    step: str
    seconds: int
    step_median: float
    waits: tuple[Wait, ...]


def latest(block: Block, flow: int, most: int = 10) -> list[Late]:
    """The shipments of a flow that took longest, in a block of one replication.

    Of those delivered that came after the warm-up; equal ones by number.
    """
    counted = (block.delivered[flow] != NEVER) & block.timed(flow)
    members = np.flatnonzero(counted[0])
    if not len(members):
        return []
    arrive = block.trace.flows[flow].arrive[0]
    lasted = (block.delivered[flow][0] - arrive)[members]
    steps = {name: part[0, members] for (name, _), part in critical_seconds(block, flow).items()}
    names, table = list(steps), np.stack(list(steps.values()))
    usual = np.array([_usual(block, flow, name, members, part) for name, part in steps.items()])
    behind = rolled(block)
    found = []
    for at in np.argsort(-lasted, kind="stable")[:most].tolist():
        step = int(np.argmax(table[:, at] - usual))
        shipment = int(members[at])
        waits = _at_step(block, timeline(block, flow, shipment, behind), names[step])
        found.append(
            Late(
                shipment,
                int(arrive[shipment]),
                int(lasted[at]),
                float(np.median(lasted)),
                names[step],
                int(table[step, at]),
                float(usual[step]),
                waits,
            )
        )
    return found


def step_name(block: Block, of: Timeline, passing: Passing) -> str:
    """A stage as the tables name it: with the flow of the box that the shipment goes on in."""
    name = block.plan.flows[passing.flow].stages[passing.stage].name
    return name if passing.flow == of.flow else f"{block.plan.flows[passing.flow].name}: {name}"


def _usual(block: Block, flow: int, step: str, members: Seconds, spent: Seconds) -> float:
    """The median of those who pass a step's stage, s; who takes another route does not count."""
    names = [one.name for one in block.plan.flows[flow].stages]
    stage = _stage(step)
    skip = block.workload.flows[flow].skip[names.index(stage)] if stage in names else None
    passes = spent if skip is None else spent[~skip[0, members]]
    return float(np.median(passes)) if len(passes) else 0.0


def _at_step(block: Block, of: Timeline, step: str) -> tuple[Wait, ...]:
    """What was waited for at a step; aboard nothing is."""
    for one in of.passings:
        if step_name(block, of, one) == _stage(step):
            kind = block.plan.flows[one.flow].stages[one.stage].kind
            aboard = kind is Kind.DEPARTURES and not step.endswith(WAITING)
            return () if aboard else one.waits
    return ()


def _stage(step: str) -> str:
    return step.removesuffix(WAITING).removesuffix(CLOSED)
