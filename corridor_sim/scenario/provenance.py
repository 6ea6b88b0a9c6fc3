"""Values that come from a table or carry their source: replaced by plain values, and recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corridor_sim.errors import Finding, Position, Value
from corridor_sim.scenario.cells import MARKS
from corridor_sim.scenario.findings import near
from corridor_sim.scenario.network_rows import Parameter
from corridor_sim.scenario.nodes import Entry, Node, Step, Tree, child, dotted, graft, shown

_ABOUT = ("mark", "source", "year", "note")
_REFERENCE = frozenset({"parameter", "times"})
_SEVERAL = 6  # ids named when none is near


@dataclass(frozen=True, slots=True)
class Sourced:
    """A value of the scenario that says where it is from.

    path        where it is used (`stations.gantry.work`)
    value       as the scenario would write it
    parameter   its row in the network's tables; empty if it was written beside the value
    """

    path: str
    value: str
    mark: str
    source: str
    year: str
    note: str
    parameter: str
    where: Position


@dataclass(frozen=True, slots=True)
class Settled:
    """A tree without references to tables and without marks.

    sourced    what was replaced or carried a mark
    findings   what was wrong; those values are left as they were written
    """

    root: Node
    sourced: tuple[Sourced, ...]
    findings: tuple[Finding, ...]


def settle(root: Node, parameters: Mapping[str, Parameter] | None) -> Settled:
    """What do the sourced values of this tree say, and what does the tree look like with them?

    parameters   rows of the network's tables; None if the scenario names no network
    """
    settler = _Settler(parameters)
    settled = settler.walk(root, ())
    return Settled(settled, tuple(settler.sourced), tuple(settler.findings))


def written(row: Parameter, times: float = 1.0) -> Tree:
    """A row of a table in the language of the scenario, its numbers multiplied by `times`."""

    def value(number: float | None) -> Tree:
        return _with_unit((number or 0.0) * times, row.unit)

    match row.law:
        case "triangular":
            return {"triangular": [value(row.low), value(row.mode), value(row.high)]}
        case "uniform":
            return {"uniform": [value(row.low), value(row.high)]}
        case "exponential":
            return {"exponential": value(row.mode)}
        case "lognormal":
            pair: dict[str, Tree] = {"median": value(row.mode), "p95": value(row.high)}
            return {"lognormal": pair if row.low is None else {**pair, "low": value(row.low)}}
        case _:
            return value(row.mode)


def _with_unit(number: float, unit: str) -> Tree:
    text = f"{number:.12g}"
    if unit in ("", "1"):
        return int(number) if number == int(number) else number
    if unit.startswith("USD"):
        return f"USD {text}{unit[3:]}"
    head, slash, time = unit.partition("/")
    if slash:
        return f"{text} box/{time}" if head.startswith("box") else f"{text}/{time}"
    return f"{text} {unit}"


class _Settler:
    """Walks a tree once, replacing and recording."""

    def __init__(self, parameters: Mapping[str, Parameter] | None) -> None:
        self.parameters = parameters
        self.sourced: list[Sourced] = []
        self.findings: list[Finding] = []

    def walk(self, node: Node, path: tuple[Step, ...]) -> Node:
        """The same tree with every sourced value replaced by what it stands for."""
        if isinstance(node.value, tuple):
            items = tuple(self.walk(item, (*path, n)) for n, item in enumerate(node.value))
            return Node(items, node.mark)
        if not isinstance(node.value, Mapping):
            return node
        if _single(node, "parameter"):
            return self._reference(node, path)
        if _single(node, "mark"):
            return self._inline(node, path)
        entries = {
            key: Entry(entry.key, self.walk(entry.node, (*path, key)))
            for key, entry in node.value.items()
        }
        return Node(entries, node.mark)

    def _reference(self, node: Node, path: tuple[Step, ...]) -> Node:
        identifier = _text(node, "parameter")
        row = (self.parameters or {}).get(identifier)
        for key, entry in _mapping(node).items():
            if key not in _REFERENCE:
                self._report("parameter_key", entry, path, key=key)
        if row is None:
            self._unknown(identifier, _mapping(node)["parameter"], path)
            return node
        times = self._times(node, path)
        value = written(row, times)
        scaled = "" if times == 1.0 else f"; x {times:g}"
        self._record(path, value, (row.mark, row.source, row.year, row.note + scaled), node, row.id)
        return graft(value, node.mark)

    def _times(self, node: Node, path: tuple[Step, ...]) -> float:
        times = child(node, "times")
        if times is None:
            return 1.0
        number = times.node.value
        if isinstance(number, (int, float)) and not isinstance(number, bool) and number > 0:
            return float(number)
        self._report("times_not_positive", times, path, value=shown(times.node))
        return 1.0

    def _unknown(self, identifier: str, entry: Entry, path: tuple[Step, ...]) -> None:
        if self.parameters is None:
            self._report("parameter_without_network", entry, path, name=identifier)
            return
        meant = near(identifier, self.parameters)
        if meant:
            values: dict[str, Value] = {"kind": "parameter", "name": identifier, "near": meant}
            self._report("unknown_name_near", entry, path, **values)
            return
        known = ", ".join(list(self.parameters)[:_SEVERAL])
        self._report("unknown_name", entry, path, kind="parameter", name=identifier, known=known)

    def _inline(self, node: Node, path: tuple[Step, ...]) -> Node:
        entries = _mapping(node)
        mark, source, year, note = (_text(node, key) for key in _ABOUT)
        if mark not in MARKS:
            known = ", ".join(MARKS)
            self._report("mark_unknown", entries["mark"], path, value=mark, known=known)
        elif mark != "assumption" and not source:
            self._report("mark_without_source", entries["mark"], path, mark=mark)
        rest = {key: entry for key, entry in entries.items() if key not in _ABOUT}
        if len(rest) != 1:
            self._report("mark_without_value", entries["mark"], path)
            return node
        value = rest["value"].node if "value" in rest else Node(rest, node.mark)
        self._record(path, value, (mark, source, year, note), node)
        return value

    def _record(
        self,
        path: tuple[Step, ...],
        value: Tree | Node,
        about: tuple[str, str, str, str],
        node: Node,
        identifier: str = "",
    ) -> None:
        tree = value if isinstance(value, Node) else graft(value, node.mark)
        where = node.mark.position()
        self.sourced.append(Sourced(dotted(path), shown(tree), *about, identifier, where))

    def _report(self, code: str, entry: Entry, path: tuple[Step, ...], **values: Value) -> None:
        where = entry.node.mark.position()
        self.findings.append(Finding(code, values, where, path=dotted(path)))


def _mapping(node: Node) -> Mapping[str, Entry]:
    return node.value if isinstance(node.value, Mapping) else {}


def _single(node: Node, key: str) -> bool:
    """Is there such a key with a single value? (A station may well be called `mark`.)"""
    entry = child(node, key)
    return entry is not None and not isinstance(entry.node.value, (Mapping, tuple))


def _text(node: Node, key: str) -> str:
    entry = child(node, key)
    return "" if entry is None or entry.node.value is None else shown(entry.node)
