"""The event engine and the baseline on the same values, in interleaved rounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from simpy import Environment

from benchmarks.event_engine.baseline import Corridor, Values, events_per_box, values
from benchmarks.event_engine.corridor import corridor
from benchmarks.rounds import Spread, seconds, spread
from corridor_sim.clock import NEVER
from corridor_sim.engine.event import run
from corridor_sim.engine.invariants import check, find_stuck
from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from corridor_sim.trace import NOWHERE, Trace

_SEED = 2021
_TARGET = 1.5
_MOST_EVENTS = 12.5


@dataclass(frozen=True)
class Found:
    """What was measured at one size: microseconds a box, and ratios round by round."""

    boxes: int
    rounds: int
    events: float
    per_box: dict[str, Spread]
    ratio: Spread

    def table(self) -> str:
        lines = [
            f"\n{self.boxes} boxes, {self.rounds} rounds; median [smallest - largest]",
            f"  baseline: {self.events:.2f} scheduled events a box (at most {_MOST_EVENTS})",
            f"  engine / baseline: {self.ratio.text()} (at most {_TARGET})",
        ]
        lines += [f"  {name:10} {one.text(1):>24} us a box" for name, one in self.per_box.items()]
        return "\n".join(lines)

    def record(self) -> dict[str, object]:
        per_box = {
            name: {"median": one.middle, "low": one.low, "high": one.high}
            for name, one in self.per_box.items()
        }
        ratio = {"median": self.ratio.middle, "low": self.ratio.low, "high": self.ratio.high}
        return {
            "suite": "event_engine",
            "boxes": self.boxes,
            "rounds": self.rounds,
            "baseline_events_per_box": self.events,
            "engine_over_baseline": ratio,
            "us_per_box": per_box,
        }


def measure(boxes: int, rounds: int) -> Found:
    """Time everything; the two outputs are compared before."""
    plan = corridor(boxes)
    draws = draw(plan, _SEED, range(1))
    workload = realise(plan, draws)
    given = values(plan, workload)
    trace = run(plan, workload)
    _same(given, trace)
    events = events_per_box(given)
    assert events <= _MOST_EVENTS, f"the baseline schedules {events:.2f} events a box"
    taken = seconds(
        {
            "baseline": lambda: Corridor(given, Environment()).run(),
            "engine": lambda: run(plan, workload),
            "check": lambda: (check(plan, workload, trace), find_stuck(plan, workload, trace)),
            "draw": lambda: draw(plan, _SEED, range(1)),
            "realise": lambda: realise(plan, draws),
        },
        rounds,
    )
    count = len(given.arrive)
    ratios = [a / b for a, b in zip(taken["engine"], taken["baseline"], strict=True)]
    per_box = {name: spread([1e6 * one / count for one in each]) for name, each in taken.items()}
    return Found(count, rounds, events, per_box, spread(ratios))


def _same(given: Values, trace: Trace) -> None:
    """All ten columns, box by box and to the second."""
    flow = trace.flows[0]
    first, second = flow.slot[2], flow.slot[4]
    assert first is not None
    assert second is not None
    ours = {
        "arrival": flow.arrive,
        "documents_start": flow.start[0],
        "documents_end": flow.end[0],
        "cleared": flow.end[1],
        "first_slot": np.where(first == NOWHERE, NEVER, first),
        "border": flow.end[2],
        "gauge_start": flow.start[3],
        "gauge_end": flow.end[3],
        "second_slot": np.where(second == NOWHERE, NEVER, second),
        "delivery": flow.end[5],
    }
    theirs = Corridor(given, Environment()).run()
    for name, column in ours.items():
        differing = int((column[0] != np.array(theirs[name])).sum())
        assert differing == 0, f"{name}: {differing} boxes differ"
