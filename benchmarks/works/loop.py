"""Imports and exports through the same stations in opposite order: stations that form a loop.

Each journey has four visits to stations of two servers at load 0.8. Some are made at stations that
the other direction visits too, in the opposite order; the rest at stations of its own.
"""

from __future__ import annotations

from benchmarks.works.luck import exactly, lasting
from benchmarks.works.scenario import plan_of
from corridor_sim.clock import HOUR
from corridor_sim.plan import Plan
from corridor_sim.workload import Workload

VISITS = 4
_SERVERS, _LOAD, _MEAN_HOURS = 2, 0.8, 3.0


def work(replications: int, shipments: int, shared: int) -> tuple[Plan, Workload]:
    """So many shipments of each direction; `shared` (0, 2, 3 or 4) of the visits in the loop."""
    seconds = shipments * _MEAN_HOURS * HOUR / (_SERVERS * _LOAD)
    made = lasting(plan_of(words(shared)), seconds, shipments, drain=seconds)
    return made, exactly(made, replications, shipments)


def words(shared: int) -> dict[str, object]:
    """The scenario."""
    common = [f"both_{number}" for number in range(shared)]
    own = range(VISITS - shared)
    ways = {
        "export": [*common, *(f"out_{number}" for number in own)],
        "import": [*reversed(common), *(f"in_{number}" for number in own)],
    }
    stations = {}
    for way in ways.values():
        for name in way:
            # What both directions visit works twice as fast, so that its load is the same.
            mean = _MEAN_HOURS / 2 if name in common else _MEAN_HOURS
            stations[name] = {"servers": _SERVERS, "work": {"exponential": f"{mean} h"}}
    return {
        "corridor_sim": 1,
        "name": f"{shared} of {VISITS} visits in a loop",
        "time": {"start": "2021-01-04", "end": "2021-01-31", "drain": "365 d", "zone": "UTC"},
        "stations": stations,
        "flows": {
            direction: {
                "demand": {"process": "poisson", "total": "100 box"},
                "stages": [{"station": name} for name in way],
            }
            for direction, way in ways.items()
        },
    }
