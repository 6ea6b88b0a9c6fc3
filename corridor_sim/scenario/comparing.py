"""What a comparison of arms is about: the arms as they are written, and how they are judged."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, JsonValue, WithJsonSchema

from corridor_sim.scenario.closed import Closed, Name, Whole
from corridor_sim.scenario.values import Day, Duration, Share


def _listed(value: object) -> object:
    """One name is a list of one."""
    return [value] if isinstance(value, str) else value


Names = Annotated[
    list[str],
    BeforeValidator(_listed),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
    ),
]


class Target(Closed):
    """Which formalities an arm is about; every key narrows it, none means all."""

    office: Names = []
    """Customs offices."""
    node: Names = []
    """Customs places."""
    formality: Names = []
    """export, exit, transit, entry, import."""
    flows: Names = []
    """Formalities that name one of these flows."""
    policy: Names = []
    """Formalities done under these policies."""


class Application(Closed):
    """A change of the policy in use at every formality that fits."""

    to: Target = Target()
    """Which formalities; default all."""
    since: Day | None = Field(default=None, alias="from")
    """First day on which it holds; default always."""
    policy: dict[str, JsonValue]
    """Fields of a policy, merged over the one in use; a field that is null goes."""


class Arm(Closed):
    """A named change of a scenario, to be compared with it."""

    name: Name | None = None
    """In a file of its own: its name; default the file's."""
    title: str = ""
    """Shown in results."""
    version: str = ""
    """Which state of a policy this is."""
    description: str = ""
    """What it stands for."""
    note: str = ""
    """What it does not show, or rests on."""
    source: str = ""
    """Where it was published."""
    apply: list[Application] = []
    """Changes of policies wherever they are in use."""
    changes: dict[str, JsonValue] = {}
    """Changes of what the scenario has, by section or by dotted path; what it does not have is left
    out and said."""
    adds: dict[str, JsonValue] = {}
    """What the scenario need not have: a calendar, a station."""


class ArmFile(Closed):
    """A file that holds one arm, for any scenario."""

    corridor_sim: Literal[1]
    """Version of this format."""
    arm: Arm
    """The arm."""


class Primary(Closed):
    """The figure by which a flow's arms are judged, named before the run."""

    kpi: Literal["transit_time_d", "clock_h"] = "transit_time_d"
    """Door to door, or a clock of customs."""
    clock: str = ""
    """Of clock_h: which clock."""
    place: str = ""
    """Of clock_h: at which customs place; default the first that the flow meets."""
    stat: Literal["mean", "p50", "p90", "p95"] = "mean"
    """Which statistic of it, taken in every replication."""
    smallest: Duration | None = None
    """The smallest difference that matters; default the larger of 2 h and 1 % of door to door."""


class Comparison(Primary):
    """How arms are compared; the first keys hold for every flow that says nothing else."""

    flows: dict[Name, Primary] = {}
    """Flows judged by a figure of their own."""
    judged: list[Name] | None = None
    """Flows that get a verdict; default all. Fewer make narrower intervals."""
    level: Share = 0.95
    """Confidence of all printed intervals of primary figures together."""
    first: Whole = Field(default=20, ge=2, le=100_000)
    """Replications before the first look."""
    step: Whole = Field(default=10, ge=1, le=100_000)
    """Replications from look to look."""
    most: Whole = Field(default=100, ge=2, le=100_000)
    """Replications at most."""
    precision: Duration | None = None
    """Half-width at which a difference is known well enough; default half of the smallest
    difference that matters."""
