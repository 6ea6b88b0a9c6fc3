"""Permits of a policy: its own, and the rows of a regime in the network's table."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from corridor_sim.chance.laws import Law
from corridor_sim.clock import DAY
from corridor_sim.scenario.clearance import Policy
from corridor_sim.scenario.levers import Permit
from corridor_sim.scenario.network_rows import PermitRow


def asked_for(
    policy: Policy, rows: Iterable[PermitRow], cargo: Collection[str]
) -> dict[str, Permit]:
    """Every kind of permit that a policy may ask shipments of these classes for, by its name.

    A kind that the policy describes itself is taken from there. A row that names cargo classes is
    for these alone; nobody is asked for a kind whose probability is zero.
    """
    found = {**policy.permits}
    table = policy.permits_table
    for row in rows:
        mine = not row.cargo or any(one in cargo for one in row.cargo)
        if table is not None and row.regime == table.regime and row.chance > 0.0 and mine:
            found.setdefault(row.kind, _permit(row))
    return found


def _permit(row: PermitRow) -> Permit:
    law = Law("triangular", tuple(days * DAY for days in (row.low_d, row.mode_d, row.high_d)))
    cargo = dict.fromkeys(row.cargo, row.chance)
    chance = 0.0 if row.cargo else row.chance
    return Permit.model_construct(chance=chance, time=law, agency=row.agency, cargo=cargo)
