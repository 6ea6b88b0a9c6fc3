"""corridor-sim: a logistics corridor simulation engine.

scenario -> plan -> draws -> workload -> trace -> results; each arrow is one public function:

    loaded = read(Path("corridor.yaml"))
    compiled = compile_plan(loaded)
    workload = realise(compiled.plan, draw(compiled.plan, seed=1, replications=range(30)))
    trace = run_arrays(compiled.plan, workload)  # or run_events: the same trace

`run_scenario` does all of it and reduces the traces to results.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corridor_sim.engine.array import run as run_arrays
    from corridor_sim.engine.event import run as run_events
    from corridor_sim.engine.invariants import check as check_trace
    from corridor_sim.errors import CorridorError
    from corridor_sim.plan import Plan
    from corridor_sim.planning.compile import compile_plan
    from corridor_sim.planning.draw import draw
    from corridor_sim.planning.realise import realise
    from corridor_sim.results.collect import Results
    from corridor_sim.scenario.read import read
    from corridor_sim.study.run import run_scenario
    from corridor_sim.trace import Trace
    from corridor_sim.workload import Workload

__version__ = "0.1.0"

_HOME = {
    "CorridorError": "errors",
    "Plan": "plan",
    "Results": "results.collect",
    "Trace": "trace",
    "Workload": "workload",
    "check_trace": "engine.invariants",
    "compile_plan": "planning.compile",
    "draw": "planning.draw",
    "read": "scenario.read",
    "realise": "planning.realise",
    "run_arrays": "engine.array",
    "run_events": "engine.event",
    "run_scenario": "study.run",
}
_ELSEWHERE = {"check_trace": "check", "run_arrays": "run", "run_events": "run"}

__all__ = [
    "CorridorError",
    "Plan",
    "Results",
    "Trace",
    "Workload",
    "check_trace",
    "compile_plan",
    "draw",
    "read",
    "realise",
    "run_arrays",
    "run_events",
    "run_scenario",
]


def __getattr__(name: str) -> object:
    """Load a public name when it is first used, so that `--help` pays for none of them."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(f"{__name__}.{_HOME[name]}")
    return getattr(home, _ELSEWHERE.get(name, name))


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
