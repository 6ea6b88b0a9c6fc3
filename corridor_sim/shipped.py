"""Where the data and the starter corridor that come with the program are."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

_PACKAGE = "corridor_sim"


def data_folder() -> Path:
    """Which folder holds the shipped tables, one folder per hub?"""
    return _shipped("data", Path("data"))


def starter_folder() -> Path:
    """Which folder holds the starter corridor that `corridor-sim new` copies?"""
    return _shipped("starter", Path("scenarios", "starter"))


def _shipped(name: str, in_clone: Path) -> Path:
    """The folder inside an installed package, else that of the clone the package stands in."""
    package = Path(str(files(_PACKAGE)))
    installed = package / "_shipped" / name
    return installed if installed.is_dir() else package.parent / in_clone
