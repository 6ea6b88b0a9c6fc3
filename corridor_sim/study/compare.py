"""Compare arms: the same luck through every arm, block by block, until the differences are known.

Arms are drawn together, once (laws L2, L3); each block is simulated arm after arm, so that what a
shipment has of an arm is read off beside what the same shipment had in the base.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor_sim.engine.invariants import Stuck
from corridor_sim.planning.draw import draw
from corridor_sim.results.block import open_block
from corridor_sim.results.collect import Collector, Reduced, Results, reduced
from corridor_sim.results.gains import Known, gain_measures, known, lasted, lead_measures
from corridor_sim.results.measures import Floats, Key, Measure, joined
from corridor_sim.statistics.sequential import Looks
from corridor_sim.study.engines import TURNS, VISITS_AT_ONCE, WORTH_SHARING, Asked, EngineName
from corridor_sim.study.engines import choose as choose_engine
from corridor_sim.study.pieces import STEPS, in_turn, side_by_side, simulated
from corridor_sim.study.run import expected_visits
from corridor_sim.study.split import settled

if TYPE_CHECKING:
    from corridor_sim.plan import Plan
    from corridor_sim.planning.draws import Draws

#: Replications of a block: small, since a block holds what the base leaves of every shipment.
_BLOCK = 50


@dataclass(frozen=True, slots=True)
class ArmPlan:
    """An arm as it is simulated."""

    name: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class ArmPiece:
    """What a block gave in one arm; `gains` are empty in the base.

    lasted   per flow the door to door times of all its replications, int32 s
    """

    reduced: Reduced
    gains: tuple[Measure, ...]
    stuck: tuple[Stuck, ...]
    lasted: tuple[NDArray[np.int32], ...]


@dataclass(frozen=True, slots=True)
class ArmOutcome:
    """What one arm gave over all replications.

    gains    what the shipments have of it beside the base; empty in the base
    lasted   per flow the door to door times of all shipments of all replications, int32 s
    """

    name: str
    plan: Plan
    results: Results
    gains: tuple[Measure, ...]
    stuck: tuple[Stuck, ...]
    lasted: Mapping[str, NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison gave: the base first, then the arms.

    replications   int64 [R], the same in every arm
    enough         whether it stopped because the differences were known well enough
    interrupted    what stopped it from outside
    timings        seconds by step, over all arms
    """

    arms: tuple[ArmOutcome, ...]
    replications: np.ndarray[tuple[int], np.dtype[np.int64]]
    engine: EngineName
    enough: bool
    interrupted: KeyboardInterrupt | None
    timings: dict[str, float] = field(default_factory=dict)


#: The values of a measure so far, float64 [n], by the number of the arm (0: the base) and its key.
Values = Callable[[int, Key], Floats]
#: Told what is known so far; answers whether that is enough. It is asked at every look, never in
#: between.
Judge = Callable[[Values], bool]


def settle_arms(arms: Sequence[ArmPlan], seed: int, asked: Asked) -> tuple[ArmPlan, ...]:
    """The arms with the route shares of each settled on its own simulated times."""
    by = choose_engine(asked)
    return tuple(ArmPlan(arm.name, settled(arm.plan, seed, by)) for arm in arms)


def compare_arms(  # noqa: PLR0913 - keywords
    arms: Sequence[ArmPlan],
    *,
    seed: int,
    looks: Looks,
    judge: Judge,
    asked: Asked = "auto",
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Compared:
    """Simulate every arm on the same luck until the judge is content, or to the last look.

    arms       the base first; their route shares are settled (`settle_arms`)
    judge      asked at every look, with everything simulated so far
    workers    processes where the work is long enough to share; the figures are the same

    raises   EngineFaultError where a trace breaks a law; KeyboardInterrupt where it was stopped
             before the first look's replications were there
    """
    by = choose_engine(asked)
    runner = _Runner(arms)
    ends, enough = looks.ends(), False
    interrupted: KeyboardInterrupt | None = None
    task = partial(_simulate, tuple(arms), seed, by)
    try:
        for end in ends:
            blocks = _blocks(arms, runner.done, end, by, workers)
            worth = _visits(arms) * (end - runner.done) > WORTH_SHARING[by]
            share = min(workers, len(blocks)) if worth else 1
            coming = in_turn(task, blocks) if share == 1 else side_by_side(task, blocks, share)
            _take_all(coming, runner, progress, ends[-1])
            enough = judge(runner.values)
            if enough:
                break
    except KeyboardInterrupt as stop:
        if runner.done < min(looks.first, looks.most):
            raise
        interrupted = stop
    found = runner.outcomes()
    numbers = found[0].results.replications
    return Compared(found, numbers, by, enough, interrupted, runner.timings)


@dataclass(frozen=True, slots=True)
class _Piece:
    arms: tuple[ArmPiece, ...]
    timings: dict[str, float]


def _take_all(
    coming: Generator[_Piece],
    runner: _Runner,
    progress: Callable[[int, int], None] | None,
    most: int,
) -> None:
    with closing(coming):
        for piece in coming:
            runner.take(piece)
            if progress is not None:
                progress(runner.done, most)


def _simulate(arms: tuple[ArmPlan, ...], seed: int, by: EngineName, block: range) -> _Piece:
    began = perf_counter()
    drawn = draw([arm.plan for arm in arms], seed, block)
    timings = dict.fromkeys(STEPS, 0.0) | {"draw": perf_counter() - began}
    base: tuple[Known, ...] = ()
    pieces = []
    for arm in arms:
        piece, base = _arm(arm.plan, drawn, by, base, timings)
        pieces.append(piece)
    return _Piece(tuple(pieces), timings)


def _arm(
    plan: Plan,
    drawn: Draws,
    by: EngineName,
    base: tuple[Known, ...],
    timings: dict[str, float],
) -> tuple[ArmPiece, tuple[Known, ...]]:
    """One arm's block; the first arm is the base that the others are held against."""
    made = simulated(plan, drawn, by)
    began = perf_counter()
    block = open_block(plan, made.workload, made.trace)
    whole = reduced(block)
    measures = (*whole.measures, *lead_measures(block))
    here = known(block)
    gains = tuple(gain_measures(plan, base, here)) if base else ()
    timings["tables"] += perf_counter() - began
    for step, seconds in made.timings.items():
        timings[step] += seconds
    times = tuple(lasted(one) for one in here)
    piece = ArmPiece(replace(whole, measures=measures), gains, tuple(made.stuck), times)
    return piece, base or here


class _Runner:
    """Keeps what blocks leave behind, arm by arm."""

    def __init__(self, arms: Sequence[ArmPlan]) -> None:
        self.arms = arms
        self.done = 0
        self.timings = dict.fromkeys(STEPS, 0.0)
        self._pieces: list[tuple[ArmPiece, ...]] = []
        self._places: dict[tuple[int, Key], int] = {}

    def take(self, piece: _Piece) -> None:
        """A block of every arm; blocks come in the order of their numbers."""
        if not self._pieces:
            for number, one in enumerate(piece.arms):
                every = (*one.reduced.measures, *one.gains)
                self._places |= {(number, m.key): at for at, m in enumerate(every)}
        self._pieces.append(piece.arms)
        self.done += len(piece.arms[0].reduced.replications)
        for step, seconds in piece.timings.items():
            self.timings[step] += seconds

    def values(self, arm: int, key: Key) -> Floats:
        """A measure of an arm, or of its gains, in every replication so far."""
        at = self._places[arm, key]
        found = []
        for piece in self._pieces:
            one = piece[arm]
            own = len(one.reduced.measures)
            found.append(one.reduced.measures[at] if at < own else one.gains[at - own])
        return np.concatenate([measure.values for measure in found])

    def outcomes(self) -> tuple[ArmOutcome, ...]:
        """Everything so far, the base first."""
        found = []
        for number, arm in enumerate(self.arms):
            pieces = [piece[number] for piece in self._pieces]
            collector = Collector(arm.plan, arm=arm.name)
            for piece in pieces:
                collector.take(piece.reduced)
            gains = joined([piece.gains for piece in pieces])
            stuck = tuple(one for piece in pieces for one in piece.stuck)
            times = {
                flow.name: np.concatenate([piece.lasted[k] for piece in pieces])
                for k, flow in enumerate(arm.plan.flows)
            }
            found.append(ArmOutcome(arm.name, arm.plan, collector.finish(), gains, stuck, times))
        return tuple(found)


def _visits(arms: Sequence[ArmPlan]) -> int:
    return sum(expected_visits(arm.plan) for arm in arms)


def _blocks(
    arms: Sequence[ArmPlan], first: int, end: int, by: EngineName, workers: int
) -> list[range]:
    """Blocks from replication to replication; their cut leaves no trace in results."""
    largest = max(expected_visits(arm.plan) for arm in arms)
    size = int(np.clip(VISITS_AT_ONCE[by] // max(largest, 1), 1, _BLOCK))
    size = max(1, min(size, -(-(end - first) // (TURNS[by] * workers))))
    return [range(at, min(at + size, end)) for at in range(first, end, size)]
