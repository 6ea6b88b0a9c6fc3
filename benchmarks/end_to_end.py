"""hengyang-2021 from the YAML file to the written tables, step by step, on each engine.

The array engine runs all replications that are asked for. The event engine runs a few; the steps
that every replication repeats are multiplied, those that a run makes once are taken as they are.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from time import perf_counter

from benchmarks import engines, loops
from benchmarks.equality import UnequalError
from benchmarks.record import Measurement
from benchmarks.rounds import at_most
from corridor_sim.planning.compile import Compilation, compile_plan
from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from corridor_sim.results.collect import Results
from corridor_sim.results.store import Manifest, write_results
from corridor_sim.results.tables import csv_bytes
from corridor_sim.scenario.read import Loaded, read
from corridor_sim.study.run import run_scenario

SUITE = "end to end"
WORK = "hengyang-2021"
SCENARIO = Path(__file__).parent.parent / "scenarios" / f"{WORK}.yaml"
ONCE = ("read", "compile", "pilot and rest", "write")
EACH = ("draw", "realise", "engine", "check", "tables")
_BLOCK = 5


@dataclass(frozen=True, slots=True)
class Timed:
    """One run from file to files.

    seconds   by step
    kpis      bytes of kpis.csv
    """

    replications: int
    seconds: dict[str, float] = field(default_factory=dict)
    kpis: bytes = b""

    def total(self, replications: int) -> float:
        """Seconds of a run of so many replications."""
        factor = replications / self.replications
        return sum(self.seconds[one] for one in ONCE) + factor * sum(
            self.seconds[one] for one in EACH
        )


def measure(rounds: int, replications: int, few: int, limit: float) -> list[Measurement]:
    """Total and steps of each engine at `replications`; the event engine on `few` of them.

    limit   seconds that one run of the array engine may take: beyond it, it runs fewer replications
            and says how many, or none and says so
    """
    looped = in_loops(few)  # this and the next line load what is loaded on first use only
    import_module("pyarrow.parquet")
    reference = run("event", few)
    counts, found = {"event": few}, []
    for name in engines.arrays():
        try:
            counts[name] = _checked(name, reference, replications, limit)
        except TimeoutError as why:
            text = f"{few} replications: {why}"
            size = f"{replications:,} replications"
            found.append(Measurement(SUITE, WORK, size, name, "seconds", note=text))
    taken: dict[str, list[Timed]] = {name: [] for name in counts}
    taken["event"].append(reference)
    for number in range(rounds):
        for name in list(counts) if number % 2 else list(counts)[::-1]:
            if len(taken[name]) == number:
                taken[name].append(run(name, counts[name]))
    return found + _measurements(taken, replications) + looped


def _checked(name: str, reference: Timed, replications: int, limit: float) -> int:
    """How many replications fit; raises UnequalError, TimeoutError."""
    with at_most(limit):
        found = run(name, reference.replications)
    if found.kpis != reference.kpis:
        raise UnequalError(f"{name}: kpis.csv differs from the event engine's")
    each = sum(found.seconds[step] for step in EACH) / found.replications
    return max(reference.replications, min(replications, int(limit / each)))


def _measurements(taken: dict[str, list[Timed]], replications: int) -> list[Measurement]:
    totals = {name: [one.total(replications) for one in each] for name, each in taken.items()}
    size, found = f"{replications:,} replications", []
    for name, each in taken.items():
        measured = f"{each[0].replications:,} replications"
        ratio = tuple(a / b for a, b in zip(totals["event"], totals[name], strict=True))
        found.append(
            Measurement(SUITE, WORK, size, name, "seconds", tuple(totals[name]), ratio, measured)
        )
        for step in (*ONCE, *EACH):
            unit = "seconds" if step in ONCE else "ms per replication"
            scale = 1.0 if step in ONCE else 1e3 / each[0].replications
            values = tuple(scale * one.seconds[step] for one in each)
            found.append(
                Measurement(SUITE, f"{WORK}: {step}", size, name, unit, values, (), measured)
            )
    return found


def in_loops(replications: int) -> list[Measurement]:
    """The share of the plan that lies in loops, and what the array engine says of its passes."""
    plan = _opened()[1].plan  # the pilot moves shares of routes, not what lies in loops
    workload = realise(plan, draw(plan, _seed(), range(replications)))
    shares = loops.shares(plan, workload)
    numbers: dict[str, float] = {
        "loops": shares.loops,
        "% of resources in loops": 100 * shares.resources,
        "% of stations in loops": 100 * shares.stations,
        "% of visits in loops": 100 * shares.visits,
        **loops.passes(plan, workload),
    }
    size = f"{replications} replications"
    return [
        Measurement(SUITE, WORK, size, "plan", name, (value,)) for name, value in numbers.items()
    ]


def run(engine: str, replications: int) -> Timed:
    """From the file to the files, as the command line does, in one process."""
    laps = [perf_counter()]
    loaded = read(SCENARIO)
    laps.append(perf_counter())
    compilation = compile_plan(loaded)
    laps.append(perf_counter())
    results, timings = study(loaded, compilation, replications, engine)
    laps.append(perf_counter())
    with tempfile.TemporaryDirectory() as folder:
        manifest = Manifest(WORK, _seed(), engine, "", "")
        write_results(Path(folder), results, manifest, "")
    laps.append(perf_counter())
    spent = {
        "read": laps[1] - laps[0],
        "compile": laps[2] - laps[1],
        "pilot and rest": laps[3] - laps[2] - sum(timings[one] for one in EACH),
        "write": laps[4] - laps[3],
        **{one: timings[one] for one in EACH},
    }
    return Timed(replications, spent, csv_bytes("kpis", results.kpis))


def study(
    loaded: Loaded, compilation: Compilation, replications: int, engine: str, workers: int = 1
) -> tuple[Results, dict[str, float]]:
    """As the command line does; `array [fast]` is the array engine with machine code."""
    name, _, fast = engine.partition(" ")
    with engines.machine_code("1" if fast else "0"):
        outcome = run_scenario(
            loaded,
            compilation,
            engine="event" if name == "event" else "array",
            replications=replications,
            workers=workers,
        )
    return outcome.results, outcome.timings


def _opened() -> tuple[Loaded, Compilation]:
    loaded = read(SCENARIO)
    return loaded, compile_plan(loaded)


def _seed() -> int:
    return 2021


def steps(found: Sequence[Measurement], engine: str) -> dict[str, Measurement]:
    """The steps of one engine, by name."""
    return {
        one.work.partition(": ")[2]: one
        for one in found
        if one.suite == SUITE and ": " in one.work and one.engine == engine
    }
