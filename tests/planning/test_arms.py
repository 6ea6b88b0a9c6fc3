"""Arms of one comparison share their draws; each gets the workload that it would get alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from corridor_sim.engine.event import run
from corridor_sim.plan import Plan
from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from corridor_sim.shipped import data_folder
from corridor_sim.workload import Workload
from tests.plans.dependent import dependent
from tests.plans.equal import differences
from tests.plans.random_plans import Words, random_plan
from tests.plans.written import bare, compiled

SEED = 5
BLOCK = [0, 3, 4]


def _base() -> dict[str, Any]:
    """Boxes by rail past a border with a regime, bookings, a list of arrivals, and cartons."""
    weight = {"triangular": ["5 t", "9 t", "20 t"]}
    words = bare(
        {
            "box": {
                "demand": {"process": "poisson", "rate": "5/d", "weight": weight},
                "stages": [
                    {"station": "yard"},
                    {"name": "check", "delay": {"lognormal": {"median": "5 h", "p95": "20 h"}}},
                    {"departures": "train"},
                    {"name": "road", "delay": {"exponential": "1 d"}},
                ],
            },
            "steady": {
                "demand": {"process": "deterministic", "every": "7 h", "batch": 2},
                "stages": [{"station": "yard", "chance": 0.5}, {"departures": "train"}],
            },
            "cartons": {
                "demand": {"process": "poisson", "rate": "20/d"},
                "stages": [{"station": "yard"}, {"consolidation": "shed"}],
            },
            "boxed": {
                "demand": {"process": "fed"},
                "stages": [{"name": "haul", "delay": {"exponential": "6 h"}}],
            },
        },
        20,
        stations={"yard": {"servers": 3, "work": {"gamma": {"mean": "2 h", "cv": 0.5}}}},
        services={
            "train": {
                "path": ["HYS", "MZL", "ZAB"],
                "timetable": {"every": "3 d"},
                "capacity": "50 box",
                "late": {"exponential": "5 h"},
                "cancelled": 0.1,
            }
        },
        consolidations={"shed": {"capacity": "6 box", "wait": "1 d", "feeds": "boxed"}},
    )
    words["network"] = str(data_folder() / "hengyang")
    return words


def _more_demand(words: dict[str, Any]) -> None:
    words["flows"]["box"]["demand"]["rate"] = "40/d"
    words["flows"]["cartons"]["demand"]["rate"] = "50/d"


def _less_demand(words: dict[str, Any]) -> None:
    words["flows"]["box"]["demand"]["rate"] = "1/d"
    words["flows"]["steady"]["demand"]["every"] = "31 h"


def _other_stages(words: dict[str, Any]) -> None:
    stages = words["flows"]["box"]["stages"]
    stages[0] = {"station": "yard", "work": {"exponential": "1 h"}}
    stages.insert(1, {"name": "scan", "delay": {"uniform": ["1 h", "4 h"]}, "chance": 0.3})


def _another_train(words: dict[str, Any]) -> None:
    """Between the others, so that no departure keeps its place in the timetable."""
    words["services"]["train"]["timetable"]["dates"] = [
        {"at": at} for at in ("2021-01-05 06:00", "2021-01-11 17:00", "2021-01-11 17:00")
    ]


def _fewer_trains(words: dict[str, Any]) -> None:
    words["services"]["train"]["timetable"]["every"] = "6 d"


def _other_flows(words: dict[str, Any]) -> None:
    del words["flows"]["cartons"], words["flows"]["boxed"], words["consolidations"]
    words["flows"]["new"] = {
        "demand": {"process": "poisson", "rate": "3/d"},
        "stages": [{"station": "yard"}, {"departures": "train"}],
    }


def _random_demand(words: dict[str, Any]) -> None:
    """A list of arrivals becomes a random one: numbers of one stream asked in two ways."""
    words["flows"]["steady"]["demand"] = {"process": "poisson", "rate": "6/d"}


def _longer_run(words: dict[str, Any]) -> None:
    words["time"]["drain"] = "300 d"


CHANGES = [
    _more_demand,
    _less_demand,
    _other_stages,
    _another_train,
    _fewer_trains,
    _other_flows,
    _random_demand,
    _longer_run,
]


def _plan(words: Words, folder: Path) -> Plan:
    return compiled(words, folder).plan


def _arms(folder: Path) -> list[Plan]:
    plans = [_plan(_base(), folder)]
    for change in CHANGES:
        words = _base()
        change(words)
        plans.append(_plan(words, folder))
    return plans


@pytest.fixture(scope="module")
def arms(tmp_path_factory: pytest.TempPathFactory) -> list[Plan]:
    return _arms(tmp_path_factory.mktemp("arms"))


@pytest.mark.parametrize("change", CHANGES)
def test_two_arms_are_what_each_is_alone(tmp_path: Path, change: Any) -> None:
    words = _base()
    change(words)
    plans = [_plan(_base(), tmp_path), _plan(words, tmp_path)]
    _alone_and_together(plans)
    first, second = (realise(plan, draw(plan, SEED, BLOCK)) for plan in plans)
    assert not _same(first, second), "the change changes no luck: nothing would be shown"


def test_all_arms_at_once_in_any_order(arms: list[Plan]) -> None:
    _alone_and_together(arms)
    _alone_and_together(arms[::-1])


def test_random_arms(tmp_path: Path) -> None:
    """Plans that have little more in common than the names of their flows and services."""
    for seed in range(0, 24, 4):
        _alone_and_together([_plan(random_plan(seed + k), tmp_path) for k in range(4)])


def test_arms_whose_choices_hang_on_different_things(tmp_path: Path) -> None:
    for seed in range(4):
        plan = _plan(random_plan(seed), tmp_path)
        _alone_and_together([plan, *(dependent(plan, k) for k in range(3))])


def test_an_engine_runs_on_shared_durations(arms: list[Plan]) -> None:
    shared = draw(arms, SEED, BLOCK)
    for _ in range(2):
        for plan in arms[:4]:
            alone = run(plan, realise(plan, draw(plan, SEED, BLOCK)))
            assert differences(run(plan, realise(plan, shared)), alone) == []


def test_a_stream_is_drawn_once_as_far_as_the_largest_arm(arms: list[Plan]) -> None:
    shared = draw(arms, SEED, BLOCK)
    own = [draw(plan, SEED, BLOCK) for plan in arms]
    assert set(shared.uniforms) == {key for one in own for key in one.uniforms}
    for key, drawn in shared.uniforms.items():
        widths = [one.uniforms[key].shape[1] for one in own if key in one.uniforms]
        if key not in shared.numbers:
            assert drawn.shape[1] == max(widths)
        else:
            assert max(widths) <= drawn.shape[1] <= sum(widths)
            assert np.all(np.diff(shared.numbers[key]) > 0)
    whole = sum(one.size for one in shared.uniforms.values())
    assert whole < 0.5 * sum(one.size for each in own for one in each.uniforms.values())


def test_equal_laws_make_their_durations_once(arms: list[Plan]) -> None:
    base, other = arms[0], arms[1 + CHANGES.index(_other_stages)]
    shared = draw([base, other], SEED, BLOCK)
    first, second = realise(base, shared).flows[0], realise(other, shared).flows[0]
    names = [[stage.name for stage in plan.flows[0].stages] for plan in (base, other)]
    road = [first.work[names[0].index("road")], second.work[names[1].index("road")]]
    yard = [first.work[0], second.work[0]]
    assert road[0] is road[1]
    assert road[0] is not None
    assert not road[0].flags.writeable
    assert yard[0] is not yard[1]
    assert realise(base, draw(base, SEED, BLOCK)).flows[0].work[0] is not yard[0]


def test_draws_of_another_plan_do_not_reach(arms: list[Plan]) -> None:
    """Luck that was not drawn is never taken from another number."""
    for change in (_more_demand, _other_stages, _another_train, _random_demand):
        with pytest.raises(KeyError):
            realise(arms[1 + CHANGES.index(change)], draw(arms[0], SEED, BLOCK))


def _alone_and_together(plans: Sequence[Plan]) -> None:
    shared = draw(plans, SEED, BLOCK)
    for plan in plans:
        alone = realise(plan, draw(plan, SEED, BLOCK))
        assert _same(realise(plan, shared), alone)


def _same(one: Workload, other: Workload) -> bool:
    mine, theirs = _columns(one), _columns(other)
    return len(mine) == len(theirs) and all(
        a is b is None
        or (a is not None and b is not None and a.dtype == b.dtype and np.array_equal(a, b))
        for a, b in zip(mine, theirs, strict=True)
    )


def _columns(work: Workload) -> list[NDArray[Any] | None]:
    found: list[NDArray[Any] | None] = [work.replications]
    for flow in work.flows:
        found += [flow.arrive, flow.refused, flow.priority, flow.size, flow.value, flow.parcels]
        found += [*flow.skip, *flow.work]
    for trips in work.trips:
        found += [trips.start, trips.calls, trips.capacity, trips.cancelled]
    return found
