"""Policies and the places where they apply: what they name exists, every lever moves something."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from corridor_sim.chance.laws import Law
from corridor_sim.scenario.clearance import Formality, Policy
from corridor_sim.scenario.flows import Fed
from corridor_sim.scenario.levers import Check, Inspection
from corridor_sim.scenario.naming import Naming
from corridor_sim.scenario.nodes import Step

_DAY = 86_400
_TOLERANCE = 1e-9

Path = tuple[Step, ...]


def check_policies(naming: Naming) -> None:
    """Notes what does not fit in the policies."""
    for name, policy in naming.scenario.policies.items():
        here: Path = ("policies", name)
        naming.node(policy.release_at, *here, "release_at")
        _stations(naming, policy, here)
        _papers(naming, policy, here)
        _selection(naming, policy, here)
        _after(naming, policy, here)
        _cargo(naming, policy, here)


def check_places(naming: Naming) -> None:
    """Notes what does not fit in the places where policies apply."""
    for name, formality in naming.scenario.clearance.items():
        here: Path = ("clearance", name)
        naming.node(formality.node, *here, "node")
        for number, flow in enumerate(formality.flows or ()):
            naming.check("flow", flow, *here, "flows", number)
        if isinstance(formality.policy, str):
            naming.check("policy", formality.policy, *here, "policy")
        else:
            _in_turn(naming, formality, (*here, "policy"))


def _in_turn(naming: Naming, formality: Formality, here: Path) -> None:
    policies, day = naming.scenario.policies, None
    if not formality.in_force:
        naming.report("policy_none", *here)
    for number, one in enumerate(formality.in_force):
        naming.check("policy", one.use, *here, number, "use")
        first = formality.in_force[0].use
        if number == 0 and one.begins is not None:
            naming.report("policy_first_day", *here, 0, "from")
        elif number and one.begins is None:
            naming.report("policy_day_missing", *here, number, name=one.use)
        elif day is not None and one.begins is not None and one.begins <= day:
            days = {"day": one.begins.isoformat(), "before": day.isoformat()}
            naming.report("policy_days_fall", *here, number, "from", **days)
        day = one.begins or day
        ours, theirs = policies.get(one.use), policies.get(first)
        if ours and theirs and ours.release_at != theirs.release_at:
            naming.report("policy_border_differs", *here, number, "use", name=one.use, first=first)


def _stations(naming: Naming, policy: Policy, here: Path) -> None:
    """Everything that is served: the station exists, and somebody says how long the work takes."""
    review, inspect = policy.review, policy.inspect
    if review is not None:
        _served(naming, (review.station, review.work), (*here, "review"))
    call = policy.appointment
    if call is not None:
        work = review.work if review is not None else None
        _served(naming, (call.station, work), (*here, "appointment"))
    for key, check in (
        ("origin_inspection", policy.origin_inspection),
        ("quarantine", policy.quarantine),
    ):
        if check is not None:
            naming.check("station", check.station, *here, key, "station")
    two = policy.two_step
    if two is not None and review is None and two.review is None:
        naming.report("work_missing", *here, "two_step", station="two_step")
    if inspect is None:
        return
    _served(naming, (inspect.station, inspect.work), (*here, "inspect"))
    if inspect.scanner is not None:
        scanner = inspect.scanner
        _served(naming, (scanner.station, scanner.work), (*here, "inspect", "scanner"))
    if inspect.channels is not None and inspect.channels.documents is not None:
        one = inspect.channels.documents
        _served(naming, (one.station, one.work), (*here, "inspect", "channels", "documents"))
    if inspect.arrange is not None and inspect.arrange.station is not None:
        arrange = inspect.arrange
        _served(naming, (arrange.station, arrange.work), (*here, "inspect", "arrange"))


def _served(naming: Naming, by: tuple[str | None, Law | None], path: Path) -> None:
    name, work = by
    naming.check("station", name, *path, "station")
    station = naming.scenario.stations.get(name or "")
    if work is None and (name is None or (station and station.work is None)):
        naming.report("work_missing", *path, station=name or str(path[-1]))


def _papers(naming: Naming, policy: Policy, here: Path) -> None:
    advance, two = policy.advance, policy.two_step
    if advance is not None and policy.lead is None and policy.release_at is None:
        _idle(naming, (*here, "advance"), "lead")
    if advance is not None and policy.release_at is not None and advance.share < 1.0:
        naming.report("advance_inland", *here, "advance", "share", node=policy.release_at)
    if policy.appointment is not None and policy.review is None:
        _idle(naming, (*here, "appointment"), "review")
    if two is not None and two.full.mean > two.within:
        days = {"days": round(two.full.mean / _DAY, 2), "limit": round(two.within / _DAY, 2)}
        naming.report("two_step_late", *here, "two_step", "full", **days)
    table = policy.permits_table
    if table is not None and naming.tables is None:
        naming.report("network_missing", *here, "permits_table")
    elif table is not None and naming.tables is not None:
        known = dict.fromkeys(row.regime for row in naming.tables.permits)
        naming.among("permits", table.regime, known, *here, "permits_table", "regime")


def _selection(naming: Naming, policy: Policy, here: Path) -> None:
    inspect, traders = policy.inspect, policy.traders
    if traders:
        _sum(naming, (one.share for one in traders.values()), (*here, "traders"))
    violations = policy.violations
    if violations is not None and isinstance(violations.present, Mapping) and not traders:
        _idle(naming, (*here, "violations", "present"), "traders")
    if inspect is None:
        for key, given in (("risk", policy.risk), ("traders", _selecting(policy))):
            if given:
                _idle(naming, (*here, key), "inspect")
    else:
        _channels(naming, inspect, (*here, "inspect"))


def _selecting(policy: Policy) -> bool:
    return any(one.selected is not None for one in policy.traders.values())


def _channels(naming: Naming, inspect: Inspection, here: Path) -> None:
    channels, arrange = inspect.channels, inspect.arrange
    if channels is not None:
        papers = channels.documents.share if channels.documents is not None else 0.0
        shares = (papers, channels.scanner, channels.unpacking)
        _sum(naming, shares, (*here, "channels"))
    elif inspect.scanner is not None:
        _idle(naming, (*here, "scanner"), "channels")
    if arrange is not None and arrange.time is None and arrange.station is None:
        _idle(naming, (*here, "arrange"), "time")


def _after(naming: Naming, policy: Policy, here: Path) -> None:
    if policy.guarantee > 0.0 and policy.pay is None:
        _idle(naming, (*here, "guarantee"), "pay")
    yard = policy.yard
    if yard is not None and yard.direct_time is not None and yard.direct == 0.0:
        _idle(naming, (*here, "yard", "direct_time"), "direct")


def _cargo(naming: Naming, policy: Policy, here: Path) -> None:
    """Classes of cargo that are named are classes of some flow's shipments."""
    known: dict[str, None] = {}
    for flow in naming.scenario.flows.values():
        if not isinstance(flow.demand, Fed):
            known |= dict.fromkeys(flow.demand.sizes)
    named: list[tuple[Iterable[str], Path]] = [(policy.risk, ("risk",))]
    named += [(one.cargo, ("readiness", key, "cargo")) for key, one in policy.readiness.items()]
    named += [(one.cargo, ("permits", key, "cargo")) for key, one in policy.permits.items()]
    checks: dict[str, Check | None] = {
        "origin_inspection": policy.origin_inspection,
        "quarantine": policy.quarantine,
    }
    named += [(one.cargo, (key, "cargo")) for key, one in checks.items() if one is not None]
    if policy.advance is not None and policy.advance.amend is not None:
        named.append((policy.advance.amend.cargo, ("advance", "amend", "cargo")))
    for names, path in named:
        for name in names:
            naming.among("cargo", name, known, *here, *path, name)


def _idle(naming: Naming, path: Path, needs: str) -> None:
    naming.report_key("lever_idle", *path, key=str(path[-1]), needs=needs)


def _sum(naming: Naming, shares: Iterable[float], path: Path) -> None:
    total = math.fsum(shares)
    if abs(total - 1.0) > _TOLERANCE:
        naming.report("shares_not_one", *path, total=f"{total:.6g}")
