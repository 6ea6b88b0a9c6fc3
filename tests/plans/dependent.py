"""Plans whose choices hang on one another, on the class of the shipment and on the calendar."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import accumulate

from corridor_sim.plan import Choice, Flow, Plan

_SHARES = (0.0, 0.2, 0.5, 0.8, 1.0)


def dependent(plan: Plan, seed: int) -> Plan:
    """The same stages under the same conditions; what decides the conditions is at random.

    Of a flow whose shipments are known to arrive, the first choice is the calendar's now and then;
    each later one is given some of those before it, or the class of the shipment.
    """
    luck = random.Random(seed)
    return replace(plan, flows=tuple(_flow(plan, flow, luck) for flow in plan.flows))


def _flow(plan: Plan, flow: Flow, luck: random.Random) -> Flow:
    made: list[Choice] = []
    for number, choice in enumerate(flow.choices):
        if number == 0 and flow.fed_by < 0 and luck.random() < 0.7:
            days = [luck.randrange(plan.end) for _ in choice.options[1:]]
            made.append(replace(choice, since=tuple(sorted(days))))
        elif number > 0 or flow.demand.sizes:
            made.append(_given(flow, choice, made, luck))
        else:
            made.append(choice)
    return replace(flow, choices=tuple(made))


def _given(flow: Flow, choice: Choice, made: list[Choice], luck: random.Random) -> Choice:
    known = [*([-1] if flow.demand.sizes else []), *range(len(made))]
    on = sorted(luck.sample(known, min(len(known), luck.randint(1, 3))))
    rows = 1
    for one in on:
        rows *= len(made[one].options) if one >= 0 else len(flow.demand.sizes)
    edges = tuple(_edges(len(choice.options), luck) for _ in range(rows))
    return replace(choice, given=tuple(on), rows=edges)


def _edges(count: int, luck: random.Random) -> tuple[float, ...]:
    """Upper ends of shares, some of them of nothing or of all."""
    parts = [luck.choice(_SHARES) for _ in range(count)]
    total = sum(parts) or 1.0
    return (*(min(1.0, one / total) for one in accumulate(parts[:-1])), 1.0)
