"""Opening hours: what they leave of a station's capacity, exactly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corridor_sim.clock import HOUR, NEVER
from corridor_sim.engine.event import run
from corridor_sim.plan import Calendar, Plan
from tests.plans.hand import Hand, station
from tests.plans.written import bare, compiled, settled

OFFICE = {"open": "Mon-Fri 08:30-12:00, 14:00-17:30", "closed": ["2021-01-06"]}
#: Two working weeks of 7 h less one closed day.
OPEN = 9 * 7 * HOUR


@pytest.mark.parametrize(("servers", "work"), [(1, 600), (3, 600), (2, 1_000), (4, 25_201)])
def test_a_saturated_station_serves_its_open_seconds(
    tmp_path: Path, servers: int, work: int
) -> None:
    """Work rests over night and goes on, so no second that is open is lost."""
    demand = {"process": "deterministic", "every": "1 h", "count": 1, "batch": 2_000}
    flow = {"demand": demand, "stages": [{"station": "desk"}]}
    desk = {"servers": servers, "work": f"{work} s", "calendar": "office"}
    words = bare({"box": flow}, 14, "0 d", stations={"desk": desk}, calendars={"office": OFFICE})
    plan = compiled(words, tmp_path).plan
    ended = run(plan, settled(plan, [0])).flows[0].end[0] < NEVER
    assert ended.sum() == servers * (OPEN // work)


def test_closures_are_a_change_of_clock(tmp_path: Path) -> None:
    """M/M/2 in open seconds is M/M/2: mapped through the calendar, second by second the same."""
    demand = {"process": "poisson", "rate": "5/h"}
    flow = {"demand": demand, "stages": [{"station": "desk", "work": {"exponential": "20 min"}}]}
    words = bare({"box": flow}, 5, stations={"desk": {"servers": 2}})
    always = compiled(words, tmp_path).plan
    work = settled(always, range(3))
    base = run(always, work).flows[0]
    hours = _with_hours(always)
    calendar = hours.calendars[-1]
    arrive = _into(calendar, work.flows[0].arrive)
    moved = replace(work, flows=(replace(work.flows[0], arrive=arrive),))
    found = run(hours, moved).flows[0]
    assert np.array_equal(found.start[0], _into(calendar, base.start[0]))
    # An end is the second after the last that was worked in.
    last = np.where(base.end[0] < NEVER, base.end[0] - 1, NEVER)
    ends = np.where(last < NEVER, _into(calendar, last) + 1, NEVER)
    assert np.array_equal(found.end[0], ends)
    assert (found.start[0] > found.ready[0]).sum() > 100


def test_who_comes_at_night_is_served_in_the_morning() -> None:
    """A deterministic day by hand: 3 come at night, one at opening, each takes an hour."""
    hand = Hand()
    hours = hand.calendar((8 * HOUR, 17 * HOUR))
    hand.flow("box", [0, HOUR, 2 * HOUR, 8 * HOUR], [station("desk", hand.station(1, hours), HOUR)])
    assert hand.run().start("box", "desk") == [k * HOUR for k in (8, 9, 10, 11)]


def _with_hours(plan: Plan) -> Plan:
    opens = np.arange(400, dtype=np.int64) * 10_000 + 777
    calendar = Calendar("hours", opens, opens + 3_333)
    desk = replace(plan.stations[0], calendar=len(plan.calendars))
    stop = int(opens[-1])
    return replace(
        plan, end=stop, stop=stop, stations=(desk,), calendars=(*plan.calendars, calendar)
    )


def _into(calendar: Calendar, seconds: NDArray[np.int64]) -> NDArray[np.int64]:
    """The calendar second that is the given open second."""
    length = int(calendar.closes[0] - calendar.opens[0])
    there = np.where(seconds < NEVER, seconds, 0)
    return np.where(seconds < NEVER, calendar.opens[there // length] + there % length, NEVER)
