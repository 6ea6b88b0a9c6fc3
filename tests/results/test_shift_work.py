"""Whose work is whose is read off a trace that does not say it: held against who really served."""

from __future__ import annotations

import math

from corridor_sim.engine import event
from corridor_sim.plan import Kind, Plan
from corridor_sim.results.block import open_block
from corridor_sim.results.stations import stages_of, utilisation
from corridor_sim.workload import Workload
from tests.engine.reference import Station, swept
from tests.plans.cases import made


def _busy(plan: Plan, workload: Workload, row: int, number: int) -> tuple[int, int]:
    """Seconds at work, and on duty, of all servers of a station before the end of demand."""
    office = swept(plan, workload)[row].resources[Kind.STATION, number]
    assert isinstance(office, Station)
    worked = 0
    for one, server in office.by.items():
        _, start, end = office.sweep.times[one.flow][one.stage][one.number]
        seconds = server.open[(server.open >= start) & (server.open < min(end, plan.end))]
        worked += len(seconds)
    return worked, sum(int((server.open < plan.end).sum()) for server in office.servers)


def test_work_is_counted_for_the_server_who_did_it() -> None:
    seen = 0
    for seed in range(30):
        plan, workload = made("dense", seed)
        block = open_block(plan, workload, event.run(plan, workload))
        users = stages_of(plan, Kind.STATION, len(plan.stations))
        for number, station in enumerate(plan.stations):
            if not station.shifts:
                continue
            found = utilisation(block, number, users[number])
            for row in range(block.rows):
                worked, able = _busy(plan, workload, row, number)
                assert math.isnan(found[row]) if not able else found[row] == worked / able
                seen += worked > 0
    assert seen > 30
