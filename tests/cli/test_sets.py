"""--set changes what is there; part of something that is not there is a slip of the pen."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor_sim.errors import ScenarioError
from corridor_sim.scenario.read import read

STARTER = Path(__file__).parents[2] / "scenarios" / "starter" / "corridor.yaml"


def test_a_misspelt_name_is_not_made_new() -> None:
    with pytest.raises(ScenarioError) as raised:
        read(STARTER, ("stations.custom.servers=1",))
    (finding,) = raised.value.findings
    assert (finding.code, finding.values["near"]) == ("set_no_such_name", "customs")


def test_a_whole_new_thing_may_be_set() -> None:
    loaded = read(STARTER, ("stations.gate={servers: 1}",))
    assert loaded.scenario.stations["gate"].servers == 1


def test_a_part_that_was_left_out_may_be_set() -> None:
    loaded = read(STARTER, ("flows.export.demand.season=[1,1,1,1,1,1,1,1,1,1,1,1]",))
    assert loaded.resolved is not None
