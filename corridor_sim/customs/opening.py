"""What happens once the goods are there: amendment, quarantine, inspection, violations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corridor_sim.customs.drawing import CARGO, NO, YES, Drawn, by_chance, given, one_of
from corridor_sim.customs.papers import advance_share
from corridor_sim.customs.steps import Steps, Way
from corridor_sim.scenario.clearance import Policy
from corridor_sim.scenario.levers import CHANNELS, TRADERS, Channel, Channels, Inspection, Trader

DOCUMENTS, SCANNER, UNPACKING = CHANNELS


@dataclass(frozen=True, slots=True)
class Opened:
    """What the goods meet before release.

    ready      anchors of papers and goods; nothing is opened before the latest of them
    ended      what release waits for; empty if nothing is opened
    called     the stage in which the owner is called; empty: nothing says when
    looked     first looks, of which a selected shipment has one
    seen       last looks, the heaviest first
    """

    ready: tuple[str, ...]
    ended: tuple[str, ...]
    called: str = ""
    looked: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


def write_opening(policy: Policy, steps: Steps, ready: Sequence[str]) -> Opened:
    """Writes what comes between the arrival of the goods and their release."""
    way = steps.way()
    amended = _amend(policy, way, ready)
    ready = [amended] if amended else ready
    ended: list[str] = []
    if policy.quarantine is not None:
        ended.append(way.may("quarantine", policy.quarantine, ready, "customs"))
    _trader(policy, steps)
    _violation(policy, steps)
    selected = _selected(policy, steps)
    called, looked, seen = "", list[str](), list[str]()
    if selected and policy.inspect is not None:
        called, looked, seen = _inspect(policy, policy.inspect, way, ready)
        ended += seen
    found = _found(policy, steps, selected)
    if found and policy.violations is not None and policy.violations.sanction is not None:
        law = policy.violations.sanction
        ended.append(way.delay("sanction", law, seen, "customs", [f"{found}={YES}"]))
    return Opened(tuple(ready), tuple(ended), called, tuple(looked), tuple(seen))


def _amend(policy: Policy, way: Way, ready: Sequence[str]) -> str:
    share = advance_share(policy, way.steps.at)
    amend = policy.advance.amend if policy.advance is not None else None
    if amend is None or share == 0.0:
        return ""
    when = [] if share == 1.0 else [f"{way.steps.name('advance')}={YES}"]
    only = way.steps.way(when=when)
    return only.may("amend", amend, ready, "broker")


def _trader(policy: Policy, steps: Steps) -> None:
    if policy.traders:
        nobody = Trader(share=0.0)
        shares = {str(name): policy.traders.get(name, nobody).share for name in TRADERS}
        steps.chosen("trader", one_of(shares))


def _known(steps: Steps, *choices: str) -> dict[str, tuple[str, ...]]:
    """Options of those of these choices that are drawn here."""
    names = [steps.name(choice) for choice in choices]
    return {name: steps.choices[name].options for name in names if name in steps.choices}


def _selected(policy: Policy, steps: Steps) -> str:
    """The choice that selects; empty if nothing can be selected."""
    inspect, trader = policy.inspect, steps.name("trader")
    if inspect is None:
        return ""
    traders: Mapping[str, Trader] = {str(name): one for name, one in policy.traders.items()}
    known: dict[str, Sequence[str]] = {**_known(steps, "trader")}
    if any(one in policy.risk for one in steps.at.cargo):
        known[CARGO] = steps.at.cargo

    def chance(fell: Mapping[str, str]) -> float:
        own = traders.get(fell.get(trader, ""))
        selected = inspect.chance if own is None or own.selected is None else own.selected
        return min(1.0, selected * policy.risk.get(fell.get(CARGO, ""), 1.0))

    there = [name for name, one in traders.items() if one.share > 0.0] or [""]
    rates = [chance({trader: a, CARGO: b}) for a in there for b in steps.at.cargo or [""]]
    return steps.chosen("selected", given(known, chance)) if any(rates) else ""


def _inspect(
    policy: Policy, inspect: Inspection, way: Way, ready: Sequence[str]
) -> tuple[str, list[str], list[str]]:
    """Called, looked and seen of Opened."""
    chosen = [f"{way.steps.name('selected')}={YES}"]
    called, after = _arrange(inspect, way, ready, chosen)
    by = (inspect.station, inspect.work)
    if inspect.channels is None:
        unpacked = way.served("inspect", by, after, chosen)
        return called, [unpacked], [unpacked]
    look = way.steps.chosen("look", one_of(_looks(inspect, inspect.channels)))
    opened = _unpacked(policy, inspect, way.steps, look)
    looked, before = list[str](), list(after)
    papers = inspect.channels.documents
    if papers is not None and papers.share > 0.0:
        when = [*chosen, f"{look}={DOCUMENTS}"]
        looked.append(way.served("check", (papers.station, papers.work), after, when))
    scanned = _scan(inspect, way, after, [*chosen, f"{look}={SCANNER}"])
    seen = [*scanned[1:], *looked]
    looked = [*scanned[:1], *looked]
    if opened:
        before = [*after, *scanned[1:]]
        unpacked = way.served("inspect", by, before, [*chosen, f"{opened}={YES}"])
        looked, seen = [*looked, unpacked], [unpacked, *seen]
    return called, looked, seen


def _looks(inspect: Inspection, channels: Channels) -> dict[str, float]:
    """Shares of the channels; without a scanner its share is unpacked."""
    papers = channels.documents or Channel(share=0.0)
    scanner = channels.scanner if inspect.scanner is not None else 0.0
    unpacking = channels.unpacking + (channels.scanner - scanner)
    return {DOCUMENTS: papers.share, SCANNER: scanner, UNPACKING: unpacking}


def _arrange(
    inspect: Inspection, way: Way, ready: Sequence[str], when: Sequence[str]
) -> tuple[str, Sequence[str]]:
    """The stage in which the owner is called, and what the inspection waits for."""
    arrange, called = inspect.arrange, ""
    if arrange is not None and arrange.time is not None:
        called = way.delay("arrange", arrange.time, ready, "consignee", when)
        ready = [called]
    if arrange is not None and arrange.station is not None:
        ready = [way.served("shift", (arrange.station, arrange.work), ready, when, "terminal")]
    return called, ready


def _scan(
    inspect: Inspection, way: Way, after: Sequence[str], when: Sequence[str]
) -> tuple[str, ...]:
    """The pass and the end of the look at its image; nothing without a scanner."""
    scanner, channels = inspect.scanner, inspect.channels
    if scanner is None or channels is None or channels.scanner == 0.0:
        return ()
    passed = way.served("scan", (scanner.station, scanner.work), after, when)
    if scanner.reading is None:
        return passed, passed
    return passed, way.delay("reading", scanner.reading, [passed], "customs", when)


def _unpacked(policy: Policy, inspect: Inspection, steps: Steps, look: str) -> str:
    """The choice whether a selected shipment is opened, at once or after the scan."""
    false = inspect.scanner.escalate if inspect.scanner is not None else 0.0
    alarm = policy.violations.found.scanner if policy.violations is not None else false
    violation = steps.name("violation")

    def chance(fell: Mapping[str, str]) -> float:
        if fell[look] != SCANNER:
            return float(fell[look] == UNPACKING)
        return _either(alarm, false) if fell.get(violation) == YES else false

    drawn = given({look: CHANNELS, **_known(steps, "violation")}, chance)
    shares = steps.choices[look].rows[()]
    if shares[2] == 0.0 and (shares[1] == 0.0 or max(false, alarm) == 0.0):
        return ""
    return steps.chosen("unpacked", drawn)


def _either(alarm: float, false: float) -> float:
    """An image gives a violation away, or is opened for another reason."""
    return 1.0 - (1.0 - alarm) * (1.0 - false)


def _violation(policy: Policy, steps: Steps) -> None:
    if policy.violations is None:
        return
    present, trader = policy.violations.present, steps.name("trader")
    if isinstance(present, float):
        steps.chosen("violation", by_chance(present))
        return
    known, by_trader = _known(steps, "trader"), {str(name): one for name, one in present.items()}

    def chance(fell: Mapping[str, str]) -> float:
        return by_trader.get(fell[trader], 0.0)

    steps.chosen("violation", given(known, chance) if known else by_chance(0.0))


def _found(policy: Policy, steps: Steps, selected: str) -> str:
    """The choice whether a violation is found; empty if no violations are asked about."""
    if policy.violations is None:
        return ""
    found = policy.violations.found
    violation, look, unpacked = (steps.name(x) for x in ("violation", "look", "unpacked"))
    known = _known(steps, "violation", "selected", "look", "unpacked")

    def chance(fell: Mapping[str, str]) -> float:
        if fell[violation] == NO or fell.get(selected, NO) == NO:
            return 0.0
        if fell.get(unpacked, YES if look not in fell else NO) == YES:
            return found.unpacking
        return found.documents if fell[look] == DOCUMENTS else 0.0

    drawn: Drawn = given(known, chance)
    return steps.chosen("found", drawn)
