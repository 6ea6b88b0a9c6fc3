"""Run a scenario: draw, realise, simulate, check, reduce, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from corridor_sim.engine.event import run as run_events
from corridor_sim.engine.invariants import Stuck, check, find_stuck
from corridor_sim.errors import EXIT_FAULT, CorridorError, Finding
from corridor_sim.planning.compile import Compilation
from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from corridor_sim.results.collect import Collector, Results
from corridor_sim.results.shipments import ShipmentsFile
from corridor_sim.study.published import published_figures
from corridor_sim.study.split import settled
from corridor_sim.study.unbroken import unbroken

if TYPE_CHECKING:
    from corridor_sim.plan import Plan
    from corridor_sim.scenario.read import Loaded

#: Shipment-stage visits that one block may hold at once: about 100 MB of times.
_VISITS_AT_ONCE = 4_000_000
_LARGEST_BLOCK = 5  # an interrupted run keeps all but the block in hand


class EngineFaultError(CorridorError):
    """A trace broke a law: the program's own fault."""

    exit_code = EXIT_FAULT


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run gave.

    plan          as it was simulated, its route shares settled
    interrupted   what stopped it from outside: the results are those of the finished replications
    timings       seconds by step
    """

    plan: Plan
    results: Results
    stuck: tuple[Stuck, ...]
    interrupted: KeyboardInterrupt | None
    timings: dict[str, float] = field(default_factory=dict)


def run_scenario(
    loaded: Loaded,
    compilation: Compilation,
    *,
    replications: int | None = None,
    seed: int | None = None,
    shipments: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Simulate a scenario's replications with the event engine and reduce them to results.

    shipments   folder for the file of every event time; None: not written
    progress    told how many of how many replications are done

    raises   EngineFaultError where a trace breaks a law; KeyboardInterrupt where it was stopped
             before the first block had ended
    """
    study = loaded.scenario.study
    chosen = study.seed if seed is None else seed
    plan = settled(compilation.plan, chosen)
    count = study.replications if replications is None else replications
    collector = Collector(plan, published_figures(loaded, plan))
    runner = _Runner(plan, chosen, collector)
    sink: AbstractContextManager[ShipmentsFile | None] = nullcontext()
    if shipments is not None:
        sink = ShipmentsFile(shipments, plan)
    interrupted: KeyboardInterrupt | None = None
    with sink as file:
        try:
            for block in _blocks(plan, count):
                runner.block(block, file)
                if progress is not None:
                    progress(runner.done, count)
        except KeyboardInterrupt as stop:
            if not runner.done:
                raise
            interrupted = stop
    return Outcome(plan, collector.finish(), tuple(runner.stuck), interrupted, runner.timings)


class _Runner:
    """Runs blocks and keeps what they leave behind."""

    def __init__(self, plan: Plan, seed: int, collector: Collector) -> None:
        self.plan, self.seed, self.collector = plan, seed, collector
        self.stuck: list[Stuck] = []
        self.done = 0
        self.timings = dict.fromkeys(("draw", "realise", "engine", "check", "tables"), 0.0)

    def block(self, replications: range, file: ShipmentsFile | None) -> None:
        plan, clock = self.plan, _StopWatch(self.timings)
        drawn = draw(plan, self.seed, replications)
        clock.lap("draw")
        workload = realise(plan, drawn)
        clock.lap("realise")
        trace = run_events(plan, workload)
        clock.lap("engine")
        broken = check(plan, workload, trace)
        if broken:
            raise EngineFaultError(
                *(
                    Finding("law_broken", {"law": b.law, "where": b.where, "number": b.count})
                    for b in broken
                )
            )
        stuck = find_stuck(plan, workload, trace)
        clock.lap("check")
        with unbroken():  # whoever stops a run finds its replications whole in every table
            if file is not None:
                file.add(workload, trace)
            self.collector.add(workload, trace)
            self.stuck += stuck
            self.done += len(replications)
        clock.lap("tables")


class _StopWatch:
    def __init__(self, timings: dict[str, float]) -> None:
        self._timings = timings
        self._last = perf_counter()

    def lap(self, step: str) -> None:
        now = perf_counter()
        self._timings[step] += now - self._last
        self._last = now


def _blocks(plan: Plan, count: int) -> Iterable[range]:
    """Blocks of replications that fit in memory; their cut leaves no trace in results."""
    visits = sum(_expected(plan, k) * len(one.stages) for k, one in enumerate(plan.flows))
    size = int(np.clip(_VISITS_AT_ONCE // max(visits, 1), 1, _LARGEST_BLOCK))
    return (range(first, min(first + size, count)) for first in range(0, count, size))


def _expected(plan: Plan, flow: int) -> int:
    demand = plan.flows[flow].demand
    if demand.process in ("poisson", "booked"):
        return int(demand.expected[-1]) + 1
    return len(demand.arrive)
