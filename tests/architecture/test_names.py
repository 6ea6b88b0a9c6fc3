"""Names say what a thing is: no drawers for odds and ends, no shapeless arguments."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.tree import ROOT, Function, functions, place, sources

DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc"}
SHAPELESS = re.compile(r"\b[dD]ict\[str, (?:\w+\.)?Any\]")


def test_no_file_or_folder_is_a_drawer() -> None:
    folders = [ROOT / name for name in ("corridor_sim", "tests", "benchmarks")]
    paths = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    assert [place(path) for path in paths if path.stem.lower() in DRAWERS] == []


def _annotations(node: Function) -> Iterator[str]:
    a = node.args
    for argument in (*a.posonlyargs, *a.args, a.vararg, *a.kwonlyargs, a.kwarg):
        if argument is not None and argument.annotation is not None:
            yield _text(argument.annotation)
    if node.returns is not None:
        yield _text(node.returns)


def _text(annotation: ast.expr) -> str:
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return annotation.value
    return ast.unparse(annotation)


def test_no_public_signature_is_shapeless() -> None:
    shapeless = [
        f"{place(path, node.lineno)} {node.name}"
        for path in sources()
        for node in functions(path)
        if not node.name.startswith("_")
        and any(SHAPELESS.search(text) for text in _annotations(node))
    ]
    assert shapeless == []
