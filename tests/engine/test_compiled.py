"""The sweep as machine code gives what the sweep in plain Python gives, to the bit.

Which of the two a run takes leaves no trace, whatever the plan: the same random plans as everywhere
else, dense with loops, ties, closures, full trains and full yards, and the city of Hengyang.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from corridor_sim.engine.array import compiled as fast
from corridor_sim.engine.array import run
from corridor_sim.engine.array.circle import Circle
from corridor_sim.engine.array.state import State
from corridor_sim.engine.array.visits import Visits
from corridor_sim.plan import Kind, Plan
from corridor_sim.planning.compile import compile_plan
from corridor_sim.scenario.read import read
from corridor_sim.workload import Workload
from tests.plans.equal import differences
from tests.plans.random_plans import random_plan
from tests.plans.stirred import stirred
from tests.plans.written import compiled, settled

numba = pytest.importorskip(
    "numba", reason="numba is not installed: pip install 'corridor-sim[fast]'"
)

HENGYANG = Path(__file__).parents[2] / "scenarios" / "hengyang-2021.yaml"
PLANS = 81


@pytest.fixture
def swept(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What has been swept by machine code: circles, resources by kind, and "urgent" ones."""
    seen: Counter[str] = Counter()
    sweep = fast.swept

    def watched(state: State, circle: Circle, visits: Visits) -> object:
        seen["circles"] += 1
        for number, (kind, _) in enumerate(circle.resources):
            ranks = visits.priority[visits.resource == number]
            urgent = len(ranks) and ranks.min() < ranks.max()
            seen[f"urgent {kind.name}" if urgent else kind.name] += 1
        return sweep(state, circle, visits)

    monkeypatch.setattr(fast, "swept", watched)
    return seen


def both(plan: Plan, workload: Workload, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where a run by machine code differs from one without."""
    monkeypatch.setenv(fast.SWITCH, "0")
    one = run(plan, workload)
    monkeypatch.setenv(fast.SWITCH, "1")
    return differences(one, run(plan, workload))


def test_random_plans_are_the_same(
    tmp_path: Path, swept: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    differing: dict[tuple[int, str], list[str]] = {}
    for seed in range(PLANS):
        plan = compiled(random_plan(seed), tmp_path).plan
        workload = settled(plan, range(3), seed)
        for name, one in (("as drawn", workload), ("stirred", stirred(workload))):
            differing[seed, name] = both(plan, one, monkeypatch)
    assert {at: found for at, found in differing.items() if found} == {}
    kinds = [kind.name for kind in Kind if kind is not Kind.DELAY]
    for kind in (*kinds, *(f"urgent {one}" for one in kinds)):
        assert swept[kind] >= 10, kind


def test_the_city_is_the_same(swept: Counter[str], monkeypatch: pytest.MonkeyPatch) -> None:
    plan = compile_plan(read(HENGYANG)).plan
    assert both(plan, settled(plan, range(1)), monkeypatch) == []
    assert swept["circles"] == sum(one.loop for one in plan.components)


@pytest.fixture
def looped(tmp_path: Path) -> tuple[Plan, Workload]:
    """A plan with a loop."""
    for seed in range(PLANS):
        plan = compiled(random_plan(seed), tmp_path).plan
        if any(one.loop for one in plan.components):
            return plan, settled(plan, range(2), seed)
    raise AssertionError("no plan has a loop")


def test_few_visits_are_walked_in_plain_python(
    looped: tuple[Plan, Workload], swept: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(fast.SWITCH, raising=False)
    monkeypatch.setattr(fast, "_loaded", lambda module: False)
    monkeypatch.setattr(fast, "_taken", Counter())
    run(*looped)
    assert not swept
    steps = fast._taken["sweep"]
    assert steps > 0
    monkeypatch.setattr(fast, "_ENOUGH", 2 * steps)
    run(*looped)
    assert swept


def test_what_does_not_fit_a_word_is_walked_in_plain_python(
    looped: tuple[Plan, Workload], swept: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, workload = looped
    wide = tuple(replace(flow, priority=flow.arrive * 2 + 1) for flow in workload.flows)
    assert both(plan, replace(workload, flows=wide), monkeypatch) == []
    assert not swept


def test_a_full_disk_does_no_harm(
    looped: tuple[Plan, Workload], swept: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from corridor_sim.engine.array.compiled import sweep
    from corridor_sim.engine.array.compiled.walk import walk

    asked: list[int] = []

    def full(*arguments: object) -> int:
        asked.append(1)
        if len(asked) == 1:
            raise OSError(28, "No space left on device")
        return walk(*arguments)  # type: ignore[arg-type]  # whatever it was given

    monkeypatch.setattr(sweep, "walk", full)
    assert both(*looped, monkeypatch) == []
    assert len(asked) == looped[1].replications.size * swept["circles"] + 1


def test_nowhere_to_keep_machine_code_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    from corridor_sim.engine.array.compiled import jit

    njit, asked = numba.njit, list[object]()

    def nowhere(**options: object) -> object:
        asked.append(options.get("cache"))
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return njit(**options)

    def double(number: int) -> int:
        return 2 * number

    monkeypatch.setattr(jit, "njit", nowhere)
    assert jit.outer(double)(21) == 42
    assert asked == [True, None]


def test_what_is_kept_belongs_to_its_sources(
    looped: tuple[Plan, Workload], monkeypatch: pytest.MonkeyPatch
) -> None:
    from corridor_sim.engine.array.compiled import sweep
    from corridor_sim.engine.array.compiled.jit import sources
    from corridor_sim.engine.array.compiled.walk import walk

    answers: list[int] = []
    monkeypatch.setattr(sweep, "walk", lambda *given: answers.append(walk(*given)))
    assert both(*looped, monkeypatch) == []
    assert set(answers) == {sources()}


def test_more_boxes_than_room_for_them_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Machine code checks no bounds by itself."""
    monkeypatch.setenv(fast.SWITCH, "1")
    for seed in range(PLANS):
        plan = compiled(random_plan(seed), tmp_path).plan
        inside = [
            number
            for one in plan.components
            if one.loop
            for kind, number in one.resources
            if kind == "consolidation"
        ]
        if not inside:
            continue
        flow = plan.consolidations[inside[0]].feeds
        workload = settled(plan, range(1), seed)
        if not (run(plan, workload).flows[flow].arrive < plan.stop).any():
            continue
        fed = workload.flows[flow]
        none = replace(
            fed,
            arrive=fed.arrive[:, :0],
            size=fed.size[:, :0],
            value=fed.value[:, :0],
            priority=fed.priority[:, :0],
            skip=tuple(None if one is None else one[:, :0] for one in fed.skip),
            work=tuple(None if one is None else one[:, :0] for one in fed.work),
        )
        flows = tuple(none if one is fed else one for one in workload.flows)
        with pytest.raises(IndexError):
            run(plan, replace(workload, flows=flows))
        return
    raise AssertionError("no plan closes boxes in a loop")
