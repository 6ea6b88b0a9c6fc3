"""Every row of data/hengyang is used by a scenario that is shipped, or says in its note why not."""

from __future__ import annotations

import csv
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from corridor_sim.plan import Plan
from corridor_sim.planning.compile import compile_plan
from corridor_sim.scenario.read import read

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data" / "hengyang"
WHY_NOT = "in no scenario: "
PARAMETERS = ("services", "stations", "clearance", "demand")

Row = dict[str, str]


def _rows(table: str) -> list[Row]:
    with (DATA / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _written() -> str:
    return "".join(path.read_text("utf-8") for path in (ROOT / "scenarios").rglob("*.yaml"))


@cache
def _plan() -> Plan:
    return compile_plan(read(ROOT / "scenarios" / "hengyang-2021.yaml")).plan


@cache
def _travelled() -> frozenset[tuple[frozenset[str], str]]:
    """Pairs of nodes with the mode between them, by service or by the truck of a journey."""
    plan = _plan()
    legs = {
        (frozenset(pair), service.mode)
        for service in plan.services
        for pair in pairwise(service.calls)
    }
    for flow in plan.flows:
        for stage in flow.stages:
            if found := re.search(r"(?:^|/)truck/(\w+)-(\w+)$", stage.name):
                legs.add((frozenset(found.groups()), "truck"))
    return frozenset(legs)


def _wrong(rows: list[Row], name: str, used: set[str]) -> list[str]:
    """Rows that are used although they say not, or not used without a word."""
    return [row[name] for row in rows if (row[name] in used) == (WHY_NOT in row["note"])]


@pytest.mark.parametrize("table", PARAMETERS)
def test_parameters(table: str) -> None:
    used = set(re.findall(r"parameter:\s*([a-z0-9_.]+)", _written()))
    assert _wrong(_rows(table), "id", used) == []


def test_customs_modes() -> None:
    used = set(re.findall(r'customs_mode: "(\d+)"', _written()))
    assert _wrong(_rows("customs_modes"), "code", used) == []


def test_nodes() -> None:
    used = set().union(*(pair for pair, _ in _travelled()))
    assert _wrong(_rows("nodes"), "code", used) == []


def test_links() -> None:
    wrong = [
        (row["from"], row["to"], row["mode"])
        for row in _rows("links")
        if ((frozenset((row["from"], row["to"])), row["mode"]) in _travelled())
        == (WHY_NOT in row["note"])
    ]
    assert wrong == []


def test_regimes() -> None:
    used = {row["regime"] for row in _rows("links") if row["regime"] and WHY_NOT not in row["note"]}
    assert _wrong(_rows("regimes"), "name", used) == []


#: Ways that begin away from Hengyang: their freight holds the truck that their links do not.
TRUCK_TO = {"changsha": ("CSX_R", "HYS"), "outside": ("HYS", "NSA")}


def test_freight_of_ways_from_elsewhere_is_the_sum_of_their_links_and_the_truck() -> None:
    costs = {
        (frozenset((row["from"], row["to"])), row["mode"]): [
            float(row[f"cost_{level}_usd_teu"] or "nan") for level in ("low", "mode", "high")
        ]
        for row in _rows("links")
    }
    services = {service.name: service for service in _plan().services}
    written = read(ROOT / "scenarios" / "hengyang-2021.yaml").scenario.flows
    freights = {row["id"]: row for row in _rows("demand") if row["id"].startswith("freight.")}
    checked = set()
    for name, flow in written.items():
        for route, (here, there) in TRUCK_TO.items():
            key = f"freight.{route}_to_{name.removeprefix('to_').removesuffix('_2020')}"
            if route not in flow.routes or key not in freights:
                continue
            legs = [(frozenset((here, there)), "truck")]
            for one in flow.routes[route].via:
                calls = services[one].calls
                calls = calls[: calls.index(flow.destination) + 1]
                legs += [(frozenset(pair), services[one].mode) for pair in pairwise(calls)]
            row = freights[key]
            for number, level in enumerate(("low", "mode", "high")):
                total = sum(costs[leg][number] for leg in legs)
                assert float(row[level]) == pytest.approx(total), (key, level)
            checked.add(key)
    assert checked == set(freights)
