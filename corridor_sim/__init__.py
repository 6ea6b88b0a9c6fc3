"""corridor-sim: a logistics corridor simulation engine.

scenario -> plan -> draws -> workload -> trace -> results; each arrow is one public function:

    loaded = read(Path("corridor.yaml"))
    compiled = compile_plan(loaded)
    workload = realise(compiled.plan, draw(compiled.plan, seed=1, replications=range(30)))
    trace = run_events(compiled.plan, workload)

`run_scenario` does all of it and reduces the traces to results.
"""

from __future__ import annotations

from importlib import import_module

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
    "run_events": "engine.event",
    "run_scenario": "study.run",
}
_ELSEWHERE = {"check_trace": "check", "run_events": "run"}

__all__ = [  # noqa: PLE0604 - the names are those of _HOME, loaded on first use
    *_HOME
]


def __getattr__(name: str) -> object:
    """Load a public name when it is first used, so that `--help` pays for none of them."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(f"{__name__}.{_HOME[name]}")
    return getattr(home, _ELSEWHERE.get(name, name))


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
