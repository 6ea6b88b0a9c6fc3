"""corridor-sim explain: one shipment's journey, or the latest of a flow and why."""

from __future__ import annotations

import json
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corridor_sim.cli.findings import finding_record, show_findings
from corridor_sim.cli.options import load, reading, speaking
from corridor_sim.errors import Finding, ScenarioError, Value

if TYPE_CHECKING:
    from corridor_sim.plan import Plan
    from corridor_sim.results.block import Block


@click.command("explain")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--flow", required=True, help="The flow to look at.")
@click.option(
    "--shipment",
    type=click.IntRange(0),
    help="One shipment, by number; without it the ten latest of the flow, and why.",
)
@click.option(
    "--replication", type=click.IntRange(0), default=0, help="Which replication; default 0."
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Instead of the scenario's.")
@reading
def command(
    file: Path,
    flow: str,
    shipment: int | None,
    replication: int,
    seed: int | None,
    sets: tuple[str, ...],
    lang: str | None,
    as_json: bool,
    **raised: int | None,
) -> None:
    """Show what a shipment of FILE waited for, stage by stage, and its binding chain."""
    from corridor_sim.cli.timeline import Page
    from corridor_sim.planning.compile import compile_plan
    from corridor_sim.results.timeline import latest, timeline
    from corridor_sim.study.single import one_replication

    spoken = speaking(lang)
    given = (*sets, f"study.seed={seed}") if seed is not None else sets
    loaded, limits = load(file, given, raised)
    compilation = compile_plan(loaded, limits)
    study = loaded.scenario.study
    _check_replication(replication, study.replications)
    number = _flow(compilation.plan, flow)
    warnings = [*loaded.warnings, *compilation.warnings]
    block = one_replication(compilation.plan, study.seed, replication)
    page = Page(block, replication, study.seed, spoken)
    _check_shipment(block, number, shipment, replication)
    if shipment is None:
        late = latest(block, number)
        lines, record = page.latest(number, late), page.latest_record(number, late)
    else:
        one = timeline(block, number, shipment)
        lines, record = page.timeline(one), page.timeline_record(one)
    if as_json:
        findings = [finding_record(each, spoken) for each in warnings]
        click.echo(json.dumps({**record, "findings": findings}, ensure_ascii=False, indent=2))
        return
    show_findings(warnings, spoken)
    for line in lines:
        click.echo(line)


def _check_replication(number: int, count: int) -> None:
    if number >= count:
        raise _wrong("no_such_replication", number=number, all=count, near=count - 1)


def _flow(plan: Plan, name: str) -> int:
    """Position of a flow."""
    known = [one.name for one in plan.flows]
    if name in known:
        return known.index(name)
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    if near:
        raise _wrong("unknown_name_near", kind="flow", name=name, near="', '".join(near))
    raise _wrong("unknown_name", kind="flow", name=name, known=", ".join(known))


def _check_shipment(block: Block, flow: int, number: int | None, replication: int) -> None:
    """That there is such a shipment; refused ones have no journey."""
    from corridor_sim.clock import NEVER

    name = block.plan.flows[flow].name
    there = (block.trace.flows[flow].arrive[0] < NEVER).nonzero()[0]
    if not len(there):
        raise _wrong("no_shipments", flow=name, replication=replication)
    if number is None or number in there:
        return
    near = int(there[abs(there - number).argmin()])
    refused = block.workload.flows[flow].refused[0]
    if number < len(refused) and refused[number]:
        raise _wrong("shipment_refused", flow=name, number=number, near=near)
    raise _wrong(
        "no_such_shipment",
        flow=name,
        number=number,
        replication=replication,
        last=int(there[-1]),
        near=near,
    )


def _wrong(code: str, **values: Value) -> ScenarioError:
    return ScenarioError(Finding(code, values))
