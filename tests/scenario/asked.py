"""Reads a scenario written in a test and shows its findings as a reader would see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corridor_sim.errors import CorridorError, Finding
from corridor_sim.messages import Language, text
from corridor_sim.scenario.limits import DEFAULT, Limits
from corridor_sim.scenario.read import Loaded, read

SOUND = """\
corridor_sim: 1
name: queue
time: {start: 2021-01-01, end: 2021-01-31}
stations:
  desk: {servers: 4, work: {exponential: 12 min}}
flows:
  q:
    demand: {process: poisson, rate: 12/h}
    stages:
      - station: desk
"""


def shown(finding: Finding, lang: Language = "en") -> str:
    """`file:line:column: text`, the file without its folder."""
    said = text(finding.code, finding.values, lang)
    where = finding.where
    return f"{Path(where.file).name}:{where.line}:{where.column}: {said}" if where else said


@dataclass
class Desk:
    """A folder in which scenarios are written and read."""

    folder: Path
    limits: Limits = DEFAULT
    sets: Sequence[str] = field(default=())

    def write(self, content: str | bytes, name: str = "s.yaml") -> Path:
        """A file of this content."""
        path = self.folder / name
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
        return path

    def load(self, content: str, *sets: str) -> Loaded:
        """A scenario that is expected to be sound."""
        return read(self.write(content), sets, self.limits)

    def refused(self, content: str | bytes, *sets: str) -> CorridorError:
        """The error with which a scenario is refused."""
        path = self.write(content)
        try:
            read(path, sets, self.limits)
        except CorridorError as error:
            return error
        raise AssertionError("read without a finding")

    def findings(self, content: str | bytes, *sets: str, lang: Language = "en") -> list[str]:
        """The texts of all findings."""
        return [shown(finding, lang) for finding in self.refused(content, *sets).findings]

    def codes(self, content: str | bytes, *sets: str) -> list[str]:
        """The codes of all findings."""
        return [finding.code for finding in self.refused(content, *sets).findings]


def changed(old: str, new: str) -> str:
    """The sound scenario with one passage exchanged."""
    assert SOUND.count(old) == 1, old
    return SOUND.replace(old, new)
