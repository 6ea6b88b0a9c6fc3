"""What every engine's trace must satisfy, checked from the trace alone (law L6)."""

from corridor_sim.engine.invariants.check import Broken, check
from corridor_sim.engine.invariants.stuck import Stuck, find_stuck

__all__ = ["Broken", "Stuck", "check", "find_stuck"]
