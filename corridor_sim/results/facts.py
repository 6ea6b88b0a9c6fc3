"""Facts: published figures held against what the run would have shown over the same window.

A figure is held against the spread of one realisation (P2.5 - P97.5 over replications), never
against the interval of the mean, which rejects true models as replications grow.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corridor_sim.clock import Clock
from corridor_sim.errors import Finding, ScenarioError
from corridor_sim.events import ClockDefinition
from corridor_sim.plan import Plan, Service
from corridor_sim.results.block import Block, open_block
from corridor_sim.results.clocks import clock_spells, weighed
from corridor_sim.results.counts import DISPATCH, amount, arrived, dispatched, kept_share
from corridor_sim.results.departures import leg_spells, load_factor, trains
from corridor_sim.results.events import departure_stages
from corridor_sim.results.figures import figures
from corridor_sim.results.handled import handled, parcels
from corridor_sim.results.intervals import NAN, Interval, over_replications
from corridor_sim.results.lengths import lengths, pooled
from corridor_sim.results.measures import SECONDS_PER, Floats, Seconds, Window
from corridor_sim.results.rows import MARK_UNFINISHED, FactRow
from corridor_sim.results.spells import Spells
from corridor_sim.results.times import chain, transit, trip
from corridor_sim.results.weighted import Weighted, weighted
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload

#: Replications below which the spread of one realisation is not known well enough to judge by.
FEWEST = 20

#: What a row says where there is no verdict.
NO_VERDICT = "not comparable"


@dataclass(frozen=True, slots=True)
class Published:
    """A published figure, resolved: from the scenario's `facts` and the network's facts table.

    kpi               one of columns.FACT_KPIS; `value`, `low`, `high` are in its unit
    flows, services   names that count; empty: all
    kpi               empty where the figure is out of scope
    place             clock_h: customs place; share_kept_by_hub: hub; leg_time_d: a leg's name, or
                      the names of two calls, `FROM-TO`; teu_handled, tonnes_handled: node
    office, direction clock_h: all formalities of an office, of one direction
    stat              of a time: mean or median
    window            [from, to) in seconds of the run; None: all of it
    elsewhere         its days are not wholly in the run: shown for all of it, without a verdict
    comparable        False: shown without a verdict
    """

    id: str
    item: str
    kpi: str
    flows: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    clock: str = ""
    place: str = ""
    office: str = ""
    direction: str = ""
    stat: str = "mean"
    window: Window | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    label: str = "predicted"
    comparable: bool = True
    elsewhere: bool = False
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a published figure is in each replication.

    values      float64 [R] in the unit of its KPI; NaN where nothing of it happened
    count       int64 [R], of a time: how many shipments or trips began; else 0
    unfinished  int64 [R], how many of these had not ended when the clock stopped
    """

    values: Floats
    count: Seconds
    unfinished: Seconds

    @property
    def share(self) -> float:
        """The unfinished among the counted, over all replications."""
        count = int(self.count.sum())
        return int(self.unfinished.sum()) / count if count else 0.0


def end_to_end(parts: Sequence[Simulated]) -> Simulated:
    """The same figure over consecutive blocks of replications."""
    return Simulated(
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.count for part in parts]),
        np.concatenate([part.unfinished for part in parts]),
    )


def fact_values(
    plan: Plan, workload: Workload, trace: Trace, published: Sequence[Published]
) -> list[Simulated]:
    """What each published figure is in each replication of a block."""
    return block_facts(open_block(plan, workload, trace), published)


def block_facts(block: Block, published: Sequence[Published]) -> list[Simulated]:
    """As `fact_values`, of a block that is open already."""
    return [_simulated(block, fact) for fact in published]


def fact_row(arm: str, clock: Clock, fact: Published, found: Simulated) -> FactRow:
    """A row of the published-figures table, from the figure over all replications."""
    spread = over_replications(found.values)
    reason = no_verdict(fact, spread, len(found.values), found.share)
    verdict, gap = (NO_VERDICT, NAN) if reason else judge(fact, spread)
    first, last = "", ""
    if fact.window is not None:
        first = clock.moment(fact.window[0]).date().isoformat()
        last = clock.moment(fact.window[1] - 1).date().isoformat()
    return FactRow(
        arm=arm,
        id=fact.id,
        item=fact.item,
        label=fact.label,
        kpi=fact.kpi,
        flows=" ".join(fact.flows),
        services=" ".join(fact.services),
        clock=fact.clock,
        place=fact.place,
        first_day=first,
        last_day=last,
        unit=fact.unit,
        published=NAN if fact.value is None else fact.value,
        published_low=NAN if fact.low is None else fact.low,
        published_high=NAN if fact.high is None else fact.high,
        mean=spread.mean,
        error=spread.error,
        p2_5=spread.p2_5,
        p97_5=spread.p97_5,
        n=spread.n,
        unfinished=found.share,
        verdict=verdict,
        reason=reason,
        outside_by=gap,
        note=fact.note,
        source=fact.source,
    )


def no_verdict(fact: Published, spread: Interval, replications: int, unfinished: float) -> str:
    """Why a figure gets no verdict, in the words of the column `reason`; empty: it gets one.

    Fewer than FEWEST replications give none: the range of n of them leaves out a true figure two
    times in n + 1. The mean of a time is of the finished, and the slow ones are those that are
    left out, so a time of which many are unfinished is shorter than the truth.
    """
    reasons = (
        ("out_of_scope", not fact.kpi),
        ("asked", not fact.comparable),
        ("no_figure", math.isnan(_published_range(fact)[0])),
        ("window_outside", fact.elsewhere),
        ("never_happened", spread.n == 0),
        ("few_replications", replications < FEWEST),
        ("seldom", spread.n < FEWEST),
        ("unfinished", unfinished > MARK_UNFINISHED),
    )
    return next((reason for reason, holds in reasons if holds), "")


def judge(fact: Published, spread: Interval) -> tuple[str, float]:
    """`inside` or `outside by X %`, and X as a share.

    Inside: the published figure, or its range, meets P2.5 - P97.5 of one realisation. X is the gap
    between the two over the nearest published end.
    """
    low, high = _published_range(fact)
    if low <= spread.p97_5 and spread.p2_5 <= high:
        return "inside", 0.0
    gap, end = (spread.p2_5 - high, high) if spread.p2_5 > high else (low - spread.p97_5, low)
    share = gap / abs(end) if end else math.inf
    return f"outside by {100.0 * share:.3g} %", share


def _published_range(fact: Published) -> tuple[float, float]:
    """A published range is one with an end; a range with one end is open at the other."""
    if fact.low is None and fact.high is None:
        point = NAN if fact.value is None else fact.value
        return point, point
    low = -math.inf if fact.low is None else fact.low
    high = math.inf if fact.high is None else fact.high
    return low, high


def _simulated(block: Block, fact: Published) -> Simulated:
    nothing = np.zeros(block.rows, dtype=np.int64)
    if not fact.kpi:
        return Simulated(np.full(block.rows, NAN), nothing, nothing)
    weights = _weighed(block, fact)
    if weights:
        stat = "p50" if fact.stat == "median" else "mean"
        by = weighted(weights, block.plan.stop, SECONDS_PER["h"])
        return Simulated(by.values[stat][0], by.count, by.open)
    if fact.kpi in _TIMED:
        parts = [lengths(one, block.plan.stop) for one in _TIMED[fact.kpi](block, fact)]
        stat = "p50" if fact.stat == "median" else "mean"
        per = SECONDS_PER[fact.kpi.rpartition("_")[2]]
        one = figures([pooled(parts, block.rows)], (stat,), per)
        return Simulated(one.values[stat][0], one.count[0], one.open[0])
    if fact.kpi in DISPATCH:
        return Simulated(_dispatched(block, fact), nothing, nothing)
    if fact.kpi in _COUNTED:
        return Simulated(_COUNTED[fact.kpi](block, fact), nothing, nothing)
    raise ScenarioError(Finding("unknown_fact_kpi", {"kpi": fact.kpi, "id": fact.id}))


def _flows(plan: Plan, fact: Published) -> list[int]:
    return [k for k, one in enumerate(plan.flows) if not fact.flows or one.name in fact.flows]


def _services(plan: Plan, fact: Published) -> list[int]:
    """The named services; without names those that the named flows use; without both, all."""
    names = set(fact.services)
    if not names and fact.flows:
        names = {
            plan.services[plan.flows[k].stages[stage].resource].name
            for k in _flows(plan, fact)
            for stage in departure_stages(plan, k)
        }
    return [k for k, one in enumerate(plan.services) if not names or one.name in names]


def _window(block: Block, fact: Published) -> Window:
    return block.whole if fact.window is None else fact.window


def _dispatched(block: Block, fact: Published) -> Floats:
    """Goods that go on in a box count as the box, unless only their own flow is named."""
    services = _services(block.plan, fact) if fact.services else None
    flows = _flows(block.plan, fact)
    return amount(fact.kpi, dispatched(block, flows, services, _window(block, fact), flows))


def _trains(block: Block, fact: Published) -> Floats:
    number = trains(block, _services(block.plan, fact), _window(block, fact))
    return number.astype(np.float64)


def _arrived(block: Block, fact: Published) -> Floats:
    """Boxes of fed flows were brought by other flows; they count where they are named."""
    flows = [k for k in _flows(block.plan, fact) if fact.flows or block.plan.flows[k].fed_by < 0]
    return arrived(block, flows, _window(block, fact))[:, 0].astype(np.float64)


def _load_factor(block: Block, fact: Published) -> Floats:
    return load_factor(block, _services(block.plan, fact), _window(block, fact))


def _kept(block: Block, fact: Published) -> Floats:
    return kept_share(block, fact.place, _window(block, fact))


def _transits(block: Block, fact: Published) -> Iterable[Spells]:
    return [transit(block, k, _window(block, fact)) for k in _flows(block.plan, fact)]


def _trips(block: Block, fact: Published) -> Iterable[Spells]:
    wanted, window = _services(block.plan, fact), _window(block, fact)
    return [
        trip(block, k, stage, window)
        for k in _flows(block.plan, fact)
        for stage in departure_stages(block.plan, k)
        if block.plan.flows[k].stages[stage].resource in wanted
    ]


def _legs(block: Block, fact: Published) -> Iterable[Spells]:
    parts = []
    for k in _services(block.plan, fact):
        calls = _calls(block.plan.services[k], fact.place)
        if calls is not None:
            parts.append(leg_spells(block, k, calls, _window(block, fact)))
    return parts


def _calls(service: Service, place: str) -> tuple[int, int] | None:
    """A leg by its own name, or from the first call at FROM to the first later one at TO."""
    for number, leg in enumerate(service.legs):
        if leg.name == place:
            return number, number + 1
    for first, start in enumerate(service.calls):
        for last in range(first + 1, len(service.calls)):
            if f"{start}-{service.calls[last]}" == place:
                return first, last
    return None


def _clocks(block: Block, fact: Published) -> Iterable[Spells]:
    return [clock_spells(block, one, fact.window) for one in _named(block.plan, fact)]


def _weighed(block: Block, fact: Published) -> list[Weighted]:
    """The samples of a clock whose figures go by boxes or value; none of other KPIs and clocks."""
    found = _named(block.plan, fact) if fact.kpi == "clock_h" else []
    if all(one.weight == "declaration" for one in found):
        return []
    return [weighed(block, one, fact.window) for one in found]


def _named(plan: Plan, fact: Published) -> list[ClockDefinition]:
    flows = _flows(plan, fact)
    return [
        clock
        for clock in plan.clocks
        if clock.flow in flows
        and clock.name == fact.clock
        and fact.place in ("", clock.place)
        and fact.office in ("", clock.office)
        and fact.direction in ("", clock.direction)
    ]


def _chains(block: Block, fact: Published) -> Iterable[Spells]:
    """From the departure by the first named service to getting off the last; of none, no time."""
    if not fact.services:
        return []
    number = {one.name: k for k, one in enumerate(block.plan.services)}
    first, last = number[fact.services[0]], number[fact.services[-1]]
    return [chain(block, k, first, last, _window(block, fact)) for k in _flows(block.plan, fact)]


def _handled(block: Block, fact: Published) -> Floats:
    done = handled(block, fact.place, _flows(block.plan, fact), _window(block, fact))
    return amount("teu_dispatched" if fact.kpi == "teu_handled" else "weight_t", done)


def _parcels(block: Block, fact: Published) -> Floats:
    return parcels(block, _flows(block.plan, fact), _window(block, fact)).astype(np.float64)


_COUNTED: dict[str, Callable[[Block, Published], Floats]] = {
    "trains_run": _trains,
    "boxes_arrived": _arrived,
    "load_factor": _load_factor,
    "share_kept_by_hub": _kept,
    "teu_handled": _handled,
    "tonnes_handled": _handled,
    "parcels": _parcels,
}
_TIMED: dict[str, Callable[[Block, Published], Iterable[Spells]]] = {
    "transit_time_d": _transits,
    "trip_time_d": _trips,
    "leg_time_d": _legs,
    "chain_time_d": _chains,
    "clock_h": _clocks,
}
