"""Journeys of dense plans: lines with forks, joins, twins, places kept and calls waited for."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from corridor_sim.plan import ARRIVAL, END, Anchor, Kind, Service, Stage
from tests.plans.shape import Shape

What = tuple[Kind, int]


@dataclass(frozen=True, slots=True)
class Resources:
    """What there is for one flow.

    stations, pools   so many of them; station 0 is where ways cross
    fills, must_fill  consolidations that its shipments may join, and those that they do join
    fed_by            the consolidation whose boxes its shipments are, or -1
    gate              whether everybody begins with a place of the first pool
    order             the common order of what is visited, or None: anything at any time
    """

    stations: int
    services: list[Service]
    pools: int
    fills: tuple[int, ...] = ()
    must_fill: tuple[int, ...] = ()
    fed_by: int = -1
    gate: bool = False
    order: list[What] | None = None


def journey(resources: Resources, shape: Shape, luck: random.Random) -> tuple[Stage, ...]:
    """Stages in an order in which every anchor comes before its stage."""
    return _Way(resources, luck).walk(luck.randint(1, shape.stages), shape.crowded)


class _Way:
    def __init__(self, resources: Resources, luck: random.Random) -> None:
        self.resources = resources
        self.luck = luck
        self.stages: list[Stage] = []

    def walk(self, count: int, crowded: bool) -> tuple[Stage, ...]:
        luck = self.luck
        circles = self.resources.order is None
        if circles and self.resources.fed_by >= 0 and luck.random() < 0.5:
            self.cross()
        for kind, resource in self.visits(count):
            if self.stages and luck.random() < 0.12:
                self.papers()
            crossing = kind not in (Kind.DELAY, Kind.STATION) and luck.random() < 0.5
            if crossing and circles:
                self.cross()
            self.add(kind, resource, self.after(kind))
            if kind is Kind.DEPARTURES and luck.random() < 0.3:
                self.add(Kind.DELAY, -1, (Anchor(len(self.stages) - 1, 0),))
            if luck.random() < 0.2:
                self.twin()
            if crossing and circles:
                self.cross()
        self.keep_places(crowded)
        return tuple(self.stages)

    def visits(self, count: int) -> list[What]:
        """What the journey visits, one after another."""
        luck, there = self.luck, self.resources
        must = [(Kind.CONSOLIDATION, number) for number in there.must_fill]
        if there.order is None:
            found = [self.what() for _ in range(count)]
            for one in must:
                found[luck.randrange(count)] = one
            return [(Kind.HOLD, 0), *found] if there.gate and there.pools else found
        after = there.order.index((Kind.CONSOLIDATION, there.fed_by)) if there.fed_by >= 0 else -1
        may = [
            one
            for one in there.order[after + 1 :]
            if one[0] is not Kind.CONSOLIDATION or one[1] in there.fills
        ]
        chosen = {*luck.sample(may, min(count, len(may))), *must}
        found = sorted(chosen, key=there.order.index)
        for _ in range(luck.randint(0 if found else 1, 2)):
            found.insert(luck.randint(0, len(found)), (Kind.DELAY, -1))
        return found

    def papers(self) -> None:
        """Something long beside the way since the arrival, waited for on the way."""
        last = len(self.stages) - 1
        self.add(Kind.DELAY, -1, (Anchor(ARRIVAL),), "papers")
        self.add(Kind.DELAY, -1, (self.anchor(last, Kind.DELAY), Anchor(last + 1)))

    def cross(self) -> None:
        """Through the station that everybody needs, before as well as after."""
        if self.resources.stations:
            last = len(self.stages) - 1
            self.add(Kind.STATION, 0, (self.anchor(last, Kind.STATION),))

    def what(self) -> What:
        """A kind of stage for which there is a resource, else a delay."""
        luck, there = self.luck, self.resources
        kind = luck.choices(list(Kind), weights=[10, 36, 24, 8, 26])[0]
        numbers = {
            Kind.STATION: range(there.stations),
            Kind.DEPARTURES: range(len(there.services)),
            Kind.CONSOLIDATION: there.fills,
            Kind.HOLD: range(there.pools),
        }.get(kind, ())
        return (kind, luck.choice(numbers)) if len(numbers) else (Kind.DELAY, -1)

    def after(self, kind: Kind) -> tuple[Anchor, ...]:
        """Mostly the stage before; a fork, a join, the arrival, a call of a trip."""
        luck, last = self.luck, len(self.stages) - 1
        earlier = luck.randint(ARRIVAL, last)
        stages = {last}
        if luck.random() < 0.2:
            stages = {earlier}
        elif luck.random() < 0.2:
            stages = {last, earlier}
        return tuple(self.anchor(stage, kind) for stage in sorted(stages))

    def anchor(self, stage: int, kind: Kind) -> Anchor:
        """The start of a trip is followed through a delay only (law L1)."""
        if stage == ARRIVAL or self.stages[stage].kind is not Kind.DEPARTURES:
            return Anchor(stage)
        calls = len(self.resources.services[self.stages[stage].resource].legs)
        if kind is Kind.DELAY and self.luck.random() < 0.6:
            return Anchor(stage, 0)
        return Anchor(stage, self.luck.choice([END, END, *range(1, calls + 1)]))

    def add(
        self, kind: Kind, resource: int, after: tuple[Anchor, ...], what: str = "stage"
    ) -> None:
        alight = END
        if kind is Kind.DEPARTURES and self.luck.random() < 0.4:
            alight = self.luck.randint(1, len(self.resources.services[resource].legs))
        name = f"{what} {len(self.stages)}"
        self.stages.append(Stage(name, kind, resource, after, alight=alight))

    def twin(self) -> None:
        """The same once more beside it, and both waited for: ties by stage."""
        one = self.stages[-1]
        if one.kind is not Kind.DELAY:
            self.add(one.kind, one.resource, one.after)
            last = len(self.stages) - 1
            self.add(Kind.DELAY, -1, (Anchor(last - 1), Anchor(last)))

    def keep_places(self, crowded: bool) -> None:
        """Every hold lasts until a stage that comes of it; without one it is a delay."""
        for position, stage in enumerate(self.stages):
            if stage.kind is Kind.HOLD:
                later = self.descendants(position)
                if not later:
                    self.stages[position] = replace(stage, kind=Kind.DELAY, resource=-1)
                    continue
                until = later[-1] if crowded else self.luck.choice(later)
                self.stages[position] = replace(stage, until=until)

    def descendants(self, position: int) -> list[int]:
        found = {position}
        for later in range(position + 1, len(self.stages)):
            if any(anchor.stage in found for anchor in self.stages[later].after):
                found.add(later)
        return sorted(found - {position})
