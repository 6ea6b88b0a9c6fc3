"""Choices: which option of each a shipment takes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corridor_sim.plan import Choice, Flow
from corridor_sim.planning.draws import Draws, flow_luck, once
from corridor_sim.planning.measures import Options, classes, fallen

Seconds = NDArray[np.int64]


def chosen(
    flow: Flow, draws: Draws, shape: tuple[int, int], arrive: Seconds | None
) -> list[Options]:
    """The option of every choice of a flow, each [R, N].

    arrive   int64 [R, N] s; None where it is not known before a run: then the calendar decides
             nothing, and the first option holds
    """
    found: list[Options] = []
    for choice in flow.choices:
        if choice.since:
            found.append(_by_calendar(choice, shape, arrive))
        elif choice.given:
            found.append(_given(flow, choice, draws, found, shape))
        else:
            found.append(_drawn(flow, choice, draws, shape))
    return found


def _by_calendar(choice: Choice, shape: tuple[int, int], arrive: Seconds | None) -> Options:
    passed = np.zeros(shape, dtype=np.int8)
    if arrive is not None:
        for instant in choice.since:
            passed += arrive >= instant
    return passed


def _drawn(flow: Flow, choice: Choice, draws: Draws, shape: tuple[int, int]) -> Options:
    stream, edges = f"choice:{choice.name}", choice.cumulative[:-1]
    return once(
        flow,
        stream,
        draws,
        (edges, shape),
        lambda: fallen(edges, flow_luck(flow, stream, draws, shape[1])),
    )


def _given(
    flow: Flow,
    choice: Choice,
    draws: Draws,
    before: Sequence[Options],
    shape: tuple[int, int],
) -> Options:
    """One uniform decides, whatever odds its shipment has."""
    row = np.zeros(shape, dtype=np.intp)
    for one in choice.given:
        number = len(flow.choices[one].options) if one >= 0 else len(flow.demand.sizes)
        row *= number
        row += before[one] if one >= 0 else classes(flow, draws, shape)
    luck = flow_luck(flow, f"choice:{choice.name}", draws, shape[1])
    found = np.zeros(shape, dtype=np.int8)
    for edge in np.array(choice.rows).T[:-1]:
        found += luck >= edge[row]
    return found
