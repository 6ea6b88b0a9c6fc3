from __future__ import annotations

import pytest

from tests.results.world import World, line


@pytest.fixture
def world() -> World:
    return line()
