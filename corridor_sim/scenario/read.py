"""Reads a scenario file: syntax, merging, sourced values, models, cross-references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from pydantic import ValidationError

from corridor_sim.errors import Finding, LimitError, Position, ScenarioError, Severity, Value
from corridor_sim.scenario.arms import WrittenArm, detached, varied
from corridor_sim.scenario.extending import Overridden, extended
from corridor_sim.scenario.files import is_folder
from corridor_sim.scenario.findings import schema_findings
from corridor_sim.scenario.flows import Replay
from corridor_sim.scenario.limits import DEFAULT, Limits
from corridor_sim.scenario.merge import read_merged
from corridor_sim.scenario.model import Scenario
from corridor_sim.scenario.network_rows import Tables, with_mode
from corridor_sim.scenario.nodes import Node, Step, Tree, child, dotted, find, plain
from corridor_sim.scenario.partial import sound_part
from corridor_sim.scenario.permit_rows import permit_sources
from corridor_sim.scenario.provenance import Sourced, settle
from corridor_sim.scenario.references import limit_findings, reference_findings
from corridor_sim.scenario.tables import PARAMETER_TABLES, read_folder
from corridor_sim.scenario.write import relative
from corridor_sim.shipped import data_folder


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scenario that was read and found sound.

    tables       the network's tables; None if the scenario names no network
    sourced      values that come from a table or carry a mark
    overridden   what a later file or `--set` replaced
    resolved     the plain tree after `extends`, `--set` and the replacement of sourced values
    root         the same with positions
    merged       the tree before sourced values were replaced, without arms
    arms         the arms that the scenario itself names
    arm          the arm that this scenario was changed by, if it was
    notes        what that arm speaks of and the scenario does not have
    values       rows of the network's tables read with another number than they hold, by id
    """

    scenario: Scenario
    tables: Tables | None
    sourced: tuple[Sourced, ...]
    overridden: tuple[Overridden, ...]
    warnings: tuple[Finding, ...]
    resolved: Tree
    path: Path
    root: Node
    merged: Node
    arms: Mapping[str, WrittenArm] = field(default_factory=dict)
    arm: WrittenArm | None = None
    notes: tuple[Finding, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict)

    def where(self, path: Sequence[Step]) -> Position | None:
        """Where was this written? The key of the longest part of the path that is."""
        found = find(self.root, path)
        return found.mark.position() if found.depth else None

    def finding(
        self, code: str, *path: Step, severity: Severity = "error", **values: Value
    ) -> Finding:
        """A finding about the value at a path."""
        return Finding(code, values, self.where(path), severity, dotted(path))

    def beside(self, *path: Step) -> Path:
        """Which file does the text at this path name? Relative to the file it is written in."""
        node = find(self.root, path).node
        return node.mark.source.folder / str(node.value)

    def named_files(self) -> dict[tuple[Step, ...], Path]:
        """Which values name a file or folder of the user's, and which one?

        A network that comes with the program is not among them: its name holds everywhere.
        """
        paths: list[tuple[Step, ...]] = []
        if self.tables is not None and self.tables.folder == self.beside("network"):
            paths.append(("network",))
        for name, service in self.scenario.services.items():
            if service.timetable.file is not None:
                paths.append(("services", name, "timetable", "file"))
        for name, flow in self.scenario.flows.items():
            if isinstance(flow.demand, Replay):
                paths.append(("flows", name, "demand", "file"))
        return {path: self.beside(*path) for path in paths}

    def input_files(self, limits: Limits = DEFAULT) -> dict[str, Path]:
        """Every file that the figures depend on: scenarios, tables, timetables, shipments.

        Named from the scenario's folder; what comes with the program is named `shipped:...`,
        because where it stands differs from machine to machine.
        """
        named = self.named_files()
        own = [file for file, _ in extended(self.path, limits)]
        if self.arm is not None and self.arm.file is not None:
            own.append(self.arm.file)
        own += [file for path, file in named.items() if path != ("network",)]
        shipped: list[Path] = []
        countries: set[str | None] = {None}
        if self.tables is not None:
            # A table of the network and its place in `Tables` have the same name.
            known = {one.name for one in fields(self.tables)} - {"folder", "parameters"}
            tables = (self.tables.folder / f"{name}.csv" for name in {*known, *PARAMETER_TABLES})
            (own if ("network",) in named else shipped).extend(x for x in tables if x.exists())
            countries |= {row.country for row in self.tables.holidays}
        if any(one.holidays not in countries for one in self.scenario.calendars.values()):
            shipped.append(data_folder() / "hengyang" / "holidays.csv")
        files = {relative(file, self.path.parent): file for file in own}
        files |= {f"shipped:{relative(file, data_folder())}": file for file in shipped}
        return dict(sorted(files.items()))


def read(path: Path, sets: Sequence[str] = (), limits: Limits = DEFAULT) -> Loaded:
    """What does this file, with what it extends and these overrides, say?

    sets   overrides `key.path=value`, the later winning

    Raises ScenarioError with everything that is wrong, LimitError, FileError.
    """
    merged = read_merged(path, sets, limits)
    root, arms = detached(merged.root)
    loaded = _sound(root, path, limits)
    return replace(loaded, overridden=merged.overridden, warnings=merged.warnings, arms=arms)


def under(base: Loaded, arm: WrittenArm, limits: Limits = DEFAULT) -> Loaded:
    """What does the scenario say under this arm?

    Raises ScenarioError with everything that is wrong with it then, LimitError, FileError.
    """
    changed = varied(base.merged, arm)
    loaded = _sound(changed.root, base.path, limits, base.values)
    overridden = (*base.overridden, *changed.record)
    return replace(loaded, overridden=overridden, arm=arm, notes=tuple(changed.notes))


def given(base: Loaded, values: Mapping[str, float], limits: Limits = DEFAULT) -> Loaded:
    """What does the scenario say if rows of its network's tables hold other numbers?

    values   by id of the row, in its unit: the number itself, or the mode of a law, whose ends move
             out of its way

    Raises ScenarioError where that makes something wrong, LimitError, FileError.
    """
    loaded = _sound(base.merged, base.path, limits, {**base.values, **values})
    return replace(
        loaded,
        overridden=base.overridden,
        warnings=base.warnings,
        arms=base.arms,
        arm=base.arm,
        notes=base.notes,
    )


def _sound(
    written: Node, path: Path, limits: Limits, values: Mapping[str, float] | None = None
) -> Loaded:
    """A merged tree whose values are settled and found sound."""
    tables, table_findings = _tables(written, limits)
    if tables is not None and values:
        rows = {one: with_mode(tables.parameters[one], values[one]) for one in values}
        tables = replace(tables, parameters={**tables.parameters, **rows})
    settled = settle(written, tables.parameters if tables else None)
    root = settled.root
    tree = plain(root)
    findings = [*table_findings, *settled.findings]
    unsettled = [finding.path for finding in settled.findings]
    scenario: Scenario | None
    try:
        scenario = Scenario.model_validate(tree)
    except ValidationError as error:
        refused = schema_findings(error, root)
        findings += [each for each in refused if not _below(each.path, unsettled)]
        scenario = sound_part(root, [each.path for each in refused])
    if scenario is not None and not table_findings:
        findings += reference_findings(scenario, tables, root)
    if table_findings:
        findings = [each for each in findings if each.code != "parameter_without_network"]
    if findings or scenario is None:
        raise ScenarioError(*sorted(findings, key=_reading_order))
    if too_long := limit_findings(scenario, root, limits):
        raise LimitError(*too_long)
    sourced = (*settled.sourced, *permit_sources(scenario, tables))
    loaded = Loaded(scenario, tables, sourced, (), (), tree, path, root, written)
    return replace(loaded, values=dict(values or {}))


def _reading_order(finding: Finding) -> tuple[str, int, int]:
    where = finding.where
    return (where.file, where.line, where.column) if where else ("", 0, 0)


def _below(path: str, others: Iterable[str]) -> bool:
    """Does this path lead to or into one of those?"""
    return any(path == other or path.startswith(f"{other}.") for other in others)


def _tables(root: Node, limits: Limits) -> tuple[Tables | None, tuple[Finding, ...]]:
    """The network's tables, or what is wrong with them."""
    entry = child(root, "network")
    if entry is None or not isinstance(entry.node.value, str):
        return None, ()
    folder = entry.node.mark.source.folder / entry.node.value
    shipped = data_folder() / entry.node.value
    if Path(entry.node.value).name == entry.node.value and not is_folder(folder):
        folder = shipped if is_folder(shipped) else folder
    try:
        return read_folder(folder, limits, entry.node.mark.position()), ()
    except ScenarioError as error:
        return None, error.findings
