from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for every command, and no language but English."""
    monkeypatch.chdir(tmp_path)
    for name in ("LANG", "CORRIDOR_SIM_LANG", "CORRIDOR_SIM_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path
