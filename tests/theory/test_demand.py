"""Demand against the laws it follows: counts, seasons, bookings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2, kstest

from corridor_sim.clock import DAY, NEVER
from corridor_sim.plan import Plan
from tests.plans.written import bare, compiled, settled, simulated
from tests.theory.intervals import assert_normal

REPLICATIONS = 2_000


def _arrivals(
    folder: Path, demand: Mapping[str, object], days: int
) -> tuple[Plan, NDArray[np.int64]]:
    flow = {"demand": demand, "stages": [{"name": "road", "delay": "1 h"}]}
    plan = compiled(bare({"box": flow}, days), folder).plan
    work = settled(plan, range(REPLICATIONS))
    return plan, work.flows[0].arrive


def test_poisson_counts_have_their_mean_and_variance(tmp_path: Path) -> None:
    mean = 60.0
    _, arrive = _arrivals(tmp_path, {"process": "poisson", "total": "60 box"}, 10)
    counts = (arrive < NEVER).sum(axis=1)
    assert_normal(float(counts.mean()), mean, math.sqrt(mean / REPLICATIONS))
    # The variance of a Poisson sample's variance: (m + 2 m^2) / R.
    spread = math.sqrt((mean + 2.0 * mean * mean) / REPLICATIONS)
    assert_normal(float(counts.var(ddof=1)), mean, spread)


def test_poisson_counts_of_disjoint_days_are_uncorrelated(tmp_path: Path) -> None:
    _, arrive = _arrivals(tmp_path, {"process": "poisson", "rate": "6/d"}, 2)
    first = (arrive < DAY).sum(axis=1)
    second = ((arrive >= DAY) & (arrive < NEVER)).sum(axis=1)
    correlation = float(np.corrcoef(first, second)[0, 1])
    assert_normal(correlation, 0.0, 1.0 / math.sqrt(REPLICATIONS))


def test_poisson_instants_are_uniform(tmp_path: Path) -> None:
    _, arrive = _arrivals(tmp_path, {"process": "poisson", "rate": "1/d"}, 10)
    instants = arrive[arrive < NEVER] / (10.0 * DAY)
    # At 20,000 instants a shift of 2 % of the span has a p-value far below this bound.
    assert kstest(instants, "uniform").pvalue > 1e-4


def test_the_season_shares_out_the_year(tmp_path: Path) -> None:
    season = [1, 0, 3, 1, 1, 1, 2, 2, 2, 1, 1, 5]
    between = ["2021-02-15", "2021-12-31"]
    demand = {"process": "poisson", "total": "200 box", "season": season, "between": between}
    plan, arrive = _arrivals(tmp_path, demand, 365)
    months = [(2021, 2, 15), *((2021, month, 1) for month in range(3, 13)), (2022, 1, 1)]
    edges = [plan.clock.midnight(date(*day)) for day in months]
    weights = [
        float((after - before) * season[day[1] - 1])
        for (before, after), day in zip(pairwise(edges), months[:-1], strict=True)
    ]
    expected = np.array(weights) / sum(weights) * 200.0 * REPLICATIONS
    seen = np.histogram(arrive[arrive < NEVER], bins=edges)[0]
    assert seen[0] == 0
    assert seen.sum() == (arrive < NEVER).sum()
    # Independent Poisson counts of ten months: the sum of squared scores is chi-square.
    score = float((((seen - expected) ** 2)[1:] / expected[1:]).sum())
    assert score <= float(chi2.ppf(0.9999, 10))


def test_the_booked_are_ready_a_lead_before_the_first_cut_off_that_leaves_it(
    tmp_path: Path,
) -> None:
    service = {
        "timetable": {"every": "2 d"},
        "capacity": "9999 box",
        "cut_off": "6 h",
        "travel": "1 d",
    }
    demand = {"process": "booked", "rate": "20/d", "service": "train", "lead": "9 h"}
    flow = {"demand": demand, "stages": [{"departures": "train"}]}
    run = simulated(bare({"box": flow}, 20, services={"train": service}), tmp_path)
    times = run.flow("box")
    came = times.arrive[0] < NEVER
    assert came.sum() > 200
    cut_off = run.plan.services[0].cut_off
    waited = (times.start[0] - times.ready[0])[0][came]
    assert set(waited.tolist()) == {15 * 3_600}
    ready = times.ready[0][0][came]
    lead = 9 * 3_600
    # The same luck without a booking: the second at which the shipper decides.
    flow["demand"] = {"process": "poisson", "rate": "20/d"}
    plan = compiled(bare({"box": flow}, 20, services={"train": service}), tmp_path).plan
    wanted = settled(plan, [0]).flows[0].arrive[0]
    aim = np.searchsorted(cut_off, wanted[wanted < NEVER] + lead)
    inside = aim < len(cut_off)
    due = cut_off[aim[inside]] - lead
    assert np.array_equal(ready, due[due < plan.end])


def test_the_booked_with_a_drawn_lead_never_aim_at_a_departure_they_cannot_reach(
    tmp_path: Path,
) -> None:
    service = {"timetable": {"every": "7 d"}, "capacity": "9999 box", "travel": "1 d"}
    law = {"exponential": "1 d"}
    booked = {"process": "booked", "rate": "20/d", "service": "train", "lead": law}
    flow = {"demand": booked, "stages": [{"departures": "train"}]}
    plan = compiled(bare({"box": flow}, 70, services={"train": service}), tmp_path).plan
    arrive = settled(plan, range(20)).flows[0].arrive
    cut_off = plan.services[0].cut_off
    ready = arrive[arrive < NEVER]
    lead = cut_off[np.searchsorted(cut_off, ready)] - ready
    # A lead of a week and more would be cut by the next departure: P = exp(-7), left out.
    usual = lead < 5 * DAY
    conditional = 1.0 - 5.0 * math.exp(-5.0) / (1.0 - math.exp(-5.0))
    # The variance of an exponential cut at 5 means is below 1.
    bound = 1.0 / math.sqrt(int(usual.sum()))
    assert_normal(float(lead[usual].mean()) / DAY, conditional, bound)
