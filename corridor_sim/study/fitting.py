"""Fitting: parameters fitted to published means, and whether the means tell them apart.

A fit makes every trial on the same luck, so that a trial differs from another by its values alone;
the fitted values are then tried on other luck. Only means are published: the rest of a clock's law
is not identified, which the singular values of the fit's Jacobian show for the parameters, and the
plausible sets of study/plausible.py for the verdicts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor_sim.errors import Finding, ScenarioError
from corridor_sim.planning.compile import compile_plan
from corridor_sim.scenario.read import given
from corridor_sim.study.run import run_scenario

if TYPE_CHECKING:
    from corridor_sim.results.rows import FactRow
    from corridor_sim.scenario.calibrating import Free
    from corridor_sim.scenario.limits import Limits
    from corridor_sim.scenario.network_rows import Parameter
    from corridor_sim.scenario.read import Loaded
    from corridor_sim.study.engines import Asked

Floats = NDArray[np.float64]

#: Step of the difference quotients, as a share of a parameter's range: a share that is changed by
#: less moves too few shipments to be told from none.
_STEP = 0.05
#: Trials of a fit at most, difference quotients apart.
_MOST = 12
#: A fit that moves less than this, as a share of the ranges, has arrived.
_SETTLED = 1e-3
#: A parameter as near as this to an end of its range, as a share of it, is at its bound.
_AT_BOUND = 1e-3
#: Smallest over largest singular value of the Jacobian below which values are not told apart.
_SINGULAR = 1e-3


@dataclass(frozen=True, slots=True)
class FreeRow:
    """A parameter that is fitted: its row, and between what it may move."""

    row: Parameter
    low: float
    high: float

    @property
    def start(self) -> float:
        """The number that the table holds, or the middle of the range."""
        mode = self.row.mode if self.row.mode is not None else (self.low + self.high) / 2.0
        return float(min(max(mode, self.low), self.high))

    def value(self, share: float) -> float:
        """The number at a share of the range; whole where the row counts things."""
        number = self.low + share * (self.high - self.low)
        ends = (self.row.low, self.row.mode, self.row.high)
        counts = self.row.unit in ("", "1") and all(one is None or one == int(one) for one in ends)
        return float(round(number)) if counts else float(number)


@dataclass(frozen=True, slots=True)
class Target:
    """A published mean that is fitted to; `clock` where the fact is one."""

    id: str
    clock: str
    published: float

    @property
    def name(self) -> str:
        """As the scenario names it."""
        return f"{self.id}:{self.clock}" if self.clock else self.id


@dataclass(frozen=True, slots=True)
class Task:
    """What is fitted to what."""

    loaded: Loaded
    limits: Limits
    free: tuple[FreeRow, ...]
    targets: tuple[Target, ...]
    seed: int
    replications: int
    asked: Asked

    @property
    def ranges(self) -> Floats:
        """float64 [p], widths of the ranges."""
        return np.array([one.high - one.low for one in self.free])

    def values(self, at: Floats) -> dict[str, float]:
        """The numbers of a point of the unit cube, by id."""
        return {
            one.row.id: one.value(float(share)) for one, share in zip(self.free, at, strict=True)
        }


@dataclass(frozen=True, slots=True)
class Fit:
    """What a fit found.

    values         by id
    means          per target, simulated on the luck of the fit
    jacobian       float64 [targets, p]: change of a target, as a share of the published figure,
                   over the whole range of a parameter
    singular       float64 [min(targets, p)], its singular values, the largest first
    trials         how many times everything was simulated
    at_bound       ids of parameters that ended at an end of their range
    identified     whether the facts tell the parameters apart
    """

    values: dict[str, float]
    means: tuple[float, ...]
    jacobian: Floats
    singular: Floats
    trials: int
    at_bound: tuple[str, ...]
    identified: bool


def task_of(loaded: Loaded, limits: Limits, asked: Asked = "auto") -> Task:
    """What the scenario asks to be fitted.

    raises   ScenarioError where it names no such row or fact, a row without a range, or more
             parameters than facts
    """
    rules = loaded.scenario.calibration
    found: list[Finding] = []
    if not rules.free or not rules.facts:
        found.append(loaded.finding("calibration_nothing", "calibration"))
    if len(rules.free) > len(rules.facts):
        free, facts = len(rules.free), len(rules.facts)
        here = ("calibration", "free")
        found.append(loaded.finding("calibration_too_free", *here, free=free, facts=facts))
    rows = [_free(loaded, name, one, found) for name, one in rules.free.items()]
    targets = [_target(loaded, name, at, found) for at, name in enumerate(rules.facts)]
    if found:
        raise ScenarioError(*found)
    return Task(
        loaded,
        limits,
        tuple(one for one in rows if one is not None),
        tuple(one for one in targets if one is not None),
        rules.seed,
        rules.replications,
        asked,
    )


def _free(loaded: Loaded, name: str, one: Free, found: list[Finding]) -> FreeRow | None:
    rows = loaded.tables.parameters if loaded.tables else {}
    row, here = rows.get(name), ("calibration", "free", name)
    if row is None:
        known = ", ".join(list(rows)[:6]) or "-"
        found.append(
            loaded.finding("unknown_name", *here, kind="parameter", name=name, known=known)
        )
        return None
    low = row.low if one.low is None else one.low
    high = row.high if one.high is None else one.high
    if low is None or high is None or not low < high:
        found.append(loaded.finding("calibration_no_range", *here, name=name))
        return None
    return FreeRow(row, float(low), float(high))


def _target(loaded: Loaded, name: str, at: int, found: list[Finding]) -> Target | None:
    identifier, _, clock = name.partition(":")
    rows = loaded.tables.facts if loaded.tables else {}
    for fact in loaded.scenario.facts:
        if fact.id == identifier and fact.clock == clock and fact.kpi:
            row = rows.get(fact.id)
            published = fact.value if fact.value is not None else row.value if row else None
            if published:
                return Target(identifier, clock, float(published))
    known = ", ".join(
        f"{one.id}:{one.clock}" if one.clock else one.id for one in loaded.scenario.facts if one.kpi
    )
    here = ("calibration", "facts", at)
    found.append(loaded.finding("unknown_name", *here, kind="fact", name=name, known=known or "-"))
    return None


def simulated_means(task: Task, values: dict[str, float], seed: int) -> Floats:
    """float64 [targets]: the figures that the run gives with these values."""
    rows = facts_of(task, values, seed, task.replications)
    return np.array([row.mean for row in rows])


def facts_of(
    task: Task, values: dict[str, float], seed: int, replications: int
) -> tuple[FactRow, ...]:
    """The targets' rows of the published-figures table with these values, on this luck."""
    loaded = given(task.loaded, values, task.limits)
    study = loaded.scenario.study.model_copy(update={"seed": seed})
    scenario = loaded.scenario.model_copy(update={"study": study})
    loaded = replace(loaded, scenario=scenario)
    compilation = compile_plan(loaded, task.limits)
    outcome = run_scenario(loaded, compilation, replications=replications, engine=task.asked)
    found = {(row.id, row.clock): row for row in outcome.results.facts}
    return tuple(found[one.id, one.clock] for one in task.targets)


def fit(task: Task, tell: Callable[[int], None] = lambda _: None) -> Fit:
    """The values with which the run's means come nearest to the published ones.

    Least squares of relative misses by a Gauss-Newton search inside the ranges with Broyden's
    updates of the Jacobian (Nocedal and Wright 2006, chapters 10 and 11): a trial costs a
    simulation, so difference quotients are taken once and improved by the trials themselves.

    tell   told how many trials were made
    """
    search = _Search(task, tell)
    at = np.array(
        [(one.start - one.low) / (one.high - one.low) for one in task.free], dtype=np.float64
    )
    miss = search.miss(at)
    jacobian = search.quotients(at, miss)
    best, least = at, miss
    for _ in range(_MOST):
        if np.max(np.abs(least)) < task.loaded.scenario.calibration.tolerance / 10.0:
            break
        step = bounded_step(best, least, jacobian)
        if float(np.max(np.abs(step))) < _SETTLED:
            break
        at, miss = best + step, search.miss(best + step)
        rise = miss - least - jacobian @ step
        jacobian = jacobian + np.outer(rise, step) / float(step @ step)
        if float(miss @ miss) < float(least @ least):
            best, least = at, miss
    singular: Floats = np.asarray(np.linalg.svd(jacobian, compute_uv=False), dtype=np.float64)
    bound = tuple(
        one.row.id
        for one, share in zip(task.free, best, strict=True)
        if min(share, 1.0 - share) < _AT_BOUND
    )
    means = tuple(
        float(one.published * (1.0 + each)) for one, each in zip(task.targets, least, strict=True)
    )
    identified = bool(singular[-1] > _SINGULAR * singular[0] > 0.0)
    return Fit(task.values(best), means, jacobian, singular, search.trials, bound, identified)


def bounded_step(at: Floats, miss: Floats, jacobian: Floats) -> Floats:
    """The step that a linear model would make, inside the unit cube.

    at         float64 [p], where it starts from
    miss       float64 [targets], relative misses there
    jacobian   float64 [targets, p], change of the misses over the unit cube
    """
    from scipy.optimize import lsq_linear

    solved = lsq_linear(jacobian, -miss, bounds=(-at - 1e-12, 1.0 - at + 1e-12))
    return np.clip(np.asarray(solved.x, dtype=np.float64), -at, 1.0 - at)


class _Search:
    """Counts the trials and measures misses."""

    def __init__(self, task: Task, tell: Callable[[int], None]) -> None:
        self.task, self.tell, self.trials = task, tell, 0

    def miss(self, at: Floats) -> Floats:
        """float64 [targets]: simulated over published, minus one."""
        means = simulated_means(self.task, self.task.values(at), self.task.seed)
        self.trials += 1
        self.tell(self.trials)
        wrong = [
            one.name
            for one, mean in zip(self.task.targets, means, strict=True)
            if not math.isfinite(mean)
        ]
        if wrong:
            raise ScenarioError(Finding("calibration_no_figure", {"names": ", ".join(wrong)}))
        return relative_miss(self.task.targets, means)

    def quotients(self, at: Floats, miss: Floats) -> Floats:
        """The Jacobian by difference quotients, away from the nearer end of each range."""
        columns = []
        for number in range(len(at)):
            step = _STEP if at[number] < 0.5 else -_STEP  # noqa: PLR2004 - the middle
            there = at.copy()
            there[number] += step
            columns.append((self.miss(there) - miss) / step)
        return np.stack(columns, axis=1)


def relative_miss(targets: Sequence[Target], means: Floats) -> Floats:
    """float64 [targets]: simulated over published, minus one."""
    published = np.array([one.published for one in targets])
    return np.asarray(means / published - 1.0, dtype=np.float64)
