"""corridor-sim plan: the ways through the network, then journeys, stations, departures, loops."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corridor_sim.cli.findings import finding_record, show_findings, words
from corridor_sim.cli.language import Language
from corridor_sim.cli.options import load, reading, speaking
from corridor_sim.cli.tables import table
from corridor_sim.cli.trade import mode_lines, mode_since
from corridor_sim.cli.ways import way_lines, way_records

if TYPE_CHECKING:
    from corridor_sim.plan import Anchor, Flow, Plan, Stage, Station
    from corridor_sim.scenario.read import Loaded

#: Stages above which they are only counted.
_MANY_STAGES = 200


@click.command("plan")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--stages", is_flag=True, help="List every stage, however many there are.")
@reading
def command(
    file: Path,
    stages: bool,
    sets: tuple[str, ...],
    lang: str | None,
    as_json: bool,
    **raised: int | None,
) -> None:
    """Show what FILE compiles to: ways, journeys, stations, departures, loops, and its engines."""
    from corridor_sim.planning.compile import compile_plan

    spoken = speaking(lang)
    loaded, limits = load(file, sets, raised)
    compilation = compile_plan(loaded, limits)
    plan = compilation.plan
    warnings = [*loaded.warnings, *compilation.warnings]
    if as_json:
        findings = [finding_record(one, spoken) for one in warnings]
        modes = {
            flow.name: {"mode": flow.customs_mode, "since": mode_since(loaded, flow.customs_mode)}
            for flow in plan.flows
            if flow.customs_mode
        }
        record = {**_record(plan), "customs_modes": modes, "findings": findings}
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
        return
    show_findings(warnings, spoken)
    for line in _lines(plan, loaded, spoken, stages):
        click.echo(line)


def _lines(plan: Plan, loaded: Loaded, lang: Language, stages: bool) -> list[str]:
    lines = way_lines(plan, lang)
    if modes := mode_lines(plan, loaded, lang):
        lines += [words("title_modes", lang), *(f"  {line}" for line in modes), ""]
    lines.append(words("stages_title", lang))
    number = sum(len(flow.stages) for flow in plan.flows)
    if stages or number <= _MANY_STAGES:
        for flow in plan.flows:
            lines.append(f"  {flow.name}: {flow.title}")
            lines += [f"    {_stage(plan, flow, stage)}" for stage in flow.stages]
    else:
        lines.append(f"  {words('stages_many', lang, number=number, flows=len(plan.flows))}")
    lines += _resources(plan, lang)
    lines += ["", words("timetable_title", lang)]
    for service in plan.services:
        times = [str(plan.clock.moment(int(second)))[:16] for second in service.scheduled[[0, -1]]]
        count = len(service.scheduled)
        row = words("timetable_row", lang, count=count, first=times[0], last=times[1])
        lines.append(f"  {service.name}: {row}")
    loops = [one for one in plan.components if one.loop]
    lines += ["", words("loops_title", lang)]
    lines += [f"  {', '.join(_resource(plan, *one) for one in loop.resources)}" for loop in loops]
    lines += [] if loops else [f"  {words('loops_none', lang)}"]
    lines += ["", f"{words('engine_title', lang)}: {words('engine_both', lang)}"]
    lines += [f"  {words('engine_loops', lang)}"] if loops else []
    return lines


def _resources(plan: Plan, lang: Language) -> list[str]:
    """Stations, shift by shift, and places, each as a table if there is any."""
    from corridor_sim.shifts import shifts_of

    stations = [
        [one.name if turn == 0 else "", calendar.name, one.node or "-", str(servers)]
        for one in plan.stations
        for turn, (servers, calendar) in enumerate(shifts_of(plan, one))
    ]
    places = [[one.name, one.node or "-", str(one.places)] for one in plan.places]
    lines: list[str] = []
    for title, head, rows in (
        ("title_stations", ("station", "calendar", "node", "servers"), stations),
        ("title_places", ("pool", "node", "places"), places),
    ):
        if rows:
            names = [words(code, lang) for code in head]
            body = table(names, rows, len(head) - 1)
            lines += ["", words(title, lang), *(f"  {line}" for line in body)]
    return lines


def _record(plan: Plan) -> dict[str, object]:
    return {
        "name": plan.name,
        "ways": way_records(plan),
        "flows": {
            flow.name: [
                {
                    "stage": stage.name,
                    "kind": stage.kind.name.lower(),
                    "after": [_anchor(plan, flow, one) for one in stage.after],
                }
                for stage in flow.stages
            ]
            for flow in plan.flows
        },
        "stations": {
            one.name: {"servers": one.servers, **_hours(plan, one), "node": one.node}
            for one in plan.stations
        },
        "places": {one.name: {"places": one.places, "node": one.node} for one in plan.places},
        "services": {one.name: one.scheduled.tolist() for one in plan.services},
        "loops": [
            [_resource(plan, *each) for each in one.resources]
            for one in plan.components
            if one.loop
        ],
        "engines": ["event", "array"],
    }


def _hours(plan: Plan, station: Station) -> dict[str, object]:
    """The calendar of all servers, or that of each shift."""
    from corridor_sim.shifts import shifts_of

    found = [
        {"servers": servers, "calendar": calendar.name}
        for servers, calendar in shifts_of(plan, station)
    ]
    return {"shifts": found} if station.shifts else {"calendar": found[0]["calendar"]}


def _stage(plan: Plan, flow: Flow, stage: Stage) -> str:
    after = ", ".join(_anchor(plan, flow, one) for one in stage.after)
    when = [
        f"{flow.choices[choice].name}={flow.choices[choice].options[option]}"
        for choice, option in stage.when
    ]
    condition = f"  [{', '.join(when)}]" if when else ""
    return f"{stage.name}  ({stage.kind.name.lower()})  <- {after}{condition}"


def _anchor(plan: Plan, flow: Flow, anchor: Anchor) -> str:
    if anchor.stage < 0:
        return "arrival"
    stage = flow.stages[anchor.stage]
    if anchor.call < 0:
        return stage.name
    if anchor.call == 0:
        return f"{stage.name}.start"
    return f"{stage.name}@{plan.services[stage.resource].calls[anchor.call]}"


def _resource(plan: Plan, kind: str, position: int) -> str:
    match kind:
        case "station":
            name = plan.stations[position].name
        case "service":
            name = plan.services[position].name
        case "consolidation":
            name = plan.consolidations[position].name
        case _:
            name = plan.places[position].name
    return f"{kind} {name}"
