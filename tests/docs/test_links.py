"""Links lead somewhere, and the front page begins with what to type."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.examples import page_files
from tests.architecture.tree import ROOT

LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
PAGES = [*page_files(ROOT), ROOT / "CONTRIBUTING.md"]


def _anchors(page: str) -> set[str]:
    texts = (re.sub(r"[`*]", "", text) for text in HEADING.findall(page))
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in texts}


def _outside_code(page: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", page, flags=re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_relative_links_resolve(path: Path) -> None:
    broken = []
    for link in LINK.findall(_outside_code(path.read_text(encoding="utf-8"))):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        sound = target.exists()
        if sound and anchor:
            sound = anchor in _anchors(target.read_text(encoding="utf-8"))
        if not sound:
            broken.append(link)
    assert broken == []


def test_readme_begins_with_the_two_commands() -> None:
    head = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40]
    assert any("make run" in line for line in head)
    assert any("make test" in line for line in head)


def test_every_page_is_reached_from_the_index() -> None:
    docs = ROOT / "docs"
    index = (docs / "index.md").read_text(encoding="utf-8")
    pages = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")} - {"index.md"}
    assert pages - set(LINK.findall(index)) == set()
