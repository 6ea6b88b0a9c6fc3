"""Asking a world for one of its figures."""

from __future__ import annotations

from dataclasses import replace

from corridor_sim.results.collect import reduce_block
from corridor_sim.results.measures import Key, Measure, Window
from tests.results.world import World


def ask(world: World, kpi: str, stat: str, window: Window | None = None, **named: str) -> Measure:
    """The one measure with this key; what is not named must be empty, unless a flow or clock is."""
    found = [
        one
        for one in reduce_block(world.plan, world.workload, world.trace, window=window).measures
        if (one.key.kpi, one.key.stat) == (kpi, stat)
        and all(getattr(one.key, name) == value for name, value in named.items())
        and ({"flow", "clock"} & set(named) or not one.key.flow)
    ]
    if not named:
        found = [one for one in found if replace(one.key, kpi="", stat="") == Key("")]
    assert len(found) == 1, [one.key for one in found]
    return found[0]


def values(
    world: World, kpi: str, stat: str, window: Window | None = None, **named: str
) -> list[float]:
    return [float(value) for value in ask(world, kpi, stat, window, **named).values]
