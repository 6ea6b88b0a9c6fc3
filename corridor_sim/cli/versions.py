"""Versions: of the program and of what its figures depend on."""

from __future__ import annotations

import sys

from corridor_sim import __version__


def versions() -> dict[str, str]:
    """By name, for manifests."""
    from importlib.metadata import version

    python = ".".join(map(str, sys.version_info[:3]))
    ours = {"corridor-sim": __version__, "python": python}
    return ours | {name: version(name) for name in ("numpy", "scipy", "simpy")}
