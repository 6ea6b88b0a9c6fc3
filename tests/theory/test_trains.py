"""A weekly departure: half a headway without a limit, and the queue left behind with one."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import poisson

from corridor_sim.clock import WEEK
from tests.plans.written import Run, bare, simulated
from tests.theory.intervals import assert_mean, assert_normal

WEEKS = 150
REPLICATIONS = 60
A_WEEK = 9.0
CAPACITY = 11


def _weekly(folder: Path, capacity: int, replications: int = REPLICATIONS) -> Run:
    """Departures at every Monday's midnight from the second week on, Poisson boxes."""
    demand = {"process": "poisson", "total": f"{round(A_WEEK * WEEKS)} box"}
    service = {
        "timetable": {"every": "7 d"},
        "capacity": f"{capacity} box",
        "travel": "1 d",
    }
    flow = {"demand": demand, "stages": [{"departures": "train"}]}
    words = bare({"box": flow}, 7 * WEEKS, "70 d", services={"train": service})
    return simulated(words, folder, range(replications), seed=capacity)


def test_unlimited_capacity_waits_half_a_headway(tmp_path: Path) -> None:
    """Given how many came, Poisson arrivals are independent and uniform: wait U(0, week)."""
    run = _weekly(tmp_path, 1_000, 10)
    times = run.flow("box")
    came = times.arrive < run.plan.end
    wait = (times.start[0] - times.ready[0])[came]
    # Floored to whole seconds, the wait is uniform on 1 .. week: mean (week + 1) / 2.
    expected, deviation = (WEEK + 1) / 2.0, WEEK / math.sqrt(12.0 * len(wait))
    assert_normal(float(wait.mean()), expected, deviation)
    assert wait.min() >= 0
    assert wait.max() <= WEEK


def test_limited_capacity_leaves_what_the_embedded_chain_says(tmp_path: Path) -> None:
    """X' = max(0, X + Poisson - C), from an empty platform: exact for every week, no warm-up."""
    expected = _left_behind(A_WEEK, CAPACITY, WEEKS)
    run = _weekly(tmp_path, CAPACITY)
    times, slot = run.flow("box"), run.flow("box").slot[0]
    cut_off = run.plan.services[0].cut_off
    assert slot is not None
    left = np.zeros((REPLICATIONS, WEEKS))
    for week in range(WEEKS):
        there = times.ready[0] <= cut_off[week]
        left[:, week] = (there & ((slot > week) | (slot < 0))).sum(axis=1)
    sums = left.sum(axis=1).tolist()
    assert_mean(sums, [WEEKS] * REPLICATIONS, float(expected.mean()), width=0.25, bias=0.0)
    # The first weeks, where the chain is far from its equilibrium, on their own.
    early = left[:, :3].sum(axis=1).tolist()
    assert_mean(early, [3] * REPLICATIONS, float(expected[:3].mean()), width=0.9, bias=0.0)
    assert expected[:3].mean() < 0.7 * expected.mean()


def test_limited_capacity_waits_as_little_says(tmp_path: Path) -> None:
    """Mean wait = (mean left behind + half a week's boxes) / rate, over the weeks that are run."""
    run = _weekly(tmp_path, CAPACITY)
    times = run.flow("box")
    span = WEEKS * WEEK
    inside = np.clip(times.start[0], 0, span) - np.clip(times.ready[0], 0, span)
    # Whoever is left by departure k waits through the whole week after it.
    left = np.concatenate([[0.0], _left_behind(A_WEEK, CAPACITY, WEEKS)[:-1]])
    expected = (float(left.mean()) + A_WEEK / 2.0) * span
    sums = inside.sum(axis=1, dtype=np.float64).tolist()
    assert_mean(sums, [1.0] * REPLICATIONS, expected, width=0.1, bias=A_WEEK * WEEKS)


def _left_behind(mean: float, capacity: int, weeks: int, most: int = 600) -> NDArray[np.float64]:
    """Expected number left behind by each weekly departure, by powers of the transition matrix."""
    arrivals = poisson.pmf(np.arange(most + capacity + 1), mean)
    chain = np.zeros((most + 1, most + 1))
    for before in range(most + 1):
        after = np.clip(before + np.arange(len(arrivals)) - capacity, 0, most)
        np.add.at(chain[before], after, arrivals)
    state = np.zeros(most + 1)
    state[0] = 1.0
    means = np.empty(weeks)
    for week in range(weeks):
        state = state @ chain
        means[week] = state @ np.arange(most + 1)
    assert state[-1] < 1e-9, "the chain is cut too short"
    return means
