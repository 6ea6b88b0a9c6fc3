"""What the results rest on: sourced values and assumptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridor_sim.cli.findings import finding_text
from corridor_sim.cli.language import Language
from corridor_sim.errors import Finding

if TYPE_CHECKING:
    from corridor_sim.plan import Plan
    from corridor_sim.scenario.provenance import Sourced
    from corridor_sim.scenario.read import Loaded

_NAMED = 6  # assumptions named per flow; the manifest has them all


def sources_line(sourced: Sequence[Sourced], lang: Language) -> str:
    """How many values come from where."""
    if not sourced:
        return finding_text(Finding("of_which_simple"), lang)
    marks = Counter(one.mark for one in sourced)
    inline = sum(1 for one in sourced if not one.parameter)
    values = {mark: marks[mark] for mark in ("assumption", "published", "computed", "article")}
    shown = {**values, "assumed": values["assumption"], "all": len(sourced), "inline": inline}
    return finding_text(Finding("of_which", shown), lang)


def assumption_lines(plan: Plan, loaded: Loaded, lang: Language) -> list[str]:
    """Per flow, the assumptions that its figures rest on."""
    lines = []
    for flow in plan.flows:
        names = assumptions_of(plan, loaded, flow.name)
        if names:
            listed = ", ".join(names[:_NAMED]) + (", ..." if len(names) > _NAMED else "")
            values = {"flow": flow.title, "assumed": len(names), "names": listed}
            lines.append(finding_text(Finding("rests_on", values), lang))
    return lines


def assumptions_of(plan: Plan, loaded: Loaded, flow: str) -> list[str]:
    """The assumed values that a flow meets: its own, its stations', services' and policies'."""
    one = next(each for each in plan.flows if each.name == flow)
    used = {f"flows.{flow}"}
    for stage in one.stages:
        if stage.resource < 0:
            continue
        section, names = (
            ("", ()),
            ("stations", plan.stations),
            ("services", plan.services),
            ("consolidations", plan.consolidations),
            ("places", plan.places),
        )[stage.kind]
        if section:
            used.add(f"{section}.{names[stage.resource].name}")
    for key, formality in loaded.scenario.clearance.items():
        if any(stage.name.startswith(f"{key}/") for stage in one.stages):
            used |= {f"clearance.{key}", f"policies.{formality.policy}"}
    used |= {f"terminals.{node}" for node in (one.origin, one.destination) if node}
    paths = [s for s in loaded.sourced if s.mark == "assumption"]
    found = [s.parameter or s.path for s in paths if any(s.path.startswith(f"{u}.") for u in used)]
    return sorted(dict.fromkeys(found))
