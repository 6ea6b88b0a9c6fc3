"""A scenario written as plain words, read and compiled as a user's file is."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from corridor_sim.plan import Plan
from corridor_sim.planning.compile import Compilation, compile_plan
from corridor_sim.scenario.read import Loaded, read


def opened(words: Mapping[str, object]) -> tuple[Loaded, Compilation]:
    """What reading and compiling give."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "work.yaml"
        path.write_text(json.dumps(words), encoding="utf-8")
        loaded = read(path)
        return loaded, compile_plan(loaded)


def plan_of(words: Mapping[str, object]) -> Plan:
    """The plan alone."""
    return opened(words)[1].plan
