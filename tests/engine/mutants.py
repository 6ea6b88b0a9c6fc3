"""Mutants: an engine with one rule removed or altered, for as long as it runs one plan.

A mutant of the event engine puts a subclass, or a function, in the place of a part of the engine.
A rule that can be taken out unnoticed is not tested: each mutant must give another trace than the
other engine on some of the random plans.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from unittest.mock import patch

from corridor_sim.engine import event
from corridor_sim.plan import Plan
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload

#: (module of the event engine, name in it, what stands there instead)
Swap = tuple[str, str, object]
Engine = Callable[[Plan, Workload], Trace]


@dataclass(frozen=True, slots=True)
class Mutant:
    """The event engine without a rule."""

    name: str
    swaps: tuple[Swap, ...]

    def run(self, plan: Plan, workload: Workload) -> Trace:
        """The trace as it is without the rule."""
        with ExitStack() as stack:
            for module, name, instead in self.swaps:
                part = import_module(f"corridor_sim.engine.event.{module}")
                stack.enter_context(patch.object(part, name, instead))
            return event.run(plan, workload)


def instead(name: str, *classes: type) -> Mutant:
    """A mutant in which each class stands in the place of the one that it is made of."""
    return Mutant(name, tuple(("replication", made.__mro__[1].__name__, made) for made in classes))
