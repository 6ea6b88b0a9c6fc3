"""What the results rest on: sourced values and assumptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridor_sim.cli.findings import words
from corridor_sim.cli.language import Language

if TYPE_CHECKING:
    from corridor_sim.plan import Plan, Stage
    from corridor_sim.scenario.provenance import Sourced
    from corridor_sim.scenario.read import Loaded

_NAMED = 6  # assumptions named per flow


def sources_line(sourced: Sequence[Sourced], lang: Language) -> str:
    """How many values come from where."""
    if not sourced:
        return words("of_which_simple", lang)
    marks = Counter(one.mark for one in sourced)
    inline = sum(1 for one in sourced if not one.parameter)
    return words(
        "of_which",
        lang,
        all=len(sourced),
        assumed=marks["assumption"],
        published=marks["published"],
        computed=marks["computed"],
        article=marks["article"],
        inline=inline,
    )


def assumption_lines(plan: Plan, loaded: Loaded, lang: Language) -> list[str]:
    """Per flow, the assumptions that its figures rest on."""
    lines = []
    for flow in plan.flows:
        names = assumptions_of(plan, loaded, flow.name)
        if names:
            listed = ", ".join(names[:_NAMED]) + (", ..." if len(names) > _NAMED else "")
            lines.append(words("rests_on", lang, flow=flow.title, assumed=len(names), names=listed))
    return lines


def assumptions_of(plan: Plan, loaded: Loaded, flow: str) -> list[str]:
    """The assumed values that a flow meets: its own, its stations', services' and policies'."""
    one = next(each for each in plan.flows if each.name == flow)
    used = {f"flows.{flow}"}
    for stage in one.stages:
        if stage.resource < 0:
            continue
        used.add(_resource(plan, stage))
    for key, formality in loaded.scenario.clearance.items():
        if any(stage.name.startswith(f"{key}/") for stage in one.stages):
            used |= {f"clearance.{key}", f"policies.{formality.policy}"}
    used |= {f"terminals.{node}" for node in (one.origin, one.destination) if node}
    paths = [s for s in loaded.sourced if s.mark == "assumption"]
    found = [s.parameter or s.path for s in paths if any(s.path.startswith(f"{u}.") for u in used)]
    return sorted(dict.fromkeys(found))


def _resource(plan: Plan, stage: Stage) -> str:
    """Where the scenario describes what a stage uses."""
    match stage.kind.name:
        case "STATION":
            return f"stations.{plan.stations[stage.resource].name}"
        case "DEPARTURES":
            return f"services.{plan.services[stage.resource].name}"
        case "CONSOLIDATION":
            return f"consolidations.{plan.consolidations[stage.resource].name}"
        case _:
            return f"places.{plan.places[stage.resource].name}"
