"""corridor-sim run: the main job."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import click

from corridor_sim.cli.findings import finding_record, show_findings, words
from corridor_sim.cli.json_values import finite
from corridor_sim.cli.language import Language
from corridor_sim.cli.options import load, reading, speaking
from corridor_sim.cli.progress import progress_bar
from corridor_sim.cli.report import report_lines
from corridor_sim.cli.sources import all_sourced, assumptions_of
from corridor_sim.cli.stages import flows_asked
from corridor_sim.cli.stopping import exit_code
from corridor_sim.cli.versions import versions
from corridor_sim.errors import EXIT_DONE, EXIT_FAILED, Finding, Value

if TYPE_CHECKING:
    from corridor_sim.engine.invariants import Stuck
    from corridor_sim.planning.compile import Compilation
    from corridor_sim.results.rows import FactRow
    from corridor_sim.scenario.read import Loaded
    from corridor_sim.study.engines import Asked
    from corridor_sim.study.run import Outcome


@click.command("run")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replications", type=click.IntRange(1, 100_000), help="Instead of the scenario's.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Instead of the scenario's.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "event", "array"]),
    help="Engine; auto picks and says which.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder for the results; default results/ and the scenario's file name.",
)
@click.option(
    "--stages-of",
    "staged",
    multiple=True,
    metavar="NAME",
    help="Print times stage by stage: of a flow, a corridor, or all; may be repeated.",
)
@click.option("--trace", is_flag=True, help="Also write every event time (shipments.parquet).")
@click.option("--figures/--no-figures", default=True, help="Draw figures/ (PNG, SVG); default on.")
@click.option("--strict", is_flag=True, help="Exit 1 if a published figure is outside.")
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Processes for long runs; default all cores."
)
@click.option("--quiet", is_flag=True, help="No progress.")
@reading
def command(
    file: Path,
    replications: int | None,
    seed: int | None,
    engine: Asked | None,
    out: Path | None,
    staged: tuple[str, ...],
    trace: bool,
    figures: bool,
    strict: bool,
    workers: int | None,
    quiet: bool,
    sets: tuple[str, ...],
    lang: str | None,
    as_json: bool,
    **raised: int | None,
) -> int:
    """Simulate FILE, print what ran and how long it took, write the results."""
    from corridor_sim.planning.compile import compile_plan
    from corridor_sim.results.files import writable
    from corridor_sim.results.store import hashes_of
    from corridor_sim.study.published import published_figures
    from corridor_sim.study.run import run_scenario
    from corridor_sim.study.unbroken import unbroken

    spoken, began = speaking(lang), perf_counter()
    loaded, limits = load(file, (*sets, *_study(replications, seed)), raised)
    compilation = compile_plan(loaded, limits)
    show_findings(warnings := [*loaded.warnings, *compilation.warnings], spoken)
    published_figures(loaded, compilation.plan)  # what is wrong there is said before a run
    flows = flows_asked(compilation.plan, staged)
    folder = writable(out or Path("results") / file.stem)
    came_from = _origin(loaded, compilation, sets, hashes_of(loaded.input_files(limits)))
    kept, cores = folder if trace else None, workers or os.cpu_count() or 1
    with progress_bar(spoken, quiet=quiet or as_json) as bar:
        outcome = run_scenario(
            loaded, compilation, engine=engine, shipments=kept, progress=bar, workers=cores
        )
    seconds, findings = perf_counter() - began, [*warnings, *_stuck(outcome)]
    with unbroken(forget=True):
        _store(folder, loaded, came_from, outcome, findings, trace, seconds)
    if figures:
        _draw(folder, loaded, outcome, spoken)
    if as_json:
        record = _record(folder, outcome, findings, spoken, came_from.assumptions)
        click.echo(json.dumps(record, ensure_ascii=False))
    else:
        _print(folder, loaded, outcome, seconds, flows, spoken)
    show_findings(_stuck(outcome), spoken)
    return _exit_code(outcome, loaded, folder, strict, spoken)


def _draw(folder: Path, loaded: Loaded, outcome: Outcome, lang: Language) -> None:
    from corridor_sim.report.figures import write_figures
    from corridor_sim.report.network import Place
    from corridor_sim.report.style import cjk_font

    if lang == "zh" and not cjk_font():
        click.echo(words("figures_no_font", lang), err=True)
        lang = "en"
    nodes = loaded.tables.nodes.values() if loaded.tables else ()
    places = {
        node.code: Place(node.name_zh if lang == "zh" else node.name_en, node.lon, node.lat)
        for node in nodes
    }
    count, scenario = len(outcome.results.replications), loaded.scenario
    sourced = all_sourced(outcome.plan, loaded)
    assumed, known = sum(one.mark == "assumption" for one in sourced), len(sourced)
    about: dict[str, str | int] = {
        "name": scenario.name,
        "count": count,
        "assumed": assumed,
        "all": known,
    }
    foot = words("figure_foot", lang, **about)
    write_figures(folder, outcome.plan, outcome.results, places, scenario.hub, foot)


def _study(replications: int | None, seed: int | None) -> list[str]:
    given = {"replications": replications, "seed": seed}
    return [f"study.{key}={value}" for key, value in given.items() if value is not None]


def _stuck(outcome: Outcome) -> list[Finding]:
    """One finding per place, with its first replication."""
    first: dict[tuple[str, str], Stuck] = {}
    for one in outcome.stuck:
        first.setdefault((one.kind, one.where), one)
    return [
        Finding(
            f"stuck_{one.kind}",
            {
                "number": one.shipments,
                "where": one.where,
                "replication": one.replication,
                "cycle": " -> ".join(one.held_by),
            },
        )
        for one in first.values()
    ]


class _Origin(NamedTuple):
    """What a run's results came from, gathered before it, while the files are as they were read.

    inputs        SHA-256 of every file that was read
    assumptions   names of assumed values by flow
    """

    sets: tuple[str, ...]
    inputs: dict[str, str]
    assumptions: dict[str, list[str]]


def _origin(
    loaded: Loaded, compilation: Compilation, sets: tuple[str, ...], inputs: dict[str, str]
) -> _Origin:
    plan = compilation.plan
    assumed = {flow.name: assumptions_of(plan, loaded, flow.name) for flow in plan.flows}
    return _Origin(sets, inputs, assumed)


def _store(
    folder: Path,
    loaded: Loaded,
    came_from: _Origin,
    outcome: Outcome,
    findings: list[Finding],
    trace: bool,
    seconds: float,
) -> None:
    from corridor_sim.results.store import Manifest, write_results
    from corridor_sim.scenario.write import scenario_text

    study = loaded.scenario.study
    manifest = Manifest(
        name=loaded.scenario.name,
        seed=study.seed,
        engine=outcome.engine,
        start=loaded.scenario.time.start.isoformat(),
        zone=loaded.scenario.time.zone,
        settings={
            "replications": str(study.replications),
            "trace": str(trace).lower(),
            "set": list(came_from.sets),
        },
        inputs=came_from.inputs,
        assumptions=came_from.assumptions,
        versions=versions(),
        timings={**outcome.timings, "whole": seconds},
        findings=tuple(findings),
    )
    text = scenario_text(loaded.resolved, loaded.named_files(), folder)
    write_results(folder, outcome.results, manifest, text, shipments=trace)


def _print(
    folder: Path,
    loaded: Loaded,
    outcome: Outcome,
    seconds: float,
    flows: Sequence[str],
    lang: Language,
) -> None:
    """`flows`: whose stages are asked for."""
    click.echo(
        words(
            "run_summary",
            lang,
            name=loaded.scenario.name,
            count=len(outcome.results.replications),
            seed=loaded.scenario.study.seed,
            engine=words(f"run_engine_{outcome.engine}", lang),
            seconds=f"{seconds:.1f}",
        )
    )
    if outcome.asked == "auto":
        click.echo(words("run_engine_why", lang))
    whole = replace(loaded, sourced=all_sourced(outcome.plan, loaded))
    for line in report_lines(outcome.plan, whole, outcome.results, flows, lang):
        click.echo(line)
    click.echo()
    click.echo(words("written_to", lang, folder=str(folder)))


def _record(
    folder: Path,
    outcome: Outcome,
    findings: list[Finding],
    lang: Language,
    assumptions: dict[str, list[str]],
) -> dict[str, object]:
    from dataclasses import asdict

    results = outcome.results
    return {
        "schema_version": 1,
        "folder": str(folder),
        "name": results.name,
        "replications": len(results.replications),
        "engine": outcome.engine,
        "interrupted": outcome.interrupted is not None,
        "kpis": [finite(asdict(row)) for row in results.kpis],
        "facts": [finite(asdict(row)) for row in results.facts],
        "assumptions": assumptions,
        "findings": [finding_record(one, lang) for one in findings],
    }


def _exit_code(outcome: Outcome, loaded: Loaded, folder: Path, strict: bool, lang: Language) -> int:
    if outcome.interrupted:
        count = len(outcome.results.replications)
        asked = loaded.scenario.study.replications
        values: dict[str, Value] = {"done": count, "all": asked, "folder": str(folder)}
        show_findings([Finding("interrupted", values)], lang)
        return exit_code(outcome.interrupted)
    failed = _failed(list(outcome.results.facts)) if strict else []
    show_findings(failed, lang)
    return EXIT_FAILED if failed or outcome.stuck else EXIT_DONE


def _failed(facts: list[FactRow]) -> list[Finding]:
    return [
        Finding("fact_failed", {"id": row.id, "kpi": row.kpi, "verdict": row.verdict})
        for row in facts
        if row.verdict.startswith("outside")
    ]
