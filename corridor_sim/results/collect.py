"""Collect: blocks of replications go in one by one, the results of the whole run come out.

A block is reduced to one number per measure and replication (in the worker that ran it, if there
are several); how the replications were cut into blocks leaves no trace in the results.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np

from corridor_sim.errors import Finding
from corridor_sim.plan import Plan
from corridor_sim.results.block import Block, open_block
from corridor_sim.results.clocks import clock_measures
from corridor_sim.results.counts import count_measures
from corridor_sim.results.departures import Tally, departure_measures, leg_measures, tallies
from corridor_sim.results.facts import Published, Simulated, block_facts, end_to_end, fact_row
from corridor_sim.results.handled import parcel_measures
from corridor_sim.results.measures import Measure, Seconds, Window, joined
from corridor_sim.results.missed import Waits, missed_measures
from corridor_sim.results.owners import owner_measures
from corridor_sim.results.places import place_measures
from corridor_sim.results.release_study import study_measures
from corridor_sim.results.released import released_measures
from corridor_sim.results.rolled import rolled, rolled_measures
from corridor_sim.results.rows import DepartureRow, FactRow, KpiRow, StageRow, StationRow
from corridor_sim.results.samples import Samples
from corridor_sim.results.stage_rows import stage_rows
from corridor_sim.results.stations import station_measures
from corridor_sim.results.summary import departure_rows, kpi_row, station_rows
from corridor_sim.results.times import (
    chain_measures,
    departure_wait_measures,
    stage_measures,
    transit_measures,
    trip_measures,
)
from corridor_sim.results.violations import violation_measures
from corridor_sim.tiles import tiles
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload


@dataclass(frozen=True, slots=True)
class Reduced:
    """What a block leaves behind: small, and safe to send between processes.

    replications   int64 [R], their numbers
    facts          one per published figure
    tallies        one per service
    """

    replications: Seconds
    measures: tuple[Measure, ...]
    facts: tuple[Simulated, ...]
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a run.

    replications   int64 [R], their numbers, in order
    measures       every measure over all replications, in the order of `kpis`
    """

    name: str
    arm: str
    replications: Seconds
    measures: tuple[Measure, ...]
    kpis: tuple[KpiRow, ...]
    stations: tuple[StationRow, ...]
    stages: tuple[StageRow, ...]
    departures: tuple[DepartureRow, ...]
    facts: tuple[FactRow, ...]
    notes: tuple[Finding, ...]


def reduce_block(
    plan: Plan,
    workload: Workload,
    trace: Trace,
    published: Sequence[Published] = (),
    window: Window | None = None,
) -> Reduced:
    """Every measure of one block.

    window   [from, to) s over which counts and loads go by the clock; default the whole run
    """
    parts = [
        reduced(open_block(plan, some, seen), published, window)
        for _, some, seen in tiles(workload, trace)
    ]
    if len(parts) == 1:
        return parts[0]
    return Reduced(
        trace.replications,
        joined([one.measures for one in parts]),
        tuple(end_to_end(column) for column in zip(*(one.facts for one in parts), strict=True)),
        tuple(reduce(add, column) for column in zip(*(one.tallies for one in parts), strict=True)),
    )


def reduced(
    block: Block, published: Sequence[Published] = (), window: Window | None = None
) -> Reduced:
    """Every measure of a block that is in hand; what `reduce_block` makes of each of its tiles."""
    plan, samples = block.plan, Samples(block)
    over = block.whole if window is None else window
    run, full = departure_measures(block, over)
    counts = count_measures(block, over)
    left = [one for one in counts if one.key.kpi in _LEFT]
    rest = [one for one in counts if one.key.kpi not in _LEFT]
    behind = rolled(block)
    waits = Waits(block, behind)
    owned = owner_measures(block, waits)
    measures = (
        *run,
        *left,
        *full,
        *rolled_measures(block, behind, over),
        *rest,
        *parcel_measures(block, over),
        *released_measures(block, over),
        *transit_measures(samples),
        *trip_measures(samples),
        *chain_measures(samples),
        *leg_measures(samples),
        *departure_wait_measures(samples),
        *clock_measures(samples),
        *study_measures(block),
        *violation_measures(block),
        *owned,
        *missed_measures(plan, waits.services),
        *stage_measures(samples),
        *station_measures(samples),
        *place_measures(samples),
    )
    facts = tuple(block_facts(block, published))
    return Reduced(block.trace.replications, measures, facts, tallies(block, waits.services))


#: What an office asks for before it asks how full the trains were.
_LEFT = {"boxes_dispatched", "teu_dispatched", "weight_t", "value_usd"}


class Collector:
    """Takes blocks in replication order and keeps one number per measure and replication.

    published   figures that the run is held against
    window      [from, to) s for counts and loads; default the whole run
    arm         name of the variant, for the tables
    """

    def __init__(
        self,
        plan: Plan,
        published: Sequence[Published] = (),
        window: Window | None = None,
        arm: str = "base",
    ) -> None:
        self._plan = plan
        self._published = tuple(published)
        self._window = window
        self._arm = arm
        self._blocks: list[Reduced] = []

    def add(self, workload: Workload, trace: Trace) -> None:
        """Takes a block as an engine leaves it."""
        self.take(reduce_block(self._plan, workload, trace, self._published, self._window))

    def take(self, reduced: Reduced) -> None:
        """Takes a block that was reduced elsewhere."""
        numbers = reduced.replications
        last = self._blocks[-1].replications[-1] if self._blocks else -1
        if len(numbers) == 0 or numbers[0] <= last or bool(np.any(np.diff(numbers) <= 0)):
            raise ValueError("replications must come in the order of their numbers")
        self._blocks.append(reduced)

    def finish(self, notes: Iterable[Finding] = ()) -> Results:
        """Everything taken so far, over its replications; more may be taken afterwards.

        notes   what else is worth saying about the run (stuck shipments, assumptions)
        """
        if not self._blocks:
            raise ValueError("no replication has been taken")
        measures = joined([block.measures for block in self._blocks])
        totals = list(self._blocks[0].tallies)
        for block in self._blocks[1:]:
            totals = [a + b for a, b in zip(totals, block.tallies, strict=True)]
        kpis = tuple(kpi_row(self._arm, one) for one in measures)
        return Results(
            name=self._plan.name,
            arm=self._arm,
            replications=np.concatenate([block.replications for block in self._blocks]),
            measures=measures,
            kpis=kpis,
            stations=station_rows(self._plan, kpis),
            stages=stage_rows(self._plan, kpis),
            departures=departure_rows(self._plan, self._arm, totals),
            facts=self._facts(),
            notes=tuple(notes),
        )

    def _facts(self) -> tuple[FactRow, ...]:
        return tuple(
            fact_row(
                self._arm,
                self._plan.clock,
                fact,
                end_to_end([block.facts[number] for block in self._blocks]),
            )
            for number, fact in enumerate(self._published)
        )
