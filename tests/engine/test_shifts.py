"""Shifts: servers of one station with hours of their own. Every second is written out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corridor_sim.clock import NEVER
from corridor_sim.engine import array, event
from corridor_sim.engine.invariants import check
from corridor_sim.plan import Plan, Station
from corridor_sim.planning.components import components
from corridor_sim.workload import Workload
from tests.engine.mutants import Mutant
from tests.engine.mutants_station import MUTANTS
from tests.engine.reference import sweep
from tests.plans.cases import made
from tests.plans.equal import differences
from tests.plans.hand import Hand, Ran, station


def _asked(hand: Hand, office: int, times: list[int], work: int | list[int], **more: object) -> Ran:
    hand.flow("box", times, [station("review", office, work)], **more)  # type: ignore[arg-type]
    ran = hand.run()
    plan = replace(ran.plan, components=components(ran.plan.flows))
    assert differences(ran.trace, array.run(plan, ran.workload)) == []
    return ran


def test_each_works_in_its_own_hours_and_finishes_what_it_began() -> None:
    """Day 0-100 and 200-300, night 100-200: the day's file waits for the day, by an idle night."""
    hand = Hand()
    day, night = hand.calendar((0, 100), (200, 300)), hand.calendar((100, 200))
    ran = _asked(hand, hand.shifts((1, day), (1, night)), [90, 95], [20, 5])
    assert ran.start("box", "review") == [90, 100]
    assert ran.end("box", "review") == [210, 105]


def test_of_several_who_can_take_the_first_in_order_does() -> None:
    """The part-time server is first: what it takes in its last second rests until it returns."""
    hand = Hand()
    hours = hand.calendar((0, 100), (500, 600))
    ran = _asked(hand, hand.shifts((1, hours), (1, 0)), [99, 99], 10)
    assert ran.start("box", "review") == [99, 99]
    assert ran.end("box", "review") == [509, 109]
    hand = Hand()
    hours = hand.calendar((0, 100), (500, 600))
    ran = _asked(hand, hand.shifts((1, 0), (1, hours)), [99, 99], 10)
    assert ran.end("box", "review") == [109, 509]


def test_a_server_freed_at_its_closing_second_takes_next_at_its_own_opening() -> None:
    hand = Hand()
    day, late = hand.calendar((0, 100), (200, 300)), hand.calendar((150, 160), (190, 230))
    ran = _asked(hand, hand.shifts((1, day), (1, late)), [90, 91, 92, 93], [10, 10, 10, 10])
    # The day server is through at 100. The late one has two turns before it is back; its second is
    # at 190, in the opening second.
    assert ran.start("box", "review") == [90, 150, 190, 200]
    assert ran.end("box", "review") == [100, 160, 200, 210]


def test_who_comes_in_an_opening_second_competes_for_the_server_that_opens() -> None:
    hand = Hand()
    day, night = hand.calendar((0, 1_000)), hand.calendar((100, 1_000))
    urgency = [1, 1, 1, 0]
    office = hand.shifts((1, day), (1, night))
    ran = _asked(hand, office, [0, 50, 60, 100], [200, 10, 10, 10], priority=urgency)
    assert ran.start("box", "review") == [0, 110, 120, 100]


def test_a_server_freed_before_the_next_opening_takes_who_has_been_told_to_wait() -> None:
    """All wait for the night, as far as anyone knew when they came; the day is free again first."""
    hand = Hand()
    day, night = hand.calendar((0, 1_000)), hand.calendar((500, 1_000))
    ran = _asked(hand, hand.shifts((1, day), (1, night)), [0, 10, 20], [100, 450, 7])
    assert ran.start("box", "review") == [0, 100, 500]


def test_a_long_shipment_of_a_part_timer_holds_nobody_else_up() -> None:
    """An hour a day, ten hours of work: ten days, while another serves the queue."""
    hand = Hand()
    hours = [(100 * day, 100 * day + 10) for day in range(20)]
    office = hand.shifts((1, hand.calendar(*hours)), (1, 0))
    ran = _asked(hand, office, [0, 1, 2, 3], [100, 5, 5, 5])
    assert ran.end("box", "review") == [910, 6, 11, 16]


def test_nobody_waits_for_a_server_who_would_be_through_sooner() -> None:
    hand = Hand()
    slow, all_day = hand.calendar((0, 11), (500, 600)), hand.calendar((11, 400))
    ran = _asked(hand, hand.shifts((1, slow), (1, all_day)), [10, 10], [5, 5])
    assert ran.start("box", "review") == [10, 11]
    assert ran.end("box", "review") == [504, 16]


def test_a_calendar_that_does_not_open_again_keeps_what_its_server_has() -> None:
    hand = Hand(stop=1_000)
    short, long = hand.calendar((0, 100)), hand.calendar((0, 300))
    ran = _asked(
        hand, hand.shifts((1, short), (1, long)), [90, 91, 150, 290, 291], [20, 9, 9, 10, 1]
    )
    assert ran.start("box", "review") == [90, 91, 150, 290, NEVER]
    assert ran.end("box", "review") == [NEVER, 100, 159, 300, NEVER]
    assert ran.stuck() == []


def test_a_calendar_may_come_twice() -> None:
    """Day, night, day: the night is before the second day server where both are on duty."""
    hand = Hand()
    day, night = hand.calendar((0, 100), (200, 300)), hand.calendar((90, 210))
    ran = _asked(hand, hand.shifts((1, day), (1, night), (1, day)), [95, 95, 95], 10)
    assert ran.end("box", "review") == [205, 105, 205]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_check_finds_every_breach_of_a_station_s_law(
    mutant: Mutant, cases: list[tuple[Plan, Workload]]
) -> None:
    """From the trace alone, which does not say who served."""
    broken = 0
    for plan, workload in cases:
        trace = mutant.run(plan, workload)
        same = not differences(event.run(plan, workload), trace)
        assert bool(check(plan, workload, trace)) != same
        broken += not same
    assert broken


@pytest.mark.parametrize("seed", range(40))
def test_shifts_on_one_calendar_are_servers_on_it(seed: int) -> None:
    """Bit for bit, in both engines and the reference."""
    plan, workload = made("dense", seed)
    split = replace(plan, stations=tuple(_split(one, seed) for one in plan.stations))
    whole = replace(plan, stations=tuple(_joined(one) for one in plan.stations))
    expected = event.run(whole, workload)
    for run in (event.run, array.run, sweep):
        assert differences(expected, run(split, workload)) == []


def _calendar(station: Station) -> int:
    return station.shifts[-1][1] if station.shifts else station.calendar


def _joined(station: Station) -> Station:
    return replace(station, calendar=_calendar(station), shifts=())


def _split(station: Station, seed: int) -> Station:
    """One server, a few, the rest; at least two servers, so that there is something to split."""
    first = seed % station.servers
    parts = [part for part in (first, station.servers - first) if part]
    return replace(station, calendar=-1, shifts=tuple((part, _calendar(station)) for part in parts))


def test_the_queue_law_is_at_work(cases: list[tuple[Plan, Workload]]) -> None:
    """Who may serve is not the same as how many: one calendar of all hours gives other times."""
    changed = 0
    for plan, workload in cases:
        joined = replace(plan, stations=tuple(_joined(one) for one in plan.stations))
        changed += bool(differences(event.run(plan, workload), event.run(joined, workload)))
    assert changed > len(cases) // 2


@pytest.fixture(scope="module")
def cases() -> list[tuple[Plan, Workload]]:
    found = [made("dense", seed) for seed in range(60)]
    return [one for one in found if any(station.shifts for station in one[0].stations)]
