"""What a calibration fits to which published figures, and what it holds or varies meanwhile."""

from __future__ import annotations

from pydantic import Field

from corridor_sim.scenario.closed import Closed, Number, Whole
from corridor_sim.scenario.values import Share


class Free(Closed):
    """Between what a row of the network's tables is fitted."""

    low: Number | None = None
    """Least that it may become, in the row's unit; default the row's low."""
    high: Number | None = None
    """Most that it may become; default the row's high."""


class Calibration(Closed):
    """How parameters are fitted to published means."""

    free: dict[str, Free] = {}
    """Ids of the rows that are fitted; no more than there are facts."""
    facts: list[str] = []
    """Facts of this scenario that are fitted to: an id, or `ID:clock` of a clock."""
    seed: Whole = Field(default=1958, ge=0, le=2**63 - 1)
    """Luck on which it is fitted; results are reported on the study's own."""
    replications: Whole = Field(default=10, ge=1, le=100_000)
    """Repetitions of every trial."""
    tolerance: Share = 0.03
    """A fact is reproduced when the simulated mean is as near as this to the published one."""
    vary: list[str] | None = None
    """Rows varied when it is asked what the data leave open; default every assumed number with a
    range that the scenario's customs use."""
    sets: Whole = Field(default=200, ge=10, le=100_000)
    """How many sets of values that reproduce the facts are looked for."""
