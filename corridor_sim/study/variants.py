"""Variants: a scenario and its arms, made ready, compared, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridor_sim.errors import Finding, ScenarioError
from corridor_sim.planning.compile import compile_plan
from corridor_sim.results.comparison import Judged, comparison_rows, figures_of, staffed_hours
from corridor_sim.scenario.differences import Difference, differences
from corridor_sim.statistics.sequential import Looks, forecast
from corridor_sim.study.compare import ArmPlan, Compared, compare_arms, settle_arms
from corridor_sim.study.judging import Best, KnownEnough, best_of, judged_flows

if TYPE_CHECKING:
    from corridor_sim.plan import Plan
    from corridor_sim.results.rows import ComparisonRow
    from corridor_sim.scenario.limits import Limits
    from corridor_sim.scenario.read import Loaded
    from corridor_sim.study.engines import Asked

#: Confidence of an exploratory interval, which holds for itself alone.
EXPLORATORY = 0.95


@dataclass(frozen=True, slots=True)
class Variant:
    """The base or an arm; `differs` says where it differs from the base."""

    name: str
    title: str
    version: str
    loaded: Loaded
    plan: Plan
    differs: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that is settled before a comparison runs: the base first, then its arms."""

    variants: tuple[Variant, ...]
    judged: tuple[Judged, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison gave.

    looks     after how many replications it was looked at, and at which levels
    rows      every figure of every arm beside the base's
    staffed   per variant and station the server-hours that are open in the demand period
    best      per flow whose arms differ, which of them may be best
    """

    prepared: Prepared
    compared: Compared
    looks: Looks
    rows: tuple[ComparisonRow, ...]
    staffed: tuple[dict[str, float], ...]
    best: tuple[Best, ...]

    @property
    def base(self) -> Variant:
        """The scenario that the arms are held against."""
        return self.prepared.variants[0]

    def forecast(self) -> int | None:
        """About how many replications would tell what is untold; None where nothing is."""
        untold = [row for row in self.rows if row.role == "primary" and row.verdict == "unknown"]
        count = len(self.compared.replications)
        wanted = [forecast(count, (row.high - row.low) / 2.0, row.smallest / 2.0) for row in untold]
        return max(wanted, default=None)


def prepared(base: Loaded, arms: Mapping[str, Loaded], limits: Limits) -> Prepared:
    """Compiles a scenario and its arms and settles what they are judged by.

    raises   ScenarioError where an arm has another time than the base, or a figure to judge by is
             not there
    """
    first = compile_plan(base, limits)
    findings = [*base.warnings, *first.warnings]
    variants = [Variant("base", base.scenario.name, "", base, first.plan, ())]
    for name, loaded in arms.items():
        compilation = compile_plan(loaded, limits)
        plan = compilation.plan
        findings += [one for one in compilation.warnings if one not in findings]
        findings += loaded.notes
        if (plan.clock, plan.end, plan.stop) != (first.plan.clock, first.plan.end, first.plan.stop):
            raise ScenarioError(Finding("other_time", {"name": name}))
        differs = differences(base.resolved, loaded.resolved)
        if not differs:
            findings.append(Finding("arm_changes_nothing", {"name": name}, severity="warning"))
        about = loaded.arm.arm if loaded.arm is not None else None
        title = (about.title if about else loaded.scenario.name) or name
        version = about.version if about else ""
        variants.append(Variant(name, title, version, loaded, plan, differs))
    return Prepared(tuple(variants), judged_flows(base, first.plan), tuple(findings))


def compare(
    ready: Prepared,
    *,
    replications: int | None = None,
    most: int | None = None,
    asked: Asked | None = None,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Simulates base and arms on the same luck and holds every arm against the base.

    replications   exactly so many; None: from look to look, until the differences are known
    most           so many at most; None: the scenario's

    raises   EngineFaultError where a trace breaks a law; KeyboardInterrupt where it was stopped
             before the first look
    """
    base = ready.variants[0].loaded.scenario
    rules, study = base.comparison, base.study
    looks = Looks(rules.first, rules.step, most or rules.most, rules.level)
    if replications is not None:
        looks = Looks(replications, 1, replications, rules.level)
    by = asked or study.engine
    plans = [ArmPlan(one.name, one.plan) for one in ready.variants]
    judge = KnownEnough(ready.judged, len(plans) - 1, looks, rules.precision)
    compared = compare_arms(
        settle_arms(plans, study.seed, by),
        seed=study.seed,
        looks=looks,
        judge=judge,
        asked=by,
        workers=workers,
        progress=progress,
    )
    figures = [
        figures_of(one.name, one.results.measures, one.gains, one.lasted) for one in compared.arms
    ]
    level = looks.level_at_a_look()
    rows = comparison_rows(figures[0], figures[1:], ready.judged, EXPLORATORY, level)
    staffed = tuple(staffed_hours(one.plan) for one in compared.arms)
    best = best_of(figures, ready.judged, rules.level, looks.ends()[0])
    return Comparison(ready, compared, looks, rows, staffed, best)
