"""When goods are due where: a journey by its plan, from the shipment's arrival on."""

from __future__ import annotations

import math
from collections.abc import Sequence

from corridor_sim.planning.journey_parts import JourneyLeg, Setting
from corridor_sim.scenario.flows import Flow


class Due:
    """Planned seconds from the arrival of a shipment to each place of its way.

    By the means of laws and the timetable: the longest of what must be ready, the first mile, half
    a headway and the cut-off before each service, its legs; no queue, no minimum, no formality.
    """

    def __init__(self, flow: Flow, legs: Sequence[JourneyLeg], setting: Setting) -> None:
        self.legs, self.setting = legs, setting
        ready = [one.chance * one.time.mean for one in flow.readiness.values()]
        begun = max(ready, default=0.0)
        if flow.first_mile is not None:
            begun += flow.first_mile.mean
        self._begins: list[float] = []
        for leg in legs:
            begun += setting.waits.get(leg.move.service, 0.0)
            self._begins.append(begun)
            begun += leg.planned[leg.move.there]
        self._end = begun
        self._stored = begun + (flow.store.time.mean if flow.store is not None else 0.0)

    def before(self, number: int) -> int:
        """Before the leg of this number, its wait for a departure not yet begun."""
        if number >= len(self.legs):
            return round(self._end)
        wait = self.setting.waits.get(self.legs[number].move.service, 0.0)
        return math.floor(self._begins[number] - wait)

    def at(self, leg: JourneyLeg | None, node: str) -> int:
        """At a node of a leg; without a leg where the way ends, after any storage."""
        if leg is None:
            return round(self._stored)
        return round(self._begins[self.legs.index(leg)] + leg.planned[node])
