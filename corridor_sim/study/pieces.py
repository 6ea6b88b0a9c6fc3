"""Pieces of a run: blocks of replications, one after another or in processes side by side."""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from multiprocessing import TimeoutError as NothingYet
from multiprocessing import active_children, get_context
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from corridor_sim.engine.invariants import Broken, Stuck, check, find_stuck
from corridor_sim.errors import EXIT_FAULT, CorridorError, Finding
from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from corridor_sim.results.collect import Reduced, reduce_block
from corridor_sim.results.facts import Published
from corridor_sim.study.engines import EngineName, engine

if TYPE_CHECKING:
    from multiprocessing.pool import IMapIterator

    from corridor_sim.plan import Plan
    from corridor_sim.planning.draws import Draws
    from corridor_sim.trace import Trace
    from corridor_sim.workload import Workload

Made = TypeVar("Made")

#: What a block's time goes to.
STEPS = ("draw", "realise", "engine", "check", "tables")


class EngineFaultError(CorridorError):
    """A trace broke a law: the program's own fault."""

    exit_code = EXIT_FAULT


@dataclass(frozen=True, slots=True)
class Piece:
    """What a block gave.

    timings          seconds by step
    workload, trace  every event time; None where another process simulated the block: only what is
                     small passes between processes
    """

    reduced: Reduced
    stuck: list[Stuck]
    timings: dict[str, float]
    workload: Workload | None
    trace: Trace | None


@dataclass(frozen=True, slots=True)
class Task:
    """What every block of a run is simulated by."""

    plan: Plan
    seed: int
    engine: EngineName
    published: Sequence[Published]


def pieces(task: Task, blocks: list[range], workers: int) -> Generator[Piece]:
    """The pieces of the blocks, in their order, from so many processes.

    raises   EngineFaultError where a trace breaks a law
    """
    work = partial(_simulate, task)
    if workers == 1:
        return in_turn(work, blocks)
    return side_by_side(partial(_small, work), blocks, workers)


def in_turn(work: Callable[[range], Made], blocks: Iterable[range]) -> Generator[Made]:
    """What the work makes of every block, one after another."""
    yield from map(work, blocks)


def side_by_side(
    work: Callable[[range], Made], blocks: Sequence[range], workers: int
) -> Generator[Made]:
    """What the work makes of every block, in their order, from so many processes.

    Ends the processes when it is left early: an interruption, a fault.

    work   can be sent to another process, as can what it makes
    """
    others = set(active_children())
    # Started anew rather than forked: the same on every system, and safe beside threads.
    with get_context("spawn").Pool(workers, _ignore_interrupts) as pool:
        started = set(active_children()) - others
        coming = pool.imap(work, blocks)
        for _ in blocks:
            yield _next(coming, lambda: set(active_children()) - others == started)


def _next(coming: IMapIterator[Made], all_alive: Callable[[], bool]) -> Made:
    """What comes next; a pool waits for ever for what a killed process took with it."""
    while True:
        try:
            return coming.next(timeout=1.0)
        except NothingYet:
            if not all_alive():  # what the system kills without a word, it kills for its memory
                raise MemoryError from None


@dataclass(frozen=True, slots=True)
class Simulated:
    """What an engine made of a plan's draws, checked; seconds by step."""

    workload: Workload
    trace: Trace
    stuck: list[Stuck]
    timings: dict[str, float]


def simulated(plan: Plan, drawn: Draws, by: EngineName) -> Simulated:
    """Realise, simulate and check.

    raises   EngineFaultError where the trace breaks a law
    """
    run, laps = engine(by), [perf_counter()]
    workload = realise(plan, drawn)
    laps.append(perf_counter())
    trace = run(plan, workload)
    laps.append(perf_counter())
    broken = check(plan, workload, trace)
    if broken:
        raise EngineFaultError(*(_fault(one) for one in broken))
    stuck = find_stuck(plan, workload, trace)
    laps.append(perf_counter())
    spent = [after - before for before, after in pairwise(laps)]
    return Simulated(workload, trace, stuck, dict(zip(STEPS[1:4], spent, strict=True)))


def _simulate(task: Task, block: range) -> Piece:
    """Draw, realise, simulate, check and reduce some replications."""
    began = perf_counter()
    drawn = draw(task.plan, task.seed, block)
    spent = {"draw": perf_counter() - began}
    made = simulated(task.plan, drawn, task.engine)
    began = perf_counter()
    reduced = reduce_block(task.plan, made.workload, made.trace, task.published)
    spent |= made.timings | {"tables": perf_counter() - began}
    return Piece(reduced, made.stuck, spent, made.workload, made.trace)


def _fault(one: Broken) -> Finding:
    return Finding("law_broken", {"law": one.law, "where": one.where, "number": one.count})


def _small(work: Callable[[range], Piece], block: range) -> Piece:
    return replace(work(block), workload=None, trace=None)


def _ignore_interrupts() -> None:
    """Ctrl-C reaches the whole group; the parent decides what is kept."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
