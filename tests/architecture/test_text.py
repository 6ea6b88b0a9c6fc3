"""Nothing in the tree is a note to self or belongs to one machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, place

NOTE = re.compile(r"\b(?:TO[D]O|FIX[M]E)\b")
MACHINE = re.compile(
    r"(?<![\w./:])/(?:home|Users|root|work|workspace|workspaces|mnt|media)/(?=\w)"
    r"|\b[A-Za-z]:[\\/]+Users[\\/]"
)


def _texts() -> list[tuple[Path, str]]:
    """Every text file of the tree: what git holds, and what it would take in."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode != 0:
        pytest.skip("not a git checkout, so there is no tree to read")
    names = (name for name in listing.stdout.decode("utf-8").split("\0") if name)
    paths = (path for path in (ROOT / name for name in names) if path.is_file())
    raw = ((path, path.read_bytes()) for path in paths)
    return [(path, data.decode("utf-8")) for path, data in raw if b"\0" not in data]


def _mentions(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{place(path, number)}: {line.strip()[:100]}"
        for path, text in _texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_notes_to_self() -> None:
    assert _mentions(NOTE) == []


def test_no_paths_of_one_machine() -> None:
    assert _mentions(MACHINE) == []
