"""One station against the closed forms of queueing theory."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from corridor_sim.clock import DAY, HOUR
from tests.plans.written import Run, bare, simulated
from tests.theory.intervals import Z_BOUND, assert_mean

REPLICATIONS = 30
#: Seconds before which nobody is counted: 12 relaxation times 1 / (mu (1 - sqrt(rho))^2) or more.
WARM = 20 * DAY
#: A wait is a difference of instants that are each rounded by less than a second.
ROUNDING = 1.0
HOUR_LONG = {"exponential": "1 h"}


def _run(folder: Path, servers: int, load: float, work: object, days: int = 240) -> Run:
    demand = {"process": "poisson", "rate": f"{load * servers}/h"}
    flow = {"demand": demand, "stages": [{"station": "desk", "work": work}]}
    words = bare({"box": flow}, days, stations={"desk": {"servers": servers}})
    return simulated(words, folder, range(REPLICATIONS), seed=servers)


def _waits(run: Run, flow: str = "box", stage: int = 0) -> tuple[list[float], list[float]]:
    """Seconds waited and shipments, per replication, of those who came after the warm-up."""
    times = run.flow(flow)
    counted = (times.arrive >= WARM) & (times.arrive < run.plan.end)
    wait = np.where(counted, times.start[stage] - times.ready[stage], 0)
    assert wait.max() < run.plan.stop, "somebody who counts was never served"
    return wait.sum(axis=1).tolist(), counted.sum(axis=1).tolist()


def _pollaczek_khinchine(load: float, cv: float) -> float:
    """Mean wait in mean services: rho (1 + cv^2) / (2 (1 - rho))."""
    return load * (1.0 + cv * cv) / (2.0 * (1.0 - load))


def _erlang_c(servers: int, load: float) -> float:
    """Mean wait in mean services: C(c, c rho) / (c (1 - rho))."""
    offered = servers * load
    blocked = 1.0
    for c in range(1, servers + 1):  # Erlang B by its recursion
        blocked = offered * blocked / (c + offered * blocked)
    waits = blocked / (1.0 - load * (1.0 - blocked))
    return waits / (servers * (1.0 - load))


@pytest.mark.parametrize(
    ("work", "cv", "load"),
    [
        (HOUR_LONG, 1.0, 0.6),
        ("1 h", 0.0, 0.7),
        ({"gamma": {"mean": "1 h", "cv": 1.5}}, 1.5, 0.5),
        ({"gamma": {"mean": "1 h", "cv": 0.5}}, 0.5, 0.7),
        ({"lognormal": {"mean": "1 h", "cv": 0.8}}, 0.8, 0.6),
    ],
    ids=["M/M/1", "M/D/1", "M/gamma/1 wide", "M/gamma/1 narrow", "M/lognormal/1"],
)
def test_mean_wait_of_one_server(tmp_path: Path, work: object, cv: float, load: float) -> None:
    sums, counts = _waits(_run(tmp_path, 1, load, work))
    expected = _pollaczek_khinchine(load, cv) * HOUR
    assert_mean(sums, counts, expected, width=0.12, bias=ROUNDING)


@pytest.mark.parametrize(("servers", "load"), [(2, 0.7), (5, 0.7)])
def test_mean_wait_of_several_servers(tmp_path: Path, servers: int, load: float) -> None:
    sums, counts = _waits(_run(tmp_path, servers, load, HOUR_LONG, days=500 // servers))
    assert_mean(sums, counts, _erlang_c(servers, load) * HOUR, width=0.12, bias=ROUNDING)


def test_share_that_waits_and_the_tail_of_the_wait(tmp_path: Path) -> None:
    """M/M/1: P(wait > t) = rho exp(-(mu - lambda) t)."""
    load = 0.6
    run = _run(tmp_path, 1, load, HOUR_LONG)
    times = run.flow("box")
    counted = (times.arrive >= WARM) & (times.arrive < run.plan.end)
    for hours in (0.0, 2.0, 5.0):
        # Whole seconds: who waits less than half a second may seem not to wait.
        longer = counted & (times.start[0] - times.ready[0] > hours * HOUR)
        expected = load * math.exp(-(1.0 - load) * hours)
        sums, counts = longer.sum(axis=1).tolist(), counted.sum(axis=1).tolist()
        assert_mean(sums, counts, expected, width=0.25, bias=1.0 / HOUR)


def test_little_and_the_servers_time_are_exact(tmp_path: Path) -> None:
    """Number in the system, second by second, sums to everybody's time in it: no tolerance."""
    run = _run(tmp_path, 2, 0.7, HOUR_LONG, days=60)
    times, work = run.flow("box"), run.work("box").work[0]
    assert work is not None
    for row in range(3):
        came = times.arrive[row] < run.plan.end
        ready, end = np.sort(times.ready[0][row][came]), np.sort(times.end[0][row][came])
        clock = np.unique(np.concatenate([ready, end]))
        inside = np.searchsorted(ready, clock, "right") - np.searchsorted(end, clock, "right")
        area = int((inside[:-1] * np.diff(clock)).sum())
        stay = (times.end[0] - times.arrive)[row][came]
        assert area == int(stay.sum())
        assert inside[-1] == 0
        start = np.sort(times.start[0][row][came])
        served = np.searchsorted(start, clock, "right") - np.searchsorted(end, clock, "right")
        # A server works while somebody is there, and all work is done: work-conserving, exactly.
        assert (served == np.minimum(inside, 2)).all()
        assert int((served[:-1] * np.diff(clock)).sum()) == int(work[row][came].sum())


def test_arrivals_see_time_averages(tmp_path: Path) -> None:
    """M/M/1: the mean number in the system is rho / (1 - rho), over time."""
    load = 0.6
    run = _run(tmp_path, 1, load, HOUR_LONG)
    times = run.flow("box")
    span = float(run.plan.end - WARM)
    inside = np.clip(times.end[0], WARM, run.plan.end) - np.clip(times.arrive, WARM, run.plan.end)
    sums = inside.sum(axis=1, dtype=np.float64).tolist()
    expected = load / (1.0 - load)
    assert_mean(sums, [span] * REPLICATIONS, expected, width=0.12, bias=1e-3)


def test_priority_without_pre_emption(tmp_path: Path) -> None:
    """Cobham: W_k = W_0 / ((1 - s_(k-1)) (1 - s_k)), W_0 = sum of lambda E[S^2] / 2."""
    rates, means, cvs = (0.25, 0.5, 0.2), (1.0, 0.4, 1.2), (1.0, 0.0, 0.5)
    works: list[object] = [HOUR_LONG, "24 min", {"gamma": {"mean": "72 min", "cv": 0.5}}]
    flows = {
        f"class{k}": {
            "priority": k,
            "demand": {"process": "poisson", "rate": f"{rates[k]}/h"},
            "stages": [{"station": "desk", "work": works[k]}],
        }
        for k in range(3)
    }
    words = bare(flows, 300, stations={"desk": {"servers": 1}})
    run = simulated(words, tmp_path, range(REPLICATIONS), seed=7)
    residual = sum(
        rate * mean * mean * (1.0 + cv * cv) / 2.0
        for rate, mean, cv in zip(rates, means, cvs, strict=True)
    )
    before = 0.0
    for k in range(3):
        upto = before + rates[k] * means[k]
        expected = residual / ((1.0 - before) * (1.0 - upto)) * HOUR
        sums, counts = _waits(run, f"class{k}")
        assert_mean(sums, counts, expected, width=0.12, bias=ROUNDING)
        before = upto


def test_tandem_is_two_queues_on_their_own(tmp_path: Path) -> None:
    """Burke and Jackson: departures of M/M/1 are Poisson, so each station is M/M/1."""
    stages = [
        {"station": "first", "work": {"exponential": "1 h"}},
        {"station": "second", "work": {"exponential": "50 min"}},
    ]
    flow = {"demand": {"process": "poisson", "rate": "0.6/h"}, "stages": stages}
    stations = {"first": {"servers": 1}, "second": {"servers": 1}}
    words = bare({"box": flow}, 220, stations=stations)
    run = simulated(words, tmp_path, range(REPLICATIONS), seed=3)
    for stage, service in ((0, 1.0), (1, 50.0 / 60.0)):
        load = 0.6 * service
        expected = load / (1.0 - load) * service * HOUR
        assert_mean(*_waits(run, stage=stage), expected, width=0.12, bias=ROUNDING)
    # Gaps between departures are independent and exponential, so the share above their mean is
    # binomial with probability 1/e.
    left = [np.sort(row[(row >= WARM) & (row < run.plan.end)]) for row in run.flow("box").end[0]]
    gaps = np.concatenate([np.diff(row) for row in left])
    share = float((gaps > HOUR / 0.6).mean())
    deviation = math.sqrt(math.exp(-1.0) * (1.0 - math.exp(-1.0)) / len(gaps))
    assert abs(share - math.exp(-1.0)) <= Z_BOUND * deviation + 1.0 / HOUR
