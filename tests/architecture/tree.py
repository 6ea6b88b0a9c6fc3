"""What the architecture tests look at: the repository and the package's source files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "corridor_sim"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources() -> list[Path]:
    """Every source file of the package."""
    found = sorted(PACKAGE.rglob("*.py"))
    assert found, f"no source files under {PACKAGE}"
    return found


def place(path: Path, line: int | None = None) -> str:
    """The path as a person would write it, e.g. `corridor_sim/clock.py:12`."""
    name = path.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a file, nested ones too."""
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
