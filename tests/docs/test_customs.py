"""The page for customs names every lever, every event and every clock."""

from __future__ import annotations

import pytest

from corridor_sim.scenario import levers
from corridor_sim.scenario.clearance import Policy
from corridor_sim.scenario.closed import Closed
from corridor_sim.scenario.fields import model_keys
from tests.architecture.tree import ROOT

PAGE = (ROOT / "docs" / "customs.md").read_text(encoding="utf-8")
PARTS = (
    levers.Advance,
    levers.Appointment,
    levers.Arrange,
    levers.Channels,
    levers.Found,
    levers.Inspection,
    levers.Returned,
    levers.Review,
    levers.Scanner,
    levers.Trader,
    levers.TwoStep,
    levers.Violations,
    levers.Yard,
)


@pytest.mark.parametrize("key", model_keys(Policy))
def test_every_lever_has_a_row_and_is_in_the_example(key: str) -> None:
    example = PAGE[PAGE.index("## One policy with every lever") :]
    assert f"`{key}" in PAGE
    assert f"    {key}:" in example or key in (
        "permits",
        "note",
        "prepare",
        "release",
        "release_at",
    )


@pytest.mark.parametrize("model", PARTS, ids=lambda model: model.__name__)
def test_every_part_of_a_lever_is_named(model: type[Closed]) -> None:
    assert [key for key in model_keys(model) if key not in PAGE] == []


def test_every_event_and_clock_is_named() -> None:
    for number in range(1, 14):
        assert f"| T{number} " in PAGE
    for clock in ("overall", "arrival_to_release", "declaration_to_release"):
        assert f"| `{clock}` |" in PAGE
