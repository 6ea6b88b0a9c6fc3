"""What a cross-reference pass knows: the scenario, its names, the places of its values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from corridor_sim.errors import Finding, Position, Value
from corridor_sim.scenario.findings import near
from corridor_sim.scenario.fullwidth import narrow
from corridor_sim.scenario.model import Scenario
from corridor_sim.scenario.network_rows import Tables
from corridor_sim.scenario.nodes import Node, Step, child, dotted, find

_SEVERAL = 8  # names shown when none is near

#: kind of thing -> section of the scenario that defines it
_SECTIONS = {
    "calendar": "calendars",
    "clearance": "clearance",
    "consolidation": "consolidations",
    "flow": "flows",
    "place": "places",
    "policy": "policies",
    "regime": "regimes",
    "service": "services",
    "station": "stations",
}


class Naming:
    """Looks names up and gathers findings, each at the value that is wrong.

    scenario   what was read; parts that the models refused may be left out of it
    root       the tree, where those parts still are, so that their names count as known
    """

    def __init__(self, scenario: Scenario, tables: Tables | None, root: Node) -> None:
        self.scenario, self.tables, self.root = scenario, tables, root
        self.findings: list[Finding] = []
        self._known = {kind: self._defined(section) for kind, section in _SECTIONS.items()}
        self._known["calendar"].add("always")
        if tables is not None:
            self._known["regime"].update(tables.regimes)

    def _defined(self, section: str) -> set[str]:
        entry = child(self.root, section)
        written = entry.node.value if entry else None
        return set(written) if isinstance(written, Mapping) else set()

    def known(self, kind: str) -> Collection[str]:
        """All names of this kind of thing."""
        return self._known[kind]

    def check(self, kind: str, name: str | None, *path: Step) -> bool:
        """Is this name defined? None asks nothing; an unknown name is a finding."""
        return name is None or self.among(kind, name, self._known[kind], *path)

    def among(self, kind: str, name: str, known: Iterable[str], *path: Step) -> bool:
        """Is this name one of those? If not, a finding that offers the nearest."""
        names = list(known)
        if name in names:
            return True
        meant = near(narrow(name), names)
        if meant:
            self.report("unknown_name_near", *path, kind=kind, name=name, near=meant)
        elif names:
            some = ", ".join(names[:_SEVERAL]) + (", …" if len(names) > _SEVERAL else "")
            self.report("unknown_name", *path, kind=kind, name=name, known=some)
        else:
            self.report("nothing_defined", *path, kind=kind, name=name)
        return False

    def node(self, name: str | None, *path: Step) -> None:
        """Is this a node of the network? Without a network any text may stand."""
        if name and self.tables is not None:
            self.among("node", name, self.tables.nodes, *path)

    def report(self, code: str, *path: Step, **values: Value) -> None:
        """Notes what is wrong with the value at a path."""
        self.findings.append(Finding(code, values, self.where(path), path=dotted(path)))

    def report_key(self, code: str, *path: Step, **values: Value) -> None:
        """Notes that the last key of a path is wrong."""
        where = find(self.root, path).mark.position()
        self.findings.append(Finding(code, values, where, path=dotted(path)))

    def where(self, path: Iterable[Step]) -> Position:
        """The place of a single value, else of the longest part of its path that is written."""
        steps = list(path)
        found = find(self.root, steps)
        whole = found.depth == len(steps)
        single = not isinstance(found.node.value, (Mapping, tuple))
        return (found.node.mark if whole and single else found.mark).position()
