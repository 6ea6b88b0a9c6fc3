"""Which services and flows a table shows in one line: forty flights would bury three trains."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corridor_sim.plan import Plan, Service

#: Services, or flows, of one corridor above which they share a line.
_CROWD = 12


def crowded_corridors(plan: Plan) -> set[str]:
    """Corridors with so many flows that a table shows them as one."""
    numbers: dict[str, int] = {}
    for flow in plan.flows:
        numbers[flow.corridor] = numbers.get(flow.corridor, 0) + 1
    return {name for name, number in numbers.items() if name and number > _CROWD}


def service_groups(plan: Plan) -> list[tuple[str, list[Service]]]:
    """Services in the scenario's order; those of a crowded corridor together under its name."""
    crowded = crowded_corridors(plan)
    used: dict[int, set[str]] = {}
    for flow in plan.flows:
        for stage in flow.stages:
            if stage.kind.name == "DEPARTURES":
                used.setdefault(stage.resource, set()).add(flow.corridor)
    groups: dict[str, list[Service]] = {}
    for number, service in enumerate(plan.services):
        corridors = used.get(number, set())
        only = next(iter(corridors)) if len(corridors) == 1 else ""
        name = only if only in crowded else f"service:{service.name}"
        groups.setdefault(name, []).append(service)
    return list(groups.items())
