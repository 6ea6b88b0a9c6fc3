"""What holds for every test."""

from __future__ import annotations

import os

from corridor_sim.engine.array.compiled import SWITCH

# Where Numba is installed, machine code would take over after a second of work, in whichever test
# that happens to be. What it does is tested by name; all else is done by what everybody has.
os.environ.setdefault(SWITCH, "0")
