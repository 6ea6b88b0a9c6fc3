"""Law L5 at the edges: plans whose every size may shrink to nothing, searched by hypothesis."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from corridor_sim.planning.components import components
from tests.plans.cases import ran
from tests.plans.dense import dense_plan
from tests.plans.hand import Hand, departures
from tests.plans.shape import Shape

SHAPES = st.builds(
    Shape,
    flows=st.integers(1, 3),
    shipments=st.integers(0, 16),
    stages=st.integers(1, 5),
    replications=st.integers(1, 3),
    tick=st.sampled_from([1, 60, 10**8, 10**15]),
    horizon=st.integers(1, 60),
    drain=st.integers(0, 60),
    work=st.integers(1, 6),
    wait=st.integers(0, 3),
    stations=st.integers(0, 3),
    servers=st.integers(1, 3),
    services=st.integers(0, 2),
    pools=st.integers(0, 2),
    places=st.integers(1, 3),
    consolidations=st.integers(0, 2),
    closures=st.booleans(),
    urgent=st.booleans(),
    skips=st.sampled_from(["none", "some", "all"]),
    empty=st.booleans(),
    ends_early=st.booleans(),
    never_full=st.booleans(),
    crowded=st.booleans(),
    forward=st.booleans(),
    plain=st.booleans(),
    steady=st.booleans(),
)
FULL = {"flows": 3, "shipments": 16, "stages": 6, "services": 2, "pools": 2, "consolidations": 2}


@settings(max_examples=600, derandomize=True, database=None, deadline=None)
@given(shape=SHAPES, seed=st.integers(0, 2**32 - 1))
@example(Shape(flows=3, shipments=0, consolidations=2), 1)
@example(Shape(flows=3, shipments=1, consolidations=2), 2)
@example(Shape(flows=1, shipments=1, replications=1, stages=1, horizon=1, drain=0), 3)
@example(Shape(flows=3, shipments=40, horizon=2, drain=10, servers=1, places=1), 4)
@example(Shape(flows=3, shipments=40, horizon=5, drain=2_000, servers=1, places=1), 5)
@example(Shape(tick=60, horizon=5, drain=0, shipments=16, flows=3), 6)
@example(Shape(services=2, empty=True, flows=3), 7)
@example(Shape(services=2, ends_early=True, flows=3), 8)
@example(Shape(consolidations=2, never_full=True, flows=3), 9)
@example(Shape(skips="all", flows=3, services=2, pools=2), 10)
@example(Shape(stations=0, services=0, pools=0, consolidations=0), 11)
@example(Shape(tick=10**9, flows=3, services=2), 12)
@example(Shape(tick=10**15, flows=3, services=2, pools=2), 13)
def test_edges(shape: Shape, seed: int) -> None:
    assert ran(*dense_plan(seed, shape)).differences() == []


def test_nobody_for_a_train_with_a_minimum() -> None:
    hand = Hand()
    train = hand.service([100], minimum=2)
    hand.flow("box", [], [departures("ride", train)])
    plan, workload = hand.settled()
    case = ran(replace(plan, components=components(plan.flows)), workload)
    assert case.differences() == []


def test_each_edge_alone() -> None:
    """Every size at its least, and every switch the other way, on plans that are full otherwise."""
    least: dict[str, list[object]] = {
        "shipments": [0, 1, 2],
        "flows": [1],
        "stages": [1],
        "replications": [1],
        "horizon": [1, 2],
        "drain": [0, 1],
        "work": [1],
        "wait": [1],
        "stations": [0, 1],
        "servers": [1],
        "services": [0, 1],
        "pools": [0, 1],
        "places": [1],
        "consolidations": [0, 1],
        "skips": ["none", "all"],
        "closures": [False],
        "urgent": [False],
        "empty": [True],
        "ends_early": [True],
        "never_full": [True],
        "crowded": [False],
        "forward": [True],
        "plain": [True],
        "steady": [True],
    }
    for name, values in least.items():
        for value in values:
            for seed in range(4):
                shape = Shape(**{**FULL, name: value})  # type: ignore[arg-type]  # of that field
                assert ran(*dense_plan(seed, shape)).differences() == [], (shape, seed)
