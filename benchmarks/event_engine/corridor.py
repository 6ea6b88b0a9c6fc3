"""The tandem corridor: documents, inspection, weekly train, gauge change, weekly train, last mile.

Poisson 0.268 boxes an hour; documents c = 3 at load 0.8; inspection of 5 % at c = 2 with a mean of
24 h; a weekly train of 50, so loaded to 90 %, whose travel time is drawn per train; gauge change
c = 4 with a mean of 2 h, to which a whole train comes at one instant; a second weekly train of 50.
"""

from __future__ import annotations

import json
import math
import tempfile
from datetime import date, timedelta
from pathlib import Path

from corridor_sim.plan import Plan
from corridor_sim.planning.compile import compile_plan
from corridor_sim.scenario.read import read

_PER_HOUR = 0.268
_START = date(2021, 1, 4)


def corridor(boxes: int) -> Plan:
    """The plan in which so many boxes are expected."""
    days = math.ceil(boxes / _PER_HOUR / 24.0)
    words = {
        "corridor_sim": 1,
        "name": "tandem corridor",
        "time": {
            "start": _START.isoformat(),
            "end": (_START + timedelta(days=days - 1)).isoformat(),
            "drain": "365 d",
            "zone": "UTC",
        },
        "stations": {
            "documents": {"servers": 3, "work": {"gamma": {"mean": "8.955 h", "cv": 0.5}}},
            "inspection": {"servers": 2, "work": {"gamma": {"mean": "24 h", "cv": 0.5}}},
            "gauge": {"servers": 4, "work": {"gamma": {"mean": "2 h", "cv": 0.5}}},
        },
        "services": {
            "first": _train("Mon 20:00", "9 d"),
            "second": _train("Thu 08:00", "6 d"),
        },
        "flows": {
            "box": {
                "demand": {"process": "poisson", "total": f"{boxes} box"},
                "stages": [
                    {"station": "documents"},
                    {"station": "inspection", "chance": 0.05},
                    {"departures": "first"},
                    {"station": "gauge"},
                    {"departures": "second"},
                    {"name": "last_mile", "delay": {"gamma": {"mean": "12 h", "cv": 0.5}}},
                ],
            }
        },
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corridor.yaml"
        path.write_text(json.dumps(words), encoding="utf-8")
        return compile_plan(read(path)).plan


def _train(slot: str, mean: str) -> dict[str, object]:
    return {
        "timetable": {"slots": [slot]},
        "capacity": "50 box",
        "travel": {"gamma": {"mean": mean, "cv": 0.2}},
    }
