"""M/M/c in whole seconds: W1 is one server at load 0.8, W2 four servers at load 0.8.

The mean service is three hours, so a second, to which everything is rounded, is a ten-thousandth
of it. Three columns are recorded: arrival, start, departure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.works.luck import exactly, lasting
from benchmarks.works.scenario import plan_of
from corridor_sim.clock import HOUR
from corridor_sim.plan import Plan
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload

MEAN_HOURS = 3.0
COLUMNS = ("arrival", "start", "departure")


@dataclass(frozen=True)
class Queue:
    """One replication as plain lists."""

    arrive: list[int]
    work: list[int]
    servers: int


def plan(shipments: int, servers: int = 1, load: float = 0.8) -> Plan:
    """The plan in which so many customers surely come."""
    seconds = shipments * MEAN_HOURS * HOUR / (servers * load)
    return lasting(plan_of(words(servers)), seconds, shipments, drain=seconds)


def work(
    replications: int, shipments: int, servers: int = 1, load: float = 0.8
) -> tuple[Plan, Workload]:
    """The plan and its luck."""
    made = plan(shipments, servers, load)
    return made, exactly(made, replications, shipments)


def words(servers: int) -> dict[str, object]:
    """The scenario."""
    return {
        "corridor_sim": 1,
        "name": f"M/M/{servers}",
        "time": {"start": "2021-01-04", "end": "2021-01-31", "drain": "365 d", "zone": "UTC"},
        "stations": {"server": {"servers": servers, "work": {"exponential": f"{MEAN_HOURS} h"}}},
        "flows": {
            "customer": {
                "demand": {"process": "poisson", "total": "100 box"},
                "stages": [{"station": "server"}],
            }
        },
    }


def given(plan: Plan, workload: Workload, row: int) -> Queue:
    """One replication as a hand-written model takes it."""
    flow = workload.flows[0]
    work = flow.work[0]
    assert work is not None
    return Queue(flow.arrive[row].tolist(), work[row].tolist(), plan.stations[0].servers)


def columns(trace: Trace) -> dict[str, NDArray[np.int64]]:
    """The three columns, [R, N], as plain arrays in shipment order."""
    flow = trace.flows[0]
    return {
        "arrival": np.asarray(flow.arrive),
        "start": np.asarray(flow.start[0]),
        "departure": np.asarray(flow.end[0]),
    }
