"""What can be wrong, where, and how a command ends.

A finding names a code of the message catalogue and its values; its text is made when it is shown,
in the reader's language. Nothing here imports the catalogue's texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "note"]
Value = str | int | float

EXIT_DONE, EXIT_FAILED, EXIT_WRONG, EXIT_LIMIT, EXIT_FILES, EXIT_FAULT = 0, 1, 2, 3, 4, 70


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file: line and column count from 1; `quoted` is the line itself."""

    file: str
    line: int
    column: int
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or worth saying.

    code      entry of the message catalogue
    values    what the entry's text names
    where     position in the file, if it has one
    path      keys that lead there (`flows.europe.demand`)
    """

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)
    where: Position | None = None
    severity: Severity = "error"
    path: str = ""


class CorridorError(Exception):
    """Ends a command with findings and an exit code; never shown as a traceback."""

    exit_code = EXIT_WRONG

    def __init__(self, *findings: Finding) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = findings

    def __reduce__(self) -> tuple[type[CorridorError], tuple[Finding, ...]]:
        """Passes between processes with its findings."""
        return type(self), self.findings


class ScenarioError(CorridorError):
    """The scenario or the command line is wrong."""


class LimitError(CorridorError):
    """Refused by a limit, with the number, the limit and the option that raises it."""

    exit_code = EXIT_LIMIT


class FileError(CorridorError):
    """A file cannot be read or written."""

    exit_code = EXIT_FILES
