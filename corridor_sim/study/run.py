"""Run a scenario: draw, realise, simulate, check, reduce, block by block."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corridor_sim.engine.invariants import Stuck
from corridor_sim.planning.compile import Compilation
from corridor_sim.results.collect import Collector, Results
from corridor_sim.results.shipments import ShipmentsFile
from corridor_sim.study.engines import (
    LARGEST_BLOCK,
    TURNS,
    VISITS_AT_ONCE,
    WORTH_SHARING,
    Asked,
    EngineName,
    choose,
)
from corridor_sim.study.pieces import STEPS, Piece, Task, pieces
from corridor_sim.study.published import published_figures
from corridor_sim.study.split import settled
from corridor_sim.study.unbroken import unbroken

if TYPE_CHECKING:
    from corridor_sim.plan import Plan
    from corridor_sim.scenario.read import Loaded


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run gave.

    plan          as it was simulated, its route shares settled
    asked         which engine was asked for: `auto` leaves it to us
    engine        which engine simulated it
    interrupted   what stopped it from outside: the results are those of the finished replications
    timings       seconds by step
    """

    plan: Plan
    asked: Asked
    engine: EngineName
    results: Results
    stuck: tuple[Stuck, ...]
    interrupted: KeyboardInterrupt | None
    timings: dict[str, float] = field(default_factory=dict)


def run_scenario(  # noqa: PLR0913 - keywords, each with a value of its own when left out
    loaded: Loaded,
    compilation: Compilation,
    *,
    replications: int | None = None,
    engine: Asked | None = None,
    shipments: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    workers: int = 1,
) -> Outcome:
    """Simulate a scenario's replications and reduce them to results, with the engine it names.

    engine      in place of the scenario's; the figures are the same
    shipments   folder for the file of every event time; None: not written
    progress    told how many of how many replications are done
    workers     processes to use where the work is long enough to share; the figures are the same.
                A script that asks for more than one guards its start (`if __name__ == "__main__":`)

    raises   EngineFaultError where a trace breaks a law; KeyboardInterrupt where it was stopped
             before the first block had ended
    """
    study = loaded.scenario.study
    asked = engine or study.engine
    name = choose(asked)
    plan = settled(compilation.plan, study.seed, name)
    count = study.replications if replications is None else replications
    figures = published_figures(loaded, plan)
    runner = _Runner(Collector(plan, figures))
    sink: AbstractContextManager[ShipmentsFile | None] = nullcontext()
    if shipments is not None:
        sink = ShipmentsFile(shipments, plan)
    worth = expected_visits(plan) * count > WORTH_SHARING[name]
    share = workers if worth and shipments is None else 1
    interrupted: KeyboardInterrupt | None = None
    task = Task(plan, study.seed, name, figures)
    blocks = pieces(task, _blocks(plan, count, share, name), share)
    with sink as file, closing(blocks):
        try:
            for piece in blocks:
                runner.take(piece, file)
                if progress is not None:
                    progress(runner.done, count)
        except KeyboardInterrupt as stop:
            if not runner.done:
                raise
            interrupted = stop
    results = runner.collector.finish()
    return Outcome(plan, asked, name, results, tuple(runner.stuck), interrupted, runner.timings)


class _Runner:
    """Keeps what blocks leave behind."""

    def __init__(self, collector: Collector) -> None:
        self.collector = collector
        self.stuck: list[Stuck] = []
        self.done = 0
        self.timings = dict.fromkeys(STEPS, 0.0)

    def take(self, piece: Piece, file: ShipmentsFile | None = None) -> None:
        """A block, wherever it was simulated; blocks come in the order of their numbers."""
        with unbroken():  # whoever stops a run finds its replications whole in every table
            if file is not None and piece.workload is not None and piece.trace is not None:
                file.add(piece.workload, piece.trace)
            self.collector.take(piece.reduced)
            self.stuck += piece.stuck
            self.done += len(piece.reduced.replications)
            for step, seconds in piece.timings.items():
                self.timings[step] += seconds


def expected_visits(plan: Plan) -> int:
    """Shipment-stage visits of one replication, about."""
    return sum(_expected(plan, k) * len(one.stages) for k, one in enumerate(plan.flows))


def _blocks(plan: Plan, count: int, shared: int, engine: EngineName) -> list[range]:
    """Blocks of replications that fit in memory; their cut leaves no trace in results.

    shared   processes that share them: smaller blocks leave none of them idle at the end
    """
    largest = LARGEST_BLOCK[engine]
    if shared > 1:
        largest = min(largest, max(1, -(-count // (TURNS[engine] * shared))))
    size = int(np.clip(VISITS_AT_ONCE[engine] // max(expected_visits(plan), 1), 1, largest))
    # One process begins with small blocks: who stops it soon has something, and sees that it moves.
    step = size if shared > 1 else max(1, size // 4)
    blocks, first = [], 0
    while first < count:
        blocks.append(range(first, min(first + step, count)))
        first, step = first + step, min(2 * step, size)
    return blocks


def _expected(plan: Plan, flow: int) -> int:
    demand = plan.flows[flow].demand
    if demand.process in ("poisson", "booked"):
        return int(demand.expected[-1]) + 1
    return len(demand.arrive)
