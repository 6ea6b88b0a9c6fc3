"""T1 to T13 of the Time Release Study: which second of a journey each of them is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corridor_sim.anchors import event_time
from corridor_sim.clock import DAY, HOUR
from corridor_sim.events import FormalEvents
from tests.customs.office import INSTANT as I
from tests.customs.office import MESSAGE as M
from tests.customs.office import Cleared, cleared

POLICY: dict[str, object] = {
    "prepare": "1 h",
    "permits": {"a": {"chance": 1, "time": "30 min"}},
    "lead": "4 h",
    "arrival_report": "1 h",
    "review": {"station": "desk", "work": "30 min"},
    "inspect": {"chance": 1, "station": "bay", "work": "3 h", "arrange": {"time": "2 h"}},
    "pay": "90 min",
    "gate": True,
}
PLACE = {
    "stations": {"desk": {"servers": 1}, "bay": {"servers": 1}},
    "terminals": {"HYS": {"unload": {"delay": "12 min"}, "gate": {"delay": "6 min"}}},
}


def _hours(office: Cleared, formal: FormalEvents, number: int) -> list[float] | None:
    """Hours since each departure at which T`number` happened; None: it does not."""
    anchors = formal.events[number - 1]
    if not anchors:
        return None
    run = office.run
    seconds = event_time(run.plan, run.workload, run.trace, formal.flow, anchors)[0]
    departed = np.arange(1, len(seconds) + 1) * DAY + 12 * HOUR
    return [round(float(one), 6) for one in (seconds - departed) / HOUR]


def test_every_event_of_a_declaration_made_ahead(tmp_path: Path) -> None:
    office = cleared(tmp_path, POLICY, **PLACE)  # type: ignore[arg-type]
    (formal,) = office.run.plan.formalities
    assert (formal.key, formal.place, formal.formality) == ("office", "HYS", "import")
    assert formal.policy == "p"
    wanted = {
        1: 10.0,  # the train is there
        2: 10.2,  # lifted off
        3: 11.2,  # reported
        4: 6 + I,  # lodged four hours before the planned arrival
        5: 6 + I,
        6: 6.5 + I,  # the officer has looked
        7: 11.2,  # the owner is called
        8: 13.2,
        9: 16.2,
        10: 1.5,  # the permit
        11: 8 + I,  # paid
        12: 16.2 + M,
        13: 16.3 + M,
    }
    for number, hours in wanted.items():
        assert _hours(office, formal, number) == pytest.approx([hours] * 3, abs=2e-6), number
    assert formal.trader == formal.look == -1
    assert office.run.plan.flows[0].choices[formal.selected].name == "office/selected"


def test_of_two_ways_each_shipment_has_the_events_of_its_own(tmp_path: Path) -> None:
    policy = {"lead": "4 h", "advance": {"share": 0.5}, "review": {"work": "1 h"}}
    office = cleared(tmp_path, policy, count=10)
    (formal,) = office.run.plan.formalities
    early = office.passed("notice")
    assert {True, False} == set(early)
    assert _hours(office, formal, 4) == pytest.approx(
        [6 + I if one else 10 + I for one in early], abs=2e-6
    )
    assert _hours(office, formal, 6) == pytest.approx(
        [7 + I if one else 11 + I for one in early], abs=2e-6
    )


def test_what_a_policy_does_not_know_does_not_happen(tmp_path: Path) -> None:
    office = cleared(tmp_path, {})
    (formal,) = office.run.plan.formalities
    absent = [number for number in range(1, 14) if _hours(office, formal, number) is None]
    assert absent == [2, 7, 8, 9, 10, 11]
    assert _hours(office, formal, 13) == _hours(office, formal, 12)


def test_a_scan_begins_the_inspection_and_unpacking_ends_it(tmp_path: Path) -> None:
    inspect = {
        "chance": 1,
        "work": "4 h",
        "channels": {"scanner": 1},
        "scanner": {"work": "6 min", "reading": "12 min", "escalate": 0.5},
    }
    office = cleared(tmp_path, {"inspect": inspect}, count=10)
    (formal,) = office.run.plan.formalities
    opened = office.passed("inspect")
    assert {True, False} == set(opened)
    ready = 10 + 2 * I
    assert _hours(office, formal, 8) == pytest.approx([ready] * 10, abs=2e-6)
    ended = [ready + 0.3 + 4 * one for one in opened]
    assert _hours(office, formal, 9) == pytest.approx(ended, abs=2e-6)


def test_clocks_of_two_ways_begin_with_the_declaration_that_was_lodged(tmp_path: Path) -> None:
    from corridor_sim.results.block import open_block
    from corridor_sim.results.clocks import clock_spells

    office = cleared(tmp_path, {"lead": "4 h", "advance": {"share": 0.5}}, count=10)
    run = office.run
    block = open_block(run.plan, run.workload, run.trace)
    clocks = {one.name: one for one in run.plan.clocks}
    early = office.passed("notice")
    spells = clock_spells(block, clocks["declaration_to_release"])
    hours = ((spells.ended - spells.begun) / HOUR)[0].tolist()
    wanted = [4 - I + M if one else I + M for one in early]
    assert hours == pytest.approx(wanted, abs=2e-6)
    assert "arrival_to_gate_out" in clocks
