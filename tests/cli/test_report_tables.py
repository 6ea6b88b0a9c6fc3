"""The printed tables: trade through the hub, stations with their marks, many flows at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from corridor_sim.cli.report import _Page
from corridor_sim.clock import NEVER
from corridor_sim.results.collect import Collector
from corridor_sim.shipped import data_folder
from tests.cli.shell import SOUND, call, changed, written
from tests.results.world import World, cartons, line

_FLOW = """\
  {name}:
    {{direction: export, partner: {partner}, from: {start}, to: ZAB, via: [{via}], {more}
     demand: {{process: deterministic, first: 2021-01-04, every: 1 d, count: 3{value}}}}}
"""


def _page(world: World, hub: str | None = None) -> _Page:
    collector = Collector(world.plan)
    collector.add(world.workload, world.trace)
    loaded = SimpleNamespace(scenario=SimpleNamespace(hub=hub), tables=None)
    return _Page(world.plan, cast("Any", loaded), collector.finish(), "en")


def _trade(page: _Page) -> list[list[str]]:
    return [row.split() for row in page.trade()[4:]]


def _hub_scenario(hub: str) -> str:
    flows = (
        ("own", "RU", "HYS", "train", "", ", value: USD 100000"),
        ("free", "MN", "HYS", "train", "", ""),
        ("away", "RU", "CSX_R", "other", "", ", value: USD 100000"),
        ("probe", "BY", "CSX_R", "other", "hub: CSX_R,", ", value: USD 100000"),
    )
    made = "".join(
        _FLOW.format(name=name, partner=partner, start=start, via=via, more=more, value=value)
        for name, partner, start, via, more, value in flows
    )
    services = "".join(
        f"  {name}: {{path: [{start}, MZL, ZAB], timetable: {{every: 1 d}}, capacity: 9 box}}\n"
        for name, start in (("train", "HYS"), ("other", "CSX_R"))
    )
    head = changed(("drain: 30 d", "drain: 60 d")).partition("calendars:")[0]
    network = f"network: {data_folder() / 'hengyang'}\n{hub}"
    return f"{network}{head}services:\n{services}flows:\n{made}"


def _printed(folder: Path, hub: str) -> tuple[str, list[list[str]]]:
    answer = call("run", written(folder, _hub_scenario(hub)))
    assert answer.code == 0, answer.said
    lines = answer.out.splitlines()
    start = next(k for k, one in enumerate(lines) if one.startswith("Boxes and value"))
    rows = lines[start + 3 :]
    return lines[start], [row.split() for row in rows[: rows.index("")]]


def test_trade_is_what_passes_the_hub(folder: Path) -> None:
    title, rows = _printed(folder, "hub: HYS\n")
    assert (
        title
        == "Boxes and value of the trade of HYS, by direction and partner, whichever way it goes"
    )
    assert rows == [["export", "RU", "3", "0.3"], ["export", "MN", "3", "-"]]


def test_without_a_hub_all_trade_is_shown(folder: Path) -> None:
    title, rows = _printed(folder, "")
    assert title == "Boxes and value by direction and partner"
    assert [row[1:3] for row in rows] == [["RU", "6"], ["MN", "3"], ["BY", "3"]]


def test_trade_counts_cartons_as_their_boxes() -> None:
    assert _trade(_page(cartons(), "H")) == [["export", "EU", "2", "-"]]


def test_domestic_goods_are_no_trade_of_a_hub() -> None:
    world = line()
    home = replace(world.plan.flows[0], direction="domestic", partner="domestic")
    inland = replace(world, plan=replace(world.plan, flows=(home,)))
    assert _trade(_page(world, "H")) == [["export", "EU", "2", "-"]]
    assert _page(inland, "H").trade() == []


def _slow_desk() -> World:
    """The second box of the first replication is still waiting when the clock stops."""
    world = line()
    times = world.trace.flows[0]
    never = np.array([[False, True, False], [False, False, False]])
    review = np.where(never, NEVER, times.start[0])
    work = replace(times, start=(review, *times.start[1:]))
    return replace(world, trace=replace(world.trace, flows=(work,)))


def test_a_station_whose_wait_leaves_out_the_unfinished_is_marked() -> None:
    page = _page(_slow_desk())
    assert page.stations()[4].split()[6].endswith("*")
    assert page.marked
    assert "*" not in "".join(_page(line()).stations())


def test_a_stations_percentile_is_of_all_its_flows() -> None:
    """The second flow waits an hour at the desk that the first finds free."""
    world = line()
    first = world.trace.flows[0]
    later = np.where(first.ready[0] < NEVER, first.ready[0] + 36_000, NEVER)
    slow = replace(first, start=(later, *first.start[1:]))
    both = World(
        replace(world.plan, flows=(world.plan.flows[0], replace(world.plan.flows[0], name="slow"))),
        replace(world.workload, flows=world.workload.flows * 2),
        replace(world.trace, flows=(first, slow)),
    )
    assert _page(both).stations()[4].split()[7] == "10.00"


def test_rows_are_looked_up_not_searched() -> None:
    """Every table asks an index: the KPI rows are walked through once."""
    world = line()
    page = _page(world)
    walks = []

    class Once(tuple[Any, ...]):
        __slots__ = ()

        def __iter__(self) -> Any:
            walks.append(1)
            return super().__iter__()

    results = replace(page.results, kpis=Once(page.results.kpis))
    again = _Page(page.plan, page.loaded, results, "en")
    for make in (again.volumes, again.trade, again.times, again.clocks, again.stations):
        make()
    assert len(walks) == 1


def test_what_came_is_accounted_for(folder: Path) -> None:
    answer = call("run", written(folder, SOUND))
    line = next(one for one in answer.out.splitlines() if one.startswith("Shipments a rep"))
    came, done, inside, refused = (
        float(word.replace(",", "")) for word in line.rstrip(".").split() if word[0].isdigit()
    )
    assert came > 0
    assert came == done + inside + refused


def test_corridors_name_what_they_came_nearest_to(folder: Path) -> None:
    text = _hub_scenario("hub: HYS\n")
    text = text.replace("direction: export, partner: RU, from: HYS", "corridor: north, from: HYS")
    text = text.replace("direction: export, partner: BY", "corridor: south, partner: BY")
    answer = call("run", written(folder, text))
    assert answer.code == 0, answer.said
    lines = answer.out.splitlines()
    start = next(k for k, one in enumerate(lines) if one.startswith("What each corridor"))
    rows = {row.split()[0]: row.split()[1:] for row in lines[start + 3 : start + 5]}
    assert rows["north"] == ["-", "train", *rows["north"][2:4], "-"]
    assert rows["south"][1] == "other"
    # One corridor's own tables say it already.
    assert "came nearest" not in call("run", written(folder, SOUND)).out
