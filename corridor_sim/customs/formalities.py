"""One formality at one customs place, as stages.

prepare -> lodge -> review -> (goods are there) -> inspect, with pay beside it -> release, the
sequence of the WCO Time Release Study. The declaration may be lodged before the goods
arrive; nothing is opened before they are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor_sim.chance.laws import Law, fixed
from corridor_sim.scenario.clearance import Inspection, Policy, Review
from corridor_sim.scenario.flows import Stage

_MESSAGE = fixed(60.0)  # an electronic message: a minute
_INSTANT = fixed(1.0)  # the least a stage may take


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where and when a formality is done on a journey.

    key       name of the formality; prefix of its stages
    goods     anchor at which the goods are at the supervised place (the arrival report)
    papers    anchor from which on the trader can prepare
    notice    seconds after `papers` at which the declaration may be lodged at the earliest;
              None: lodged when the goods are there (or at once, if `beside`)
    beside    the papers run beside the haul: lodge as soon as they are prepared
    also      anchors that must have passed before anything is inspected or released
    """

    key: str
    place: str
    goods: str
    papers: str
    notice: int | None = None
    beside: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Formal:
    """A formality's stages and its events.

    prepared   the stage that prepares the papers; empty where the policy has none
    reviewed   stages after which the declaration is accepted
    released   the stage after which the goods may go on
    """

    stages: tuple[Stage, ...]
    choices: dict[str, dict[str, float]]
    prepared: str
    lodged: str
    reviewed: tuple[str, ...]
    release: str
    released: str


def formality(policy: Policy, at: Occasion) -> Formal:
    """The stages of a formality done under a policy on an occasion."""
    choices: dict[str, dict[str, float]] = {}
    prepared = _prepare(policy, at)
    lodged = _lodge(policy, at, [stage.name or "" for stage in prepared])
    reviewed = _review(policy.review, at, choices)
    ready = (*(stage.name or "" for stage in reviewed), at.goods, *at.also)
    inspected = _inspect(policy.inspect, at, ready, choices)
    paid = _pay(policy.pay, at, [stage.name or "" for stage in reviewed])
    before = [stage.name or "" for stage in (*inspected, *paid)] or list(ready)
    if paid and not inspected:
        before += [anchor for anchor in ready if anchor not in before]
    release = _delay(at, "release", policy.release or _MESSAGE, before, "customs")
    onward = _onward(policy.inspect, at, choices)
    stages = (*prepared, *lodged, *reviewed, *inspected, *paid, release, *onward)
    return Formal(
        stages,
        choices,
        prepared[0].name or "" if policy.prepare is not None else "",
        f"{at.key}/lodge",
        tuple(stage.name or "" for stage in reviewed),
        f"{at.key}/release",
        stages[-1].name or "",
    )


def _prepare(policy: Policy, at: Occasion) -> list[Stage]:
    stages: list[Stage] = []
    if policy.prepare is not None:
        stages.append(_delay(at, "prepare", policy.prepare, [at.papers], "shipper"))
    elif policy.permits:
        # A permit may be skipped; what hangs on an actual departure may not (law L1).
        stages.append(_delay(at, "known", _INSTANT, [at.papers], "shipper"))
    after = [stages[-1].name or ""] if stages else [at.papers]
    for name, permit in policy.permits.items():
        stage = _delay(at, f"permit/{name}", permit.time, after, "other agency")
        stages.append(stage.model_copy(update={"chance": permit.chance}))
    return stages


def _lodge(policy: Policy, at: Occasion, prepared: Sequence[str]) -> list[Stage]:
    after = list(prepared)
    stages: list[Stage] = []
    if at.notice is None and not after:
        after.append(at.papers)
    if at.notice is not None:
        # The goods travel meanwhile: hours of the trip, also when the papers end after it.
        law = fixed(float(max(1, at.notice)))
        notice = _delay(at, "notice", law, [at.papers], "carrier")
        stages.append(notice)
        after.append(notice.name or "")
    elif not at.beside:
        after.append(at.goods)
    stages.append(_delay(at, "lodge", policy.lodge or _INSTANT, _apart(after), "broker"))
    return stages


def _review(
    review: Review | None, at: Occasion, choices: dict[str, dict[str, float]]
) -> list[Stage]:
    lodged = f"{at.key}/lodge"
    if review is None:
        return [_delay(at, "accept", _INSTANT, [lodged], "customs")]
    if review.automatic == 0.0:
        return [_served(at, "review", review, [lodged], [])]
    channel = f"{at.key}/channel"
    choices[channel] = {"automatic": review.automatic, "officer": 1.0 - review.automatic}
    law = review.automatic_time or _MESSAGE
    automatic = _delay(at, "automatic", law, [lodged], "customs")
    automatic = automatic.model_copy(update={"when": [f"{channel}=automatic"]})
    return [automatic, _served(at, "review", review, [lodged], [f"{channel}=officer"])]


def _inspect(
    inspect: Inspection | None,
    at: Occasion,
    after: Sequence[str],
    choices: dict[str, dict[str, float]],
) -> list[Stage]:
    if inspect is None or inspect.chance == 0.0:
        return []
    selected = f"{at.key}/selected"
    choices[selected] = {"yes": inspect.chance, "no": 1.0 - inspect.chance}
    return [_served(at, "inspect", inspect, after, [f"{selected}=yes"])]


def _pay(law: Law | None, at: Occasion, reviewed: Sequence[str]) -> list[Stage]:
    return [] if law is None else [_delay(at, "pay", law, reviewed, "consignee")]


def _onward(
    inspect: Inspection | None, at: Occasion, choices: dict[str, dict[str, float]]
) -> list[Stage]:
    selected = f"{at.key}/selected"
    if inspect is None or inspect.onward is None or selected not in choices:
        return []
    stage = _delay(at, "onward", inspect.onward, [f"{at.key}/release"], "carrier")
    return [stage.model_copy(update={"when": [f"{selected}=yes"]})]


def _served(
    at: Occasion, step: str, by: Review | Inspection, after: Sequence[str], when: list[str]
) -> Stage:
    name, place = f"{at.key}/{step}", at.place
    if by.station is None:
        law = by.work or _MESSAGE
        stage = _delay(at, step, law, after, "customs")
        return stage.model_copy(update={"when": when})
    return Stage.model_construct(
        name=name,
        station=by.station,
        work=by.work,
        after=_apart(after),
        when=when,
        owner="customs",
        place=place,
    )


def _delay(at: Occasion, step: str, law: Law, after: Sequence[str], owner: str) -> Stage:
    name = f"{at.key}/{step}"
    return Stage.model_construct(
        name=name, delay=law, after=_apart(after), owner=owner, place=at.place
    )


def _apart(anchors: Sequence[str]) -> list[str]:
    """Each anchor once, in order."""
    return list(dict.fromkeys(anchors))
