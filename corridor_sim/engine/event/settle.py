"""An instant settles before anyone is served (law L4).

SimPy handles the events of one second by priority. Everything that can make a shipment ready has
URGENT or NORMAL; serving has SERVE, which comes after them. Whatever is served at a second ends at
a later one (law L1), so a second that has been served is over.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from simpy import Environment, Event
from simpy.events import NORMAL, EventPriority

#: After URGENT (0) and NORMAL (1): every request of the second is known by then.
SERVE = EventPriority(2)

#: (priority, second of request, flow, shipment number, stage): the order of law L4.
Key = tuple[int, int, int, int, int]


#: What a shipment measures, in plan.UNITS.
Size = tuple[int, int, int, int]


class Timeline(Environment):
    """SimPy's environment, read in whole seconds (law L1): only whole delays are ever scheduled."""

    @property
    def second(self) -> int:
        """What second it is."""
        return self._now  # type: ignore[return-value]  # SimPy allows fractions; we never make any


class Visit(Event):
    """Fires when a shipment has ended its stage; the stage decides when that is."""

    def ends_in(self, delay: int) -> None:
        """Let the visit end `delay` seconds from now."""
        self._ok = True
        self._value = None
        self.env.schedule(self, NORMAL, delay)


def serve_at(env: Timeline, second: int, serve: Callable[[Event], None]) -> None:
    """Call `serve` at `second`, once all who become ready at that second have asked."""
    event = Event(env)
    event._ok = True
    event._value = None
    callbacks = cast("list[Callable[[Event], None]]", event.callbacks)
    callbacks.append(serve)
    env.schedule(event, SERVE, second - env.second)
