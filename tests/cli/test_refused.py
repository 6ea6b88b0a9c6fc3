"""Who is refused is said, by flow and reason."""

from __future__ import annotations

from pathlib import Path

from tests.cli.shell import call, written

BOOKED = """\
corridor_sim: 1
name: refused
time: {start: 2021-01-01, end: 2021-01-31, drain: 30 d, zone: UTC}
study: {replications: 2}
services:
  train: {timetable: {slots: Mon 08:00}, capacity: 5 box, travel: 1 d}
flows:
  large:
    demand: {process: deterministic, every: 1 d, sizes: {lot: {share: 0.5, box: 9}, 20ft: 0.5}}
    stages: [{departures: train, when: [way=rail]}]
    choices: {way: {rail: 0.5, road: 0.5}}
  late:
    demand: {process: booked, service: train, lead: 40 d, total: 10 box}
    stages: [{departures: train}]
"""


def test_refusals_are_printed(folder: Path) -> None:
    written(folder, BOOKED)
    said = call("run", "s.yaml", "--out", "out", "--quiet").out
    assert "large: " in said
    assert "refused, larger than any capacity." in said
    assert "late: " in said
    assert "refused, outside the simulated time." in said
