"""The scenario: what a planner writes, read with positions and checked."""
