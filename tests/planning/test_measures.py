"""Short ways to sizes and limits give what the plain rule gives."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corridor_sim.clock import NEVER, Clock
from corridor_sim.plan import Consolidation, Demand, Flow, Kind, Plan, Service, Stage
from corridor_sim.planning.measures import Limits, fallen

NONE = np.empty(0, dtype=np.int64)
AMOUNTS = st.integers(0, 4)
LIMITS = st.lists(st.sampled_from([0, 1, 2, 3, 4, NEVER]), min_size=4, max_size=4)
SIZES = st.lists(st.lists(AMOUNTS, min_size=4, max_size=4), min_size=1, max_size=6)
# Of a stage: its kind, the limits of its departures (the first alone for a box), whom it skips.
STAGES = st.lists(
    st.tuples(
        st.sampled_from([Kind.DEPARTURES, Kind.CONSOLIDATION, Kind.DELAY]),
        st.lists(LIMITS, min_size=1, max_size=3),
        st.sampled_from([None, 2, 3]),
    ),
    max_size=3,
)


@given(st.lists(st.floats(0.0, 1.0), max_size=30), st.lists(st.floats(0.0, 1.0), max_size=20))
def test_fallen_is_the_plain_search(edges: list[float], luck: list[float]) -> None:
    """Few edges and many, equal ones, and uniforms right on an edge."""
    rising = sorted(edges)
    asked = np.array([luck + rising])
    assert fallen(rising, asked).tolist() == [
        [sum(edge <= one for edge in rising) for one in luck + rising]
    ]


@given(SIZES, STAGES)
def test_who_is_too_large(
    sizes: list[list[int]], stages: list[tuple[Kind, list[list[int]], int | None]]
) -> None:
    size = np.array([sizes, sizes[::-1]], dtype=np.int64)
    numbers = np.arange(size.shape[1])[None] + np.zeros((2, 1), dtype=np.int64)
    plan = _plan(stages)
    skips = [None if every is None else numbers % every == 0 for _, _, every in stages]
    found = Limits(plan).too_large(plan.flows[0], size, skips)
    expected = np.zeros(size.shape[:2], dtype=np.bool_)
    for row, number in np.ndindex(expected.shape):
        for kind, limits, every in stages:
            if kind is Kind.DELAY or (every is not None and number % every == 0):
                continue
            rows = limits
            if kind is Kind.CONSOLIDATION:  # a unit of capacity 0 does not count
                rows = [[limit or NEVER for limit in limits[0]]]
            expected[row, number] |= not any(np.all(size[row, number] <= one) for one in rows)
    got = np.zeros_like(expected) if found is None else found
    assert got.tolist() == expected.tolist()


def _plan(stages: list[tuple[Kind, list[list[int]], int | None]]) -> Plan:
    steps: list[Stage] = []
    services: list[Service] = []
    boxes: list[Consolidation] = []
    for kind, limits, _ in stages:
        resource = -1
        if kind is Kind.DEPARTURES:
            resource = len(services)
            services.append(_service(limits))
        elif kind is Kind.CONSOLIDATION:
            resource = len(boxes)
            capacity = np.array(limits[0], dtype=np.int64)
            boxes.append(Consolidation("shed", capacity, 1, (1, 0, 0), 0))
        steps.append(Stage("step", kind, resource))
    demand = Demand("given", NONE, np.empty(0), NONE, NONE, ())
    flow = Flow("flow", "flow", tuple(steps), 0, demand)
    return Plan(
        "limits", Clock(date(2021, 1, 4), "UTC"), 1, 1, 0, (flow,),
        consolidations=tuple(boxes), services=tuple(services),
    )  # fmt: skip


def _service(limits: list[list[int]]) -> Service:
    times = np.arange(len(limits), dtype=np.int64)
    capacity = np.array(limits, dtype=np.int64)
    return Service(
        "train", "train", "rail", ("a", "b"), (), times, times, capacity, times * 0, 0, 0, True
    )
