"""How large a dense plan is and what it is made of: everything that may shrink to nothing."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields
from typing import Literal

#: How many shipments skip a stage that may be skipped.
Skips = Literal["none", "some", "all"]


@dataclass(frozen=True, slots=True)
class Shape:
    """Upper bounds of what is drawn, and switches.

    shipments     of one flow in one replication
    tick          s; nearly everything happens at whole ticks
    horizon       ticks in which shipments come; `drain` ticks after it until the stop
    work          ticks that a service or a delay takes at most
    wait          ticks after which a box closes at most; 0: those of any other plan
    closures      whether stations have opening hours
    shifts        share of the stations of several servers whose shifts have hours of their own
    urgent        whether shipments have priorities of their own
    empty         departures have no capacity at all
    ends_early    the timetable ends long before the stop
    never_full    boxes neither fill nor close by age
    crowded       places are few and kept for long
    forward       every flow visits resources in one common order, so that nothing goes in a circle
    room          how many times as large as usual trains are
    plain         trains have no minimum load, and shipments are all alike
    steady        as many shipments, servers and as much work as can be, all of it even, no batches
    """

    flows: int = 3
    shipments: int = 12
    stages: int = 5
    replications: int = 2
    tick: int = 1
    horizon: int = 60
    drain: int = 60
    work: int = 5
    wait: int = 0
    stations: int = 2
    servers: int = 2
    services: int = 1
    pools: int = 1
    places: int = 2
    consolidations: int = 1
    closures: bool = True
    shifts: float = 0.0
    urgent: bool = True
    skips: Skips = "some"
    empty: bool = False
    ends_early: bool = False
    never_full: bool = False
    crowded: bool = True
    forward: bool = False
    room: int = 1
    plain: bool = False
    steady: bool = False

    def __str__(self) -> str:
        standard = Shape()
        values = ((one.name, getattr(self, one.name)) for one in fields(self))
        told = [f"{name}={v!r}" for name, v in values if v != getattr(standard, name)]
        return f"Shape({', '.join(told)})"


def drawn_shape(luck: random.Random) -> Shape:
    """The shape of an ordinary plan: large enough that every law can bind in it."""
    return Shape(
        flows=luck.randint(2, 4),
        shipments=luck.choice([8, 16, 24, 32]),
        stages=luck.randint(3, 6),
        replications=luck.choice([2, 2, 3]),
        tick=luck.choice([1, 1, 2, 60]),
        horizon=luck.choice([20, 60, 60, 120]),
        drain=luck.choice([0, 20, 60, 200]),
        work=luck.choice([3, 5, 8]),
        stations=luck.randint(1, 3),
        servers=luck.choice([1, 2, 2, 3]),
        services=luck.choice([1, 1, 2]),
        pools=luck.choice([1, 1, 2]),
        places=luck.choice([1, 2, 4]),
        consolidations=luck.choice([0, 1, 1, 1, 2]),
        closures=luck.random() < 0.8,
        shifts=0.6,
        urgent=luck.random() < 0.8,
        skips=luck.choice(["none", "some", "some", "some", "some", "all"]),
        empty=luck.random() < 0.03,
        ends_early=luck.random() < 0.2,
        never_full=luck.random() < 0.05,
        crowded=luck.random() < 0.6,
        forward=luck.random() < 0.2,
        plain=luck.random() < 0.1,
    )


def wide_shape(luck: random.Random) -> Shape:
    """Hundreds of replications of few shipments: ways to walk them side by side come into play."""
    return Shape(
        flows=luck.randint(1, 2),
        shipments=luck.choice([3, 4, 8, 16]),
        stages=luck.randint(2, 4),
        replications=luck.choice([160, 200]),
        tick=luck.choice([1, 60, 100_000_000]),  # the last one beyond 32 bits
        horizon=luck.choice([20, 60]),
        drain=luck.choice([20, 100]),
        stations=luck.randint(2, 3),
        servers=luck.choice([1, 2, 3, 90]),
        consolidations=luck.choice([0, 1]),
        closures=luck.random() < 0.5,
        shifts=0.6,
        urgent=luck.random() < 0.5,
        forward=luck.random() < 0.8,
        plain=luck.random() < 0.4,
    )


def long_shape(luck: random.Random) -> Shape:
    """Few replications of thousands of shipments, from idle to overloaded."""
    shipments = luck.choice([500, 1_500, 3_000])
    return Shape(
        flows=1,
        shipments=shipments,
        stages=luck.randint(2, 4),
        replications=luck.choice([1, 2]),
        tick=luck.choice([1, 7, 60]),
        horizon=int(shipments * luck.choice([0.5, 1.5, 3.0, 6.0])),
        drain=luck.choice([0, 500, 3_000]),
        stations=luck.randint(2, 3),
        servers=luck.choice([1, 2, 4, 90]),
        consolidations=luck.choice([0, 1]),
        closures=luck.random() < 0.5,
        shifts=0.6,
        urgent=luck.random() < 0.5,
        forward=luck.random() < 0.8,
        plain=luck.random() < 0.4,
        room=shipments // 100,
    )


def huge_shape(luck: random.Random) -> Shape:
    """Tens of thousands of shipments through a station of several servers, up to its limit."""
    replications, shipments = luck.choice([(1, 44_000), (2, 22_000)])
    servers, work, load = luck.choice([2, 4]), 8, luck.choice([0.5, 0.8, 0.93, 0.96])
    return Shape(
        flows=1,
        shipments=shipments,
        stages=1,
        replications=replications,
        tick=luck.choice([1, 7]),
        horizon=int(shipments * (work + 1) / 2 / servers / load),
        drain=luck.choice([0, 500]),
        work=work,
        stations=1,
        servers=servers,
        services=0,
        pools=0,
        consolidations=0,
        closures=luck.random() < 0.3,
        urgent=False,
        skips="none",
        forward=True,
        steady=True,
    )
