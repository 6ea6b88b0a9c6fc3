"""What never delays the backlog of a single station: an officer more, longer hours, fewer permits.

In a network the same changes can delay somebody, and it is shown that they do.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corridor_sim.clock import HOUR
from corridor_sim.engine import event
from tests.customs.office import words
from tests.plans.written import compiled, settled

Hours = NDArray[np.int64]

WORK = {"triangular": ["1 h", "4 h", "14 h"]}
DEMAND = {"process": "poisson", "total": "250 box"}
GOODS = {"goods": {"from": "MZL", "to": "HYS", "via": ["train"], "demand": DEMAND}}


def _reviews(
    folder: Path, policy: Mapping[str, object], station: Mapping[str, object], **more: object
) -> tuple[Hours, Hours]:
    """When each shipment's review begins and ends, of those who come."""
    given = words(policy, 0, stations={"desk": station}, flows=GOODS, **more)
    plan = compiled(given, folder).plan
    trace = event.run(plan, settled(plan, (0,), 3)).flows[0]
    stage = [one.name for one in plan.flows[0].stages].index("office/review")
    return trace.start[stage][0], trace.end[stage][0]


REVIEW = {"review": {"station": "desk", "work": WORK}}


@pytest.mark.parametrize("servers", [1, 2, 3])
def test_an_officer_more_delays_nobody(servers: int, tmp_path: Path) -> None:
    _, few = _reviews(tmp_path, REVIEW, {"servers": servers})
    _, many = _reviews(tmp_path, REVIEW, {"servers": servers + 1})
    assert (many <= few).all()
    assert (many < few).any()


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Mon-Fri 08:00-12:00", "Mon-Fri 08:00-18:00"),
        ("Mon-Fri 08:00-18:00", "Mon-Sun 08:00-22:00"),
        ("Mon-Sun 08:00-22:00", "24/7"),
    ],
)
def test_longer_hours_delay_nobody(short: str, long: str, tmp_path: Path) -> None:
    ends = []
    for hours in (short, long):
        station = {"servers": 2, "calendar": "hours"}
        ends.append(_reviews(tmp_path, REVIEW, station, calendars={"hours": {"open": hours}})[1])
    assert (ends[1] <= ends[0]).all()
    assert (ends[1] < ends[0]).any()


def _done(begun: Hours, ended: Hours, second: int) -> int:
    """Seconds of work that an officer has done by a second."""
    return int(np.clip(second - begun, 0, ended - begun).sum())


PERMITS = {name: {"chance": 0.4, "time": {"exponential": "40 h"}} for name in "abc"}
ONE = {"servers": 1}


def _by_permits(folder: Path, names: str) -> tuple[Hours, Hours]:
    permits = {name: PERMITS[name] for name in names}
    return _reviews(folder, {**REVIEW, "permits": permits}, ONE)


def test_with_fewer_permits_one_officer_has_never_done_less(tmp_path: Path) -> None:
    all_three, one = _by_permits(tmp_path, "abc"), _by_permits(tmp_path, "a")
    seconds = range(0, int(all_three[1].max()), 6 * HOUR)
    work = [(_done(*all_three, second), _done(*one, second)) for second in seconds]
    assert all(few >= many for many, few in work)
    assert any(few > many for many, few in work)


def test_with_fewer_permits_somebody_may_still_wait_longer(tmp_path: Path) -> None:
    """Who needed none now meets those in the queue who had been kept away by theirs."""
    (_, all_three), (_, one) = _by_permits(tmp_path, "abc"), _by_permits(tmp_path, "a")
    assert (one > all_three).any()
    assert one.sum() < all_three.sum()
