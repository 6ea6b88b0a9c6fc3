"""simpn: timed coloured Petri nets; a customer and a server are tokens.

W3 is not here: its net takes up to fifty waiting tokens in one firing, which needs access to whole
queues, and every firing then copies them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from benchmarks.works.queue import Queue
from corridor_sim.clock import NEVER

Columns = dict[str, list[int]]
simulator: Any = import_module("simpn.simulator")


def queue(given: Queue) -> Columns:
    """M/M/c."""
    count = len(given.arrive)
    found: Columns = {name: [NEVER] * count for name in ("start", "departure")}
    net = simulator.SimProblem(
        debugging=False, binding_priority=simulator.SimProblem.PRIORITY_BINDING
    )
    coming, waiting, server = (net.add_var(name) for name in ("coming", "waiting", "server"))
    token = simulator.SimToken

    def arrive(number: int) -> list[Any]:
        more = number + 1 < count
        gap = given.arrive[number + 1] - given.arrive[number] if more else 0
        return [token(number + 1, delay=gap) if more else None, token(number)]

    def serve(number: int, free: int) -> list[Any]:
        found["start"][number] = net.clock
        found["departure"][number] = net.clock + given.work[number]
        return [token(free, delay=given.work[number])]

    coming.put(0, time=given.arrive[0])
    for number in range(given.servers):
        server.put(number)
    net.add_event([coming], [coming, waiting], arrive)
    net.add_event([waiting, server], [server], serve)
    net.simulate(NEVER)
    return {"arrival": given.arrive, **found}
