"""YAML 1.2 read with positions, from the event stream of PyYAML: no tags, no code, bounded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from corridor_sim.errors import Finding, LimitError, Position, ScenarioError, Value
from corridor_sim.scenario.files import decode, read_bytes
from corridor_sim.scenario.fullwidth import first_sign, visible
from corridor_sim.scenario.limits import OPTIONS, Limits
from corridor_sim.scenario.nodes import Entry, Mark, Node, Source
from corridor_sim.scenario.yaml_errors import syntax_finding
from corridor_sim.scenario.yaml_scalars import FORBIDDEN, UnfitNumberError, resolve

_LONGEST_TEXT = 20_000  # characters of one value
_MOST_CONTROLS = 20  # findings about control characters, before the rest is left unsaid
_KEY_SIGNS = frozenset("：，；［］｛｝【】“”‘’")
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_tree(
    path: Path, limits: Limits, where: Position | None = None
) -> tuple[Node, list[Finding]]:
    """The tree of one file, and what is worth a warning.

    where   the place that names the file, if another file does

    Raises ScenarioError with all that is wrong, FileError and LimitError.
    """
    file = str(path)
    text, encoding = decode(read_bytes(path, limits.file_bytes, where=where), file)
    warnings = []
    if encoding != "utf-8":
        warnings.append(Finding("read_as_gb18030", {"file": file}, Position(file, 1, 1), "warning"))
    return parse(text, file, path.parent, limits), warnings


def parse(text: str, file: str, folder: Path, limits: Limits) -> Node:
    """The tree of a YAML text.

    file     its name in findings
    folder   what relative paths in it start from

    Raises ScenarioError with every finding, LimitError.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(file, folder, tuple(text.split("\n")))
    _refuse_controls(source)
    builder = _Builder(source, limits)
    try:
        root = builder.document(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        raise ScenarioError(syntax_finding(error, source)) from None
    if builder.findings:
        raise ScenarioError(*builder.findings)
    return root


def _refuse_controls(source: Source) -> None:
    findings: list[Finding] = []
    for number, line in enumerate(source.lines):
        match = FORBIDDEN.search(line)
        if match:
            where = Mark(source, number, match.start()).position()
            name = f"U+{ord(match[0]):04X}"
            findings.append(Finding("control_character", {"name": name}, where))
        if len(findings) == _MOST_CONTROLS:
            break
    if findings:
        raise ScenarioError(*findings)


class _Builder:
    """Builds the tree of one document and gathers what is wrong with it."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.findings: list[Finding] = []
        self.anchors: dict[str, Node] = {}
        self.total = 0
        self.events: Iterator[yaml.Event] = iter(())

    def document(self, events: Iterator[yaml.Event]) -> Node:
        """The only document of the stream."""
        self.events = events
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._report("multiple_documents", self._mark(event))
                    break
            elif isinstance(event, (yaml.NodeEvent, yaml.CollectionStartEvent)):
                root = self._node(event, 1)
        if root is None:
            root = Node(None, Mark(self.source, 0, 0))
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        mark = self._mark(event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, mark, depth)
        self._count(1, depth, mark)
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._report("yaml_tag", mark, sign=_tag(tag))
        if isinstance(event, yaml.MappingStartEvent):
            node = self._mapping(mark, depth)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._sequence(mark, depth)
        else:
            node = self._scalar(event, mark)
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self.anchors[anchor] = node
        return node

    def _mapping(self, mark: Mark, depth: int) -> Node:
        entries: dict[str, Entry] = {}
        count, height = 1, 0
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key_mark = self._mark(event)
            key = self._key(event, key_mark, depth)
            node = self._node(next(self.events), depth + 1)
            count, height = count + node.count, max(height, node.height)
            if key in entries:
                first = entries[key].key.line + 1
                line = key_mark.line + 1
                self._report("duplicate_key", key_mark, key=str(key), line=line, first=first)
            elif key is not None:
                entries[key] = Entry(key_mark, node)
        return Node(entries, mark, count, height + 1)

    def _sequence(self, mark: Mark, depth: int) -> Node:
        items: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        height = max((item.height for item in items), default=0)
        return Node(tuple(items), mark, 1 + sum(item.count for item in items), height + 1)

    def _key(self, event: yaml.Event, mark: Mark, depth: int) -> str | None:
        if not isinstance(event, yaml.ScalarEvent):
            self._report("key_not_text", mark)
            self._node(event, depth + 1)
            return None
        self._count(1, depth, mark)
        key: str = event.value
        self._check_text(key, mark)
        plain = event.implicit[0]
        if plain and key == "<<":
            self._report("merge_key", mark)
        if event.tag is not None:
            self._report("yaml_tag", mark, sign=_tag(event.tag))
        sign = first_sign(key) if plain and _KEY_SIGNS & set(key) else None
        if sign:
            place = Mark(mark.source, mark.line, mark.column + sign[0])
            self._report("full_width", place, sign=visible(sign[1]), write=sign[2])
        if event.anchor is not None:
            self.anchors[event.anchor] = Node(key, mark)
        return key

    def _scalar(self, event: yaml.Event, mark: Mark) -> Node:
        text: str = getattr(event, "value", "")
        self._check_text(text, mark)
        if not getattr(event, "implicit", (False,))[0]:
            return Node(text, mark)
        try:
            return Node(resolve(text), mark)
        except UnfitNumberError as error:
            self._report(str(error), mark, value=text[:40])
            return Node(text, mark)

    def _alias(self, event: yaml.AliasEvent, mark: Mark, depth: int) -> Node:
        node = self.anchors.get(str(event.anchor))
        if node is None:
            self._report("alias_unknown", mark, name=str(event.anchor))
            return Node(None, mark)
        self._count(node.count, depth + node.height - 1, mark)
        return node

    def _check_text(self, text: str, mark: Mark) -> None:
        if len(text) > _LONGEST_TEXT:
            self._report("text_too_long", mark, number=len(text), limit=_LONGEST_TEXT)
        match = FORBIDDEN.search(text)
        if match:
            self._report("control_character", mark, name=f"U+{ord(match[0]):04X}")

    def _count(self, more: int, depth: int, mark: Mark) -> None:
        self.total += more
        if self.total > self.limits.nodes:
            self._refuse("too_many_values", mark, self.total, self.limits.nodes, OPTIONS["nodes"])
        if depth > self.limits.depth:
            self._refuse("too_deep", mark, depth, self.limits.depth, OPTIONS["depth"])

    def _refuse(self, code: str, mark: Mark, number: int, limit: int, option: str) -> None:
        values: dict[str, Value] = {"number": number, "limit": limit, "option": option}
        raise LimitError(Finding(code, values, mark.position()))

    def _report(self, code: str, mark: Mark, **values: Value) -> None:
        self.findings.append(Finding(code, values, mark.position()))

    def _mark(self, event: yaml.Event) -> Mark:
        place = event.start_mark
        return Mark(self.source, place.line, place.column) if place else Mark(self.source, 0, 0)


def _tag(tag: str) -> str:
    """A tag as it was written."""
    return tag.replace("tag:yaml.org,2002:", "!!")
