"""Findings gathered while a plan is compiled, so that all are shown at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_sim.errors import Finding, LimitError, ScenarioError, Severity, Value

if TYPE_CHECKING:
    from corridor_sim.scenario.read import Loaded


class Findings:
    """Collects findings with their places in the scenario file."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self.found: list[Finding] = []
        self._limits: list[Finding] = []

    @property
    def limited(self) -> bool:
        """Whether something was too large to be looked at."""
        return bool(self._limits)

    def error(self, code: str, *path: str | int, **values: Value) -> None:
        """Something that must be mended before a run."""
        self._add(code, path, "error", values)

    def warning(self, code: str, *path: str | int, **values: Value) -> None:
        """Something the reader must know."""
        self._add(code, path, "warning", values)

    def limit(self, code: str, *path: str | int, **values: Value) -> None:
        """Something too large, with the number and the limit."""
        self._limits.append(self._loaded.finding(code, *path, severity="error", **values))

    def raise_errors(self) -> None:
        """End with all errors found so far, if there are any."""
        errors = [one for one in self.found if one.severity == "error"]
        if errors:
            raise ScenarioError(*errors, *self._limits)
        if self._limits:
            raise LimitError(*self._limits)

    def _add(
        self, code: str, path: tuple[str | int, ...], severity: Severity, values: dict[str, Value]
    ) -> None:
        self.found.append(self._loaded.finding(code, *path, severity=severity, **values))
