"""Split flows: who takes which way, what it depends on, and what it does not change."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import numpy as np
import pytest

from corridor_sim.clock import DAY
from corridor_sim.errors import ScenarioError
from corridor_sim.plan import Plan
from corridor_sim.planning.split import generalised_cost, shares
from corridor_sim.results.block import open_block
from corridor_sim.results.counts import kept_share
from corridor_sim.results.events import taking
from corridor_sim.study.split import settled as settled_plan
from tests.plans.written import Run, compiled, settled, simulated

Words = dict[str, object]
NODES = """code,name_zh,name_en,lat,lon,country,zone,customs_territory,modes,unlocode,\
coord_err_km,mark,source,year,note
HUB,枢纽,Hub,26,112,CN,UTC,CN,rail,,1,assumption,assumption,,
ALT,他港,Other,28,113,CN,UTC,CN,rail,,1,assumption,assumption,,
END,终点,End,50,20,DE,UTC,EU,rail,,1,assumption,assumption,,
"""
HEAD = (
    "from,to,mode,distance_low_km,distance_mode_km,distance_high_km,distance_mark,distance_source,"
    "distance_year,time_low_h,time_mode_h,time_high_h,time_law,time_mark,time_source,time_year,"
    "cost_low_usd_teu,cost_mode_usd_teu,cost_high_usd_teu,cost_mark,cost_source,cost_year,kind,"
    "regime,direction_note,note\n"
)
A = "assumption,assumption,"


def _link(here: str, there: str, hours: float, cost: float) -> str:
    times = f"{hours},{hours},{hours},fixed,{A}"
    return f"{here},{there},rail,9000,9000,9000,{A},{times},{cost},{cost},{cost},{A},haul,,,\n"


def _words(folder: Path, split: object = "shares", hours: float = 240, cost: float = 3000) -> Words:
    network = folder / "net"
    network.mkdir(exist_ok=True)
    (network / "nodes.csv").write_text(NODES, encoding="utf-8")
    links = HEAD + _link("HUB", "END", hours, cost) + _link("ALT", "END", 240, 3000)
    (network / "links.csv").write_text(links, encoding="utf-8")
    weekly = {"slots": ["Mon 12:00"]}
    return {
        "corridor_sim": 1,
        "name": "two ways",
        "network": "net",
        "hub": "HUB",
        "time": {"start": "2021-01-04", "end": "2021-07-04", "drain": "60 d", "zone": "UTC"},
        "services": {
            "ours": {"path": ["HUB", "END"], "timetable": weekly, "capacity": "500 box"},
            "theirs": {"path": ["ALT", "END"], "timetable": weekly, "capacity": "500 box"},
        },
        "flows": {
            "goods": {
                "from": "HUB",
                "to": "END",
                "direction": "export",
                "split": split,
                "routes": {
                    "ours": {"via": ["ours"], "first_mile": "3 h", "share": 0.3},
                    "theirs": {"from": "ALT", "via": ["theirs"], "first_mile": "3 h", "share": 0.7},
                },
                "demand": {
                    "process": "poisson",
                    "total": "2000 box",
                    "sizes": {"40ft": 1},
                    "value": "USD 100000/box",
                },
            }
        },
    }


def _logit(iterate: int = 0, reliability: float = 1.0) -> Words:
    return {
        "logit": {
            "scale": 0.0002,
            "value_of_time": "1 %",
            "reliability": reliability,
            "iterate": iterate,
        }
    }


def _shares(plan: Plan) -> tuple[float, ...]:
    split = plan.flows[0].split
    assert split is not None
    return tuple(route.share for route in split.routes)


def _took(run: Run) -> np.ndarray:
    return taking(run.plan.flows[0], run.work("goods").skip, 0)


def test_given_shares_are_met_within_sampling_error(tmp_path: Path) -> None:
    run = simulated(_words(tmp_path), tmp_path, range(3))
    took, count = _took(run), run.work("goods").arrive.shape[1]
    assert abs(took.mean() - 0.3) < 4 * np.sqrt(0.3 * 0.7 / (3 * count))
    block = open_block(run.plan, run.workload, run.trace)
    assert np.all(np.abs(kept_share(block, "HUB", block.whole) - 0.3) < 0.05)


def test_each_shipment_takes_one_way_and_is_delivered_by_it(tmp_path: Path) -> None:
    run = simulated(_words(tmp_path), tmp_path)
    flow, took = run.flow("goods"), _took(run)
    ours, theirs = (flow.slot[run.stage("goods", f"{way}/{way}")] for way in ("ours", "theirs"))
    assert ours is not None
    assert theirs is not None
    assert np.array_equal(ours >= 0, took & (flow.arrive < run.plan.end))
    assert np.array_equal((ours >= 0) | (theirs >= 0), flow.arrive < run.plan.end)
    ends = flow.end[run.plan.flows[0].delivery]
    assert np.all(ends[ours >= 0] - flow.arrive[ours >= 0] > 10 * DAY)


def test_equal_ways_share_equally_and_the_cheaper_gets_more(tmp_path: Path) -> None:
    assert _shares(compiled(_words(tmp_path, _logit()), tmp_path).plan) == pytest.approx((0.5, 0.5))
    dear = _shares(compiled(_words(tmp_path, _logit(), cost=4000), tmp_path).plan)
    slow = _shares(compiled(_words(tmp_path, _logit(), hours=480), tmp_path).plan)
    assert dear[0] < 0.5
    assert slow[0] < dear[0]
    assert sum(slow) == pytest.approx(1.0)


def test_the_logit_is_the_textbook_one(tmp_path: Path) -> None:
    split = compiled(_words(tmp_path, _logit(), cost=4000), tmp_path).plan.flows[0].split
    assert split is not None
    ours, theirs = (generalised_cost(split, route) for route in split.routes)
    assert ours - theirs == pytest.approx(2 * 1000.0)  # 1,000 USD/TEU, a box of 2 TEU
    assert shares(split)[0] == pytest.approx(1.0 / (1.0 + np.exp(0.0002 * (ours - theirs))))


@pytest.mark.parametrize(
    ("rule", "hours", "cost"), [("cheapest", 240, 2900), ("fastest", 200, 9000)]
)
def test_cheapest_and_fastest_take_all(tmp_path: Path, rule: str, hours: int, cost: int) -> None:
    assert _shares(compiled(_words(tmp_path, rule, hours, cost), tmp_path).plan) == (1.0, 0.0)


def test_iterated_times_are_those_of_the_simulation(tmp_path: Path) -> None:
    words = _words(tmp_path, _logit(iterate=3))
    # A minimum load that the timetable does not know of: our train runs seldom.
    timetable = {"slots": ["Mon 12:00"], "run_when": {"load": "150 box"}}
    words["services"]["ours"]["timetable"] = timetable  # type: ignore[index]
    plan = compiled(words, tmp_path).plan
    moved = settled_plan(plan, 1)
    assert _shares(plan) == pytest.approx((0.5, 0.5))
    assert _shares(moved)[0] < 0.4
    split = moved.flows[0].split
    assert split is not None
    assert [route.basis for route in split.routes] == ["simulated", "simulated"]
    assert split.routes[0].mean_s > split.routes[1].mean_s
    assert _shares(settled_plan(plan, 1)) == _shares(moved)


def test_a_way_left_by_nearly_all_is_judged_by_the_timetable_again(tmp_path: Path) -> None:
    """Else the queue that drove them off in the first round would keep them off for good."""
    words = _words(tmp_path, _logit(iterate=1))
    words["services"]["ours"]["capacity"] = "10 box"  # type: ignore[index]
    plan = compiled(words, tmp_path).plan
    crowded = settled_plan(plan, 1)
    words["flows"]["goods"]["split"] = _logit(iterate=2)  # type: ignore[index]
    plan = compiled(words, tmp_path).plan
    emptied = settled_plan(plan, 1)
    asked, first, second = (one.flows[0].split for one in (plan, crowded, emptied))
    assert asked is not None
    assert first is not None
    assert second is not None
    assert first.routes[0].basis == "simulated"
    assert first.routes[0].mean_s > asked.routes[0].mean_s + 30 * DAY
    assert first.routes[0].share < 0.002
    assert second.routes[0].mean_s == asked.routes[0].mean_s
    assert second.routes[0].basis == asked.routes[0].basis
    assert second.routes[0].share > 0.2


def test_rounds_have_luck_of_their_own(tmp_path: Path) -> None:
    """Shares that stay as they are would show the same times in every round, were it the same."""
    times = []
    for rounds in (1, 2):
        words = _words(tmp_path, _logit(iterate=rounds))
        words["flows"]["goods"]["split"]["logit"]["scale"] = 1e-12  # type: ignore[index]
        split = settled_plan(compiled(words, tmp_path).plan, 1).flows[0].split
        assert split is not None
        assert split.routes[0].share == pytest.approx(0.5)
        times.append(split.routes[0].mean_s)
    assert times[0] != times[1]


def test_a_route_more_re_deals_nobody_else(tmp_path: Path) -> None:
    words = _words(tmp_path)
    other = {"demand": {"process": "poisson", "rate": "5/d"}, "stages": [{"delay": "1 h"}]}
    words["flows"]["other"] = other  # type: ignore[index]
    more = deepcopy(words)
    routes = more["flows"]["goods"]["routes"]  # type: ignore[index]
    routes["third"] = {"via": ["ours"], "first_mile": "9 h", "share": 0.2}
    routes["theirs"]["share"] = 0.5
    one, two = (settled(compiled(each, tmp_path).plan, range(2)) for each in (words, more))
    assert np.array_equal(one.flows[1].arrive, two.flows[1].arrive)
    assert np.array_equal(one.flows[0].arrive, two.flows[0].arrive)
    # Those of the first route keep it: its share stands first on the same uniform.
    first, second = one.flows[0].skip[0], two.flows[0].skip[0]
    assert first is not None
    assert second is not None
    assert np.array_equal(first, second)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"via": ["ours"]}, "routes_and_way"),
        ({"split": "shares", "routes": {"a": {"via": ["ours"]}}}, "route_share_missing"),
        ({"routes": {"a": {"via": ["ours"], "share": 0.4}}}, "shares_not_one"),
        ({"routes": {"a": {"via": ["our"], "share": 1}}}, "unknown_name_near"),
        ({"pick_up": "1 d", "consolidation": "nowhere"}, "consolidation_and_pick_up"),
    ],
)
def test_what_does_not_fit_is_said(tmp_path: Path, change: Words, code: str) -> None:
    words = _words(tmp_path)
    words["flows"]["goods"] |= change  # type: ignore[index]
    with pytest.raises(ScenarioError) as refused:
        compiled(words, tmp_path)
    assert code in {finding.code for finding in refused.value.findings}
