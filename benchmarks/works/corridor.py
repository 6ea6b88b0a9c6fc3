"""W3, the tandem corridor: documents, inspection, train, gauge change, train, last mile.

Poisson 0.268 boxes an hour; documents c = 3 at load 0.8; inspection of 5 % at c = 2 with a mean of
24 h; a weekly train of 50, so loaded to 90 %, whose travel time is drawn per train; gauge change
c = 4 with a mean of 2 h, to which a whole train comes at one instant; a second weekly train of 50.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.works.luck import exactly, lasting
from benchmarks.works.scenario import plan_of
from corridor_sim.clock import HOUR, NEVER
from corridor_sim.plan import Plan
from corridor_sim.trace import NOWHERE, FlowTrace, Trace
from corridor_sim.workload import Workload

PER_HOUR = 0.268
DESKS, INSPECTORS, CRANES = 3, 2, 4
COLUMNS = (
    "arrival",
    "documents_start",
    "documents_end",
    "cleared",
    "first_slot",
    "border",
    "gauge_start",
    "gauge_end",
    "second_slot",
    "delivery",
)


@dataclass(frozen=True)
class Corridor:
    """Everything drawn for one replication, as plain lists: per box, per train of each service."""

    arrive: list[int]
    documents: list[int]
    inspected: list[bool]
    inspection: list[int]
    gauge: list[int]
    last_mile: list[int]
    leaves: tuple[list[int], list[int]]
    travel: tuple[list[int], list[int]]
    capacity: int
    stop: int


def plan(shipments: int) -> Plan:
    """The plan in which so many boxes surely come."""
    return lasting(plan_of(words(200)), shipments / PER_HOUR * HOUR, shipments)


def work(replications: int, shipments: int) -> tuple[Plan, Workload]:
    """The plan and its luck."""
    made = plan(shipments)
    return made, exactly(made, replications, shipments)


def words(boxes: int, days: int = 31) -> dict[str, object]:
    """The scenario in which so many boxes are expected within so many days."""
    return {
        "corridor_sim": 1,
        "name": "tandem corridor",
        "time": {
            "start": "2021-01-04",
            "end": str(np.datetime64("2021-01-04") + days - 1),
            "drain": "365 d",
            "zone": "UTC",
        },
        "stations": {
            "documents": {"servers": DESKS, "work": {"gamma": {"mean": "8.955 h", "cv": 0.5}}},
            "inspection": {"servers": INSPECTORS, "work": {"gamma": {"mean": "24 h", "cv": 0.5}}},
            "gauge": {"servers": CRANES, "work": {"gamma": {"mean": "2 h", "cv": 0.5}}},
        },
        "services": {
            "first": _train("Mon 20:00", "9 d"),
            "second": _train("Thu 08:00", "6 d"),
        },
        "flows": {
            "box": {
                "demand": {"process": "poisson", "total": f"{boxes} box"},
                "stages": [
                    {"station": "documents"},
                    {"station": "inspection", "chance": 0.05},
                    {"departures": "first"},
                    {"station": "gauge"},
                    {"departures": "second"},
                    {"name": "last_mile", "delay": {"gamma": {"mean": "12 h", "cv": 0.5}}},
                ],
            }
        },
    }


def _train(slot: str, mean: str) -> dict[str, object]:
    return {
        "timetable": {"slots": [slot]},
        "capacity": "50 box",
        "travel": {"gamma": {"mean": mean, "cv": 0.2}},
    }


def given(plan: Plan, workload: Workload, row: int) -> Corridor:
    """One replication as a hand-written model takes it."""
    flow = workload.flows[0]
    drawn = [[] if one is None else one[row].tolist() for one in flow.work]
    skip = flow.skip[1]
    assert skip is not None
    leaves = [trips.start[row].tolist() for trips in workload.trips]
    travel = [trips.calls[row, :, -1].tolist() for trips in workload.trips]
    return Corridor(
        flow.arrive[row].tolist(),
        drawn[0],
        (~skip[row]).tolist(),
        drawn[1],
        drawn[3],
        drawn[5],
        (leaves[0], leaves[1]),
        (travel[0], travel[1]),
        int(plan.services[0].capacity[0, 0]),
        plan.stop,
    )


def columns(trace: Trace) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    """The ten columns that every model records, [R, N], as plain arrays in shipment order."""
    flow = trace.flows[0]
    return {
        "arrival": np.asarray(flow.arrive),
        "documents_start": np.asarray(flow.start[0]),
        "documents_end": np.asarray(flow.end[0]),
        "cleared": np.asarray(flow.end[1]),
        "first_slot": _slot(flow, 2),
        "border": np.asarray(flow.end[2]),
        "gauge_start": np.asarray(flow.start[3]),
        "gauge_end": np.asarray(flow.end[3]),
        "second_slot": _slot(flow, 4),
        "delivery": np.asarray(flow.end[5]),
    }


def _slot(flow: FlowTrace, stage: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    slot = flow.slot[stage]
    assert slot is not None
    return np.asarray(slot)


def clear_rows(trace: Trace, plan: Plan) -> list[int]:
    """Replications without coincidences that models settle each in their own way.

    In them no box is ready in the very second of a cut-off, no two that are inspected leave the
    desks in the same second, and no two that became ready together got different second trains.
    What comes off one train comes at one instant; that is in the work itself and stays.
    """
    found = columns(trace)
    cut_offs = [service.cut_off for service in plan.services]
    return [
        row
        for row in range(len(trace.replications))
        if _clear({name: column[row] for name, column in found.items()}, cut_offs)
    ]


def _clear(
    one: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.int64]]],
    cut_offs: list[np.ndarray[tuple[int, ...], np.dtype[np.int64]]],
) -> bool:
    ready = (one["cleared"], one["gauge_end"])
    if any(bool(np.isin(r, cut).any()) for r, cut in zip(ready, cut_offs, strict=True)):
        return False
    if max(int(column.max(initial=0)) for column in one.values()) >= NEVER:
        return False
    if NOWHERE in one["second_slot"]:
        return False
    inspected = one["cleared"] > one["documents_end"]
    if _doubles(one["documents_end"][inspected]) or _doubles(one["cleared"]):
        return False
    pairs = np.unique(np.stack([one["gauge_end"], one["second_slot"]]), axis=1)
    return not _doubles(pairs[0])


def _doubles(values: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> bool:
    return len(np.unique(values)) < len(values)
