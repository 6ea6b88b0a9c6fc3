"""Plans that both engines have run: made once for all tests of a session."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from corridor_sim.engine import array, event
from corridor_sim.plan import Plan
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload
from tests.plans.dense import dense_plan
from tests.plans.equal import differences
from tests.plans.shape import Shape, drawn_shape, huge_shape, long_shape, wide_shape

Kind = Literal["dense", "wide", "long", "huge"]

_SHAPES: dict[Kind, Callable[[random.Random], Shape]] = {
    "dense": drawn_shape,
    "wide": wide_shape,
    "long": long_shape,
    "huge": huge_shape,
}


@dataclass(frozen=True, slots=True)
class Case:
    """A plan, its settled luck, and what each engine made of them."""

    plan: Plan
    workload: Workload
    trace: Trace
    array: Trace

    def differences(self) -> list[str]:
        """Columns in which the engines differ."""
        return differences(self.trace, self.array)


def ran(plan: Plan, workload: Workload) -> Case:
    """Run both engines."""
    return Case(plan, workload, event.run(plan, workload), array.run(plan, workload))


def made(kind: Kind, seed: int) -> tuple[Plan, Workload]:
    """The plan of a kind and a seed, and its settled luck."""
    return dense_plan(seed, _SHAPES[kind](random.Random(seed)))


@cache
def case(kind: Kind, seed: int) -> Case:
    """Kept, so that tests that look at the same plan share its runs."""
    return ran(*made(kind, seed))
