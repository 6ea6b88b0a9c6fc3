"""corridor-sim check: read, validate, preview; no run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corridor_sim.cli.findings import finding_record, show_findings, words
from corridor_sim.cli.language import Language
from corridor_sim.cli.options import load, reading, speaking
from corridor_sim.cli.sources import all_sourced, sources_line
from corridor_sim.cli.tables import number, table
from corridor_sim.clock import DAY
from corridor_sim.errors import CorridorError

if TYPE_CHECKING:
    from corridor_sim.planning.loads import Load


@click.command("check")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@reading
def command(
    files: tuple[Path, ...],
    sets: tuple[str, ...],
    lang: str | None,
    as_json: bool,
    **raised: int | None,
) -> int:
    """Read and validate scenarios, preview loads and capacities; nothing is run."""
    spoken, worst, records = speaking(lang), 0, []
    for file in files:
        try:
            records.append(_check(file, sets, raised, spoken, quiet=as_json))
        except CorridorError as error:
            worst = max(worst, error.exit_code)
            found = [finding_record(one, spoken) for one in error.findings]
            records.append({"file": str(file), "sound": False, "findings": found})
            if not as_json:
                show_findings(error.findings, spoken)
    if as_json:
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    return worst


def _check(
    file: Path,
    sets: tuple[str, ...],
    raised: dict[str, int | None],
    lang: Language,
    *,
    quiet: bool,
) -> dict[str, object]:
    from corridor_sim.planning.compile import compile_plan
    from corridor_sim.planning.preview import preview
    from corridor_sim.study.published import published_figures

    loaded, limits = load(file, sets, raised)
    compilation = compile_plan(loaded, limits)
    plan, seen = compilation.plan, preview(compilation.plan)
    published_figures(loaded, plan)
    warnings = [*loaded.warnings, *compilation.warnings]
    if not quiet:
        show_findings(warnings, lang)
        click.echo(
            words(
                "check_ok",
                lang,
                name=plan.name,
                flows=len(plan.flows),
                shipments=f"{seen.shipments:,.0f}",
                days=plan.end // DAY,
            )
        )
        _loads(lang, "station", seen.stations)
        _loads(lang, "service", seen.services)
        click.echo()
        click.echo(sources_line(all_sourced(plan, loaded), lang))
    return {
        "file": str(file),
        "sound": True,
        "name": plan.name,
        "shipments": seen.shipments,
        "stations": {one.name: _finite(one.share) for one in seen.stations},
        "services": {one.name: _finite(one.share) for one in seen.services},
        "busiest": {one.name: _finite(one.busiest) for one in (*seen.stations, *seen.services)},
        "findings": [finding_record(one, lang) for one in warnings],
        "overridden": [one.path for one in loaded.overridden],
    }


def _loads(lang: Language, kind: str, loads: Sequence[Load]) -> None:
    if not loads:
        return
    head = [words(code, lang) for code in (kind, "asked", "asked_busiest")]
    rows = [[one.name, *map(_percent, (one.share, one.busiest))] for one in loads]
    click.echo()
    for line in table(head, rows):
        click.echo(line)


def _percent(share: float) -> str:
    return f"{number(100.0 * share, 0)} %" if isfinite(share) else "∞"


def _finite(share: float) -> float | None:
    """JSON has no infinity: null where something is asked of what can do nothing."""
    return share if isfinite(share) else None
