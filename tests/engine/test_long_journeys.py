"""Journeys of very many stages, in a loop and out of it: neither engine may run out of stack."""

from __future__ import annotations

from pathlib import Path

from corridor_sim.engine.array import run as run_arrays
from corridor_sim.engine.event import run as run_events
from tests.plans.equal import differences
from tests.plans.written import compiled, settled

STAGES = 1_500


def _journey(joined: bool, back: bool) -> dict[str, object]:
    """A station, a long row of delays, and the same station again where it goes `back`."""
    names = ["desk", *(f"d{number}" for number in range(STAGES))]
    stages: list[dict[str, object]] = [{"name": "desk", "station": "desk"}]
    for number, name in enumerate(names[1:]):
        after = [names[number]] + (["desk"] if joined and number % 2 else [])
        stages.append({"name": name, "delay": "1 min", "after": after})
    if back:
        stages += [{"name": "again", "station": "desk"}, {"name": "out", "delay": "1 min"}]
    return {
        "corridor_sim": 1,
        "name": "long",
        "time": {"start": "2021-01-01", "end": "2021-01-01", "drain": "5 d", "zone": "UTC"},
        "study": {"replications": 1, "seed": 1},
        "stations": {"desk": {"servers": 1, "work": "25 min"}},
        "flows": {
            "box": {"demand": {"process": "deterministic", "every": "1 h"}, "stages": stages}
        },
    }


def test_both_engines_walk_long_journeys(tmp_path: Path) -> None:
    for joined in (False, True):
        for back in (False, True):
            plan = compiled(_journey(joined, back), tmp_path).plan
            assert any(one.loop for one in plan.components) == back
            workload = settled(plan, range(1), 1)
            event, array = run_events(plan, workload), run_arrays(plan, workload)
            assert differences(event, array) == []
            assert int((event.flows[0].end[-1] < plan.stop).sum()) > 20
