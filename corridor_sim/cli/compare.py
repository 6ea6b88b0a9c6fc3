"""corridor-sim compare: arms beside a base on the same luck."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from corridor_sim.cli.comparison import comparison_lines
from corridor_sim.cli.findings import finding_record, show_findings, words
from corridor_sim.cli.json_values import finite
from corridor_sim.cli.language import Language
from corridor_sim.cli.options import load, reading, speaking
from corridor_sim.cli.progress import progress_bar
from corridor_sim.cli.stopping import exit_code
from corridor_sim.errors import EXIT_DONE, EXIT_FAILED, Finding, ScenarioError, Value

if TYPE_CHECKING:
    from corridor_sim.scenario.arms import WrittenArm
    from corridor_sim.scenario.limits import Limits
    from corridor_sim.scenario.read import Loaded
    from corridor_sim.study.engines import Asked
    from corridor_sim.study.variants import Comparison


@click.command("compare")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--arm", "names", multiple=True, help="An arm that the scenario names; default all.")
@click.option("--replications", type=click.IntRange(2, 100_000), help="Exactly so many.")
@click.option("--most", type=click.IntRange(2, 100_000), help="So many at most.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Instead of the scenario's.")
@click.option("--engine", type=click.Choice(["auto", "event", "array"]), help="Engine.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder for the results; default results/ and the base's file name, -compared.",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Processes for long runs; default all cores."
)
@click.option("--quiet", is_flag=True, help="No progress.")
@reading
def command(
    files: tuple[Path, ...],
    names: tuple[str, ...],
    replications: int | None,
    most: int | None,
    seed: int | None,
    engine: Asked | None,
    out: Path | None,
    workers: int | None,
    quiet: bool,
    sets: tuple[str, ...],
    lang: str | None,
    as_json: bool,
    **raised: int | None,
) -> int:
    """Compare arms with the scenario of the first of FILES.

    Each further file is an arm (it has the key `arm`) or another scenario. Without any, the arms
    that the scenario itself names are compared.
    """
    from corridor_sim.results.files import writable
    from corridor_sim.study.unbroken import unbroken
    from corridor_sim.study.variants import compare, prepared

    spoken, began = speaking(lang), perf_counter()
    given = [*sets, *([f"study.seed={seed}"] if seed is not None else [])]
    base, limits = load(files[0], tuple(given), raised)
    arms = _arms(base, files[1:], names, tuple(given), raised, limits)
    prepared_arms = prepared(base, arms, limits)
    show_findings(prepared_arms.findings, spoken)
    folder = writable(out or Path("results") / f"{files[0].stem}-compared")
    inputs = _inputs((base, *arms.values()), limits)
    with progress_bar(spoken, quiet=quiet or as_json) as bar:
        done = compare(
            prepared_arms,
            replications=replications,
            most=most,
            asked=engine,
            workers=workers or os.cpu_count() or 1,
            progress=bar,
        )
    seconds = perf_counter() - began
    with unbroken(forget=True):
        _store(folder, done, inputs, sets, seconds)
    if as_json:
        click.echo(json.dumps(_record(folder, done, spoken), ensure_ascii=False))
    else:
        _print(folder, done, seconds, spoken)
    return _ended(done, folder, spoken)


def _inputs(every: Sequence[Loaded], limits: Limits) -> dict[str, str]:
    from corridor_sim.results.store import hashes_of

    hashes: dict[str, str] = {}
    for one in every:
        hashes |= hashes_of(one.input_files(limits))
    return hashes


def _print(folder: Path, done: Comparison, seconds: float, lang: Language) -> None:
    for line in comparison_lines(done, seconds, lang):
        click.echo(line)
    click.echo()
    click.echo(words("written_to", lang, folder=str(folder)))


def _arms(
    base: Loaded,
    files: Sequence[Path],
    names: Sequence[str],
    sets: tuple[str, ...],
    raised: Mapping[str, int | None],
    limits: Limits,
) -> dict[str, Loaded]:
    """The arms in the order of the command line: the scenario's own, then those of files."""
    from corridor_sim.scenario.arms import arm_file
    from corridor_sim.scenario.read import under

    arms: dict[str, Loaded] = {}
    for name, own in _own_arms(base, files, names).items():
        arms[name] = under(base, own, limits)
    for file in files:
        written = arm_file(file, limits)
        if written is None:
            loaded, name = load(file, sets, raised)[0], file.stem
        else:
            loaded, name = under(base, written, limits), written.name
        if name in arms or name == "base":
            raise ScenarioError(Finding("arm_twice", {"name": name}))
        arms[name] = loaded
    if not arms:
        raise ScenarioError(Finding("arm_none"))
    return arms


def _own_arms(
    base: Loaded, files: Sequence[Path], names: Sequence[str]
) -> Mapping[str, WrittenArm]:
    """The arms that the scenario names: those asked for; all, where nothing else is."""
    for name in names:
        if name not in base.arms:
            known = ", ".join(base.arms) or "-"
            raise ScenarioError(Finding("arm_unknown", {"name": name, "known": known}))
    if names:
        return {name: base.arms[name] for name in names}
    return {} if files else base.arms


def _store(
    folder: Path, done: Comparison, inputs: dict[str, str], sets: tuple[str, ...], seconds: float
) -> None:
    from corridor_sim.cli.versions import versions
    from corridor_sim.results.comparison_store import ArmRecord, write_comparison
    from corridor_sim.results.store import Manifest
    from corridor_sim.scenario.write import scenario_text

    study = done.base.loaded.scenario.study
    time = done.base.loaded.scenario.time
    manifest = Manifest(
        name=done.base.loaded.scenario.name,
        seed=study.seed,
        engine=done.compared.engine,
        start=time.start.isoformat(),
        zone=time.zone,
        settings={"looks": str(list(done.looks.ends())), "set": list(sets)},
        inputs=inputs,
        versions=versions(),
        timings={**done.compared.timings, "whole": seconds},
        findings=done.prepared.findings,
    )
    records = []
    for variant, outcome in zip(done.prepared.variants, done.compared.arms, strict=True):
        loaded, place = variant.loaded, folder / "arms" / variant.name
        text = scenario_text(loaded.resolved, loaded.named_files(), place)
        differs = [asdict(one) for one in variant.differs]
        about = ArmRecord(variant.name, variant.title, variant.version, differs, text)
        records.append((about, outcome.results))
    write_comparison(folder, records, done.rows, manifest)


def _record(folder: Path, done: Comparison, lang: Language) -> dict[str, object]:
    return {
        "schema_version": 1,
        "folder": str(folder),
        "name": done.base.loaded.scenario.name,
        "replications": len(done.compared.replications),
        "engine": done.compared.engine,
        "enough": done.compared.enough,
        "interrupted": done.compared.interrupted is not None,
        "arms": [
            {
                "name": one.name,
                "title": one.title,
                "version": one.version,
                "differs": [asdict(difference) for difference in one.differs],
            }
            for one in done.prepared.variants[1:]
        ],
        "rows": [finite(asdict(row)) for row in done.rows if row.role != "exploratory"],
        "findings": [finding_record(one, lang) for one in done.prepared.findings],
    }


def _ended(done: Comparison, folder: Path, lang: Language) -> int:
    if done.compared.interrupted is not None:
        count, asked = len(done.compared.replications), done.looks.most
        values: dict[str, Value] = {"done": count, "all": asked, "folder": str(folder)}
        show_findings([Finding("interrupted", values)], lang)
        return exit_code(done.compared.interrupted)
    return EXIT_FAILED if any(arm.stuck for arm in done.compared.arms) else EXIT_DONE
