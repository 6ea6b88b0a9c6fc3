"""The sound part of a scenario, so that one slip does not hide what else is wrong."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationError

from corridor_sim.scenario.model import Scenario
from corridor_sim.scenario.nodes import Node, Tree, plain

#: What stands in for parts without which there is no scenario; it passes every check.
_STAND_INS: dict[str, Tree] = {
    "corridor_sim": 1,
    "name": "-",
    "time": {"start": "2021-01-01", "end": "2021-12-31"},
}
_BY_NAME = frozenset(
    {
        "calendars",
        "stations",
        "places",
        "consolidations",
        "regimes",
        "services",
        "terminals",
        "policies",
        "clearance",
        "flows",
        "clocks",
    }
)


def sound_part(root: Node, wrong: Iterable[str]) -> Scenario | None:
    """The scenario without the parts that these paths lead into; None if nothing can be made of it.

    wrong   dotted paths of what the models refused
    """
    tree = plain(root)
    if not isinstance(tree, dict):
        return None
    for path in wrong:
        section, *rest = path.split(".")
        part = tree.get(section)
        if rest and section in _BY_NAME and isinstance(part, dict):
            part.pop(rest[0], None)
        else:
            tree.pop(section, None)
    try:
        return Scenario.model_validate(_STAND_INS | tree)
    except ValidationError:
        return None
