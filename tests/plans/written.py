"""Scenarios in the planner's words, all the way to a trace, through a real file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corridor_sim.engine.event import run
from corridor_sim.plan import Plan
from corridor_sim.planning.compile import Compilation, compile_plan
from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from corridor_sim.scenario.read import read
from corridor_sim.trace import FlowTrace, Trace
from corridor_sim.workload import FlowWork, Workload


@dataclass(frozen=True, slots=True)
class Run:
    """A plan, its settled luck and what the event engine made of them."""

    plan: Plan
    workload: Workload
    trace: Trace

    def position(self, flow: str) -> int:
        return [one.name for one in self.plan.flows].index(flow)

    def stage(self, flow: str, stage: str) -> int:
        stages = self.plan.flows[self.position(flow)].stages
        return [one.name for one in stages].index(stage)

    def flow(self, flow: str) -> FlowTrace:
        return self.trace.flows[self.position(flow)]

    def work(self, flow: str) -> FlowWork:
        return self.workload.flows[self.position(flow)]


def compiled(words: Mapping[str, object], folder: Path) -> Compilation:
    """Write the words (JSON is YAML 1.2), read them back, compile."""
    path = folder / "scenario.yaml"
    path.write_text(json.dumps(words), encoding="utf-8")
    return compile_plan(read(path))


def settled(plan: Plan, replications: Sequence[int], seed: int = 1) -> Workload:
    """A plan's luck, settled."""
    return realise(plan, draw(plan, seed, replications))


def simulated(
    words: Mapping[str, object], folder: Path, replications: Sequence[int] = (0,), seed: int = 1
) -> Run:
    """From words to a trace."""
    plan = compiled(words, folder).plan
    workload = settled(plan, replications, seed)
    return Run(plan, workload, run(plan, workload))


def bare(
    flows: Mapping[str, object], days: int = 10, drain: str = "30 d", **sections: object
) -> dict[str, object]:
    """A bare scenario of so many days in UTC, where every day has 24 hours, from 2021-01-04, a
    Monday."""
    return {
        "corridor_sim": 1,
        "name": "bare",
        "time": {"start": "2021-01-04", "end": _day(days), "drain": drain, "zone": "UTC"},
        **sections,
        "flows": flows,
    }


def _day(days: int) -> str:
    from datetime import date, timedelta

    return (date(2021, 1, 4) + timedelta(days=days - 1)).isoformat()
