"""`python -m benchmarks.draws.arms`: what an arm costs, drawn with others or alone.

Arms of the starter scenario, by turns with another demand and another train. Workloads of shared
and of own draws are compared, array by array, before anything is timed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.rounds import seconds, spread
from corridor_sim.plan import Plan
from corridor_sim.planning.compile import compile_plan
from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from corridor_sim.scenario.read import read

_SCENARIO = Path(__file__).parents[2] / "scenarios" / "starter" / "corridor.yaml"
_SEED, _BLOCK, _ROUNDS = 2021, range(50), 5
_ARMS = (1, 2, 5, 10, 20)


def main() -> None:
    """Milliseconds per arm, and the ratio to an arm drawn and realised alone."""
    plans = [_arm(number) for number in range(max(_ARMS))]
    _same(plans[:3])
    work = {f"{count} together": _together(plans[:count]) for count in _ARMS}
    work |= {f"{count} alone": _alone(plans[:count]) for count in _ARMS}
    taken = seconds(work, _ROUNDS)
    print(f"{_SCENARIO.stem}, {len(_BLOCK)} replications, {_ROUNDS} rounds; ms an arm")
    for count in _ARMS:
        together, alone = taken[f"{count} together"], taken[f"{count} alone"]
        each = spread([1e3 * one / count for one in together])
        ratio = spread([a / b for a, b in zip(together, alone, strict=True)])
        print(f"  {count:3} arms: {each.text(1):>20}   together / alone {ratio.text()}")


def _arm(number: int) -> Plan:
    """By turns another train and another demand."""
    levers = (f"services.train.capacity={50 + number} box",)
    if number % 2:
        levers = (f"flows.export.demand.total={1_200 + 10 * number} box",)
    return compile_plan(read(_SCENARIO, levers)).plan


def _together(plans: list[Plan]) -> Callable[[], object]:
    def run() -> None:
        draws = draw(plans, _SEED, _BLOCK)
        for plan in plans:
            realise(plan, draws)

    return run


def _alone(plans: list[Plan]) -> Callable[[], object]:
    def run() -> None:
        for plan in plans:
            realise(plan, draw(plan, _SEED, _BLOCK))

    return run


def _same(plans: list[Plan]) -> None:
    shared = draw(plans, _SEED, _BLOCK)
    for plan in plans:
        one, other = realise(plan, shared), realise(plan, draw(plan, _SEED, _BLOCK))
        for mine, theirs in zip(one.flows, other.flows, strict=True):
            np.testing.assert_array_equal(mine.arrive, theirs.arrive)
            np.testing.assert_array_equal(mine.size, theirs.size)
            for ours, alone in zip(mine.work + mine.skip, theirs.work + theirs.skip, strict=True):
                np.testing.assert_array_equal(ours, alone)
        for mine_trips, their_trips in zip(one.trips, other.trips, strict=True):
            np.testing.assert_array_equal(mine_trips.start, their_trips.start)
            np.testing.assert_array_equal(mine_trips.calls, their_trips.calls)


if __name__ == "__main__":
    main()
