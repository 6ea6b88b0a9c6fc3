"""Whose work is whose is read off a trace that does not say it: held against who really served."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np

from corridor_sim.clock import DAY
from corridor_sim.engine import event
from corridor_sim.plan import Calendar, Kind, Plan
from corridor_sim.results.block import open_block
from corridor_sim.results.stations import stages_of, utilisation
from corridor_sim.shifts import open_hours
from corridor_sim.workload import Workload
from tests.engine.reference import Station, swept
from tests.plans.cases import made


def _busy(
    plan: Plan, workload: Workload, row: int, number: int
) -> tuple[Counter[int], Counter[int]]:
    """Seconds at work, and on duty, of all servers of a station on each day of the demand."""
    office = swept(plan, workload)[row].resources[Kind.STATION, number]
    assert isinstance(office, Station)
    worked: Counter[int] = Counter()
    for one, server in office.by.items():
        _, start, end = office.sweep.times[one.flow][one.stage][one.number]
        seconds = server.open[(server.open >= start) & (server.open < min(end, plan.end))]
        worked.update((seconds // DAY).tolist())
    able: Counter[int] = Counter()
    for server in office.servers:
        able.update((server.open[server.open < plan.end] // DAY).tolist())
    return worked, able


def test_work_is_counted_for_the_server_who_did_it() -> None:
    """Over the days from the first with work to the last, second by second."""
    seen = 0
    for seed in range(30):
        plan, workload = made("dense", seed)
        block = open_block(plan, workload, event.run(plan, workload))
        users = stages_of(plan, Kind.STATION, len(plan.stations))
        for number, station in enumerate(plan.stations):
            if not station.shifts:
                continue
            found = utilisation(block, number, users[number]).mean
            for row in range(block.rows):
                worked, able = _busy(plan, workload, row, number)
                days = range(min(worked), max(worked) + 1) if worked else sorted(able)
                room = sum(able[day] for day in days)
                if room:
                    assert found[row] == sum(worked.values()) / room
                else:
                    assert math.isnan(found[row])
                seen += bool(worked)
    assert seen > 30


def test_hours_of_a_station_are_those_of_any_shift() -> None:
    hours = [_calendar((0, 8), (20, 24)), _calendar((6, 12), (24, 30)), _calendar((40, 41))]
    found = open_hours([(1, one) for one in hours])
    assert [found.opens.tolist(), found.closes.tolist()] == [[0, 20, 40], [12, 30, 41]]
    nobody = open_hours([(1, _calendar()), (2, _calendar())])
    assert [len(nobody.opens), len(nobody.closes)] == [0, 0]


def _calendar(*spans: tuple[int, int]) -> Calendar:
    opens, closes = (np.array([span[k] for span in spans], dtype=np.int64) for k in (0, 1))
    return Calendar("", opens, closes)
