"""Plausible sets: other values of what is assumed, with which the published means hold as well.

A verdict that holds in all of them follows from the facts; one that holds in some depends on
numbers that nobody has published. Sets are drawn by a Latin hypercube over the ranges in the data;
for each the free parameters are moved so that the facts hold again, by the Jacobian of the fit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor_sim.chance.hypercube import hypercube
from corridor_sim.errors import CorridorError, Finding, ScenarioError
from corridor_sim.planning.compile import compile_plan
from corridor_sim.results.comparison import Judged, smallest_difference
from corridor_sim.results.measures import SECONDS_PER
from corridor_sim.scenario.read import given, under
from corridor_sim.statistics.sequential import Looks
from corridor_sim.study.compare import ArmPlan, compare_arms, settle_arms
from corridor_sim.study.fitting import (
    FreeRow,
    Task,
    bounded_step,
    relative_miss,
    simulated_means,
)
from corridor_sim.study.judging import judged_flows
from corridor_sim.study.pieces import in_turn, side_by_side

if TYPE_CHECKING:
    from corridor_sim.results.measures import Key
    from corridor_sim.scenario.arms import WrittenArm

Floats = NDArray[np.float64]

#: Corrections of the free parameters before a set is given up.
_CORRECTIONS = 2
#: Sets tried per set that is asked for, before one stops looking.
_TRIES = 3
#: Rank correlation from which a difference is said to depend on a parameter, and how many standard
#: errors of that of nothing with nothing it must exceed; the strongest few are named.
_DEPENDS, _ERRORS, _FEW = 0.3, 3.0, 3


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every set.

    varied     rows that are drawn between their ends
    values     the fitted values of the free parameters
    jacobian   of the fit, at these values
    arms       held against the scenario under every set
    """

    task: Task
    varied: tuple[FreeRow, ...]
    values: Mapping[str, float]
    jacobian: Floats
    arms: tuple[WrittenArm, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One set of values that was tried.

    varied        float64 [v], the drawn numbers, in the rows' units
    free          float64 [p], what the free parameters became
    misses        float64 [targets], simulated over published, minus one
    reproduces    whether every fact holds within the tolerance
    differences   per arm and flow, arm minus base in the unit of the flow's figure
    verdicts      per arm and flow, of the difference itself: better, same, worse
    """

    varied: Floats
    free: Floats
    misses: Floats
    reproduces: bool
    differences: Mapping[tuple[str, str], float]
    verdicts: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Holding:
    """How an arm's verdict on a flow fares over the sets.

    counts    sets by verdict
    depends   rows on which the difference depends, with their rank correlation, strongest first
    """

    arm: str
    flow: str
    counts: Mapping[str, int]
    lowest: float
    highest: float
    unit: str
    depends: tuple[tuple[str, float], ...]


def varied_rows(task: Task) -> tuple[FreeRow, ...]:
    """The rows that are varied: those that the scenario names, or all assumed ones of its customs.

    raises   ScenarioError where a named row is not there, is fitted, or has no range
    """
    loaded = task.loaded
    rows = loaded.tables.parameters if loaded.tables else {}
    fitted = {one.row.id for one in task.free}
    named = loaded.scenario.calibration.vary
    if named is None:
        used = dict.fromkeys(
            one.parameter
            for one in loaded.sourced
            if one.path.startswith(("policies.", "stations.")) and one.parameter
        )
        chosen = [rows[one] for one in used if one in rows and one not in fitted]
        return tuple(
            FreeRow(row, row.low, row.high)
            for row in chosen
            if row.mark == "assumption"
            and row.law == "fixed"
            and row.low is not None
            and row.high is not None
            and row.low < row.high
        )
    found: list[Finding] = []
    kept = []
    for at, name in enumerate(named):
        row, here = rows.get(name), ("calibration", "vary", at)
        if row is None or name in fitted:
            known = ", ".join(one for one in list(rows)[:6] if one not in fitted)
            found.append(
                loaded.finding("unknown_name", *here, kind="parameter", name=name, known=known)
            )
        elif row.low is None or row.high is None or not row.low < row.high:
            found.append(loaded.finding("calibration_no_range", *here, name=name))
        else:
            kept.append(FreeRow(row, row.low, row.high))
    if found:
        raise ScenarioError(*found)
    return tuple(kept)


def plausible_sets(
    question: Question,
    count: int,
    *,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> list[Found]:
    """Tries sets until so many reproduce the facts, or three times as many were tried.

    Which sets are drawn follows from the calibration's seed, never from the number of processes.
    """
    tries = _TRIES * count
    points = hypercube(len(question.varied), tries, question.task.seed)
    work = partial(_try, question, points)
    blocks = [range(at, at + 1) for at in range(tries)]
    coming: Generator[Found]
    coming = in_turn(work, blocks) if workers == 1 else side_by_side(work, blocks, workers)
    found: list[Found] = []
    held = 0
    with closing(coming):
        for one in coming:
            found.append(one)
            held += one.reproduces
            if progress is not None:
                progress(held, count)
            if held == count:
                break
    return found


def _try(question: Question, points: Floats, block: range) -> Found:
    task, at = question.task, points[block.start]
    drawn = np.array(
        [one.value(float(share)) for one, share in zip(question.varied, at, strict=True)]
    )
    held = {one.row.id: float(value) for one, value in zip(question.varied, drawn, strict=True)}
    free = np.array(
        [(question.values[one.row.id] - one.low) / (one.high - one.low) for one in task.free]
    )
    tolerance = task.loaded.scenario.calibration.tolerance
    miss = np.full(len(task.targets), np.inf)
    for turn in range(_CORRECTIONS + 1):
        try:
            means = simulated_means(task, {**held, **task.values(free)}, task.seed)
        except CorridorError:
            break  # values that the scenario cannot take reproduce nothing
        miss = relative_miss(task.targets, means)
        if not np.isfinite(miss).all() or np.max(np.abs(miss)) <= tolerance:
            break
        if turn < _CORRECTIONS:
            free = free + bounded_step(free, miss, question.jacobian)
    holds = bool(np.isfinite(miss).all() and np.max(np.abs(miss)) <= tolerance)
    differences: dict[tuple[str, str], float] = {}
    verdicts: dict[tuple[str, str], str] = {}
    values = {**held, **task.values(free)}
    if holds and question.arms:
        differences, verdicts = _arms(question, values)
    numbers = np.array([task.values(free)[one.row.id] for one in task.free])
    return Found(drawn, numbers, miss, holds, differences, verdicts)


def _arms(
    question: Question, values: Mapping[str, float]
) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], str]]:
    """Every arm's differences from the base under a set of values, on the luck of the fit."""
    task = question.task
    base = given(task.loaded, values, task.limits)
    variants = [("base", base)]
    variants += [(one.name, under(base, one, task.limits)) for one in question.arms]
    plans = [ArmPlan(name, compile_plan(one, task.limits).plan) for name, one in variants]
    judged = judged_flows(base, plans[0].plan)
    count = task.replications
    done = compare_arms(
        settle_arms(plans, task.seed, task.asked),
        seed=task.seed,
        looks=Looks(count, 1, count, 0.95),
        judge=lambda _: True,
        asked=task.asked,
    )
    means = [
        {one.key: float(np.mean(one.values)) for one in arm.results.measures} for arm in done.arms
    ]
    differences, verdicts = {}, {}
    for (name, _), mean in zip(variants[1:], means[1:], strict=True):
        for one in judged:
            change = mean[one.key] - means[0][one.key]
            if math.isfinite(change):
                differences[name, one.flow] = change
                verdicts[name, one.flow] = _verdict(change, one, means[0])
    return differences, verdicts


def _verdict(change: float, one: Judged, base: Mapping[Key, float]) -> str:
    least = smallest_difference(one, base[one.door] * SECONDS_PER["d"])
    if abs(change) < least:
        return "same"
    return "better" if change < 0.0 else "worse"


def holdings(question: Question, found: Sequence[Found], unit: Mapping[str, str]) -> list[Holding]:
    """Per arm and flow, how many of the sets that reproduce the facts give which verdict.

    unit   of each flow's figure
    """
    kept = [one for one in found if one.reproduces]
    pairs = list(dict.fromkeys(pair for one in kept for pair in one.differences))
    made = []
    for arm, flow in pairs:
        here = [one for one in kept if (arm, flow) in one.differences]
        change = np.array([one.differences[arm, flow] for one in here])
        counts: dict[str, int] = {}
        for one in here:
            said = one.verdicts[arm, flow]
            counts[said] = counts.get(said, 0) + 1
        ranked = _depends(question, here, change)
        span = float(change.min()), float(change.max())
        made.append(Holding(arm, flow, counts, *span, unit.get(flow, ""), ranked))
    return made


def _depends(
    question: Question, here: Sequence[Found], change: Floats
) -> tuple[tuple[str, float], ...]:
    """Rows whose numbers go with the difference, by Spearman's rank correlation."""
    columns = np.stack([np.concatenate([one.varied, one.free]) for one in here], axis=0)
    names = [one.row.id for one in (*question.varied, *question.task.free)]
    least = max(_DEPENDS, _ERRORS / math.sqrt(max(len(here) - 1, 1)))
    ranked = []
    for number, name in enumerate(names):
        found = rank_correlation(columns[:, number], change)
        if abs(found) >= least:
            ranked.append((name, found))
    return tuple(sorted(ranked, key=lambda pair: -abs(pair[1]))[:_FEW])


def rank_correlation(one: Floats, other: Floats) -> float:
    """Spearman's rank correlation; 0 where one of the two does not vary."""
    if np.ptp(one) == 0.0 or np.ptp(other) == 0.0:
        return 0.0
    from scipy.stats import spearmanr

    return float(spearmanr(one, other).statistic)
