"""Store: the results folder.

The manifest is written last and names every other file with its hash: a folder whose manifest fits
is whole. The same scenario, seed and version give the same bytes; only the manifest's `timings`
differ from run to run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corridor_sim.errors import FileError, Finding
from corridor_sim.results.collect import Results
from corridor_sim.results.files import make_folder, refusals, write_whole
from corridor_sim.results.release_rows import release_rows
from corridor_sim.results.shipments import SHIPMENTS
from corridor_sim.results.tables import csv_bytes, replications_parquet

MANIFEST = "manifest.json"
SCENARIO = "scenario.yaml"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder of results came from.

    start, zone   second 0 of the run is 00:00 of `start` in `zone`
    settings      what was chosen on the command line, as text
    inputs        SHA-256 of every file that was read, by name
    assumptions   by flow, the names of the assumed values that its figures rest on
    versions      of the program and of what the figures depend on
    timings       seconds by step; the only part that differs between equal runs
    """

    name: str
    seed: int
    engine: str
    start: str
    zone: str
    settings: Mapping[str, str | list[str]] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    assumptions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    timings: Mapping[str, float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def hashes_of(files: Mapping[str, Path]) -> dict[str, str]:
    """SHA-256 of files that were read, by the same names.

    Raises FileError if one has gone since.
    """
    hashes: dict[str, str] = {}
    for name, path in files.items():
        try:
            with path.open("rb") as file:
                hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            reason = error.strerror or str(error)
            values = {"file": str(path), "reason": reason}
            raise FileError(Finding("file_unreadable", values)) from error
    return hashes


def write_results(
    folder: Path,
    results: Results,
    manifest: Manifest,
    scenario: str,
    *,
    shipments: bool = False,
) -> tuple[Path, ...]:
    """Writes the tables, the resolved scenario and the manifest; returns the files, manifest last.

    scenario    text of the resolved scenario
    shipments   a ShipmentsFile of this run is in the folder; otherwise an older one is removed
    """
    make_folder(folder)
    contents = {
        "kpis.csv": csv_bytes("kpis", results.kpis),
        "replications.parquet": replications_parquet(results.measures, results.replications),
        "stations.csv": csv_bytes("stations", results.stations),
        "stages.csv": csv_bytes("stages", results.stages),
        "release_study.csv": csv_bytes(
            "release_study", release_rows(results.kpis, len(results.replications))
        ),
        "departures.csv": csv_bytes("departures", results.departures),
        "facts.csv": csv_bytes("facts", results.facts),
        SCENARIO: scenario.encode("utf-8"),
    }
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    for name, content in contents.items():
        write_whole(folder / name, content)
    with refusals(folder / SHIPMENTS):
        if shipments:
            with (folder / SHIPMENTS).open("rb") as file:
                hashes[SHIPMENTS] = hashlib.file_digest(file, "sha256").hexdigest()
        else:
            (folder / SHIPMENTS).unlink(missing_ok=True)
    write_whole(folder / MANIFEST, _manifest(results, manifest, hashes))
    return tuple(folder / name for name in (*hashes, MANIFEST))


def _manifest(results: Results, manifest: Manifest, hashes: Mapping[str, str]) -> bytes:
    content = {
        "name": manifest.name,
        "arm": results.arm,
        "scenario_sha256": hashes[SCENARIO],
        "seed": manifest.seed,
        "replications": results.replications.tolist(),
        "engine": manifest.engine,
        "start": manifest.start,
        "zone": manifest.zone,
        "settings": dict(manifest.settings),
        "inputs": dict(manifest.inputs),
        "assumptions": {flow: list(names) for flow, names in manifest.assumptions.items()},
        "versions": dict(manifest.versions),
        "findings": [finding_entry(one) for one in (*manifest.findings, *results.notes)],
        "files": dict(hashes),
        "timings": dict(manifest.timings),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def finding_entry(one: Finding) -> dict[str, object]:
    """A finding as a manifest holds it."""
    where = one.where
    return {
        "code": one.code,
        "severity": one.severity,
        "values": dict(one.values),
        "path": one.path,
        "at": f"{where.file}:{where.line}:{where.column}" if where else "",
    }
