"""Choices whose odds depend on what fell before, and choices of the calendar."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from corridor_sim.clock import DAY
from corridor_sim.plan import Choice, Flow, Plan
from corridor_sim.planning.choices import chosen
from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from tests.plans.written import bare, compiled

COUNT = 4_000
FIRST = Choice("first", ("a", "b"), (0.25, 1.0))
#: Given `first`: of a 10 % say yes, of b 60 %.
SECOND = Choice("second", ("yes", "no"), (0.475, 1.0), (0,), ((0.1, 1.0), (0.6, 1.0)))


def _plan(folder: Path) -> Plan:
    sizes = {"light": {"share": 0.3, "box": 1}, "heavy": {"share": 0.7, "box": 2}}
    demand = {"process": "deterministic", "every": "1 min", "count": COUNT, "sizes": sizes}
    return compiled(bare({"f": {"demand": demand, "stages": [{"delay": "1 h"}]}}), folder).plan


def _fell(plan: Plan, *choices: Choice) -> list[np.ndarray[tuple[int, ...], np.dtype[np.int8]]]:
    flow: Flow = replace(plan.flows[0], choices=choices)
    given = replace(plan, flows=(flow,))
    draws = draw(given, 5, range(2))
    arrive = realise(given, draws).flows[0].arrive
    return [one.astype(np.int8) for one in chosen(flow, draws, (2, COUNT), arrive)]


def test_odds_follow_the_option_that_fell(tmp_path: Path) -> None:
    first, second = _fell(_plan(tmp_path), FIRST, SECOND)
    for option, share in ((0, 0.1), (1, 0.6)):
        mine = second[first == option] == 0
        assert abs(mine.mean() - share) < 4 * np.sqrt(share * (1 - share) / mine.size)


def test_odds_that_are_alike_are_the_plain_choice(tmp_path: Path) -> None:
    plan = _plan(tmp_path)
    alike = replace(SECOND, rows=((0.3, 1.0), (0.3, 1.0)))
    plain = Choice("second", ("yes", "no"), (0.3, 1.0))
    assert (_fell(plan, FIRST, alike)[1] == _fell(plan, FIRST, plain)[1]).all()


def test_lower_odds_select_some_of_the_same(tmp_path: Path) -> None:
    plan = _plan(tmp_path)
    lower = replace(SECOND, rows=((0.05, 1.0), (0.4, 1.0)))
    many, few = (_fell(plan, FIRST, one)[1] == 0 for one in (SECOND, lower))
    assert (many | ~few).all()
    assert few.sum() < many.sum()


def test_rows_are_counted_in_the_order_of_what_is_given(tmp_path: Path) -> None:
    """Yes for b that is heavy, and for nobody else: the class first, then the choice."""
    plan = _plan(tmp_path)
    rows = ((0.0, 1.0), (0.0, 1.0), (0.0, 1.0), (1.0, 1.0))
    both = Choice("second", ("yes", "no"), (0.5, 1.0), (-1, 0), rows)
    first, second = _fell(plan, FIRST, both)
    given = replace(plan, flows=(replace(plan.flows[0], choices=(FIRST, both)),))
    heavy = realise(given, draw(given, 5, range(2))).flows[0].size[..., 0] == 2
    assert ((second == 0) == (heavy & (first == 1))).all()


def test_the_calendar_draws_nothing(tmp_path: Path) -> None:
    plan = _plan(tmp_path)
    dated = Choice("policy", ("old", "new", "newest"), (1.0, 1.0, 1.0), since=(DAY // 2, DAY))
    (fell,) = _fell(plan, dated)
    arrive = 60 * np.arange(1, COUNT + 1)
    assert (fell == (arrive >= DAY // 2).astype(int) + (arrive >= DAY)).all()
    flow = replace(plan.flows[0], choices=(dated,))
    assert not [
        key for key in draw(replace(plan, flows=(flow,)), 1, (0,)).uniforms if "policy" in str(key)
    ]
