"""Store of a comparison: a folder of results per arm, and what differs between them.

`comparison.csv` and `manifest.json` of the whole stand in the folder, every arm's own results in
`arms/NAME`. The whole's manifest is written last and names every file with its hash.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corridor_sim.results.collect import Results
from corridor_sim.results.files import make_folder, refusals, write_whole
from corridor_sim.results.rows import ComparisonRow
from corridor_sim.results.store import MANIFEST, Manifest, finding_entry, write_results
from corridor_sim.results.tables import csv_bytes

COMPARISON = "comparison.csv"
ARMS = "arms"


@dataclass(frozen=True, slots=True)
class ArmRecord:
    """What is said of an arm beside its figures.

    differs    every value in which it differs from the base: path, old, new
    scenario   text of the resolved scenario
    """

    name: str
    title: str
    version: str
    differs: Sequence[Mapping[str, str]]
    scenario: str


def write_comparison(
    folder: Path,
    arms: Sequence[tuple[ArmRecord, Results]],
    rows: Sequence[ComparisonRow],
    manifest: Manifest,
) -> None:
    """Writes every arm's results, the comparison and the manifest of the whole.

    Folders of arms that an earlier comparison left here are removed: they would be taken for arms
    of this one.

    raises   FileError where something cannot be written
    """
    make_folder(folder / ARMS)
    with refusals(folder / MANIFEST):
        (folder / MANIFEST).unlink(missing_ok=True)
    _remove_others(folder / ARMS, {about.name for about, _ in arms})
    hashes: dict[str, str] = {}
    for about, results in arms:
        own = replace(manifest, name=results.name, timings={}, findings=())
        for file in write_results(folder / ARMS / about.name, results, own, about.scenario):
            name = file.relative_to(folder).as_posix()
            hashes[name] = hashlib.sha256(file.read_bytes()).hexdigest()
    content = csv_bytes("comparison", rows)
    hashes[COMPARISON] = hashlib.sha256(content).hexdigest()
    write_whole(folder / COMPARISON, content)
    write_whole(folder / MANIFEST, _manifest(arms, manifest, hashes))


def _remove_others(folder: Path, kept: set[str]) -> None:
    for one in folder.iterdir():
        if one.is_dir() and one.name not in kept and (one / MANIFEST).is_file():
            with refusals(one):
                shutil.rmtree(one)


def _manifest(
    arms: Sequence[tuple[ArmRecord, Results]], manifest: Manifest, hashes: Mapping[str, str]
) -> bytes:
    content = {
        "name": manifest.name,
        "arms": [
            {
                "name": about.name,
                "title": about.title,
                "version": about.version,
                "differs": [dict(one) for one in about.differs],
            }
            for about, _ in arms
        ],
        "seed": manifest.seed,
        "replications": arms[0][1].replications.tolist(),
        "engine": manifest.engine,
        "start": manifest.start,
        "zone": manifest.zone,
        "settings": dict(manifest.settings),
        "inputs": dict(manifest.inputs),
        "versions": dict(manifest.versions),
        "findings": [finding_entry(one) for one in manifest.findings],
        "files": dict(hashes),
        "timings": dict(manifest.timings),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
