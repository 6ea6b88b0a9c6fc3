"""One customs office at the end of a daily train: from a policy to a trace, all laws fixed.

A shipment is ready at 06:00 of each day; the train leaves Manzhouli at 12:00 and is at Hengyang ten
hours later, where the import is cleared. Times are hours since that departure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corridor_sim.clock import DAY, HOUR
from corridor_sim.engine import array
from tests.plans.equal import differences
from tests.plans.written import Run, simulated

Words = Mapping[str, object]

#: When the goods are there.
THERE = 10.0


@dataclass(frozen=True, slots=True)
class Cleared:
    """A run of the office."""

    run: Run

    def stage(self, name: str) -> int:
        return self.run.stage("goods", name)

    def names(self) -> list[str]:
        """Steps of the formality at the office, in the order of stages."""
        names = [stage.name for stage in self.run.plan.flows[0].stages]
        return [name.removeprefix("office/") for name in names if name.startswith("office/")]

    def ended(self, step: str) -> list[float]:
        """Hours since the departure at which each shipment ended a step, to the second."""
        return self._hours(self.run.flow("goods").end[self.stage(f"office/{step}")])

    def begun(self, step: str) -> list[float]:
        return self._hours(self.run.flow("goods").start[self.stage(f"office/{step}")])

    def passed(self, step: str) -> list[bool]:
        """Who passes a step."""
        skip = self.run.work("goods").skip[self.stage(f"office/{step}")]
        count = self.run.work("goods").arrive.shape[1]
        return [True] * count if skip is None else [not one for one in skip[0]]

    def _hours(self, seconds: object) -> list[float]:
        times = np.asarray(seconds)[0]
        departed = np.arange(1, len(times) + 1) * DAY + 12 * HOUR
        return [round(float(one), 6) for one in (times - departed) / HOUR]


def words(policy: Words, count: int = 3, **sections: object) -> dict[str, object]:
    """The scenario of an office that works by this policy."""
    given = {
        "corridor_sim": 1,
        "name": "office",
        "network": "hengyang",
        "time": {"start": "2021-01-04", "end": "2021-12-31", "drain": "60 d"},
        "services": {
            "train": {
                "path": ["MZL", "HYS"],
                "travel": {"MZL-HYS": "10 h"},
                "timetable": {"every": "1 d", "first": "2021-01-04 12:00"},
                "capacity": "50 box",
            }
        },
        "policies": {"p": policy},
        "clearance": {"office": {"node": "HYS", "formality": "import", "policy": "p"}},
        "flows": {
            "goods": {
                "from": "MZL",
                "to": "HYS",
                "via": ["train"],
                "demand": {
                    "process": "deterministic",
                    "every": "1 d",
                    "first": "2021-01-05 06:00",
                    "count": count,
                },
            }
        },
    }
    for name, section in sections.items():
        before = given.get(name)
        merged = isinstance(before, dict) and isinstance(section, Mapping)
        given[name] = {**before, **section} if merged else section  # type: ignore[dict-item]
    return given


def cleared(folder: Path, policy: Words, count: int = 3, **sections: object) -> Cleared:
    """Three shipments cleared under a policy; both engines must agree."""
    run = simulated(words(policy, count, **sections), folder)
    assert differences(run.trace, array.run(run.plan, run.workload)) == []
    return Cleared(run)


#: A message, the least of a stage, in hours.
MESSAGE, INSTANT = round(60 / HOUR, 6), round(1 / HOUR, 6)
