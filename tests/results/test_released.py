"""What customs released: by flow and formality, each release where it is made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor_sim.events import ClockDefinition
from corridor_sim.plan import Anchor
from corridor_sim.results.collect import reduce_block
from tests.results.asked import ask, values
from tests.results.world import World, flow_work


def _declared(world: World, *clocks: ClockDefinition) -> World:
    """The review is the release of an export declaration, the last mile that of another route."""
    out = world.plan.flows[0]
    names = ("r1/zone_entry/release", "train", "r2/zone_entry#2/release")
    stages = tuple(replace(one, name=name) for one, name in zip(out.stages, names, strict=True))
    flows = (replace(out, stages=stages),)
    return replace(world, plan=replace(world.plan, flows=flows, clocks=clocks))


def _clock(name: str, stop: int, formality: str = "export") -> ClockDefinition:
    return ClockDefinition(name, 0, "H", formality, ((Anchor(-1),),), ((Anchor(stop),),))


def test_value_and_number_of_releases(world: World) -> None:
    one = _declared(world, _clock("overall", 0), _clock("arrival_to_release", 0))
    found = ask(one, "released_usd", "total", flow="out", stage="zone_entry", place="H")
    # Every box is released once, though two clocks stop there.
    assert found.values.tolist() == [300, 200]
    assert found.count.tolist() == [3, 2]
    assert values(one, "released_usd", "total", (0, 7_200), flow="out") == [100, 100]


def test_routes_are_added_up_and_who_skips_is_left_out(world: World) -> None:
    one = _declared(world, _clock("overall", 0), _clock("overall#2", 2))
    by_second = np.array([[True, False, False], [True, False, False]])
    work = flow_work(world.trace.flows[0], [by_second, None, ~by_second])
    some = replace(one, workload=replace(world.workload, flows=(work,)))
    assert values(some, "released_usd", "total", flow="out") == [300, 200]


def test_gates_and_clocks_of_the_planner_are_no_releases(world: World) -> None:
    one = _declared(world, _clock("gate", 1), _clock("own", 0, ""))
    measures = reduce_block(one.plan, one.workload, one.trace).measures
    assert not [found for found in measures if found.key.kpi == "released_usd"]
