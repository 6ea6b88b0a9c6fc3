"""One replication of a study, for whoever wants to look at single shipments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_sim.planning.draw import draw
from corridor_sim.planning.realise import realise
from corridor_sim.results.block import Block, open_block
from corridor_sim.study.engines import engine
from corridor_sim.study.split import settled

if TYPE_CHECKING:
    from corridor_sim.plan import Plan


def one_replication(plan: Plan, seed: int, replication: int) -> Block:
    """The replication of that number, to the second as a run of the whole study has it."""
    ready = settled(plan, seed)
    workload = realise(ready, draw(ready, seed, range(replication, replication + 1)))
    return open_block(ready, workload, engine("array")(ready, workload))
