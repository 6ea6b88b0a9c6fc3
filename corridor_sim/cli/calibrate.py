"""corridor-sim calibrate: parameters fitted to published means, and what these leave open."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corridor_sim.cli.findings import words
from corridor_sim.cli.json_values import finite
from corridor_sim.cli.language import Language
from corridor_sim.cli.options import load, reading, speaking
from corridor_sim.cli.progress import progress_bar
from corridor_sim.cli.tables import number, table
from corridor_sim.errors import EXIT_DONE, EXIT_FAILED, Finding, ScenarioError

if TYPE_CHECKING:
    from corridor_sim.results.rows import CalibrationRow, HoldingRow, RefitRow
    from corridor_sim.scenario.arms import WrittenArm
    from corridor_sim.scenario.limits import Limits
    from corridor_sim.study.calibrate import Calibrated
    from corridor_sim.study.engines import Asked


@click.command("calibrate")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("arms", nargs=-1, type=click.Path(path_type=Path))
@click.option("--sets", "count", type=click.IntRange(0, 100_000), help="Plausible sets; 0: none.")
@click.option("--replications", type=click.IntRange(1, 100_000), help="Of every trial.")
@click.option("--engine", type=click.Choice(["auto", "event", "array"]), help="Engine.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder for the results; default results/ and the file's name, -calibrated.",
)
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; default all cores.")
@click.option("--quiet", is_flag=True, help="No progress.")
@reading
def command(
    file: Path,
    arms: tuple[Path, ...],
    count: int | None,
    replications: int | None,
    engine: Asked | None,
    out: Path | None,
    workers: int | None,
    quiet: bool,
    sets: tuple[str, ...],
    lang: str | None,
    as_json: bool,
    **raised: int | None,
) -> int:
    """Fit what FILE's `calibration` names, and try how verdicts on ARMS depend on the rest.

    The fit is made on the calibration's seed and reported on the study's own. Then sets of other
    values are sought, from the ranges in the data, with which the published figures hold as well.
    """
    from corridor_sim.results.files import writable
    from corridor_sim.study.calibrate import calibrate

    spoken = speaking(lang)
    given = [*sets]
    if replications is not None:
        given.append(f"calibration.replications={replications}")
    if count:
        given.append(f"calibration.sets={count}")
    loaded, limits = load(file, tuple(given), raised)
    written = [_arm(one, limits) for one in arms]
    folder = writable(out or Path("results") / f"{file.stem}-calibrated")
    tell = _nothing if quiet or as_json else _trial(spoken)
    with progress_bar(spoken, quiet=quiet or as_json) as bar:
        done = calibrate(
            loaded,
            written,
            limits,
            asked=engine or loaded.scenario.study.engine,
            sets=0 if count == 0 else None,
            workers=workers or os.cpu_count() or 1,
            tell=tell,
            progress=bar,
        )
    _store(folder, done)
    _print(folder, done, spoken, as_json)
    return EXIT_DONE if done.reproduced else EXIT_FAILED


def _print(folder: Path, done: Calibrated, lang: Language, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_record(folder, done), ensure_ascii=False))
        return
    for line in _lines(done, lang):
        click.echo(line)
    click.echo()
    click.echo(words("written_to", lang, folder=str(folder)))


def _arm(path: Path, limits: Limits) -> WrittenArm:
    from corridor_sim.scenario.arms import arm_file

    written = arm_file(path, limits)
    if written is None:
        raise ScenarioError(Finding("calibration_not_arm", {"file": str(path)}))
    return written


def _nothing(_trials: int) -> None:
    """Say nothing."""


def _trial(lang: Language) -> Callable[[int], None]:
    return lambda trials: click.echo(words("calibration_trial", lang, number=trials), err=True)


def _lines(done: Calibrated, lang: Language) -> list[str]:
    def word(code: str, **values: str | int | float) -> str:
        return words(code, lang, **values)

    lines = [word("calibration_summary", trials=done.fit.trials, seed=done.seed)]
    lines += ["", word("title_fitted"), *_fitted(done, lang)]
    code = "calibration_identified" if done.fit.identified else "calibration_not_identified"
    least = done.fit.singular[-1] / done.fit.singular[0]
    lines.append(word(code, ratio=number(least, 3)))
    seeds = {"seed": done.seed, "own": done.reported_seed, "count": done.reported}
    lines += ["", word("title_refits", **seeds), *_refits(done, lang)]
    lines.append(word("calibration_only_means"))
    if done.sets:
        counts = {"kept": done.kept, "tried": len(done.sets), "varied": len(done.varied)}
        lines += ["", word("title_sets", **counts)]
        lines += _verdicts(done, lang)
    return lines


def _fitted(done: Calibrated, lang: Language) -> list[str]:
    codes = ("parameter", "before_fit", "fitted_value", "range", "unit_word", "weight", "remark")
    rows = [
        [
            one.parameter,
            number(one.before, 2),
            number(one.fitted, 2),
            f"{number(one.low, 2)} - {number(one.high, 2)}",
            one.unit,
            number(one.weight, 2),
            words("at_bound", lang) if one.at_bound else "",
        ]
        for one in done.parameters
    ]
    return table([words(code, lang) for code in codes], rows)


def _refits(done: Calibrated, lang: Language) -> list[str]:
    codes = ("fit_fact", "published", "on_fit", "on_own", "realisations", "unit_word")
    rows = [
        [
            one.fact,
            number(one.published, 2),
            number(one.fitted, 2),
            f"{number(one.reported, 2)} +- {number(one.error, 2)}",
            f"{number(one.p2_5, 2)} - {number(one.p97_5, 2)}",
            one.unit,
        ]
        for one in done.refits
    ]
    return table([words(code, lang) for code in codes], rows)


def _verdicts(done: Calibrated, lang: Language) -> list[str]:
    rows = []
    for one in done.holdings:
        counts = {"better": one.better, "same": one.same, "worse": one.worse}
        said = max(counts, key=lambda name: counts[name])
        held = words("holds_in", lang, number=counts[said], sets=one.sets)
        span = f"{number(one.lowest, 3)} .. {number(one.highest, 3)} {one.unit}"
        whole = counts[said] == one.sets
        depends = "" if whole else one.depends or words("depends_on_nothing_named", lang)
        rows.append([one.arm, one.flow, words(f"verdict_{said}", lang), held, span, depends])
    codes = ("arm", "flow", "judgement", "holds", "span", "depends_on")
    return table([words(code, lang) for code in codes], rows, 3) if rows else []


def _store(folder: Path, done: Calibrated) -> None:
    from corridor_sim.results.files import write_whole
    from corridor_sim.results.tables import csv_bytes

    tables: dict[str, Sequence[CalibrationRow] | Sequence[RefitRow] | Sequence[HoldingRow]] = {
        "parameters": done.parameters,
        "refits": done.refits,
        "verdicts": done.holdings,
    }
    for name, rows in tables.items():
        write_whole(folder / f"{name}.csv", csv_bytes(name, rows))
    write_whole(folder / "sets.csv", _sets(done))


def _sets(done: Calibrated) -> bytes:
    """Every set that was tried: its values, its misses, whether it reproduces the facts."""
    from corridor_sim.results.tables import cell

    head = [one.row.id for one in done.varied] + [one.parameter for one in done.parameters]
    head += [f"miss {one.fact}" for one in done.refits] + ["reproduces"]
    lines = [",".join(cell(name) for name in head)]
    for one in done.sets:
        numbers = [float(each) for each in (*one.varied, *one.free, *one.misses)]
        lines.append(",".join([*(cell(each) for each in numbers), str(one.reproduces).lower()]))
    return ("\n".join(lines) + "\n").encode("utf-8-sig")


def _record(folder: Path, done: Calibrated) -> dict[str, object]:
    return {
        "schema_version": 1,
        "folder": str(folder),
        "seed": done.seed,
        "reported_seed": done.reported_seed,
        "trials": done.fit.trials,
        "identified": done.fit.identified,
        "reproduced": done.reproduced,
        "parameters": [finite(asdict(one)) for one in done.parameters],
        "facts": [finite(asdict(one)) for one in done.refits],
        "sets": {"kept": done.kept, "tried": len(done.sets)},
        "verdicts": [finite(asdict(one)) for one in done.holdings],
    }
