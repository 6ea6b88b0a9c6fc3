"""One formality at one customs place, as stages.

prepare -> lodge -> review -> (goods are there) -> inspect, with pay beside it -> release, the
sequence of the WCO Time Release Study. The declaration may be lodged before the goods
arrive; nothing is opened before they are there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from corridor_sim.customs.drawing import NO, YES, Drawn, by_chance
from corridor_sim.customs.opening import Opened, write_opening
from corridor_sim.customs.papers import Papers, write_papers
from corridor_sim.customs.steps import (
    INSTANT,
    MESSAGE,
    Formed,
    Occasion,
    Steps,
    apart,
    off_departures,
)
from corridor_sim.scenario.clearance import Policy
from corridor_sim.scenario.levers import Permit

__all__ = ["Formal", "Occasion", "formality", "settled", "written"]


@dataclass(frozen=True, slots=True)
class Formal:
    """A formality's stages and its events; of several stages for one event a shipment passes one.

    reported   anchors of the arrival report
    prepared   stages that prepare the papers; empty where the policy has none
    lodged     stages that lodge the declaration
    reviewed   stages after which the declaration is accepted
    released   stages after which the goods may go on
    left       the stage after which they leave the terminal: the release, or what it has after it
    events     T1 to T13 of the Time Release Study, each as anchors of which the first that is not
               skipped counts (of T10 the latest); `stage.start` is its first second of work; empty:
               the event does not happen
    """

    stages: tuple[Formed, ...]
    choices: Mapping[str, Drawn]
    reported: tuple[str, ...]
    prepared: tuple[str, ...]
    lodged: tuple[str, ...]
    reviewed: tuple[str, ...]
    release: str
    released: tuple[str, ...]
    left: str
    events: tuple[tuple[str, ...], ...]


def formality(policy: Policy, at: Occasion, permits: Mapping[str, Permit] | None = None) -> Formal:
    """The stages of a formality done under a policy on an occasion.

    permits   all kinds that may be asked for; default those the policy itself names
    """
    return settled(written(policy, at, permits), at)


def settled(formal: Formal, at: Occasion) -> Formal:
    """The formality with no stage that may be skipped in the second of a departure."""
    return replace(formal, stages=tuple(off_departures(formal.stages, at)))


def written(policy: Policy, at: Occasion, permits: Mapping[str, Permit] | None = None) -> Formal:
    """A formality before it is settled."""
    steps = Steps(at)
    way = steps.way()
    there = at.goods
    if policy.arrival_report is not None:
        there = way.delay("arrival_report", policy.arrival_report, [at.goods], "terminal")
    papers = write_papers(policy, policy.permits if permits is None else permits, steps, there)
    opened = write_opening(policy, steps, apart([*papers.reviewed, there, *at.also]))
    before = [*opened.ended, *_paid_last(steps, papers)]
    if not opened.ended:
        before += opened.ready
    release = way.delay("release", policy.release or MESSAGE, before, "customs")
    gone = _leave(policy, steps, release)
    _follow(policy, steps, release)
    return Formal(
        tuple(steps.stages),
        steps.choices,
        (there,),
        papers.prepared,
        papers.lodged,
        papers.reviewed,
        release,
        (gone,),
        release if gone == steps.name("onward") else gone,
        _events(policy, at, (papers, opened), (there, release)),
    )


def _paid_last(steps: Steps, papers: Papers) -> tuple[str, ...]:
    """Payment stands behind the inspection in the order of stages."""
    paid = [stage for stage in steps.stages if stage.name in papers.paid]
    steps.stages[:] = [stage for stage in steps.stages if stage.name not in papers.paid] + paid
    return papers.paid


def _leave(policy: Policy, steps: Steps, release: str) -> str:
    """From release to where the goods go on; the last stage."""
    way, inspect, last = steps.way(), policy.inspect, release
    selected = steps.name("selected")
    if inspect is not None and inspect.onward is not None and selected in steps.choices:
        last = way.delay("onward", inspect.onward, [last], "carrier", [f"{selected}={YES}"])
    yard = policy.yard
    if yard is not None:
        usual: list[str] = []
        if yard.direct > 0.0:
            choice = steps.chosen("direct", by_chance(yard.direct))
            law, usual = yard.direct_time or INSTANT, [f"{choice}={NO}"]
            last = way.delay("direct", law, [last], "terminal", [f"{choice}={YES}"])
        last = way.delay("yard", yard.time, [last], "terminal", usual)
    if policy.collect is not None:
        last = way.delay("collect", policy.collect, [last], "consignee")
    if policy.gate and steps.at.gate is not None:
        gate = steps.at.gate
        if gate.station is not None:
            last = way.served("gate", (gate.station, gate.work), [last], (), "terminal")
        else:
            last = way.delay("gate", gate.delay or INSTANT, [last], "terminal")
    return last


def _follow(policy: Policy, steps: Steps, release: str) -> None:
    """Work off the path of the goods: late payment, the full declaration of two steps."""
    way, two, choice = steps.way(), policy.two_step, steps.name("guarantee")
    if policy.pay is not None and choice in steps.choices:
        way.delay("pay_later", policy.pay, [release], "consignee", [f"{choice}={YES}"])
        # The same payment: a shipment takes its luck with it.
        steps.stages[-1] = steps.stages[-1].model_copy(update={"luck": steps.name("pay")})
    if two is not None and two.share > 0.0:
        second = [f"{steps.chosen('two_step', by_chance(two.share))}={YES}"]
        full = way.delay("full", two.full, [release], "broker", second)
        review = policy.review
        by = (review.station, two.review or review.work) if review else (None, two.review)
        way.served("full_review", by, [full], second)


def _events(
    policy: Policy, at: Occasion, parts: tuple[Papers, Opened], ends: tuple[str, str]
) -> tuple[tuple[str, ...], ...]:
    """T1 to T13: what of the Time Release Study can be told."""
    papers, opened = parts
    there, release = ends
    station = f"{at.key}/gate"
    paid: tuple[str, ...] = ()
    if papers.paid:
        # Who gives a guarantee has done so when the declaration is accepted.
        paid = (*papers.paid, *papers.reviewed) if policy.guarantee > 0.0 else papers.paid
    return (
        (at.means,) if at.means else (),
        (at.goods,) if at.means and at.goods != at.means else (),
        (there,),
        papers.lodged,
        papers.reviewed if policy.review is None else papers.lodged,
        papers.reviewed,
        (f"{opened.called}.start",) if opened.called else (),
        tuple(f"{name}.start" for name in opened.looked),
        opened.seen,
        tuple(reversed(papers.permits)),
        paid,
        (release,),
        (station,) if policy.gate and at.gate is not None else (),
    )
