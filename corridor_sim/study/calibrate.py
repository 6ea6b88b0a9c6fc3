"""Calibrate: fit, report on other luck, look for plausible sets, hold verdicts against them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corridor_sim.planning.compile import compile_plan
from corridor_sim.results.rows import CalibrationRow, HoldingRow, RefitRow
from corridor_sim.study.fitting import Fit, FreeRow, Task, facts_of, fit, task_of
from corridor_sim.study.judging import judged_flows
from corridor_sim.study.plausible import (
    Found,
    Holding,
    Question,
    holdings,
    plausible_sets,
    varied_rows,
)

if TYPE_CHECKING:
    from corridor_sim.results.rows import FactRow
    from corridor_sim.scenario.arms import WrittenArm
    from corridor_sim.scenario.limits import Limits
    from corridor_sim.scenario.read import Loaded
    from corridor_sim.study.engines import Asked


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What a calibration gave.

    parameters   one row per fitted parameter
    refits       one row per fact: published, on the luck of the fit, on the study's own
    varied       the rows that the plausible sets vary
    tried        sets that were tried; `kept` of them reproduce the facts
    holdings     per arm and flow, how its verdict fares over the kept sets
    """

    fit: Fit
    parameters: tuple[CalibrationRow, ...]
    refits: tuple[RefitRow, ...]
    varied: tuple[FreeRow, ...]
    sets: tuple[Found, ...]
    holdings: tuple[HoldingRow, ...]
    tolerance: float
    seed: int
    reported_seed: int
    replications: int
    reported: int

    @property
    def kept(self) -> int:
        """Sets that reproduce the facts."""
        return sum(one.reproduces for one in self.sets)

    @property
    def reproduced(self) -> bool:
        """Whether the fit meets every fact within the tolerance, on the luck it was made on."""
        return all(abs(one.fitted / one.published - 1.0) <= self.tolerance for one in self.refits)


def calibrate(  # noqa: PLR0913 - keywords, each with a value of its own when left out
    loaded: Loaded,
    arms: Sequence[WrittenArm],
    limits: Limits,
    *,
    asked: Asked = "auto",
    sets: int | None = None,
    workers: int = 1,
    tell: Callable[[int], None] = lambda _: None,
    progress: Callable[[int, int], None] | None = None,
) -> Calibrated:
    """Fits what the scenario names, reports it on other luck, and asks what the facts leave open.

    sets       how many plausible sets; None: the calibration's; 0: none
    tell       told how many trials the fit has made
    progress   told how many sets were found of how many

    raises   ScenarioError where the calibration names what is not there, or a fact has no figure
    """
    task = task_of(loaded, limits, asked)
    rules, study = loaded.scenario.calibration, loaded.scenario.study
    varied = varied_rows(task)
    found = fit(task, tell)
    reported = facts_of(task, found.values, study.seed, study.replications)
    question = Question(task, varied, found.values, found.jacobian, tuple(arms))
    wanted = rules.sets if sets is None else sets
    tried: list[Found] = []
    if wanted and varied:
        tried = plausible_sets(question, wanted, workers=workers, progress=progress)
    judged = judged_flows(loaded, compile_plan(loaded, limits).plan)
    units = {one.flow: one.key.unit for one in judged}
    return Calibrated(
        found,
        tuple(_parameters(task, found)),
        tuple(_refits(task, found, reported)),
        varied,
        tuple(tried),
        tuple(_holding_row(one) for one in holdings(question, tried, units)),
        rules.tolerance,
        rules.seed,
        study.seed,
        rules.replications,
        study.replications,
    )


def _parameters(task: Task, found: Fit) -> list[CalibrationRow]:
    weight = np.linalg.norm(found.jacobian, axis=0)
    return [
        CalibrationRow(
            parameter=one.row.id,
            item=one.row.item_en,
            before=one.start,
            fitted=found.values[one.row.id],
            low=one.low,
            high=one.high,
            unit=one.row.unit,
            at_bound=one.row.id in found.at_bound,
            weight=float(weight[number]),
        )
        for number, one in enumerate(task.free)
    ]


def _refits(task: Task, found: Fit, reported: Sequence[FactRow]) -> list[RefitRow]:
    return [
        RefitRow(
            fact=target.name,
            item=row.item,
            published=target.published,
            fitted=mean,
            reported=row.mean,
            error=row.error,
            p2_5=row.p2_5,
            p97_5=row.p97_5,
            unit=row.unit,
            n=row.n,
        )
        for target, mean, row in zip(task.targets, found.means, reported, strict=True)
    ]


def _holding_row(one: Holding) -> HoldingRow:
    return HoldingRow(
        arm=one.arm,
        flow=one.flow,
        better=one.counts.get("better", 0),
        same=one.counts.get("same", 0),
        worse=one.counts.get("worse", 0),
        sets=sum(one.counts.values()),
        lowest=one.lowest,
        highest=one.highest,
        unit=one.unit,
        depends="; ".join(f"{name} ({value:+.2f})" for name, value in one.depends),
    )
