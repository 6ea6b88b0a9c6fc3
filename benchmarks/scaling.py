"""Scaling curves: ns per shipment over shipments, replications, servers, loops and arms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter
from typing import Any

from benchmarks import engines, equality
from benchmarks.peers import simpy_models
from benchmarks.record import Measurement
from benchmarks.rounds import seconds
from benchmarks.works import corridor, loop
from benchmarks.works.kinds import CORRIDOR, Work, queues
from benchmarks.works.luck import SEED, rows
from corridor_sim.engine import event
from corridor_sim.plan import Plan
from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from corridor_sim.workload import Workload

SUITE = "scaling"
SHIPMENTS = (100, 1_000, 10_000, 100_000, 1_000_000)
REPLICATIONS = (1, 3, 10, 30, 100, 300, 1_000)
SERVERS = (1, 2, 4, 8, 16, 32, 64)
ARMS = (1, 2, 4, 8)
LOOP_REPLICATIONS, LOOP_SHIPMENTS = 20, (50, 100, 200, 400, 800)
UNIT = "ns per shipment"
#: What is slow is not asked for more in one call.
_SLOW, _PLAIN = 10_000, 200_000
_AT_LEAST = 3_000
_PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Point:
    """Calls that simulate so many shipments each."""

    work: str
    size: str
    calls: dict[str, tuple[Callable[[], object], int]]

    def measure(self, rounds: int) -> list[Measurement]:
        """The cost of one shipment, by engine."""
        taken = seconds({name: call for name, (call, _) in self.calls.items()}, rounds)
        return [
            Measurement(
                SUITE,
                self.work,
                self.size,
                name,
                "ns per shipment",
                tuple(1e9 * one / self.calls[name][1] for one in values),
            )
            for name, values in taken.items()
        ]


def measure(rounds: int, *, quick: bool = False) -> list[Measurement]:
    """All curves."""
    step = 2 if quick else 1
    largest = 100_000 if quick else 1_000_000
    points: list[Callable[[], Point]] = []
    for work in (queues(4), CORRIDOR):
        sizes = [(1, n) for n in SHIPMENTS[::step] if n <= largest]
        sizes += [(r, 1_000) for r in REPLICATIONS[::step] if 1 < r <= largest // 1_000]
        points += [partial(_curve, work, *size, "", slow=not quick) for size in sizes]
    points += [
        partial(
            _curve, queues(servers), 100 if quick else 1_000, 1_000, ", servers", slow=not quick
        )
        for servers in SERVERS[::step]
    ]
    found = [one for point in points for one in point().measure(rounds)]
    found += loops(min(rounds, 3), 100 if quick else LOOP_SHIPMENTS[-1])
    return found + arms(rounds, 20 if quick else 100)


def _curve(work: Work, replications: int, shipments: int, name: str, *, slow: bool = True) -> Point:
    plan, workload = work.make(replications, shipments)
    calls: dict[str, tuple[Callable[[], object], int]] = {}
    total = replications * shipments
    for engine, run in engines.arrays().items():
        call = partial(engines.answer, work.columns, run, plan, workload)
        calls[engine] = _often(call, total)
    for engine, most in (("plain recursion", _PLAIN), ("SimPy", _SLOW), ("event", _SLOW)):
        if engine != "plain recursion" and (shipments > most or not slow):
            continue
        count = max(1, min(replications, most // shipments))
        part = rows(workload, range(count))
        calls[engine] = _often(_slow(engine, work, plan, part), count * shipments)
    return Point(work.name + name, f"{replications:,} x {shipments:,}", calls)


def _slow(engine: str, work: Work, plan: Plan, part: Workload) -> Callable[[], object]:
    if engine == "event":
        return partial(engines.answer, work.columns, event.run, plan, part)
    given = [work.given(plan, part, row) for row in range(len(part.replications))]
    run: Callable[[Any], object] = work.plain
    if engine == "SimPy":
        run = simpy_models.queue if work.kind == "queue" else simpy_models.corridor
    return partial(_each, run, given)


def _each(run: Callable[[Any], object], given: Sequence[Any]) -> None:
    for one in given:
        run(one)


def _often(call: Callable[[], object], total: int) -> tuple[Callable[[], object], int]:
    times = max(1, _AT_LEAST // total)

    def again() -> None:
        for _ in range(times):
            call()

    return (again if times > 1 else call), times * total


def loops(rounds: int, most: int) -> list[Measurement]:
    """Import and export in opposite order, as the share of visits inside loops and N grow.

    An engine that has taken longer than `_PATIENCE` seconds is not asked for more of the same
    share: what is left out says so.
    """
    found: list[Measurement] = []
    for shared in (0, 2, 4):
        work = f"loop: {100 * shared // loop.VISITS} % of visits"
        slow: set[str] = set()
        for shipments in [size for size in LOOP_SHIPMENTS if size <= most]:
            size = f"{LOOP_REPLICATIONS} x 2 x {shipments:,}"
            why = f"not asked: fewer took longer than {_PATIENCE:g} s"
            found += [Measurement(SUITE, work, size, one, UNIT, note=why) for one in sorted(slow)]
            points, once = _loop(shared, shipments, slow)
            found += points.measure(rounds) + once
    return found


def _loop(shared: int, shipments: int, slow: set[str]) -> tuple[Point, list[Measurement]]:
    """The engines, each compared with the event engine; those too slow are timed once only."""
    plan, workload = loop.work(LOOP_REPLICATIONS, shipments, shared)
    name = f"loop: {100 * shared // loop.VISITS} % of visits"
    size, total = f"{LOOP_REPLICATIONS} x 2 x {shipments:,}", 2 * LOOP_REPLICATIONS * shipments
    truth, once = event.run(plan, workload), []
    calls: dict[str, tuple[Callable[[], object], int]] = {
        "event": (
            partial(engines.answer, engines.read_all, event.run, plan, rows(workload, range(2))),
            4 * shipments,
        )
    }
    for engine, run in engines.arrays().items():
        if engine in slow:
            continue
        run(plan, rows(workload, range(1)))  # what first use loads or compiles is not counted
        before = perf_counter()
        found = run(plan, workload)
        taken = perf_counter() - before
        equality.same_traces(truth, found, engine)
        if taken > _PATIENCE:
            slow.add(engine)
            once.append(Measurement(SUITE, name, size, engine, UNIT, (1e9 * taken / total,)))
        else:
            call = partial(engines.answer, engines.read_all, run, plan, workload)
            calls[engine] = (call, total)
    return Point(name, size, calls), once


def arms(rounds: int, replications: int, shipments: int = 1_000) -> list[Measurement]:
    """Drawing and realising, per arm and shipment, for 1, 2, 4 and 8 arms of W3.

    The arms differ in the number of servers, so all share one luck, drawn once.
    """
    base = corridor.plan(shipments)
    calls = {}
    for count in ARMS:
        made = [_arm(base, number) for number in range(count)]
        calls[str(count)] = partial(_draw_arms, made, range(replications))
    taken = seconds(calls, rounds)
    return [
        Measurement(
            SUITE,
            f"arms: {name}",
            f"{replications} x {shipments}",
            "draw and realise",
            "ns per shipment and arm",
            tuple(1e9 * one / (int(name) * replications * shipments) for one in values),
            note="one draw for all arms",
        )
        for name, values in taken.items()
    ]


def _arm(plan: Plan, number: int) -> Plan:
    first, *others = plan.stations
    return replace(plan, stations=(replace(first, servers=first.servers + number), *others))


def _draw_arms(plans: list[Plan], replications: range) -> None:
    drawn = draw(plans, SEED, replications)
    for plan in plans:
        realise(plan, drawn)
