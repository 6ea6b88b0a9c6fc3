"""Places that are kept: counted from entry to return, by the trace alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor_sim.engine.event import run
from corridor_sim.planning.compile import compile_plan
from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from corridor_sim.results.collect import Collector
from corridor_sim.scenario.read import read

YARD = """\
corridor_sim: 1
name: yard
time: {start: 2021-01-01, end: 2021-01-01, drain: 1 d, zone: UTC}
places: {yard: {places: 2, node: HYS}}
flows:
  boxes:
    demand: {process: deterministic, every: 24 h, first: 2021-01-01 00:00, batch: 3}
    stages:
      - {name: in, hold: yard, until: out}
      - {name: out, delay: 6 h}
"""


def test_three_boxes_in_a_yard_of_two(tmp_path: Path) -> None:
    """Two enter at 0 s and leave after a second and 6 h; the third waits, then does the same."""
    path = tmp_path / "yard.yaml"
    path.write_text(YARD, encoding="utf-8")
    plan = compile_plan(read(path)).plan
    workload = realise(plan, draw(plan, 1, range(1)))
    collector = Collector(plan)
    collector.add(workload, run(plan, workload))
    results = collector.finish()
    stay = 6 * 3600 + 1
    found = {(row.kpi, row.stat): row.value for row in results.kpis if row.station == "yard"}
    assert found["places_kept", "max"] == 2
    assert found["places_kept", "mean"] == 3 * stay / 86_400
    assert found["utilisation", "ratio"] == 3 * stay / 86_400 / 2
    assert found["served", "total"] == 3
    assert found["queue", "max"] == 1
    assert found["queue", "mean"] == stay / 86_400
    assert found["wait_h", "mean"] == pytest.approx(stay / 3 / 3600, rel=1e-12)
    (row,) = results.stations
    assert (row.station, row.kind, row.node, row.servers) == ("yard", "places", "HYS", 2)
