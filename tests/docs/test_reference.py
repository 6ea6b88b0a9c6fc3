"""The reference pages say what the code says."""

from __future__ import annotations

from docs.generate import stale


def test_reference_pages_are_up_to_date() -> None:
    assert stale() == [], "run: python docs/generate.py"
