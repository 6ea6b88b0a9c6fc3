"""Events of a journey: what a stage may wait for, and what clocks and results speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: What a clock counts: each shipment once, or by its boxes or its value.
Weight = Literal["declaration", "box", "value"]

#: An anchor's `stage` when it is the shipment's own arrival.
ARRIVAL = -1
#: An anchor's `call` when it is the end of the stage.
END = -1
#: An anchor's `call` when it is the first second of a stage's work: for results, never waited for.
START = -2
#: Positions of events of the Time Release Study: T10, which several permits may make, T12 and T13.
OTHER_AGENCY, RELEASED, GATE_OUT = 9, 11, 12

_DIRECTIONS = {"export": "export", "import": "import", "entry": "import"}


def direction_of(formality: str) -> str:
    """Export, import, or nothing for a formality of neither (exit, transit)."""
    return _DIRECTIONS.get(formality, "")


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a stage waits for.

    stage   position of a stage of the same flow, or ARRIVAL
    call    END: the stage's end; START: its first second; k >= 0: the k-th call of a departures
            stage, 0 being the actual departure, k the drawn arrival at the k-th place of the trip
    """

    stage: int
    call: int = END


@dataclass(frozen=True, slots=True)
class ClockDefinition:
    """A KPI clock: from the latest of the start events to the latest of the stop events (law L8).

    starts, stops   events, each as anchors of which the first counts that a shipment does not skip
    strict          who passes none of the stages of its starts has no such clock
    window          [from, to) s in which it must stop to count; None: whenever
    weight          what its figures count
    """

    name: str
    flow: int
    place: str
    formality: str
    starts: tuple[tuple[Anchor, ...], ...]
    stops: tuple[tuple[Anchor, ...], ...]
    office: str = ""
    strict: bool = False
    window: tuple[int, int] | None = None
    weight: Weight = "declaration"

    @property
    def stop(self) -> Anchor:
        """Where it stops; of several ways to stop the last."""
        return self.stops[-1][-1]

    @property
    def direction(self) -> str:
        """Export, import, or nothing for a formality of neither (exit, transit)."""
        return direction_of(self.formality)


@dataclass(frozen=True, slots=True)
class FormalEvents:
    """A formality that a flow meets, with the thirteen events of the Time Release Study.

    key       its name in the scenario; `name` in the journey, where it may come twice
    policy    the policy, or several in the order of their days
    events    T1 to T13, each as anchors of which the first counts that a shipment does not skip (of
              T10, permits of other agencies: the latest); empty: the event does not happen here
    trader, selected, look, unpacked, violation, found
              positions of the flow's choices that say so; -1: not drawn
    """

    flow: int
    key: str
    name: str
    place: str
    formality: str
    office: str
    policy: str
    events: tuple[tuple[Anchor, ...], ...]
    trader: int = -1
    selected: int = -1
    look: int = -1
    unpacked: int = -1
    violation: int = -1
    found: int = -1
