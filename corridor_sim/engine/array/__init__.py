"""The array engine: NumPy alone, many replications in one call; to the second the event engine."""

from corridor_sim.engine.array.run import run

__all__ = ["run"]
