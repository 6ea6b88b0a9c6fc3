"""What is added changes nobody with whom it shares nothing: luck is keyed, never ordered (L3)."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from tests.plans.written import Run, bare, simulated

Words = dict[str, object]
REPLICATIONS = range(3)


def _words() -> Words:
    """Two flows: `box` by documents, a train and a road; `other` by its own desk and train."""
    train = {
        "timetable": {"every": "2 d"},
        "capacity": "30 box",
        "travel": {"gamma": {"mean": "5 d", "cv": 0.3}},
        "late": {"exponential": "3 h"},
        "cancelled": 0.1,
        "short": {"uniform": ["50 %", "100 %"]},
    }
    demand = {
        "process": "poisson",
        "rate": "8/d",
        "sizes": {"20ft": 0.4, "40ft": 0.6},
        "weight": {"uniform": ["3 t", "20 t"]},
        "value": {"exponential": "USD 100000"},
    }
    stages = [
        {"station": "documents"},
        {"name": "inspect", "delay": {"exponential": "1 d"}, "chance": 0.3},
        {"departures": "train"},
        {"name": "road", "delay": {"exponential": "6 h"}},
    ]
    other = [
        {"name": "papers", "station": "desk"},
        {"name": "ride", "departures": "night"},
        {"name": "road", "delay": {"exponential": "6 h"}},
    ]
    work = {"exponential": "2 h"}
    return bare(
        {
            "box": {"demand": demand, "stages": stages},
            "other": {"demand": copy.deepcopy(demand), "stages": other},
        },
        30,
        "60 d",
        stations={
            "documents": {"servers": 1, "work": work},
            "desk": {"servers": 1, "work": work},
        },
        services={"train": train, "night": copy.deepcopy(train)},
    )


def _section(words: Words, *path: str) -> Words:
    for step in path:
        words = cast("Words", words[step])
    return words


def _add_a_flow(words: Words) -> None:
    flows = _section(words, "flows")
    added = copy.deepcopy(flows["other"])
    words["flows"] = {"another": added, **flows}  # first, so that every position moves


def _add_resources(words: Words) -> None:
    stations = _section(words, "stations")
    words["stations"] = {"idle": {"servers": 1, "work": "1 h"}, **stations}
    words["services"] = {
        "idle": {"timetable": {"every": "1 d"}, "capacity": "1 box", "travel": "1 d"},
        **_section(words, "services"),
    }


def _add_stages_to_the_other(words: Words) -> None:
    other = _section(words, "flows", "other")
    stages = cast("list[Words]", other["stages"])
    stages.insert(1, {"name": "wash", "delay": {"exponential": "2 h"}, "chance": 0.5})
    stages.insert(0, {"name": "first", "station": "desk"})


def _more_of_the_other(words: Words) -> None:
    _section(words, "flows", "other", "demand")["rate"] = "11/d"


def _a_last_stage(words: Words) -> None:
    """Somebody else's stage hangs behind the own delivery."""
    box = _section(words, "flows", "box")
    box["delivery"] = "road"
    cast("list[Words]", box["stages"]).append({"name": "empty", "delay": {"exponential": "9 h"}})


def _an_aside(words: Words) -> None:
    """A drawn stage in the middle that nobody waits for, and a choice that nobody asks."""
    box = _section(words, "flows", "box")
    box["delivery"], box["choices"] = "road", {"colour": {"red": 0.5, "blue": 0.5}}
    aside: Words = {"name": "notice", "delay": {"exponential": "9 h"}, "after": ["documents"]}
    stages = cast("list[Words]", box["stages"])
    stages[1] = {**stages[1], "after": ["documents"]}
    stages.insert(1, aside)


def _run(folder: Path, words: Words) -> Run:
    return simulated(words, folder, REPLICATIONS, seed=11)


CHANGES = [
    _add_a_flow,
    _add_resources,
    _add_stages_to_the_other,
    _more_of_the_other,
    _a_last_stage,
    _an_aside,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_who_shares_nothing_is_untouched(tmp_path: Path, change: object) -> None:
    words = _words()
    before = _run(tmp_path, words)
    assert callable(change)
    change(words)
    after = _run(tmp_path, words)
    _same_flow(before, after, "box", ["documents", "inspect", "train", "road"])


def _same_flow(before: Run, after: Run, flow: str, stages: list[str]) -> None:
    one, other = before.flow(flow), after.flow(flow)
    assert one.arrive.shape[1] > 150
    assert np.array_equal(one.arrive, other.arrive)
    assert np.array_equal(one.size, other.size)
    assert np.array_equal(one.value, other.value)
    for stage in stages:
        here, there = before.stage(flow, stage), after.stage(flow, stage)
        assert np.array_equal(one.ready[here], other.ready[there])
        assert np.array_equal(one.start[here], other.start[there])
        assert np.array_equal(one.end[here], other.end[there])


def test_the_changed_one_is_touched(tmp_path: Path) -> None:
    """The comparison above is able to fail."""
    words = _words()
    before = _run(tmp_path, words)
    _add_stages_to_the_other(words)
    after = _run(tmp_path, words)
    here, there = before.stage("other", "road"), after.stage("other", "road")
    assert not np.array_equal(before.flow("other").end[here], after.flow("other").end[there])


def test_an_added_train_re_deals_no_other(tmp_path: Path) -> None:
    words = _words()
    before = _run(tmp_path, words)
    dates = ["2021-01-05 07:00", "2021-01-09 00:30", "2021-02-01 01:00"]
    _section(words, "services", "train", "timetable")["dates"] = dates
    after = _run(tmp_path, words)
    one, other = before.plan.services[0], after.plan.services[0]
    kept = np.flatnonzero(np.isin(other.scheduled, one.scheduled))
    assert len(other.scheduled) == len(one.scheduled) + 3
    mine, theirs = before.workload.trips[0], after.workload.trips[0]
    assert np.array_equal(mine.start, theirs.start[:, kept])
    assert np.array_equal(mine.calls, theirs.calls[:, kept])
    assert np.array_equal(mine.capacity, theirs.capacity[:, kept])
    assert np.array_equal(mine.cancelled, theirs.cancelled[:, kept])
    assert np.array_equal(before.workload.trips[1].start, after.workload.trips[1].start)
    assert len(np.unique(mine.calls[0, :, 1])) > 5
