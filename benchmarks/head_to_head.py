"""Every engine and every peer on the same work, in interleaved rounds, after equality was checked.

The unit is the nanosecond per shipment, and the baseline of all ratios is SimPy with a `Resource`
per station. Slow ones are timed on fewer replications of the same work: what is compared is the
cost of one shipment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from benchmarks import engines, equality
from benchmarks.peers.registry import EXACT, PEERS, SIMPY, Peer, UnavailableError, attempt, model
from benchmarks.record import Measurement, missing
from benchmarks.rounds import ratios, seconds
from benchmarks.works.kinds import Work
from benchmarks.works.luck import rows
from corridor_sim.plan import Plan
from corridor_sim.workload import Workload

SUITE = "head to head"
#: Shipments of one timed call of the plain recursion.
_PLAIN = 100_000
#: A timed call is repeated until it takes about as many shipments.
_AT_LEAST = 20_000
BASELINE = SIMPY.name


@dataclass(frozen=True, slots=True)
class Contender:
    """What is timed: `call` simulates `shipments`, and `measured` says which."""

    call: Callable[[], object]
    shipments: int
    measured: str
    note: str


@dataclass
class Match:
    """One work at one size.

    peers   whether others than SimPy take part
    slow    shipments of one timed call of those that are slow
    """

    work: Work
    replications: int
    shipments: int
    peers: bool = False
    slow: int = 20_000
    contenders: dict[str, Contender] = field(default_factory=dict)
    absent: list[Measurement] = field(default_factory=list)

    @property
    def size(self) -> str:
        return _size(self.replications, self.shipments)

    def measure(self, rounds: int) -> list[Measurement]:
        """Checks, then times."""
        self.prepare()
        taken = seconds({name: one.call for name, one in self.contenders.items()}, rounds)
        unit = {
            name: [1e9 * value / self.contenders[name].shipments for value in values]
            for name, values in taken.items()
        }
        return self.absent + [
            Measurement(
                SUITE,
                self.work.name,
                self.size,
                name,
                "ns per shipment",
                tuple(values),
                tuple(ratios(unit[BASELINE], values)),
                self.contenders[name].measured,
                self.contenders[name].note,
            )
            for name, values in unit.items()
        ]

    def prepare(self) -> None:
        """Makes everything that can be timed, each checked against the plain recursion."""
        plan, workload = self.work.make(self.replications, self.shipments)
        few = max(1, min(self.replications, _PLAIN // self.shipments))
        oracle = self._plain(plan, rows(workload, range(few)))
        for name, run in engines.arrays().items():
            found = self.work.columns(run(plan, workload))
            equality.plain(found, (self.replications, self.shipments))
            equality.same({key: one[:few] for key, one in found.items()}, oracle, name)
            self._add(
                name,
                partial(engines.answer, self.work.columns, run, plan, workload),
                self.replications,
            )
        self._slow(*self._small(plan, workload))

    def _small(self, plan: Plan, workload: Workload) -> tuple[Plan, Workload]:
        """The replications that the slow ones take; a shorter one where one alone is too long."""
        if self.shipments > self.slow:
            return self.work.make(1, self.slow)
        return plan, rows(workload, range(min(self.replications, self.slow // self.shipments)))

    def _slow(self, plan: Plan, workload: Workload) -> None:
        count, shipments = workload.flows[0].arrive.shape
        run = engines.every()["event"]
        trace = run(plan, workload)
        given = [self.work.given(plan, workload, row) for row in range(count)]
        equality.same(
            self.work.columns(trace), _stacked([self.work.plain(g) for g in given]), "event"
        )
        self._add(
            "event",
            partial(engines.answer, self.work.columns, run, plan, workload),
            count,
            shipments,
        )
        clear = [given[row] for row in self.work.clear(trace, plan)]
        for peer in PEERS if self.peers else (SIMPY,):
            try:
                self._peer(peer, clear)
            except (UnavailableError, equality.UnequalError) as why:
                if peer is SIMPY:
                    raise
                self.absent.append(missing(SUITE, self.work.name, self.size, peer.name, str(why)))

    def _plain(self, plan: Plan, workload: Workload) -> dict[str, Any]:
        count = len(workload.replications)
        given = [self.work.given(plan, workload, row) for row in range(count)]
        self._add("plain recursion", partial(_each, self.work.plain, given), count)
        return _stacked([self.work.plain(one) for one in given])

    def _peer(self, peer: Peer, clear: list[Any]) -> None:
        """Compared on one replication, or on all that are timed if they are few."""
        found = model(peer, self.work.kind)
        shipments = len(clear[0].arrive)
        chosen = clear[: max(1, peer.rows)]
        unordered = getattr(found.module, "unordered", None)
        if self.work.kind == "corridor" and unordered is not None:
            note = "multisets per train, equal gauge and last-mile times (random order of ties)"
            for one in map(unordered, chosen):
                equality.same_per_train(self.work.plain(one), attempt(found, one), peer.name)
        else:
            note = EXACT
            for one in chosen:
                equality.same(self.work.plain(one), attempt(found, one), peer.name)
        if peer.single:
            plan, workload = self.work.make(1, peer.single)
            chosen, shipments = [self.work.given(plan, workload, 0)], peer.single
        calls = [found.timed(one) for one in chosen]
        self._add(peer.name, partial(_all, calls), len(calls), shipments, note)

    def _add(
        self,
        name: str,
        call: Callable[[], object],
        count: int,
        shipments: int = 0,
        note: str = EXACT,
    ) -> None:
        each = shipments or self.shipments
        repeat = max(1, _AT_LEAST // (count * each)) if count * each < 2_000 else 1
        again = partial(_repeat, call, repeat) if repeat > 1 else call
        self.contenders[name] = Contender(again, repeat * count * each, _size(count, each), note)


def _size(replications: int, shipments: int) -> str:
    return f"{replications:,} x {shipments:,}"


def _each(run: Callable[[Any], object], given: list[Any]) -> None:
    for one in given:
        run(one)


def _all(calls: list[Callable[[], object]]) -> None:
    for call in calls:
        call()


def _repeat(call: Callable[[], object], times: int) -> None:
    for _ in range(times):
        call()


def _stacked(answers: list[dict[str, list[int]]]) -> dict[str, Any]:
    return {name: np.array([one[name] for one in answers]) for name in answers[0]}
