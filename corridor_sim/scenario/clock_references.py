"""Clocks and published figures: what they name exists."""

from __future__ import annotations

import re

from corridor_sim.scenario.model import Clock, Fact
from corridor_sim.scenario.naming import Naming
from corridor_sim.scenario.nodes import Step
from corridor_sim.scenario.stage_references import stage_name, subject

#: An event of the Time Release Study.
_EVENT = re.compile(r"T([1-9]|1[0-3])")


def check_clocks_and_facts(naming: Naming) -> None:
    """Notes clocks and facts that speak of what is not there."""
    for name, clock in naming.scenario.clocks.items():
        here: tuple[Step, ...] = ("clocks", name)
        _window(naming, clock, here)
        events = [_EVENT.fullmatch(text) is not None for text in (clock.start, clock.stop)]
        if all(events):
            naming.check("flow", clock.flow, *here, "flow")
            for place, one in enumerate(clock.flows):
                naming.check("flow", one, *here, "flows", place)
            continue
        where = (clock.office, clock.place, clock.direction, clock.flows)
        if any(events) or clock.flow is None or any(where):
            naming.report("clock_half_event", *here)
            continue
        naming.check("flow", clock.flow, *here, "flow")
        flow = naming.scenario.flows.get(clock.flow)
        # Stages of a journey through the network get their names when it is compiled.
        if flow is not None and flow.stages:
            known = ["arrival", *(stage_name(stage) for stage in flow.stages)]
            for key, anchor in (("start", clock.start), ("stop", clock.stop)):
                naming.among("stage", subject(anchor), known, *here, key)
    for number, fact in enumerate(naming.scenario.facts):
        _fact(naming, fact, ("facts", number))


def _window(naming: Naming, clock: Clock, here: tuple[Step, ...]) -> None:
    """Days in which nothing can stop count nobody."""
    if clock.window is None:
        return
    first, last = clock.window
    days = {"start": first.isoformat(), "end": last.isoformat()}
    time = naming.scenario.time
    if last < first:
        naming.report("end_before_start", *here, "window", 1, **days)
    elif last < time.start or first > time.end:
        run = {"first": time.start.isoformat(), "last": time.end.isoformat()}
        naming.report("clock_window_outside", *here, "window", **days, **run)


def _fact(naming: Naming, fact: Fact, here: tuple[Step, ...]) -> None:
    rows = naming.tables.facts if naming.tables else {}
    if fact.value is None and fact.low is None and fact.high is None:
        if fact.id:
            naming.among("fact", fact.id, rows, *here, "id")
        else:
            naming.report("fact_without_value", *here)
    for key, kind, names in (
        ("flows", "flow", fact.flows),
        ("services", "service", fact.services),
    ):
        for place, name in enumerate(names):
            naming.check(kind, name, *here, key, place)
    if isinstance(fact.window, tuple) and fact.window[1] < fact.window[0]:
        start, end = (day.isoformat() for day in fact.window)
        naming.report("end_before_start", *here, "window", 1, start=start, end=end)
    if fact.low is not None and fact.high is not None and fact.high < fact.low:
        naming.report("range_upside_down", *here, "low", low=fact.low, high=fact.high)
