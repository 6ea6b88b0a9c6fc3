"""The event engine: SimPy, one readable generator per unbroken chain of stages. The reference."""

from corridor_sim.engine.event.run import run

__all__ = ["run"]
