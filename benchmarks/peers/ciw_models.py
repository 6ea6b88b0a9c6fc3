"""Ciw: a network of nodes; trains are nodes with slotted service, as its guide shows.

Ciw lets chance decide between those who finish in the same second, so it cannot take our order of
those who come off one train. W3 is therefore compared on equal gauge and last-mile times, where the
order does not matter, as sorted multisets per departure; `unordered` makes that input.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import Any

from benchmarks.works.corridor import COLUMNS, CRANES, DESKS, INSPECTORS, Corridor
from benchmarks.works.queue import Queue
from corridor_sim.clock import HOUR, NEVER

Columns = dict[str, list[int]]
ciw: Any = import_module("ciw")


class _Given(ciw.dists.Distribution):  # type: ignore[misc]  # Ciw comes without types
    """The value of the individual; individuals are numbered from one in the order they come."""

    def __init__(self, values: list[int]) -> None:
        self.values = values

    def sample(self, t: float | None = None, ind: Any = None) -> int:
        del t
        number: int = ind.id_number
        return self.values[number - 1]


class _Trip(ciw.dists.Distribution):  # type: ignore[misc]  # as above
    """The travel time of the departure at which the service begins."""

    def __init__(self, leaves: list[int], travel: list[int]) -> None:
        self.travel = dict(zip(leaves, travel, strict=True))

    def sample(self, t: float | None = None, ind: Any = None) -> int:
        del ind
        return self.travel[int(t or 0)]


def queue(given: Queue) -> Columns:
    """M/M/c."""
    network = ciw.create_network(
        arrival_distributions=[_gaps(given.arrive)],
        service_distributions=[_Given(given.work)],
        number_of_servers=[given.servers],
        routing=[[0.0]],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(len(given.arrive))
    start, departure = [NEVER] * len(given.arrive), [NEVER] * len(given.arrive)
    for record in simulation.get_all_records():
        start[record.id_number - 1] = int(record.service_start_date)
        departure[record.id_number - 1] = int(record.exit_date)
    return {"arrival": given.arrive, "start": start, "departure": departure}


def corridor(given: Corridor) -> Columns:
    """W3: documents, inspection, train, gauge, train, last mile are nodes one to six."""

    def route(ind: Any, _: Any) -> list[int]:
        return [2, 3, 4, 5, 6] if given.inspected[ind.id_number - 1] else [3, 4, 5, 6]

    trains = [
        ciw.Slotted(slots=leaves, slot_sizes=[given.capacity] * len(leaves))
        for leaves in given.leaves
    ]
    network = ciw.create_network(
        arrival_distributions=[_gaps(given.arrive), *[None] * 5],
        service_distributions=[
            _Given(given.documents),
            _Given(given.inspection),
            _Trip(given.leaves[0], given.travel[0]),
            _Given(given.gauge),
            _Trip(given.leaves[1], given.travel[1]),
            _Given(given.last_mile),
        ],
        number_of_servers=[DESKS, INSPECTORS, trains[0], CRANES, trains[1], float("inf")],
        routing=ciw.routing.ProcessBased(route),
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(len(given.arrive))
    return _columns(given, simulation.get_all_records())


def unordered(given: Corridor) -> Corridor:
    """The same input with one gauge time and one last-mile time for all."""
    count = len(given.arrive)
    return replace(given, gauge=[2 * HOUR] * count, last_mile=[12 * HOUR] * count)


def _gaps(arrive: list[int]) -> Any:
    gaps = [b - a for a, b in zip([0, *arrive], arrive, strict=False)]
    return ciw.dists.Sequential([*gaps, float("inf")])


def _columns(given: Corridor, records: list[Any]) -> Columns:
    found = {name: [NEVER] * len(given.arrive) for name in COLUMNS}
    found["arrival"] = given.arrive
    trips = [{leaves: trip for trip, leaves in enumerate(one)} for one in given.leaves]
    for record in records:
        box = record.id_number - 1
        start, end = int(record.service_start_date), int(record.exit_date)
        match record.node:
            case 1:
                found["documents_start"][box], found["documents_end"][box] = start, end
            case 3:
                found["cleared"][box] = int(record.arrival_date)
                found["first_slot"][box], found["border"][box] = trips[0][start], end
            case 4:
                found["gauge_start"][box], found["gauge_end"][box] = start, end
            case 5:
                found["second_slot"][box] = trips[1][start]
            case 6:
                found["delivery"][box] = end
    return found
