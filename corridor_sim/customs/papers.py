"""The papers of a formality: readiness, preparation, permits, lodging, review, payment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corridor_sim.chance.laws import fixed
from corridor_sim.customs.drawing import NO, YES, by_chance, one_of
from corridor_sim.customs.steps import INSTANT, MESSAGE, Occasion, Steps, Way
from corridor_sim.scenario.clearance import Policy
from corridor_sim.scenario.levers import Permit, Review, Wait

#: Prefix of the stages of those who declare when the goods are there, where others are in advance.
LATE = "on_arrival/"


@dataclass(frozen=True, slots=True)
class Papers:
    """What the papers come to, each as stages of which a shipment passes one.

    prepared   preparation of the papers; empty where the policy has none
    permits    permits of other agencies
    lodged     lodging of the declaration
    reviewed   stages after which the declaration is accepted, the latest look first
    paid       payment before release
    """

    prepared: tuple[str, ...]
    permits: tuple[str, ...]
    lodged: tuple[str, ...]
    reviewed: tuple[str, ...]
    paid: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Begun:
    """Stages before lodging: what lodging waits for, and those of note."""

    ended: tuple[str, ...]
    prepared: tuple[str, ...]
    permits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lodging:
    """How one kind of declaration is lodged.

    papers   anchor from which on the trader can prepare
    notice   as in Occasion
    goods    anchors of the goods that lodging waits for
    """

    way: Way
    papers: str
    notice: int | None
    goods: tuple[str, ...]


def write_papers(policy: Policy, permits: Mapping[str, Permit], steps: Steps, there: str) -> Papers:
    """Writes the papers of all shipments.

    permits   all kinds that may be asked for
    there     anchor at which the goods are reported to be there
    """
    lodgings = _lodgings(policy, steps, there)
    shared = len({one.papers for one in lodgings}) < len(lodgings)
    begun: dict[str, _Begun] = {}
    found: list[tuple[str, ...]] = [(), (), (), (), ()]
    for one in lodgings:
        if one.papers not in begun:
            way = steps.way() if shared else one.way
            begun[one.papers] = _begin(policy, permits, way, one.papers)
        before = begun[one.papers]
        lodged = _lodge(policy, one, before)
        reviewed = _review(policy, one, lodged)
        paid = _pay(policy, one.way, reviewed)
        written = (before.prepared, before.permits, (lodged,), reviewed, paid)
        found = [a + b for a, b in zip(found, written, strict=True)]
    return Papers(*(tuple(dict.fromkeys(names)) for names in found))


def advance_share(policy: Policy, at: Occasion) -> float:
    """Share of the declarations that are lodged before the goods are there."""
    if at.notice is None and not at.beside:
        return 0.0
    return 1.0 if policy.advance is None or at.inland else policy.advance.share


def _lodgings(policy: Policy, steps: Steps, there: str) -> list[_Lodging]:
    at, share = steps.at, advance_share(policy, steps.at)
    late = at.goods if at.notice is not None else at.papers
    if share == 1.0:
        return [_Lodging(steps.way(), at.papers, at.notice, ())]
    if share == 0.0:
        return [_Lodging(steps.way(), late, None, (there,))]
    advance = steps.chosen("advance", by_chance(share))
    return [
        _Lodging(steps.way(when=[f"{advance}={YES}"]), at.papers, at.notice, ()),
        _Lodging(steps.way(LATE, [f"{advance}={NO}"]), late, None, (there,)),
    ]


def _begin(policy: Policy, permits: Mapping[str, Permit], way: Way, papers: str) -> _Begun:
    ready = [
        way.may(f"ready/{name}", one, [papers], "shipper") for name, one in policy.readiness.items()
    ]
    start = ready or [papers]
    prepared = _prepare(policy, way, start)
    known = list(prepared) or ready
    if not known and permits:
        # A permit may be skipped; what hangs on an actual departure may not (law L1).
        known = [way.delay("known", INSTANT, [papers], "shipper")]
    start = known or [papers]
    asked: list[str] = []
    for name, permit in permits.items():
        one_by_one = policy.permits_asked == "one_by_one" and asked
        wait = Wait.model_construct(time=permit.time, chance=permit.chance, cargo=permit.cargo)
        after = asked[-1:] if one_by_one else start
        asked.append(way.may(f"permit/{name}", wait, after, "other agency"))
    ended = [*known, *asked]
    if policy.origin_inspection is not None:
        ended.append(way.may("origin_inspection", policy.origin_inspection, start, "customs"))
    return _Begun(tuple(ended), prepared, tuple(asked))


def _prepare(policy: Policy, way: Way, after: Sequence[str]) -> tuple[str, ...]:
    two, prepare = policy.two_step, policy.prepare
    if two is None or two.share == 0.0 or two.prepare is None:
        return () if prepare is None else (way.delay("prepare", prepare, after, "shipper"),)
    whole, summary = _two_step(policy, way)
    names = [way.delay("summary_papers", two.prepare, after, "shipper", summary)]
    if prepare is not None:
        names.insert(0, way.delay("prepare", prepare, after, "shipper", whole))
    return tuple(names)


def _two_step(policy: Policy, way: Way) -> tuple[list[str], list[str]]:
    """Conditions of declarations made whole and of those made in two steps."""
    two = policy.two_step
    if two is None or two.share == 0.0:
        return [], []
    choice = way.steps.chosen("two_step", by_chance(two.share))
    return [f"{choice}={NO}"], [f"{choice}={YES}"]


def _lodge(policy: Policy, one: _Lodging, begun: _Begun) -> str:
    after = list(begun.ended)
    if one.notice is None and not after:
        after.append(one.papers)
    if one.notice is not None:
        # The goods travel meanwhile: hours of the trip, also when the papers end after it.
        law = fixed(float(max(1, one.notice)))
        after.append(one.way.delay("notice", law, [one.papers], "carrier"))
    return one.way.delay("lodge", policy.lodge or INSTANT, [*after, *one.goods], "broker")


def _review(policy: Policy, one: _Lodging, lodged: str) -> tuple[str, ...]:
    review, way, after = policy.review, one.way, [lodged]
    if review is None:
        return (way.delay("accept", INSTANT, after, "customs"),)
    whole, summary = _two_step(policy, way)
    names: list[str] = []
    officer = [*whole]
    if review.automatic > 0.0:
        shares = {"automatic": review.automatic, "officer": 1.0 - review.automatic}
        channel = way.steps.chosen("channel", one_of(shares))
        law = review.automatic_time or MESSAGE
        system = [*whole, f"{channel}=automatic"]
        names.append(way.delay("automatic", law, after, "customs", system))
        officer.append(f"{channel}=officer")
    names += _officer(policy, one, after, officer)
    if summary and policy.two_step is not None:
        names.append(_summary(policy, way, after, summary))
    return tuple(names)


def _officer(policy: Policy, one: _Lodging, after: Sequence[str], when: Sequence[str]) -> list[str]:
    """Looks of the officers at a declaration, the last one first."""
    review, way = policy.review or Review(), one.way
    by, looked = (review.station, review.work), list[str]()
    call = policy.appointment
    if call is not None and call.share > 0.0:
        choice = way.steps.chosen("appointment", by_chance(call.share))
        mine = [*when, f"{choice}={YES}"]
        waited = way.delay("appointed", call.notice, [one.papers], "broker", mine)
        looked.append(way.served("on_call", (call.station, review.work), [*after, waited], mine))
        looked.insert(0, way.served("review", by, after, [*when, f"{choice}={NO}"]))
    else:
        looked.append(way.served("review", by, after, when))
    back = review.returned
    if back is None or back.chance == 0.0:
        return looked
    last, again = looked, [*when]
    for number in range(1, back.times + 1):
        suffix = "" if number == 1 else f"#{number}"
        choice = way.steps.chosen(f"returned{suffix}", by_chance(back.chance))
        again = [*again, f"{choice}={YES}"]
        corrected = way.delay(f"correct{suffix}", back.time, last, "broker", again)
        last = [way.served(f"review#{number + 1}", by, [corrected], again)]
        looked = [*last, *looked]
    return looked


def _summary(policy: Policy, way: Way, after: Sequence[str], when: Sequence[str]) -> str:
    review, two = policy.review, policy.two_step
    if review is None or two is None or two.summary is None:
        law = (review.automatic_time if review else None) or MESSAGE
        return way.delay("summary", law, after, "customs", when)
    return way.served("summary", (review.station, two.summary), after, when)


def _pay(policy: Policy, way: Way, reviewed: Sequence[str]) -> tuple[str, ...]:
    if policy.pay is None:
        return ()
    when: list[str] = []
    if policy.guarantee > 0.0:
        choice = way.steps.chosen("guarantee", by_chance(policy.guarantee))
        when = [f"{choice}={NO}"]
    return (way.delay("pay", policy.pay, reviewed, "consignee", when),)
