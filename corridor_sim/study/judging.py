"""Judging: which figure of each flow decides, and when the differences are known well enough."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corridor_sim.errors import Finding, ScenarioError
from corridor_sim.results.comparison import Figures, Judged, door_to_door_s, smallest_difference
from corridor_sim.results.counts import flow_key
from corridor_sim.results.measures import SECONDS_PER, Key, with_stat
from corridor_sim.statistics.multiplicity import simultaneous_level
from corridor_sim.statistics.paired import paired
from corridor_sim.statistics.selection import select
from corridor_sim.statistics.sequential import Looks, close_enough
from corridor_sim.statistics.verdicts import verdict

if TYPE_CHECKING:
    from corridor_sim.plan import Flow, Plan
    from corridor_sim.scenario.comparing import Primary
    from corridor_sim.scenario.nodes import Step
    from corridor_sim.scenario.read import Loaded
    from corridor_sim.study.compare import Values


def judged_flows(loaded: Loaded, plan: Plan) -> tuple[Judged, ...]:
    """The primary figure of every flow that gets a verdict, as the scenario declares it.

    Flows of boxes are judged by the shipments in them, whose times go on with their box.

    raises   ScenarioError where the scenario names a flow or a clock that is not there
    """
    rules = loaded.scenario.comparison
    names = [flow.name for flow in plan.flows]
    found: list[Finding] = []
    named: list[tuple[str, tuple[Step, ...]]] = [(name, ("flows", name)) for name in rules.flows]
    named += [(name, ("judged", at)) for at, name in enumerate(rules.judged or ())]
    for name, path in named:
        if name not in names:
            listed = ", ".join(names)
            at = ("comparison", *path)
            found.append(loaded.finding("unknown_name", *at, kind="flow", name=name, known=listed))
    judged = []
    for flow in plan.flows:
        if flow.fed_by >= 0 if rules.judged is None else flow.name not in rules.judged:
            continue
        rule = rules.flows.get(flow.name, rules)
        key = _key(plan, flow, rule)
        if key is None:
            clocks = {one.name for one in plan.clocks if plan.flows[one.flow] is flow}
            found.append(
                loaded.finding(
                    "comparison_no_clock",
                    "comparison",
                    flow=flow.name,
                    clock=rule.clock or "-",
                    place=rule.place or "-",
                    known=", ".join(sorted(clocks)) or "-",
                )
            )
        else:
            door = with_stat(flow_key(flow, "transit_time_d"), "mean")
            judged.append(Judged(flow.name, key, door, rule.smallest))
    if found:
        raise ScenarioError(*found)
    return tuple(judged)


def _key(plan: Plan, flow: Flow, rule: Primary) -> Key | None:
    if rule.kpi == "transit_time_d":
        return with_stat(flow_key(flow, "transit_time_d"), rule.stat)
    for clock in plan.clocks:
        here = plan.flows[clock.flow] is flow and clock.name == (rule.clock or "overall")
        if here and rule.place in ("", clock.place):
            key = with_stat(flow_key(flow, "clock_h"), rule.stat)
            return replace(key, clock=clock.name, place=clock.place, formality=clock.formality)
    return None


@dataclass(frozen=True, slots=True)
class Best:
    """Which of base and arms is best for a flow by its primary figure.

    names     those that may be; more than one: nearer to one another than what matters
    decided   whether the procedure has ended
    needed    replications after which it ends at the latest
    """

    flow: str
    names: tuple[str, ...]
    decided: bool
    needed: int


def best_of(
    figures: Sequence[Figures], judged: Sequence[Judged], level: float, first: int
) -> tuple[Best, ...]:
    """The best by KN on paired differences, flow by flow, where arms differ at all.

    first   replications that the variances are taken from
    """
    found = []
    for one in judged:
        every = [each.measures[one.key].values for each in figures]
        # Who does the same as an earlier one is not another candidate.
        kept = [
            number
            for number, mine in enumerate(every)
            if not any(np.array_equal(mine, other, equal_nan=True) for other in every[:number])
        ]
        values = np.stack([every[number] for number in kept], axis=1)
        values = values[np.isfinite(values).all(axis=1)]
        if len(kept) == 1 or len(values) < max(first, 2):
            continue
        least = smallest_difference(one, door_to_door_s(figures[0].measures[one.door].values))
        said = select(values, least, level, first)
        mean = values.mean(axis=0)
        near = mean - mean[list(said.best)].min() < least
        names = tuple(
            figures[kept[number]].name
            for number in range(len(kept))
            if near[number] or number in said.best
        )
        found.append(Best(one.flow, names, said.decided, said.needed))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class KnownEnough:
    """Asked at every look whether all primary differences are known well enough.

    One is, when it has a verdict or its interval's half-width is at most `precision`, by default
    half of the smallest difference that matters. An arm that changes nothing is known at once.

    arms        how many beside the base
    precision   s; None: the default
    """

    judged: Sequence[Judged]
    arms: int
    looks: Looks
    precision: float | None

    def __call__(self, values: Values) -> bool:
        comparisons = max(self.arms * len(self.judged), 1)
        return all(
            self._enough(values, one, arm, comparisons)
            for one in self.judged
            for arm in range(1, self.arms + 1)
        )

    def _enough(self, values: Values, one: Judged, arm: int, comparisons: int) -> bool:
        before, after = values(0, one.key), values(arm, one.key)
        if np.array_equal(before, after, equal_nan=True):
            return True
        level = simultaneous_level(self.looks.level_at_a_look(), comparisons)
        found = paired(before, after, level).difference
        if not math.isfinite(found.low):
            return False
        least = smallest_difference(one, door_to_door_s(values(0, one.door)))
        if verdict(found, least, "smaller") != "unknown":
            return True
        wanted = least / 2.0
        if self.precision is not None:
            wanted = self.precision / SECONDS_PER[one.key.unit]
        return close_enough(found.half_width, wanted)
